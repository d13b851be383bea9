"""The share of documents that meet each criterion, as a profile over the parts of IBIC.

The documents are drawn among all that were made in the period, in every week and unit; neither
weeks nor units are drawn. A share of what was made therefore needs the finite population correction
and no design effect for weeks or units.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.intervals import EXACT_METHOD, share_interval
from ibic_eval.estimates.review_coverage import produced_in
from ibic_eval.estimates.review_documents import Periods, documents_of, period_of
from ibic_eval.estimates.review_schemas import (
    BETWEEN,
    CRITERIA,
    MET,
    MISSING,
    NOT_APPLICABLE,
    NOT_MET,
    PROFILE,
    SHOWN,
    WHOLE,
)

WILSON = "Wilson (1927)"
WILSON_FINITE = "Wilson (1927) med ändlighetskorrektion (Cochran 1977)"
CENSUS = "alla dokument granskade; inget urval"
NONE_APPLY = "Kriteriet är inte aktuellt, eller inte bedömt, i något dokument."


def finite_wilson(
    count: int, n: int, fraction: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Return Wilson's interval of `count` of `n`, drawn as `fraction` of their population.

    The score interval with the sample size (n - f)/(1 - f) in place of n, whose variance p(1-p)/n*
    is that of drawing without replacement, S²(1-f)/n (Wilson 1927; Cochran 1977, section 3.2). The
    shares 0 and 1 have the exact hypergeometric interval; where all were drawn it has no width.
    Raises ValueError outside 0 <= count <= n, n >= 1, 0 <= fraction <= 1.
    """
    if not (0 <= count <= n and n >= 1 and 0 <= fraction <= 1):
        raise ValueError(f"no interval for count={count}, n={n}, fraction={fraction}")
    share = count / n
    if fraction == 1:
        return share, share
    if share in (0, 1) and fraction > 0:
        return share_interval(share, n, fraction, confidence)
    size = (n - fraction) / (1 - fraction)
    low, high = proportion_confint(share * size, size, 1 - confidence, method="wilson")
    return float(low), float(high)


def wilson_method(count: int, n: int, fraction: float) -> str:
    """Name the method that `finite_wilson` uses, in Swedish."""
    if fraction == 0:
        return WILSON
    if fraction == 1:
        return CENSUS
    return EXACT_METHOD if count in (0, n) else WILSON_FINITE


def profile(outcomes: pd.DataFrame, produced: pd.DataFrame, named: Periods) -> pd.DataFrame:
    """Return the share that meets each criterion, by kind and period (PROFILE).

    Documents that a criterion is not applicable to, or where it is blank, are counted and left out
    of the share. The correction uses the reviewed share of all documents made in the period, also
    for a criterion that concerns some of them; without that number there is none, and the interval
    is wider than it need be.
    """
    kept = {name: weeks for name, weeks in named.items() if name != BETWEEN}
    counted = _counts(outcomes.assign(period=period_of(outcomes["week"], kept)))
    made = produced_in(produced, documents_of(outcomes), kept).drop(columns="n")
    rows = counted.merge(made, on=["kind", "period"], how="left")
    table = pd.DataFrame([_row(row) for row in rows.to_dict("records")], columns=list(PROFILE))
    return table.astype(PROFILE)


def _counts(outcomes: pd.DataFrame) -> pd.DataFrame:
    known = outcomes.dropna(subset=["period"])
    flags = known.assign(
        count=known["outcome"].eq(MET).fillna(False).astype("int64"),
        n=known["outcome"].isin([MET, NOT_MET]).astype("int64"),
        n_not_applicable=known["outcome"].eq(NOT_APPLICABLE).fillna(False).astype("int64"),
        n_blank=known["outcome"].isna().astype("int64"),
    )
    numbers = ["count", "n", "n_not_applicable", "n_blank"]
    order = pd.Categorical(flags["criterion"], [*CRITERIA, WHOLE])
    rows = flags.assign(criterion=order).groupby(
        ["kind", "period", "criterion"], observed=True, as_index=False
    )[numbers].sum()  # fmt: skip
    return rows.astype({"criterion": "string"})


def _row(row: Mapping[Any, Any]) -> dict[str, object]:
    count, n, outside, blank = (
        int(row[name]) for name in ("count", "n", "n_not_applicable", "n_blank")
    )
    told = {**row, "verdict": "", "reason": ""}
    if n == 0:
        return {**told, "method": WILSON, "status": MISSING, "reason": NONE_APPLY}
    fraction = _fraction(n + outside, n + outside + blank, row["produced"])
    low, high = finite_wilson(count, n, fraction)
    method = wilson_method(count, n, fraction)
    return {**told, "estimate": count / n, "ci_low": low, "ci_high": high, "method": method,
            "status": SHOWN}  # fmt: skip


def _fraction(assessed: int, reviewed: int, produced: int | None) -> float:
    """Return the sampling fraction; 0 where the population is unknown or cannot be right."""
    if produced is None or pd.isna(produced) or produced < reviewed:
        return 0.0
    return assessed / produced
