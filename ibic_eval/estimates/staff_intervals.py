"""Intervals for a share of a staff that has an end, and for a change among the same persons."""

import math
from typing import NamedTuple

from scipy.optimize import brentq
from scipy.stats import binom, binomtest
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.differences import POWER


class Pairs(NamedTuple):
    """How many said high both times, only the first, only the second, and neither time."""

    both: int
    lost: int
    gained: int
    neither: int

    @property
    def n(self) -> int:
        """Return the number of persons."""
        return sum(self)


class Change(NamedTuple):
    """A difference of shares, the second minus the first, with its interval."""

    difference: float
    low: float
    high: float


def finite_wilson(
    count: int, n: int, fraction: float = 0.0, confidence: float = 0.95
) -> tuple[float, float]:
    """Return Wilson's (1927) interval of `count` of `n`, for a group of which a part answered.

    `fraction` is the part that answered (0: an unlimited group, 1: everybody). The score test's
    variance has the finite population correction, p(1 - p)/n · (N - n)/(N - 1) with N = n/fraction,
    which is Wilson's interval for n (N - 1)/(N - n) answers. With everybody in it has no width.
    """
    share = count / n
    if fraction >= 1:
        return share, share
    total = n / fraction if fraction else math.inf
    size = n if math.isinf(total) else n * (total - 1) / (total - n)
    alpha = 1 - confidence
    low, high = proportion_confint(share * size, size, alpha=alpha, method="wilson")
    return max(float(low), 0.0), min(float(high), 1.0)


def paired_difference(pairs: Pairs, confidence: float = 0.95) -> Change:
    """Return the change among the same persons with Newcombe's (1998) interval, his method 10.

    *Statistics in Medicine* 17:2635-2650: Wilson's intervals of the two shares, squared and added
    with the correlation of the answers, which is corrected for continuity where positive.
    """
    first, second = pairs.both + pairs.lost, pairs.both + pairs.gained
    return overlapping_difference(
        (first, pairs.n), (second, pairs.n), correlation(pairs), confidence
    )


def overlapping_difference(
    first: tuple[int, int],
    second: tuple[int, int],
    correlated: float = 0.0,
    confidence: float = 0.95,
) -> Change:
    """Return the change between two groups of (count, n) that may have persons in common.

    `correlated` is the correlation of the two shares: that of the answers, times the persons in
    common over the root of the product of the ns. With 0 it is Newcombe's hybrid score interval for
    separate groups (his method 10 for unpaired data).
    """
    alpha = 1 - confidence
    before, after = (count / n for count, n in (first, second))
    (low1, high1), (low2, high2) = (
        proportion_confint(count, n, alpha=alpha, method="wilson") for count, n in (first, second)
    )
    difference = after - before
    down = _added(after - low2, high1 - before, correlated)
    up = _added(high2 - after, before - low1, correlated)
    return Change(difference, max(difference - down, -1.0), min(difference + up, 1.0))


def correlation(pairs: Pairs) -> float:
    """Return the correlation of paired answers as Newcombe's method 10 has it."""
    product = float(pairs.both * pairs.neither - pairs.lost * pairs.gained)
    if product > 0:
        product = max(product - pairs.n / 2, 0.0)
    margins = (
        (pairs.both + pairs.lost) * (pairs.gained + pairs.neither)
        * (pairs.both + pairs.gained) * (pairs.lost + pairs.neither)
    )  # fmt: skip
    return product / math.sqrt(margins) if margins else 0.0


def mcnemar_p(pairs: Pairs) -> float:
    """Return the exact McNemar test's two-sided p; 1 where nobody changed."""
    changed = pairs.lost + pairs.gained
    return float(binomtest(pairs.gained, changed).pvalue) if changed else 1.0


def smallest_paired(n: int, changed: int, alpha: float) -> float:
    """Return the smallest change among `n` persons that would have been seen four times in five.

    Seen by McNemar's exact test, given that `changed` persons answer differently the second time:
    the sign test's power (Connor 1987, *Biometrics* 43:207-211). nan where not even all of them
    going the same way would be seen.
    """
    critical = float(binom.ppf(alpha / 2, changed, 0.5)) if changed else -1.0
    while critical >= 0 and 2 * binom.cdf(critical, changed, 0.5) > alpha:
        critical -= 1
    if critical < 0:
        return float("nan")

    def shortfall(up: float) -> float:
        seen = binom.sf(changed - critical - 1, changed, up) + binom.cdf(critical, changed, up)
        return float(seen) - POWER

    return (2 * float(brentq(shortfall, 0.5, 1.0)) - 1) * changed / n


def _added(first: float, second: float, correlated: float) -> float:
    return math.sqrt(max(first**2 - 2 * correlated * first * second + second**2, 0.0))
