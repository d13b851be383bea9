"""The learning curve: how much longer it takes, by months since the introduction."""

import datetime as dt
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ibic_eval.estimates.case_follow_up import followed
from ibic_eval.estimates.case_schemas import BEFORE, MISSING, SHOWN
from ibic_eval.estimates.case_waits import FEWEST_CASES, NO_START, why_not_followed
from ibic_eval.estimates.clustered_models import (
    NO_SPREAD,
    Floats,
    category_columns,
    combination,
    log_days_fit,
    without_spread,
)
from ibic_eval.estimates.time_changes import MIXED_UP

HORIZON = 18
FEWEST_LEARNED = 6
# A trend before, over fewer months than a monthly series needs, says nothing of the months after.
FEWEST_BEFORE = 8
QUARTER = 3
TERMS = ("vid_start", "vid_slut", "andring")
METHOD = (
    "Kvot mot vad nivån och trenden före hade lett till; minsta kvadrat på log(dagar + 1), dagar "
    "räknade högst till uppföljningens slut, justerat för ingång"
)
FIT_METHOD = (
    "Rät linje i logaritmen från start, knäckt vid 18 månader, utöver nivån och trenden före; "
    "dagar räknade högst till uppföljningens slut; justerat för ingång"
)

TOO_SHORT = (
    f"Det har gått mindre än {FEWEST_LEARNED} månader med ärenden som har kunnat följas så länge "
    "som de räknas, så en inlärning går inte att se ännu."
)
TOO_SHORT_BEFORE = (
    f"Uttaget börjar mindre än {FEWEST_BEFORE} månader före införandet, så det går inte att se om "
    "tiden redan var på väg upp eller ned, och då inte heller om en ändring efteråt är inlärning."
)


def learners(
    tables: Mapping[str, pd.DataFrame], starts: Mapping[str, dt.date]
) -> Iterator[tuple[dict[str, object], pd.DataFrame, str]]:
    """Yield each area and clock with the cases that count and why nothing can be estimated.

    The transition months are there: they are what is learnt in.
    """
    for clock, table in tables.items():
        for area in sorted(set(table["area"].astype(str)) | set(starts)):
            begun = table[table["area"].eq(area)]
            rows = followed(begun)
            key: dict[str, object] = {"area": area, "clock": clock}
            yield key, rows, _why_not(begun, rows) if area in starts else NO_START


def quarter_rows(
    every: list[tuple[dict[str, object], pd.DataFrame, str]],
) -> pd.DataFrame:
    """Return log ratios by quarter since the start (0-2, 3-5 ... months).

    They are to what the level and the trend before would have led to, as in `decline_rows`.
    """
    return pd.DataFrame([row for one in every for row in _quarters(*one)])


def decline_rows(
    every: list[tuple[dict[str, object], pd.DataFrame, str]],
) -> pd.DataFrame:
    """Return the log ratios at the start and at 18 months, and the change between (TERMS).

    The log ratio is a line from the start to 18 months (or the last known month, if sooner, then
    `months` says so) and another after, which may have any slope. It is to what the level and the
    trend before would have led to: times that fell all along aren't learning.
    """
    return pd.DataFrame([row for one in every for row in _decline(*one)])


def _why_not(begun: pd.DataFrame, counted: pd.DataFrame) -> str:
    reason = why_not_followed(begun, counted)
    if not reason and counted["since"].min() > -FEWEST_BEFORE:
        return TOO_SHORT_BEFORE
    return reason


def _quarters(
    key: dict[str, object], rows: pd.DataFrame, reason: str
) -> Iterator[dict[str, object]]:
    if reason:
        yield {**key, "method": METHOD, "status": MISSING, "reason": reason}
        return
    since = np.floor(rows["since"].to_numpy() / QUARTER)
    quarter = np.where(rows["period"].eq(BEFORE), -1, since).astype("int64")
    size = pd.Series(quarter).value_counts()
    kept = np.isin(quarter, size.index[size.ge(FEWEST_CASES // 2)])
    shown = [int(one) for one in np.unique(quarter[kept]) if one >= 0]
    indicators = [(quarter[kept] == one).astype("float64") for one in shown]
    design = np.column_stack([*indicators, *_common(rows[kept])])
    solved = log_days_fit(rows[kept], design)
    nothing = MIXED_UP if solved is None else solved[1].reason
    nothing = nothing or (NO_SPREAD if solved and without_spread(solved[0]) else "")
    for one in range(int(quarter.max()) + 1):
        base = {
            **key,
            "from_month": QUARTER * one,
            "to_month": QUARTER * one + QUARTER - 1,
            "n": int(size.get(one, 0)),
            "n_persons": rows.loc[quarter == one, "person"].nunique(),
        }
        if one not in shown or solved is None or nothing:
            why = nothing if one in shown else "Det finns för få ärenden i kvartalet."
            yield {**base, "method": METHOD, "status": MISSING, "reason": why}
            continue
        weights = np.eye(design.shape[1])[shown.index(one)]
        fit, clusters = solved
        method = f"{METHOD}; {clusters.method}"
        yield {
            **base,
            **combination(fit, weights),
            "method": method,
            "status": SHOWN,
            "reason": clusters.reason,
        }


def _decline(
    key: dict[str, object], rows: pd.DataFrame, reason: str
) -> Iterator[dict[str, object]]:
    after = ~rows["period"].eq(BEFORE).to_numpy()
    horizon = 0 if reason else min(HORIZON, int(rows.loc[after, "since"].max()))
    design = np.empty((0, 0))
    solved = None
    if not reason and horizon < FEWEST_LEARNED:
        reason = TOO_SHORT
    if not reason:
        design = np.column_stack([*_line(rows, after, horizon), *_common(rows)])
        solved = log_days_fit(rows, design)
    if solved is None:
        left_out = {"status": MISSING, "reason": reason or MIXED_UP, "method": FIT_METHOD}
        yield from ({**key, "term": term, **left_out} for term in TERMS)
        return
    fit, clusters = solved
    if clusters.reason or without_spread(fit):
        why = clusters.reason or NO_SPREAD
        left_out = {"status": MISSING, "reason": why, "method": FIT_METHOD}
        yield from ({**key, "term": term, **left_out} for term in TERMS)
        return
    sizes = {
        "n_before": int((~after).sum()),
        "n_after": int(after.sum()),
        "n_clusters": pd.NA if clusters.number is None else clusters.number,
    }
    weights = {"vid_start": (1.0, 0.0), "vid_slut": (0.0, 1.0), "andring": (-1.0, 1.0)}
    for term in TERMS:
        both = np.zeros(design.shape[1])
        both[:2] = weights[term]
        yield {
            **key,
            "term": term,
            "months": horizon,
            **sizes,
            **combination(fit, both),
            "method": f"{FIT_METHOD}; {clusters.method}",
            "status": SHOWN,
            "reason": clusters.reason,
        }


def _line(rows: pd.DataFrame, after: np.ndarray, horizon: int) -> list[Floats]:
    """Return columns whose coefficients are the log ratios at the start and at the horizon."""
    since = np.where(after, rows["since"].to_numpy(), 0.0)
    share = np.minimum(since, horizon) / horizon
    later = np.maximum(since - horizon, 0.0)
    known = [later] if (later > 0).sum() >= FEWEST_CASES else []
    return [np.where(after, 1 - share, 0.0), np.where(after, share, 0.0), *known]


def _common(rows: pd.DataFrame) -> list[Floats]:
    """Return one, the trend and the way in."""
    return [np.ones(len(rows)), rows["since"].to_numpy(), *category_columns(rows["way_in"]).T]
