"""Differences between two groups' shares: how large, how sure, and what could have been seen."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    power_proportions_2indep,
    tost_proportions_2indep,
)

from ibic_eval.estimates.shares import HIDDEN, MISSING, SHOWN

LARGER = "större"
SMALLER = "mindre"
EQUIVALENT = "likvärdig"
UNDECIDED = "kan inte avgöras"

# The report calls eight points between established and all users (40 against 48, avsnitt 5.2.5)
# "något" more, and thirteen (58 against 71, avsnitt 6.2.2) simply "högre". Ten lies between: the
# smallest difference that it would speak of without reservation.
MARGIN = 0.10
POWER = 0.80
METHOD = "Newcombe 1998; Fisher exakt; Holm 1979; TOST (Schuirmann 1987)"

_KEYS = ["item", "area", "answer"]
_RESULTS = [
    "share_a",
    "share_b",
    "difference",
    "ci_low",
    "ci_high",
    "p",
    "p_holm",
    "equivalence_p",
    "equivalence_p_holm",
    "smallest_detectable",
]
DIFFERENCES_SCHEMA = {
    **dict.fromkeys([*_KEYS, "group_a", "group_b"], "string"),
    **dict.fromkeys(["n_a", "n_b"], "Int64"),
    **dict.fromkeys(_RESULTS, "Float64"),
    **dict.fromkeys(["verdict", "method", "status"], "string"),
}


class Pair(NamedTuple):
    """The counts of one answer in two groups, both with at least one respondent."""

    count_a: int
    n_a: int
    count_b: int
    n_b: int


def group_differences(
    counts: pd.DataFrame,
    group_a: str,
    group_b: str,
    *,
    margin: float = MARGIN,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare two groups on every answer that `counts` has for both (DIFFERENCES_SCHEMA).

    The rows that come out are one family: the p-values of difference and of equivalence are each
    adjusted over it by Holm (1979), so give only the answers that were to be compared.
    `difference` is share_a - share_b (proportions) with Newcombe's (1998) hybrid score interval,
    unadjusted; `p` is Fisher's exact test, two-sided; `equivalence_p` the larger of two one-sided
    tests against ±`margin` (Schuirmann 1987; Agresti & Caffo 2000, sound at zero counts).
    `smallest_detectable` is what would have been found with 80 % power at Holm's first, strictest
    step. None uses the finite population correction, which errs on the side of caution. `verdict`
    is större or mindre where the adjusted p is below 1 - confidence (also where the difference is
    within the margin), else likvärdig where the adjusted equivalence p is, else kan inte avgöras.
    Hidden and empty groups give no numbers.
    """
    compared = _paired(counts, group_a, group_b)
    shown = compared[compared["status"].eq(SHOWN)]
    alpha = 1 - confidence
    pairs = [Pair(*row) for row in shown[list(Pair._fields)].itertuples(index=False)]
    step = alpha / max(len(pairs), 1)
    numbers = [_compare(pair, margin, alpha, step) for pair in pairs]
    results = pd.DataFrame(numbers, index=shown.index, columns=_RESULTS).astype("Float64")
    results = results.assign(
        p_holm=holm(results["p"]), equivalence_p_holm=holm(results["equivalence_p"])
    )
    verdicts = [_verdict(row, alpha) for _, row in results.iterrows()]
    table = compared.join(results.assign(verdict=verdicts, method=METHOD))
    return table[list(DIFFERENCES_SCHEMA)].astype(DIFFERENCES_SCHEMA)


def holm(p_values: pd.Series) -> pd.Series:
    """Return the p-values adjusted for their number by Holm's (1979) step-down method."""
    ascending = p_values.sort_values(kind="stable")
    left = np.arange(len(ascending), 0, -1)
    return (ascending * left).cummax().clip(upper=1).reindex(p_values.index)


def smallest_detectable(share: float, n_a: int, n_b: int, alpha: float) -> float:
    """Return the smallest difference from `share` (of n_b) that POWER would have found.

    The two-sided normal test of two proportions, for a difference in the direction that has more
    room; NA (nan) where not even the shares 0 or 1 would have been found.
    """
    sign = 1 if share <= 0.5 else -1
    room = abs((1 if sign > 0 else 0) - share)

    def shortfall(difference: float) -> float:
        power = power_proportions_2indep(
            sign * difference, share, n_b, n_a / n_b, alpha, return_results=False
        )
        return float(power) - POWER

    with np.errstate(divide="ignore", invalid="ignore"):
        if not shortfall(room) > 0:
            return float("nan")
        return float(brentq(shortfall, 1e-6, room))


def _paired(counts: pd.DataFrame, group_a: str, group_b: str) -> pd.DataFrame:
    tagged = counts if "status" in counts else counts.assign(status=SHOWN)
    sides = [
        tagged.loc[tagged["group"].eq(group), [*_KEYS, "count", "n", "status"]]
        for group in (group_a, group_b)
    ]
    pairs = sides[0].merge(sides[1], on=_KEYS, suffixes=("_a", "_b"))
    hidden = pairs["status_a"].eq(HIDDEN) | pairs["status_b"].eq(HIDDEN)
    empty = pairs[["n_a", "n_b"]].fillna(0).eq(0).any(axis=1)
    status = pd.Series(SHOWN, index=pairs.index).mask(empty, MISSING).mask(hidden, HIDDEN)
    return pairs.assign(group_a=group_a, group_b=group_b, status=status)


def _compare(pair: Pair, margin: float, alpha: float, step: float) -> dict[str, float]:
    count_a, n_a, count_b, n_b = pair
    share_a, share_b = count_a / n_a, count_b / n_b
    table = [[count_a, n_a - count_a], [count_b, n_b - count_b]]
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = confint_proportions_2indep(*pair, method="newcomb", alpha=alpha)
        equivalence = tost_proportions_2indep(*pair, -margin, margin, method="agresti-caffo")
    return {
        "share_a": share_a,
        "share_b": share_b,
        "difference": share_a - share_b,
        "ci_low": max(low, -1.0),
        "ci_high": min(high, 1.0),
        "p": fisher_exact(table).pvalue,
        "equivalence_p": equivalence.pvalue,
        "smallest_detectable": smallest_detectable(share_b, n_a, n_b, step),
    }


def _verdict(row: pd.Series, alpha: float) -> str:
    if row["p_holm"] < alpha:
        return LARGER if row["difference"] > 0 else SMALLER
    return EQUIVALENT if row["equivalence_p_holm"] < alpha else UNDECIDED
