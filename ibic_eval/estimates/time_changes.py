"""Waiting times after the introduction against before, by area: ratio, quartiles and pace."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates.case_follow_up import decided_share, follow_up_of, followed
from ibic_eval.estimates.case_schemas import AFTER, BEFORE, MISSING, SHOWN, SURVIVAL_TESTS
from ibic_eval.estimates.case_waits import NO_START, why_not_followed
from ibic_eval.estimates.clustered_models import (
    NO_SPREAD,
    Clusters,
    Floats,
    case_worker_clusters,
    category_columns,
    combination,
    full_rank,
    log_days_fit,
    without_spread,
)
from ibic_eval.estimates.kaplan_meier import log_rank, quantiles
from ibic_eval.estimates.quantile_bootstrap import (
    DRAWS,
    SEED,
    bootstrap_differences,
    percentile_interval,
)
from ibic_eval.estimates.survival import cox

RATIO, PACE = "tidskvot", "takt"
QUARTILES = {"skillnad_25": 0.25, "skillnad_50": 0.5, "skillnad_75": 0.75}
LOG_RANK, PROPORTIONAL = "log_rank", "proportionalitet"

MIXED_UP = (
    "Sättet som ärenden kommer in på ändrades helt vid införandet, så tiden före och efter går "
    "inte att jämföra på lika villkor."
)
NO_OVERLAP = (
    "Takten går inte att jämföra: en grupp av ärenden avgörs helt före en annan, eller alla på "
    "samma dag."
)
TIED = (
    "Så många ärenden har samma antal dagar vid kvartilen att alla dragningar ger samma skillnad; "
    "osäkerheten går inte att räkna."
)
RATIO_METHOD = (
    "Minsta kvadrat på log(dagar + 1), dagar räknade högst till uppföljningens slut, bland ärenden "
    "som är minst så gamla; justerat för ingång"
)
QUARTILE_METHOD = f"Kaplan–Meier, öppna ärenden censurerade; bootstrap, {DRAWS} dragningar"
PACE_METHOD = "Cox modell (Efron), öppna ärenden censurerade, justerat för ingång"
LOG_RANK_METHOD = "Log-rank; räknar ärenden som oberoende av varandra"
PROPORTIONAL_METHOD = "Test av proportionalitet (Schoenfeld; Grambsch och Therneau 1994)"

_ALPHA = 0.05


class Compared(NamedTuple):
    """An area's cases before and after by one clock; `reason` where they can't be compared.

    `rows` are all, with open cases as they stand; `counted` those followed long enough.
    """

    key: dict[str, str]
    rows: pd.DataFrame
    counted: pd.DataFrame
    after: np.ndarray
    reason: str

    def sides(self, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return some of the rows, before and after."""
        later = rows["period"].eq(AFTER)
        return rows[~later], rows[later]


def compared(
    tables: Mapping[str, pd.DataFrame], starts: Mapping[str, dt.date]
) -> Iterator[Compared]:
    """Yield every area, with cases or a start, by every clock."""
    for clock, table in tables.items():
        for area in sorted(set(table["area"].astype(str)) | set(starts)):
            rows = table[table["area"].eq(area) & table["period"].isin([BEFORE, AFTER])]
            counted = followed(rows)
            reason = why_not_followed(rows, counted) if area in starts else NO_START
            after = rows["period"].eq(AFTER).to_numpy()
            yield Compared({"area": area, "clock": clock}, rows, counted, after, reason)


def ratio_rows(every: list[Compared]) -> pd.DataFrame:
    """Return the log ratios of geometric means of days + 1, for `ratio_verdicts.judged_ratios`.

    No day beyond the follow-up counts: the ratio is that of means restricted to it, which lies
    nearer to one than the ratio of all days would, the more so the fewer that are decided in time.
    """
    return pd.DataFrame([_ratio(one) for one in every])


def quartile_rows(every: list[Compared], seed: int = SEED) -> pd.DataFrame:
    """Return the differences of quartiles in days, with cluster bootstrap intervals."""
    return pd.DataFrame([row for one in every for row in _quartiles(one, seed)])


