"""Control limits of a p-chart with points of unequal size, and the rules that say when it signals.

All functions take arrays whose last axis is the points in time; earlier axes are charts of their
own, so that simulated charts are judged by the same code as the real one.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, chi2

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BASELINE = 20  # points that set the centre line and the limits
SIGMAS = 3.0
RUN = 9  # points in a row on one side of the centre line (Nelson 1984)
# The largest chance, on either side, of a point beyond the limits where nothing has changed
TAIL = 0.005
DISPERSION_LEVEL = 0.05
# The mean range of two standard normal numbers (d2 for n = 2)
_MEAN_RANGE = 1.128

P_CHART = "p-diagram (Shewhart; Montgomery 2013, avsnitt 7.2)"
LANEY = "p′-diagram (Laney 2002), eftersom veckorna varierar mer än slumpen"


class Limits(NamedTuple):
    """Centre line and limits; `sigma_z` widens them where `laney`; nan where nothing varies."""

    centre: Floats
    lower: Floats
    upper: Floats
    sigma_z: Floats
    dispersion_p: Floats
    laney: Flags


def limits(count: npt.ArrayLike, n: npt.ArrayLike, baseline: int = BASELINE) -> Limits:
    """Return the limits that the first `baseline` points set for all points.

    p ± 3·sqrt(p(1-p)/n), kept within 0 and 1 (Montgomery 2013, *Introduction to Statistical
    Quality Control*, section 7.2; as `limits.p` in R's qcc). With few documents and a share near 0
    or 1 a binomial is so skewed that many points would lie beyond; a limit is moved out until at
    most TAIL do (probability limits). Where the baseline's points vary more
    than a binomial (Pearson's chi-square, 5 % level) the limits are Laney's (2002, *Quality
    Engineering* 14:531-537): widened by sigma_z, the mean moving range of their z-scores over
    1.128, where that is above 1. A share of 0 or 1 in the baseline gives no limits (nan).
    """
    found, size = (np.asarray(each, dtype="float64") for each in (count, n))
    base, sizes = found[..., :baseline], np.broadcast_to(size, found.shape)[..., :baseline]
    centre = base.sum(axis=-1, keepdims=True) / sizes.sum(axis=-1, keepdims=True)
    centre = np.where((centre > 0) & (centre < 1), centre, np.nan)
    scores = (base / sizes - centre) / np.sqrt(centre * (1 - centre) / sizes)
    p = chi2.sf((scores**2).sum(axis=-1), base.shape[-1] - 1)
    moved = np.abs(np.diff(scores, axis=-1))
    sigma_z = moved.mean(axis=-1) / _MEAN_RANGE if moved.shape[-1] else np.ones(p.shape)
    laney = (p < DISPERSION_LEVEL) & (sigma_z > 1)
    wide = np.where(laney, sigma_z, 1.0)[..., None]
    inner, outer = three_sigma(centre, size, wide), _probability_limits(size, centre)
    lower = np.clip(np.fmin(inner[0], outer[0]), 0, 1)
    upper = np.clip(np.fmax(inner[1], outer[1]), 0, 1)
    return Limits(centre[..., 0], lower, upper, np.asarray(sigma_z), np.asarray(p), laney)


def three_sigma(centre: Floats, n: Floats, wide: Floats | float = 1.0) -> tuple[Floats, Floats]:
    """Return the limits three standard deviations from `centre`, `wide` times as far."""
    reach = SIGMAS * wide * np.sqrt(centre * (1 - centre) / n)
    return centre - reach, centre + reach


def beyond(count: npt.ArrayLike, n: npt.ArrayLike, found: Limits) -> Flags:
    """Tell which points lie outside the limits (rule 1, Western Electric 1956; Nelson 1984)."""
    share = np.asarray(count) / np.asarray(n)
    return np.asarray((share < found.lower) | (share > found.upper))


def long_runs(count: npt.ArrayLike, n: npt.ArrayLike, found: Limits, length: int = RUN) -> Flags:
    """Tell which points are at least the ninth in a row on one side of the centre line.

    Nelson's (1984) rule 2, made to hold for skewed shares too: the chance of the run must be at
    most that of nine tosses of a coin, so that a side where most points lie needs a longer run. A
    point on the line ends a run.
    """
    centre = found.centre[..., None]
    side = np.sign(np.asarray(count) / np.asarray(n) - centre)
    chances = np.log(_side_chances(np.asarray(n, dtype="float64"), centre, side))
    run, chance = np.zeros(side.shape), np.zeros(side.shape)
    for at in range(side.shape[-1]):
        same = (side[..., at] == side[..., at - 1]) if at else np.zeros(side.shape[:-1], dtype=bool)
        on = np.abs(side[..., at]) == 1
        for total, one in ((run, 1.0), (chance, chances[..., at])):
            before = np.where(same, total[..., at - 1], 0.0) if at else 0.0
            total[..., at] = np.where(on, before + one, 0.0)
    return np.asarray((run >= length) & (chance <= length * np.log(0.5) + 1e-9))


def signals(count: npt.ArrayLike, n: npt.ArrayLike, baseline: int = BASELINE) -> Flags:
    """Tell which points signal by either rule, with the limits of the first `baseline` points."""
    found = limits(count, n, baseline)
    return beyond(count, n, found) | long_runs(count, n, found)


def _probability_limits(n: Floats, centre: Floats) -> tuple[Floats, Floats]:
    """Return the shares beyond which at most TAIL of a binomial lies, on either side."""
    sizes = np.broadcast_to(n, np.broadcast_shapes(n.shape, centre.shape))
    least, most = _once_each(lambda n, p: (binom.ppf(TAIL, n, p), binom.isf(TAIL, n, p)), n, centre)
    return least / sizes, most / sizes


def _once_each(
    function: Callable[[Floats, Floats], tuple[Floats, Floats]], n: Floats, centre: Floats
) -> tuple[Floats, Floats]:
    """Return two functions of size and centre, worked out once for each pair of the two.

    Simulated charts have thousands of points, but few sizes and few centres.
    """
    sizes, at_size = np.unique(n, return_inverse=True)
    centres, at_centre = np.unique(centre, return_inverse=True)
    first, second = function(sizes[:, None], centres[None, :])
    pairs = at_size.reshape(n.shape), at_centre.reshape(centre.shape)
    return first[pairs], second[pairs]


def _side_chances(n: Floats, centre: Floats, side: Floats) -> Floats:
    """Return the chance that a point lies on the side where it does, at least a half.

    Half, so that a run on the rarer side needs no fewer than nine points.
    """
    above, below = _once_each(_sides, n, centre)
    return np.asarray(np.fmax(np.where(side > 0, above, below), 0.5))


def _sides(n: Floats, centre: Floats) -> tuple[Floats, Floats]:
    above = binom.sf(np.floor(n * centre + 1e-9), n, centre)
    below = binom.cdf(np.ceil(n * centre - 1e-9) - 1, n, centre)
    return above, below


def false_alarm(
    n: npt.NDArray[np.int64], centre: float, spread: float, draws: int, seed: int
) -> float:
    """Return the chance that so long a chart signals at least once where nothing has changed.

    Simulated with the chart's own sizes and the whole procedure, the choice of limits too. Points
    vary as a binomial where `spread` (sigma_z) is at most 1, else as a beta-binomial with that
    many times larger standard deviation at the mean size.
    """
    random = np.random.default_rng(seed)
    chance = np.full((draws, len(n)), centre)
    if spread > 1:
        alike = min((spread**2 - 1) / max(float(n.mean()) - 1, 1.0), 0.95)
        total = 1 / alike - 1
        chance = random.beta(centre * total, (1 - centre) * total, size=chance.shape)
    return float(signals(random.binomial(n, chance), n).any(axis=-1).mean())
