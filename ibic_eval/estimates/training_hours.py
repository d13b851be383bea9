"""Hours of training, attended and planned, and what they cost where an hour has a price."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.estimates.training_coverage import NO_LIST
from ibic_eval.estimates.training_schemas import EVERYONE, HOURS, MISSING, SHOWN

METHOD = "summan av timmarna i deltagarlistorna; inget urval och därför inget intervall"
TEACHERS = "Planens timmar är undervisningstimmar och går inte att jämföra med deltagarnas."
NO_PLAN = "Planen anger inga timmar."

Row = Mapping[Any, Any]


def training_hours(
    attended: pd.DataFrame,
    planned: pd.DataFrame,
    hourly_cost: float | None,
    hidden: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Return the hours attended and planned of each training, and of all those known (HOURS).

    Hours attended are added up over trainings, since an hour is an hour whoever had it; the plan's
    hours are not, since its groups may hold the same people. The row `alla` leaves out `hidden`
    trainings and is `at_least` so much where a list is missing or left out. Kronor are hours times
    `hourly_cost`, NA where that is unknown.
    """
    rows = [_row(each, attended, hourly_cost) for each in planned.to_dict("records")]
    known = [row for row in rows if row["status"] == SHOWN and row["training"] not in hidden]
    if known:
        rows.append(_together(known, attended, len(rows) > len(known), hourly_cost))
    return pd.DataFrame(rows, columns=list(HOURS)).astype(HOURS)


def _row(planned: Row, attended: pd.DataFrame, price: float | None) -> dict[str, object]:
    rows = attended[attended["training"].eq(planned["training"]) & attended["hours"].gt(0)]
    teachers = planned["hours_are"] == "undervisning"
    stated = not teachers and bool(pd.notna(planned["hours_total"]))
    plan = float(planned["hours_total"]) if stated else None
    known: dict[str, object] = {
        "training": planned["training"],
        "label": planned["label"],
        "planned": plan,
        "planned_kronor": _times(plan, price),
    }
    if rows.empty:
        return {**known, "at_least": False, "status": MISSING, "reason": NO_LIST}
    hours = float(rows["hours"].sum())
    difference = None if plan is None else hours - plan
    return {
        **known,
        "n": int(rows["person"].nunique()),
        "estimate": hours,
        "difference": difference,
        "kronor": _times(hours, price),
        "kronor_difference": _times(difference, price),
        "at_least": False,
        "method": METHOD,
        "status": SHOWN,
        "reason": TEACHERS if teachers else NO_PLAN if plan is None else "",
    }


def _together(
    known: list[dict[str, object]], attended: pd.DataFrame, at_least: bool, price: float | None
) -> dict[str, object]:
    names = [row["training"] for row in known]
    rows = attended[attended["training"].isin(names) & attended["hours"].gt(0)]
    hours = float(rows["hours"].sum())
    return {
        "training": EVERYONE,
        "label": "Alla utbildningar",
        "n": int(rows["person"].nunique()),
        "estimate": hours,
        "kronor": _times(hours, price),
        "at_least": at_least,
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }


def _times(hours: float | None, price: float | None) -> float | None:
    return None if hours is None or price is None else hours * price
