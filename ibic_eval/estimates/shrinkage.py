"""How much providers differ, and the best guess for each, with how unsure the spread is."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logit, logsumexp
from scipy.stats import norm

Floats = npt.NDArray[np.float64]

METHOD = (
    "Bayes: binomial med normalfördelad spridning mellan utförare på logit-skalan, halvnormal "
    "förhandsfördelning (skala 1) för spridningen"
)
_NODES, _WEIGHTS = np.polynomial.hermite.hermgauss(25)
_POINTS = np.linspace(-6, 6, 301)  # standard deviations around the mode
_STEPS = 30
_LARGEST = 5.0  # no provider differs by more than e^5 times the odds
_TINY = 1e-4
# Röver et al. 2021, *Research Synthesis Methods* 12:448-474: on the scale of log odds a half-normal
# prior of scale .5 is reasonable and one of scale 1 careful.
PRIOR_SCALE = 1.0
_SPREADS = PRIOR_SCALE * norm.ppf(0.5 + (np.arange(24) + 0.5) / 48)  # equally likely beforehand
_LEVELS = np.linspace(-5, 5, 13)  # standard errors around what the level is near
_LEAST_WEIGHT = 1e-5


class Shrunken(NamedTuple):
    """`level` and `spread` (logit scale) and each provider's share with its limits."""

    level: float
    spread: float
    share: Floats
    low: Floats
    high: Floats


class Nodes(NamedTuple):
    """Levels and spreads (logit scale) with how likely each pair is; three arrays of one length."""

    level: Floats
    spread: Floats
    weight: Floats


def shrunken_shares(
    successes: Floats, n: Floats, offset: Floats, mean: float, confidence: float = 0.95
) -> Shrunken:
    """Return each provider's share at the case mix whose expected share is `mean`, with limits.

    `successes` of `n` may be fractions (effective numbers); `offset` is the logit of what the
    provider's case mix would give. Level and spread are those of largest likelihood; share and
    limits are posterior mean and quantiles over all levels and spreads, for with few providers the
    likeliest spread is often nought and its limits far too narrow.
    """
    level, spread = mixed_model(successes, n, offset)
    nodes = _likely(_Counts(successes, n), offset)
    return Shrunken(level, spread, *averaged_shares(successes, n, offset, mean, nodes, confidence))


def mixed_model(successes: Floats, n: Floats, offset: Floats) -> tuple[float, float]:
    """Return level and spread of largest likelihood.

    As R's `glmer(cbind(y, n - y) ~ 1 + (1 | provider) + offset(offset), binomial, nAGQ = 25)`.
    """
    counts = _Counts(successes, n)

    def loss(at: Floats) -> float:
        return -float(_log_likelihood(counts, offset + at[0], np.exp(at[1])))

    start = np.array([0.0, np.log(0.3)])
    bounds = [(-_LARGEST, _LARGEST), (np.log(_TINY), np.log(_LARGEST))]
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12})
    spread = float(np.exp(found.x[1]))
    return float(found.x[0]), spread if spread > 10 * _TINY else 0.0


def averaged_shares(
    successes: Floats, n: Floats, offset: Floats, mean: float, nodes: Nodes,
    confidence: float = 0.95,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Return posterior mean and limits of each provider's share, averaged over `nodes`."""
    level, spread = nodes.level[:, None], nodes.spread[:, None]
    effects, weights = _posterior(_Counts(successes, n), offset + level, spread)
    shares = expit(logit(mean) + level[..., None] + effects)
    weights = weights * nodes.weight[:, None, None]
    tail = (1 - confidence) / 2
    by_provider = [(shares[:, place].ravel(), weights[:, place].ravel()) for place in range(len(n))]
    low, high = np.array([_quantiles(*each, (tail, 1 - tail)) for each in by_provider]).T
    return (shares * weights).sum(axis=(0, 2)), low, high


class _Counts(NamedTuple):
    successes: Floats
    n: Floats


def _likely(counts: _Counts, offset: Floats) -> Nodes:
    """Return levels and spreads with their posterior weights: flat level, half-normal spread."""
    rest = counts.n - counts.successes
    near = np.log((counts.successes + 0.5) / (rest + 0.5)) - offset
    variance = 1 / (counts.successes + 0.5) + 1 / (rest + 0.5)
    precision = 1 / (variance + _SPREADS[:, None] ** 2)
    width = 1 / np.sqrt(precision.sum(axis=1, keepdims=True))
    centre = (precision * near).sum(axis=1, keepdims=True) * width**2
    level = (centre + width * _LEVELS).ravel()
    spread = np.repeat(_SPREADS, len(_LEVELS))
    found = _log_likelihood(counts, offset + level[:, None], spread[:, None])
    found = found + np.log(np.repeat(width.ravel(), len(_LEVELS)))
    weight = np.exp(found - logsumexp(found))
    kept = weight > _LEAST_WEIGHT
    return Nodes(level[kept], spread[kept], weight[kept] / weight[kept].sum())


def _mode(counts: _Counts, centre: Floats, spread: Floats | float) -> tuple[Floats, Floats]:
    """Return each effect's posterior mode and standard deviation there, by Newton's method."""
    effect = np.zeros_like(centre)
    for _ in range(_STEPS):
        chance = expit(centre + effect)
        slope = counts.successes - counts.n * chance - effect / spread**2
        curve = counts.n * chance * (1 - chance) + 1 / spread**2
        effect = effect + np.clip(slope / curve, -1, 1)
    return effect, 1 / np.sqrt(curve)


def _log_joint(counts: _Counts, centre: Floats, spread: Floats | float, effects: Floats) -> Floats:
    """Return each effect's log likelihood, (..., providers, effects), up to a constant."""
    at, wide = centre[..., None] + effects, np.asarray(spread)[..., None]
    y, rest = counts.successes[:, None], (counts.n - counts.successes)[:, None]
    return np.asarray(
        y * log_expit(at) + rest * log_expit(-at) - (effects / wide) ** 2 / 2 - np.log(wide)
    )


def _log_likelihood(counts: _Counts, centre: Floats, spread: Floats | float) -> Floats:
    """Return the log likelihood, effects integrated out by adaptive Gauss-Hermite quadrature."""
    mode, width = _mode(counts, centre, spread)
    effects = mode[..., None] + np.sqrt(2) * width[..., None] * _NODES
    terms = _log_joint(counts, centre, spread, effects) + _NODES**2 + np.log(_WEIGHTS)
    return np.asarray((logsumexp(terms, axis=-1) + np.log(width)).sum(axis=-1))


def _posterior(counts: _Counts, centre: Floats, spread: Floats | float) -> tuple[Floats, Floats]:
    """Return effects on a fine grid around each mode, and their posterior weights."""
    mode, width = _mode(counts, centre, spread)
    effects = mode[..., None] + width[..., None] * _POINTS
    joint = _log_joint(counts, centre, spread, effects)
    return effects, np.exp(joint - logsumexp(joint, axis=-1, keepdims=True))


def _quantiles(values: Floats, weights: Floats, levels: tuple[float, ...]) -> Floats:
    order = np.argsort(values)
    passed = np.cumsum(weights[order]) - weights[order] / 2
    return np.interp(levels, passed, values[order])
