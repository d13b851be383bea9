"""Empirical Bayes: how much providers differ, and the best guess for each."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logsumexp

Floats = npt.NDArray[np.float64]

METHOD = (
    "Empirisk Bayes: binomial med normalfördelad spridning mellan utförare på logit-skalan, "
    "största sannolikhet"
)
_NODES, _WEIGHTS = np.polynomial.hermite.hermgauss(25)
_POINTS = np.linspace(-8, 8, 401)  # standard deviations around the mode
_STEPS = 30
_LARGEST = 5.0  # no provider differs by more than e^5 times the odds
_TINY = 1e-4


class Shrunken(NamedTuple):
    """`level` and `spread` (logit scale) and each provider's share with its limits."""

    level: float
    spread: float
    share: Floats
    low: Floats
    high: Floats


def shrunken_shares(
    successes: Floats, n: Floats, offset: Floats, mean: float, confidence: float = 0.95
) -> Shrunken:
    """Fit a binomial model with a normal provider effect, and return each provider's share.

    `successes` of `n` may be fractions (effective numbers); `offset` is the logit of what the
    provider's case mix would give, as in R's `glmer(cbind(y, n - y) ~ 1 + (1 | provider) +
    offset(offset), binomial, nAGQ = 25)`, with which it agrees. The share is the posterior mean at
    the case mix whose expected share is `mean`; the limits are posterior quantiles and take level
    and spread as known, so they are somewhat narrow with few providers.
    """

    counts = _Counts(successes, n)

    def loss(at: Floats) -> float:
        return -_log_likelihood(counts, offset + at[0], float(np.exp(at[1])))

    start = np.array([0.0, np.log(0.3)])
    bounds = [(-_LARGEST, _LARGEST), (np.log(_TINY), np.log(_LARGEST))]
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12})
    level, spread = float(found.x[0]), float(np.exp(found.x[1]))
    effects, weights = _posterior(counts, offset + level, spread)
    shares = expit(np.log(mean / (1 - mean)) + level + effects)
    tail = (1 - confidence) / 2
    limits = [_quantiles(shares, weights, one) for one in (tail, 1 - tail)]
    return Shrunken(
        level, spread if spread > 10 * _TINY else 0.0, (shares * weights).sum(axis=1), *limits
    )


class _Counts(NamedTuple):
    successes: Floats
    n: Floats


def _mode(counts: _Counts, centre: Floats, spread: float) -> tuple[Floats, Floats]:
    """Return each effect's posterior mode and standard deviation there, by Newton's method."""
    effect = np.zeros_like(centre)
    for _ in range(_STEPS):
        chance = expit(centre + effect)
        slope = counts.successes - counts.n * chance - effect / spread**2
        curve = counts.n * chance * (1 - chance) + 1 / spread**2
        effect = effect + np.clip(slope / curve, -1, 1)
    return effect, 1 / np.sqrt(curve)


def _log_joint(counts: _Counts, centre: Floats, spread: float, effects: Floats) -> Floats:
    """Return each effect's log likelihood (a row a provider), up to a constant."""
    at = centre[:, None] + effects
    y, rest = counts.successes[:, None], (counts.n - counts.successes)[:, None]
    return np.asarray(
        y * log_expit(at) + rest * log_expit(-at) - (effects / spread) ** 2 / 2 - np.log(spread)
    )


def _log_likelihood(counts: _Counts, centre: Floats, spread: float) -> float:
    """Return the log likelihood, effects integrated out by adaptive Gauss-Hermite quadrature."""
    mode, width = _mode(counts, centre, spread)
    effects = mode[:, None] + np.sqrt(2) * width[:, None] * _NODES[None, :]
    terms = _log_joint(counts, centre, spread, effects) + _NODES**2 + np.log(_WEIGHTS)
    return float((logsumexp(terms, axis=1) + np.log(width)).sum())


def _posterior(counts: _Counts, centre: Floats, spread: float) -> tuple[Floats, Floats]:
    """Return effects on a fine grid around each mode, and their posterior weights."""
    mode, width = _mode(counts, centre, spread)
    effects = mode[:, None] + width[:, None] * _POINTS[None, :]
    joint = _log_joint(counts, centre, spread, effects)
    return effects, np.exp(joint - logsumexp(joint, axis=1, keepdims=True))


def _quantiles(values: Floats, weights: Floats, level: float) -> Floats:
    passed = np.cumsum(weights, axis=1) - weights / 2
    return np.array(
        [np.interp(level, done, line) for done, line in zip(passed, values, strict=True)]
    )