def pace_rows(every: list[Compared]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the hazard ratios, and the tests that belong to the curves (SURVIVAL_TESTS)."""
    found = [_pace(one) for one in every]
    tests = pd.DataFrame([test for _, pair in found for test in pair], columns=list(SURVIVAL_TESTS))
    return pd.DataFrame([row for row, _ in found]), tests.astype(SURVIVAL_TESTS)


def design_of(after: np.ndarray, way_in: pd.Series) -> Floats:
    """Return the columns of having begun after, one, and way in."""
    one = np.ones(len(after))
    return np.column_stack([after.astype("float64"), one, category_columns(way_in)])


def _ratio(one: Compared) -> dict[str, object]:
    base: dict[str, object] = {**one.key, "measure": RATIO, "method": RATIO_METHOD}
    if one.reason:
        return {**base, "status": MISSING, "reason": one.reason}
    rows = one.counted
    before, after = one.sides(rows)
    design = design_of(rows["period"].eq(AFTER).to_numpy(), rows["way_in"])
    solved = log_days_fit(rows, design)
    if solved is None:
        return {**base, "status": MISSING, "reason": MIXED_UP}
    fit, clusters = solved
    if clusters.reason or without_spread(fit):
        return {**base, "status": MISSING, "reason": clusters.reason or NO_SPREAD}
    means = [float(np.expm1(np.log1p(side["days"]).mean())) for side in (before, after)]
    return {
        **base,
        **sizes(before, after, clusters),
        "follow_up_days": follow_up_of(rows),
        "decided_share": decided_share(rows),
        "before": means[0],
        "after": means[1],
        **combination(fit, np.eye(design.shape[1])[0]),
        "method": f"{RATIO_METHOD}; {clusters.method}",
        "status": SHOWN,
        "reason": clusters.reason,
    }


def _quartiles(one: Compared, seed: int) -> Iterator[dict[str, object]]:
    base: dict[str, object] = {**one.key, "method": QUARTILE_METHOD}
    clusters = case_worker_clusters(one.rows["worker"])
    reason = one.reason or clusters.reason
    if reason:
        for name in QUARTILES:
            yield {**base, "measure": name, "status": MISSING, "reason": reason}
        return
    shares = list(QUARTILES.values())
    before, after = one.sides(one.rows)
    levels = [quantiles(side["days"], side["decided"], shares) for side in (before, after)]
    drawn = bootstrap_differences(one.rows, one.after, clusters, shares, seed=seed)
    for place, name in enumerate(QUARTILES):
        low, high = percentile_interval(drawn[:, place])
        if low == high:
            yield {**base, "measure": name, "status": MISSING, "reason": TIED}
            continue
        first, second = levels[0][place][0], levels[1][place][0]
        yield {
            **base,
            "measure": name,
            **sizes(before, after, clusters),
            "before": first,
            "after": second,
            "estimate": second - first,
            "ci_low": low,
            "ci_high": high,
            "status": SHOWN,
            "reason": clusters.reason,
        }


def _pace(one: Compared) -> tuple[dict[str, object], list[dict[str, object]]]:
    base: dict[str, object] = {**one.key, "measure": PACE, "method": PACE_METHOD}
    names = {LOG_RANK: LOG_RANK_METHOD, PROPORTIONAL: PROPORTIONAL_METHOD}
    design = np.delete(design_of(one.after, one.rows["way_in"]), 1, axis=1)
    reason = one.reason or ("" if full_rank(np.c_[design, np.ones(len(design))]) else MIXED_UP)
    clusters = case_worker_clusters(one.rows["worker"])
    reason = reason or clusters.reason
    model = None if reason else cox(one.rows, design, clusters)
    if model is None:
        reason = reason or NO_OVERLAP
        left_out = {"status": MISSING, "reason": reason}
        tests: list[dict[str, object]] = [
            {**one.key, "test": test, "method": name, **left_out} for test, name in names.items()
        ]
        return {**base, **left_out}, tests
    before, after = one.sides(one.rows)
    found = combination(model.fit, np.eye(design.shape[1])[0])
    ends = {name: float(np.exp(found[name])) for name in ("estimate", "ci_low", "ci_high")}
    row = {
        **base,
        **sizes(before, after, clusters),
        **ends,
        "p": found["p"],
        "method": f"{PACE_METHOD}; {clusters.method}",
        "status": SHOWN,
        "reason": clusters.reason,
    }
    statistic, p = log_rank(before, after)
    tests = [
        _test(one, LOG_RANK, LOG_RANK_METHOD, statistic, p, _curves_meaning(p)),
        _test(
            one,
            PROPORTIONAL,
            PROPORTIONAL_METHOD,
            model.statistic,
            model.p,
            _proportional_meaning(model.p),
        ),
    ]
    return row, tests


def _test(
    one: Compared, test: str, method: str, statistic: float, p: float, meaning: str
) -> dict[str, object]:
    return {
        **one.key,
        "test": test,
        "statistic": statistic,
        "df": 1.0,
        "p": p,
        "meaning": meaning,
        "method": method,
        "status": SHOWN,
        "reason": "",
    }


def _curves_meaning(p: float) -> str:
    if p < _ALPHA:
        return "Kurvorna före och efter skiljer sig mer än slumpen brukar ge."
    return "Kurvorna före och efter skiljer sig inte mer än vad slumpen kan ge."


def _proportional_meaning(p: float) -> str:
    if p < _ALPHA:
        return (
            "Skillnaden i takt är inte densamma under hela väntetiden: kvoten är ett genomsnitt, "
            "och kurvorna visar när skillnaden finns."
        )
    return "Inget tyder på att skillnaden i takt ändras under väntetiden, så en kvot räcker."


def sizes(before: pd.DataFrame, after: pd.DataFrame, clusters: Clusters) -> dict[str, object]:
    """Return how many cases a comparison rests on, and case workers."""
    number = pd.NA if clusters.number is None else clusters.number
    return {"n_before": len(before), "n_after": len(after), "n_clusters": number}
