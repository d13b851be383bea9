"""When a share changed: the likeliest week, and how sure that is.

One step is sought between two levels, both unknown; a gradual change shows as a step in its middle.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

FEWEST_POINTS = 5  # on either side of a change
LEVEL = 0.01  # many charts are searched, so the test is stricter than 5 %
DRAWS = 999
METHOD = (
    "sannolikhetskvot för ett steg mellan två nivåer (Pignatiello & Samuel 2001), p ur "
    f"{DRAWS} omkastningar av veckorna, veckointervall efter Hansen (2000)"
)
# 95 % of the likelihood ratio of a change's place, (1 - exp(-c/2))² = 0.95
CRITICAL = float(-2 * np.log(1 - np.sqrt(0.95)))

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Shift(NamedTuple):
    """The first point of the new level, the first and last it may be, and the test's p."""

    at: int
    low: int
    high: int
    p: float


def find_shift(count: Ints, n: Ints, seed: int, draws: int = DRAWS) -> Shift | None:
    """Return the likeliest single change of level, or None where there are too few points.

    `p` is the share of `draws` shuffles of the points with as large a likelihood ratio; shuffling
    keeps what the points vary beyond a binomial. The interval is every point whose ratio is within
    7.35 times that extra variation of the largest (Hansen 2000, *Econometrica* 68:575-603).
    """
    if len(n) < 2 * FEWEST_POINTS:
        return None
    ratios = ratios_of_places(count, n)
    best = int(np.argmax(ratios))
    random = np.random.default_rng(seed)
    order = random.permuted(np.tile(np.arange(len(n)), (draws, 1)), axis=1)
    shuffled = ratios_of_places(count[order], n[order]).max(axis=-1)
    p = (1 + int((shuffled >= ratios[best] - 1e-9).sum())) / (draws + 1)
    at = best + FEWEST_POINTS
    spread = extra_variation([(count[:at], n[:at]), (count[at:], n[at:])])
    near = np.flatnonzero(ratios[best] - ratios <= CRITICAL * spread) + FEWEST_POINTS
    return Shift(at, int(near.min()), int(near.max()), p)


def ratios_of_places(count: Ints, n: Ints) -> Floats:
    """Return twice the gain in log-likelihood of a change before each point that may begin one.

    The last axis is the points; the first value is for the point number FEWEST_POINTS.
    """
    before, sizes = np.cumsum(count, axis=-1), np.cumsum(n, axis=-1)
    total, whole = before[..., -1:], sizes[..., -1:]
    inner = slice(FEWEST_POINTS - 1, count.shape[-1] - FEWEST_POINTS)
    before, sizes = before[..., inner], sizes[..., inner]
    gain = (
        _likelihood(before, sizes)
        + _likelihood(total - before, whole - sizes)
        - _likelihood(total, whole)
    )
    return np.asarray(2 * gain)


def _likelihood(count: Ints, n: Ints) -> Floats:
    share = count / n
    return np.asarray(xlogy(count, share) + xlogy(n - count, 1 - share))


def extra_variation(parts: Sequence[tuple[Ints, Ints]]) -> float:
    """Return how many times more points vary within their parts than a binomial, at least 1.

    `parts` are the counts and sizes of each level; Pearson's chi-square over degrees of freedom.
    """
    chi = sum(_chi_square(count, n) for count, n in parts)
    freedom = sum(len(n) - 1 for _, n in parts)
    return max(1.0, chi / freedom) if freedom else 1.0


def _chi_square(count: Ints, n: Ints) -> float:
    share = count.sum() / n.sum()
    if not 0 < share < 1:
        return 0.0
    return float(((count - n * share) ** 2 / (n * share * (1 - share))).sum())
