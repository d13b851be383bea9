"""Counts after against before: negative binomial or Poisson, with clustered errors."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from ibic_eval.estimates.clustered_models import Clusters, Fit, Floats, degrees, sandwich

NEGATIVE_BINOMIAL, POISSON = "negativ_binomial", "poisson"
ALPHA = 0.05
_ROUNDS = 100
_TINY = 1e-10
_LOG_ALPHA = (-16.0, 4.0)


class Cells(NamedTuple):
    """Counts gathered by pattern of covariates: all that the likelihood needs.

    `patterns` (P, k), `n` and `mean` (P,) the cases of each and their mean; `place`, `value` and
    `number` (C,) how many cases of the pattern `place` had each value.
    """

    patterns: Floats
    pattern: npt.NDArray[np.int64]
    n: Floats
    mean: Floats
    place: npt.NDArray[np.int64]
    value: Floats
    number: Floats


class CountFit(NamedTuple):
    """The model chosen, its log rate ratios, its overdispersion (0: Poisson) and the test of it."""

    model: str
    fit: Fit
    alpha: float
    overdispersion_p: float


def count_model(outcome: Floats, design: Floats, clusters: Clusters) -> CountFit:
    """Fit a negative binomial model (NB2, log link) if the counts are overdispersed, else Poisson.

    `outcome` (n,) are counts, `design` (n, k) of full rank. The choice rests on the likelihood
    ratio of the two, half of whose distribution is a point at 0 (Cameron & Trivedi 2013,
    *Regression Analysis of Count Data*, section 3.4). Maximum likelihood as `MASS::glm.nb`; the
    covariance is the clustered sandwich with the factor of CR1, as `vcovCL` on either model.
    """
    cells = gathered(outcome, design)
    plain = _coefficients(cells, 0.0)
    beta, alpha = _negative_binomial(cells, plain)
    gain = _likelihood(cells, _means(cells, beta), alpha) - _likelihood(
        cells, _means(cells, plain), 0.0
    )
    p = float(stats.chi2.sf(max(2 * gain, 0.0), 1)) / 2
    if not p < ALPHA:
        beta, alpha = plain, 0.0
    mean = np.exp(design @ beta)
    weight = 1 / (1 + alpha * mean)
    bread = np.asarray(np.linalg.inv(design.T @ (design * (mean * weight)[:, None])), "float64")
    scores: Floats = design * ((outcome - mean) * weight)[:, None]
    fit = Fit(beta, sandwich(bread, scores, clusters), degrees(scores, clusters))
    return CountFit(NEGATIVE_BINOMIAL if alpha else POISSON, fit, alpha, p)


def marginal_difference(fit: Fit, design: Floats, column: int = 0) -> tuple[float, float]:
    """Return the average difference in counts that an indicator makes, and its standard error.

    All cases are given the indicator, and then none; the error follows by the delta method.
    """
    patterns, n = np.unique(design, axis=0, return_counts=True)
    share = n / n.sum()
    with_, without = patterns.copy(), patterns.copy()
    with_[:, column], without[:, column] = 1, 0
    high, low = np.exp(with_ @ fit.coefficients), np.exp(without @ fit.coefficients)
    gradient = (share * high) @ with_ - (share * low) @ without
    return float(share @ (high - low)), float(np.sqrt(gradient @ fit.covariance @ gradient))


def gathered(outcome: Floats, design: Floats) -> Cells:
    """Gather the counts by pattern of covariates."""
    patterns, pattern, n = np.unique(design, axis=0, return_inverse=True, return_counts=True)
    pattern = pattern.reshape(-1)
    mean = np.bincount(pattern, outcome) / n
    keys = np.column_stack([pattern, outcome])
    cells, number = np.unique(keys, axis=0, return_counts=True)
    return Cells(
        patterns,
        pattern,
        n.astype("float64"),
        mean,
        cells[:, 0].astype("int64"),
        cells[:, 1],
        number.astype("float64"),
    )


def _means(cells: Cells, beta: Floats) -> Floats:
    return np.asarray(np.exp(cells.patterns @ beta))


def _coefficients(cells: Cells, alpha: float, start: Floats | None = None) -> Floats:
    """Return the coefficients given the overdispersion, by Fisher scoring."""
    x = cells.patterns
    beta = _first_guess(cells) if start is None else start
    for _ in range(_ROUNDS):
        mean = np.exp(x @ beta)
        weight = cells.n / (1 + alpha * mean)
        information = x.T @ (x * (mean * weight)[:, None])
        change = np.linalg.solve(information, x.T @ (weight * (cells.mean - mean)))
        beta = beta + change
        if np.abs(change).max() < _TINY:
            break
    return np.asarray(beta)


def _first_guess(cells: Cells) -> Floats:
    """Return least squares on the logs of the patterns' means."""
    weight = np.sqrt(cells.n)
    logs = np.log(np.maximum(cells.mean, 0.1))
    return np.asarray(
        np.linalg.lstsq(cells.patterns * weight[:, None], logs * weight, rcond=None)[0], "float64"
    )


def _negative_binomial(cells: Cells, start: Floats) -> tuple[Floats, float]:
    """Alternate between coefficients and overdispersion until both stand, as glm.nb does."""
    beta, alpha = start, 0.0
    for _ in range(_ROUNDS):
        before = alpha
        mean = _means(cells, beta)

        def loss(log_alpha: float, mean: Floats = mean) -> float:
            return -_likelihood(cells, mean, float(np.exp(log_alpha)))

        alpha = float(np.exp(minimize_scalar(loss, bounds=_LOG_ALPHA, method="bounded").x))
        beta = _coefficients(cells, alpha, beta)
        if abs(alpha - before) < 1e-8 * (1 + alpha):
            break
    return beta, alpha


def _likelihood(cells: Cells, means: Floats, alpha: float) -> float:
    """Return the log likelihood, less what doesn't depend on the model."""
    y, mean = cells.value, means[cells.place]
    if alpha == 0.0:
        return float(cells.number @ (y * np.log(mean) - mean))
    size = 1 / alpha
    each = gammaln(y + size) - gammaln(size) + y * np.log(alpha * mean / (1 + alpha * mean))
    return float(cells.number @ (each - size * np.log1p(alpha * mean)))
