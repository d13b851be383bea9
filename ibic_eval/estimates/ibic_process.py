"""Shares of investigations, follow-ups and goals in plans that are worked by IBIC."""

import numpy as np
import pandas as pd

from ibic_eval.estimates.goal_rows import AREA_LABELS, days, year_of
from ibic_eval.estimates.person_counts import Labelled, cross_counts

IBIC_LABELS = ("nej", "ja", "okant")
SUB_GOAL_LABELS = ("utan_delmal", "med_delmal")
FOLLOW_UP, PLAN = "uppfoljning", "genomforandeplan"


def investigations(cases: pd.DataFrame) -> pd.DataFrame:
    """Return `person, area, day, ibic` (places in AREA_LABELS and IBIC_LABELS) of `cases`."""
    return _process(cases, "started")


def follow_up_plans(plans: pd.DataFrame) -> pd.DataFrame:
    """Return the same of the follow-ups in `plans`."""
    return _process(plans[plans["kind"].eq(FOLLOW_UP).to_numpy(bool)], "date")


def process_counts(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return `by` (area or year), `ibic`, `n` and `persons` with totals."""
    ibic = Labelled("ibic", rows["ibic"].to_numpy(), IBIC_LABELS)
    if by == "area":
        unit = Labelled("area", rows["area"].to_numpy(), AREA_LABELS)
    else:
        years, place = np.unique(year_of(rows["day"].to_numpy()), return_inverse=True)
        unit = Labelled("year", place, [str(year) for year in years])
    return cross_counts(rows["person"].to_numpy(), unit, ibic)


def planned_goals(plans: pd.DataFrame) -> pd.DataFrame:
    """Return `person, area, n, count`: goals of genomförandeplaner and those with sub-goals.

    Only plans where both numbers are known and there is a goal.
    """
    known = plans["goals"].notna() & plans["goals_with_subgoals"].notna()
    chosen = known & plans["kind"].eq(PLAN) & plans["goals"].gt(0).fillna(False)
    some = plans[chosen.to_numpy(bool)]
    return pd.DataFrame(
        {
            "person": some["person"].to_numpy(),
            "area": _areas(some),
            "n": some["goals"].to_numpy("int64"),
            "count": some["goals_with_subgoals"].to_numpy("int64"),
        }
    )


def sub_goal_counts(goals: pd.DataFrame) -> pd.DataFrame:
    """Return `area, sub_goals, n` (goals) and `persons` with totals, of `planned_goals`."""
    parts = [goals["n"] - goals["count"], goals["count"]]
    times = np.concatenate([part.to_numpy() for part in parts])
    twice = np.tile(np.arange(len(goals)), 2)
    place = np.repeat([0, 1], len(goals))
    return cross_counts(
        np.repeat(goals["person"].to_numpy()[twice], times),
        Labelled("area", np.repeat(goals["area"].to_numpy()[twice], times), AREA_LABELS),
        Labelled("sub_goals", np.repeat(place, times), SUB_GOAL_LABELS),
    )


def _process(rows: pd.DataFrame, date: str) -> pd.DataFrame:
    ibic = rows["ibic"].to_numpy(dtype="float64", na_value=2.0).astype("int8")
    return pd.DataFrame(
        {
            "person": rows["person"].to_numpy(),
            "area": _areas(rows),
            "day": days(rows[date]),
            "ibic": ibic,
        }
    )


def _areas(rows: pd.DataFrame) -> np.ndarray:
    area = rows["area"].cat.codes.to_numpy()
    return np.where(area < 0, len(AREA_LABELS) - 1, area)
