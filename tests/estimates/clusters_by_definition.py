"""Clustered errors with every matrix written out, to compare the fast ones with."""

import numpy as np
from scipy import linalg

TINY = 1e-10


def by_definition(outcome, design, codes, weights, adjusted=True):
    """Return the variance of a weighted sum of coefficients, and its degrees of freedom.

    CR2 with Satterthwaite's degrees: A = (I - H)_gg^(-1/2), g = (I - H)_g' A X_g B c and
    df = tr(G'G)^2 / tr(G'GG'G) (Bell & McCaffrey 2002, Survey Methodology 28:169-181; Pustejovsky
    & Tipton 2018, section 2). With `adjusted` false A is the identity: CR0.
    """
    bread = np.linalg.inv(design.T @ design)
    maker = np.eye(len(outcome)) - design @ bread @ design.T
    residuals = maker @ outcome
    variance, vectors = 0.0, []
    for code in np.unique(codes):
        rows = np.flatnonzero(codes == code)
        pull = design[rows] @ bread @ weights
        if adjusted:
            values, axes = linalg.eigh(maker[np.ix_(rows, rows)])
            roots = np.where(values > TINY, values.clip(min=TINY) ** -0.5, 0)
            pull = (axes * roots) @ axes.T @ pull
        variance += float(pull @ residuals[rows]) ** 2
        vectors.append(maker[rows].T @ pull)
    inner = np.array(vectors) @ np.array(vectors).T
    return variance, np.trace(inner) ** 2 / np.sum(inner**2)
