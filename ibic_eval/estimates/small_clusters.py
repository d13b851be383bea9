"""Errors for few clusters: CR2 with Satterthwaite's degrees of freedom (Bell & McCaffrey 2002)."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TINY = 1e-10


class SmallClusters(NamedTuple):
    """A least-squares fit in the basis that makes the design orthonormal (`basis`: k by k).

    For each cluster `adjusted` is its sum of scores with CR2's adjustment, `lengths` and `pulls`
    what the adjusted residuals' variance and dependence are made of (clusters by k by k). `alone`
    projects on what single clusters decide, where they leave no residual (k by k).
    """

    coefficients: Floats
    basis: Floats
    adjusted: Floats
    lengths: Floats
    pulls: Floats
    alone: Floats

    def covariance(self) -> Floats:
        """Return the CR2 covariance of the coefficients."""
        scores = self.adjusted @ self.basis.T
        return np.asarray(scores.T @ scores, dtype="float64")

    def degrees(self, weights: Floats) -> float:
        """Return Satterthwaite's degrees of freedom for a weighted sum of coefficients.

        nan where one cluster alone decides a part of the sum: its own spread can't be known.
        """
        along = self.basis.T @ weights
        if along @ self.alone @ along > _TINY * (along @ along):
            return np.nan
        pulled = self.pulls @ along
        own = np.einsum("gij,i,j->g", self.lengths, along, along)
        shared = np.sum(pulled**2, axis=1)
        squares = np.sum(own**2) - 2 * np.sum(own * shared) + np.sum((pulled.T @ pulled) ** 2)
        return float(np.sum(own - shared) ** 2 / squares)


def small_clusters(outcome: Floats, design: Floats, codes: Ints) -> SmallClusters:
    """Fit by least squares; `codes` number each row's cluster from 0, `design` has full rank.

    For weighted least squares multiply both by the weights' square roots: the working model is
    then that a row's variance is one over its weight. The same as `vcovCR(type = "CR2")` and
    `coef_test(test = "Satterthwaite")` of R's clubSandwich (Pustejovsky & Tipton 2018, Journal of
    Business & Economic Statistics 36:672-683), with no matrix larger than the design is wide,
    however large a cluster is.
    """
    basis = np.linalg.cholesky(np.linalg.inv(design.T @ design))
    rows = design @ basis
    along = rows.T @ outcome
    scores = _sums(rows * (outcome - rows @ along)[:, None], codes)
    inner = np.stack([_sums(rows * column[:, None], codes) for column in rows.T], axis=1)
    leverage, axes = np.linalg.eigh(inner)
    left = 1 - leverage
    alone = left < _TINY
    power = np.divide(1, left, out=np.zeros_like(left), where=~alone)
    half = _rebuilt(axes, np.sqrt(power))
    return SmallClusters(
        basis @ along,
        basis,
        np.einsum("gij,gj->gi", half, scores),
        _rebuilt(axes, power * leverage),
        _rebuilt(axes, np.sqrt(power) * leverage),
        _rebuilt(axes, alone.astype("float64")).sum(axis=0),
    )


def _sums(columns: Floats, codes: Ints) -> Floats:
    return np.column_stack([np.bincount(codes, column) for column in columns.T])


def _rebuilt(axes: Floats, values: Floats) -> Floats:
    return np.asarray((axes * values[:, None, :]) @ axes.transpose(0, 2, 1), dtype="float64")
