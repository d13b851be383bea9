"""Confidence intervals for a share of a finite population."""

import math
from functools import cache, lru_cache

from scipy.special import expit, logit
from scipy.stats import beta, hypergeom, t

LOGIT_METHOD = "logit, ändlig population"
EXACT_METHOD = "exakt hypergeometrisk"
CENSUS_METHOD = "alla svarade, inget urval"


def standard_error(share: float, n: int, fraction: float) -> float:
    """Return the standard error of a share from a simple random sample without replacement.

    SE² = p(1-p)/(n-1) · (1-f) (Cochran 1977, *Sampling Techniques*, section 3.2). A domain uses the
    sampling fraction of the whole survey, with its own n.
    """
    return math.sqrt(share * (1 - share) / (n - 1) * (1 - fraction))


def share_interval(
    share: float, n: int, fraction: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the confidence interval of `share` among `n` answers.

    `fraction` is the sampling fraction n/N of the survey (0: no correction, 1: everybody answered).
    The interval is made on the logit scale with t(n-1), as `svyciprop(method="logit")` in R's
    survey package (Lumley 2010; Korn & Graubard 1998). That has no width at the shares 0 and 1,
    where the exact hypergeometric interval is used (Buonaccorsi 1987). Raises ValueError outside
    0 <= share <= 1, 0 <= fraction <= 1, or where n is too small for any interval.
    """
    if not (0 <= share <= 1 and 0 <= fraction <= 1 and n >= 1):
        raise ValueError(f"no interval for share={share}, n={n}, fraction={fraction}")
    if share in (0, 1):
        return _exact_interval(share == 1, n, fraction, confidence)
    if n < 2:
        raise ValueError("a single answer has the share 0 or 1")
    return _logit_interval(share, n, fraction, confidence)


def interval_method(share: float) -> str:
    """Name the method that `share_interval` uses for this share, in Swedish."""
    return EXACT_METHOD if share in (0, 1) else LOGIT_METHOD


def _logit_interval(
    share: float, n: int, fraction: float, confidence: float
) -> tuple[float, float]:
    quantile = _quantile(confidence, int(n) - 1)
    reach = quantile * standard_error(share, n, fraction) / (share * (1 - share))
    centre = float(logit(share))
    if reach == 0:
        return share, share
    return float(expit(centre - reach)), float(expit(centre + reach))


@cache
def _quantile(confidence: float, df: int) -> float:
    """Return how many standard errors the interval reaches; the same few n come again and again."""
    return float(t.ppf(0.5 + confidence / 2, df))


@lru_cache(maxsize=10_000)
def _exact_interval(
    everyone: bool, n: int, fraction: float, confidence: float
) -> tuple[float, float]:
    """Return the interval for none (or all) of n: the shares that leave alpha/2 for what was seen.

    By symmetry the interval for all is the mirror of that for none. The population is round(n/f).
    """
    tail = (1 - confidence) / 2
    if fraction == 0:
        reach = float(beta.ppf(1 - tail, 1, n))
    else:
        population = round(n / fraction)
        reach = _largest_unseen(n, population, tail) / population
    return (1 - reach, 1.0) if everyone else (0.0, reach)


def _largest_unseen(n: int, population: int, tail: float) -> int:
    """Return the most members with a trait of which a sample of n may hold none."""
    unseen = 0
    while hypergeom.pmf(0, population, unseen + 1, n) > tail:
        unseen += 1
    return unseen
