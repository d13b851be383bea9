"""Empirical Bayes: how much providers differ, and the best guess for each."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, gammaln, log_expit, logsumexp

Floats = npt.NDArray[np.float64]

METHOD = (
    "Empirisk Bayes: binomial med normalfördelad spridning mellan utförare på logit-skalan, "
    "största sannolikhet"
)
_POINTS = 801
_REACH = 6.0
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

    def loss(at: Floats) -> float:
        return -float(_log_marginal(successes, n, offset + at[0], float(np.exp(at[1]))).sum())

    start = np.array([0.0, np.log(0.3)])
    bounds = [(-_LARGEST, _LARGEST), (np.log(_TINY), np.log(_LARGEST))]
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13})
    level, spread = float(found.x[0]), float(np.exp(found.x[1]))
    if spread < 10 * _TINY:
        spread = 0.0
    effects, weights = _posterior(successes, n, offset + level, spread)
    shares = expit(np.log(mean / (1 - mean)) + level + effects)
    tail = (1 - confidence) / 2
    limits = [_quantiles(shares, weights, level) for level in (tail, 1 - tail)]
    return Shrunken(level, spread, (shares * weights).sum(axis=1), limits[0], limits[1])


def _grid(spread: float) -> tuple[Floats, Floats]:
    """Return standardised points and the logarithms of their normal weights."""
    points = np.linspace(-_REACH, _REACH, _POINTS)
    log_weights = -(points**2) / 2
    return spread * points, log_weights - logsumexp(log_weights)


def _log_joint(successes: Floats, n: Floats, centre: Floats, spread: float) -> Floats:
    effects, log_weights = _grid(spread)
    at = centre[:, None] + effects[None, :]
    chosen = gammaln(n + 1) - gammaln(successes + 1) - gammaln(n - successes + 1)
    log_chance = successes[:, None] * log_expit(at) + (n - successes)[:, None] * log_expit(-at)
    return np.asarray(chosen[:, None] + log_chance + log_weights[None, :])


def _log_marginal(successes: Floats, n: Floats, centre: Floats, spread: float) -> Floats:
    return np.asarray(logsumexp(_log_joint(successes, n, centre, spread), axis=1))


def _posterior(
    successes: Floats, n: Floats, centre: Floats, spread: float
) -> tuple[Floats, Floats]:
    joint = _log_joint(successes, n, centre, spread)
    weights = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
    return np.tile(_grid(spread)[0], (len(n), 1)), weights


def _quantiles(values: Floats, weights: Floats, level: float) -> Floats:
    passed = np.cumsum(weights, axis=1)
    return np.array(
        [np.interp(level, done, line) for done, line in zip(passed, values, strict=True)]
    )
