"""Linear models of months that resemble the month before, with degrees of freedom that know it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from ibic_eval.estimates.clustered_models import Fit, combination

Floats = npt.NDArray[np.float64]
Months = npt.NDArray[np.int64]

METHOD = "REML med autokorrelation av första ordningen, frihetsgrader enligt Satterthwaite"
_LARGEST = 0.98
_STEP = 0.07
_TINY = 1e-300


class Autoregressive(NamedTuple):
    """A fitted model: the correlation of neighbouring months, and what the errors rest on.

    `slopes` (2, k, k) are the derivatives of `covariance` by the log variance of the months and by
    `correlation`; `uncertainty` (2, 2) is the covariance of those two; `most` is n - k.
    """

    coefficients: Floats
    covariance: Floats
    correlation: float
    slopes: Floats
    uncertainty: Floats
    most: float


def autoregressive(outcome: Floats, design: Floats, months: Months) -> Autoregressive:
    """Fit a linear model whose errors correlate by r^distance in months, by restricted likelihood.

    As `gls(correlation = corCAR1(form = ~month), method = "REML")` of R's nlme: 0 <= r < 1, and
    months may be missing. `design` is (n, k) of full rank.
    """
    apart = np.abs(months[:, None] - months[None, :]).astype("float64")

    def loss(correlation: float) -> float:
        return -_restricted_likelihood(outcome, design, apart, correlation)

    grid = np.arange(0, _LARGEST + _STEP / 2, _STEP)
    near = float(grid[int(np.argmin([loss(float(each)) for each in grid]))])
    ends = (max(near - _STEP, 0.0), min(near + _STEP, _LARGEST))
    found = float(minimize_scalar(loss, bounds=ends, options={"xatol": 1e-8}).x)
    return _fit(outcome, design, apart, 0.0 if loss(0.0) <= loss(found) else found)


def autoregressive_combination(
    fit: Autoregressive, weights: Floats, confidence: float = 0.95
) -> dict[str, float]:
    """Return `estimate, se, df, ci_low, ci_high, p` of a weighted sum of coefficients.

    The degrees of freedom are Satterthwaite's, at least 1 and at most n - k: short series leave the
    correlation so uncertain that n - k promises too much (Turner et al. 2021, *BMC Medical Research
    Methodology* 21:134).
    """
    variance = float(weights @ fit.covariance @ weights)
    slope = np.array([weights @ each @ weights for each in fit.slopes])
    spread = float(slope @ fit.uncertainty @ slope)
    free = 2 * variance**2 / spread if spread > 0 else fit.most
    known = Fit(fit.coefficients, fit.covariance, float(np.clip(free, 1, fit.most)))
    return combination(known, weights, confidence)


def _restricted_likelihood(
    outcome: Floats, design: Floats, apart: Floats, correlation: float
) -> float:
    """Return the restricted log likelihood with the variance profiled out, up to a constant."""
    root = np.linalg.cholesky(correlation**apart)
    level, columns = np.linalg.solve(root, outcome), np.linalg.solve(root, design)
    residual = level - columns @ np.linalg.lstsq(columns, level, rcond=None)[0]
    free = len(outcome) - design.shape[1]
    logdet = np.linalg.slogdet(columns.T @ columns)[1]
    return float(
        -np.log(np.diag(root)).sum()
        - logdet / 2
        - free / 2 * np.log(max(float(residual @ residual), _TINY))
    )


def _fit(outcome: Floats, design: Floats, apart: Floats, correlation: float) -> Autoregressive:
    inverse = np.linalg.inv(correlation**apart)
    bread = np.linalg.inv(design.T @ inverse @ design)
    hat = bread @ design.T @ inverse
    coefficients = hat @ outcome
    residual = outcome - design @ coefficients
    free = float(len(outcome) - design.shape[1])
    variance = float(residual @ inverse @ residual) / free
    moved = np.where(apart > 0, apart * correlation ** np.maximum(apart - 1, 0), 0.0)
    # The expected information on log variance and correlation is half these traces (Patterson and
    # Thompson 1971, *Biometrika* 58:545-554).
    turned = (inverse - inverse @ design @ hat) @ moved
    shared = np.trace(turned)
    information = np.array([[free, shared], [shared, np.trace(turned @ turned)]])
    slopes = variance * np.stack([bread, hat @ moved @ hat.T])
    uncertainty = np.linalg.inv(information / 2)
    return Autoregressive(
        coefficients,
        np.asarray(variance * bread, dtype="float64"),
        correlation,
        np.asarray(slopes, dtype="float64"),
        np.asarray(uncertainty, dtype="float64"),
        free,
    )
