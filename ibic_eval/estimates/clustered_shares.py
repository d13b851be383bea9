"""Shares with intervals: of persons, and of things of which one person may have several."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import expit, logit
from statsmodels.stats.proportion import proportion_confint

WILSON = "Wilson (1927)"
CLUSTERED = "logit, klustrat på person (t-fördelning)"
EXACT = "exakt binomial (Clopper–Pearson) på antalet personer"

Numbers = npt.NDArray[np.integer] | npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Share:
    """A share of `n`, with its interval; `n_persons` are the different persons behind it."""

    count: int
    n: int
    n_persons: int
    share: float
    ci_low: float
    ci_high: float
    method: str


def person_share(count: int, n: int, confidence: float = 0.95) -> Share:
    """Return the share `count` of `n` persons with Wilson's interval; `n` is at least 1."""
    low, high = proportion_confint(count, n, alpha=1 - confidence, method="wilson")
    return Share(count, n, n, count / n, float(low), float(high), WILSON)


def clustered_share(
    person: npt.NDArray[np.integer],
    count: Numbers,
    n: Numbers | None = None,
    confidence: float = 0.95,
) -> Share:
    """Return the share of things that have a trait, where things of one person are alike.

    Each row has a person, `count` things with the trait of `n` (default 1). The ratio's standard
    error is linearised over persons and the interval made on the logit scale with t(persons - 1),
    as `svyciprop(method = "logit")` of R's survey with persons as clusters. At the shares 0 and 1,
    and with one person, it is the exact binomial interval for as many as there are persons. Raises
    ValueError without rows.
    """
    each = np.ones(len(person)) if n is None else n
    totals = np.bincount(person, weights=each)
    counts = np.bincount(person, weights=count)[totals > 0]
    totals = totals[totals > 0]
    if not len(totals):
        raise ValueError("no rows to take a share of")
    share = float(counts.sum() / totals.sum())
    known = (round(counts.sum()), round(totals.sum()), len(totals), share)
    if share in (0, 1) or len(totals) < 2:
        successes = len(totals) * share
        return Share(*known, *_exact(successes, len(totals), confidence), EXACT)
    residuals = (counts - share * totals) / totals.sum()
    error = math.sqrt(len(totals) / (len(totals) - 1) * float((residuals**2).sum()))
    reach = stats.t.ppf(0.5 + confidence / 2, len(totals) - 1) * error / (share * (1 - share))
    centre = logit(share)
    return Share(*known, float(expit(centre - reach)), float(expit(centre + reach)), CLUSTERED)


def _exact(count: float, n: int, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = float(stats.beta.ppf(tail, count, n - count + 1)) if count > 0 else 0.0
    high = float(stats.beta.ppf(1 - tail, count + 1, n - count)) if count < n else 1.0
    return low, high
