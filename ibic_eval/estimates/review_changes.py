"""How the share that meets each criterion has changed from the first weeks to the latest.

A change is about the way of working, not about the documents that happened to be made, so it has no
finite population correction. Documents of one week may be alike (the same cases, the same
instructions that week), which makes periods differ by more than chance; the sample sizes are
divided by a design effect for weeks (Rao & Scott 1992, *Biometrics* 48:577-585).
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, tost_proportions_2indep

from ibic_eval.estimates.differences import MARGIN, holm, smallest_detectable
from ibic_eval.estimates.review_documents import Periods, judged, period_of
from ibic_eval.estimates.review_schemas import (
    CHANGES,
    CRITERIA,
    EQUIVALENT,
    FIRST,
    HIGHER,
    LATEST,
    LOWER,
    MISSING,
    SHOWN,
    UNDECIDED,
    WHOLE,
    gathered,
)

METHOD = (
    "Newcombe (1998) och test av två andelar med designeffekt för veckor (Rao & Scott 1992); Holm "
    "(1979) över delarna; TOST (Schuirmann 1987)"
)
ONE_EMPTY = "Kriteriet är inte bedömt i båda perioderna."
ALPHA = 0.05


class Pair(NamedTuple):
    """Counts of the first and the latest period, and how much more they vary than by chance."""

    count_first: int
    n_first: int
    count_latest: int
    n_latest: int
    effect: float


def changes(outcomes: pd.DataFrame, named: Periods) -> pd.DataFrame:
    """Return the latest weeks' share minus that of the first, by kind and criterion (CHANGES).

    All kinds and criteria, WHOLE among them, are one family for Holm. The interval is unadjusted.
    `verdict` is högre or lägre where the adjusted p is below 0.05, else likvärdig where the
    adjusted test of equivalence within ±10 points is, else kan inte avgöras. `smallest_detectable`
    would have been found with 80 % power at Holm's first step. No rows without two periods.
    """
    if not {FIRST, LATEST} <= set(named):
        return gathered([], CHANGES)
    rows = judged(outcomes)
    dated = rows.assign(period=period_of(rows["week"], named))
    kept = dated[dated["period"].isin([FIRST, LATEST])]
    found = {
        (str(kind), str(criterion)): _pair(part)
        for (kind, criterion), part in kept.groupby(["kind", "criterion"])
    }
    return gathered([_table(found)] if found else [], CHANGES)


def week_effect(rows: pd.DataFrame) -> float:
    """Return how many times more the weeks of a period vary than by chance, at least 1.

    Pearson's chi-square of weeks within periods over its degrees of freedom (McCullagh & Nelder
    1989, *Generalized Linear Models*, section 4.5). `rows` has period, week, met.
    """
    weekly = rows.groupby(["period", "week"])["met"].agg(["sum", "size"])
    chi, freedom = 0.0, 0
    for _, part in weekly.groupby(level="period"):
        share = part["sum"].sum() / part["size"].sum()
        if 0 < share < 1:
            expected = part["size"] * share
            chi += float(((part["sum"] - expected) ** 2 / (expected * (1 - share))).sum())
            freedom += len(part) - 1
    return max(1.0, chi / freedom) if freedom else 1.0


def compared(pair: Pair, alpha: float, margin: float = MARGIN) -> dict[str, float]:
    """Return the change of a pair with interval, tests and what could have been seen at `alpha`."""
    first, latest = pair.count_first / pair.n_first, pair.count_latest / pair.n_latest
    sizes = pair.n_latest / pair.effect, pair.n_first / pair.effect
    counts = (latest * sizes[0], sizes[0], first * sizes[1], sizes[1])
    # The library also works out odds ratios, which shares of 0 and 1 don't have
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = confint_proportions_2indep(*counts, method="newcomb", alpha=ALPHA)
        equivalence = tost_proportions_2indep(*counts, -margin, margin, method="agresti-caffo")
    return {
        "share_first": first,
        "share_latest": latest,
        "estimate": latest - first,
        "ci_low": max(float(low), -1.0),
        "ci_high": min(float(high), 1.0),
        "p": _p(first, latest, sizes),
        "equivalence_p": float(equivalence.pvalue),
        "smallest_detectable": smallest_detectable(first, *sizes, alpha),  # type: ignore[arg-type]
    }


def _p(first: float, latest: float, sizes: tuple[float, float]) -> float:
    """Return the two-sided p of the test of two proportions with pooled variance."""
    pooled = (latest * sizes[0] + first * sizes[1]) / sum(sizes)
    error = math.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    return 1.0 if error == 0 else float(2 * norm.sf(abs(latest - first) / error))


def _table(found: Mapping[tuple[str, str], Pair]) -> pd.DataFrame:
    pairs = {key: pair for key, pair in found.items() if min(pair.n_first, pair.n_latest) > 0}
    numbers = [compared(pair, ALPHA / len(pairs)) for pair in pairs.values()]
    tested = pd.DataFrame(numbers, index=list(pairs), columns=list(_NUMBERS))
    tested = tested.assign(
        p_holm=holm(tested["p"]), equivalence_p_holm=holm(tested["equivalence_p"])
    )
    lines = [
        {"kind": kind, "criterion": criterion, **_sizes(pair), **_said((kind, criterion) in pairs)}
        for (kind, criterion), pair in found.items()
    ]
    table = pd.DataFrame(lines, index=list(found)).join(tested)
    order = pd.Categorical(table["criterion"], [*CRITERIA, WHOLE])
    judged_rows = table.assign(verdict=[_verdict(row) for _, row in table.iterrows()])
    return judged_rows.assign(order=order).sort_values(["kind", "order"])


_NUMBERS = (
    "share_first", "share_latest", "estimate", "ci_low", "ci_high", "p", "equivalence_p",
    "smallest_detectable",
)  # fmt: skip


def _pair(rows: pd.DataFrame) -> Pair:
    first, latest = (rows[rows["period"].eq(name)]["met"] for name in (FIRST, LATEST))
    return Pair(
        int(first.sum()), len(first), int(latest.sum()), len(latest), week_effect(rows)
    )  # fmt: skip


def _sizes(pair: Pair) -> dict[str, object]:
    return {
        "n": pair.n_first + pair.n_latest,
        "n_first": pair.n_first,
        "n_latest": pair.n_latest,
        "design_effect": pair.effect,
    }


def _said(known: bool) -> dict[str, str]:
    status, reason = (SHOWN, "") if known else (MISSING, ONE_EMPTY)
    return {"status": status, "reason": reason, "method": METHOD}


def _verdict(row: pd.Series) -> str:
    if row["p_holm"] < ALPHA:
        return HIGHER if row["estimate"] > 0 else LOWER
    return EQUIVALENT if row["equivalence_p_holm"] < ALPHA else UNDECIDED
