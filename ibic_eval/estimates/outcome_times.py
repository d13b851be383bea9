"""What became of the time plan: how late each activity is, told no finer than the plan does."""

from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.estimates import outcome_schemas as s

FINISHED, CALLED_OFF = "klar", "installd"
Rows = list[dict[str, Any]]


class Slip(NamedTuple):
    """Status and, where late, the least and most days after the planned end."""

    status: str
    least: int | None = None
    most: int | None = None


def time_plan(
    activities: pd.DataFrame, states: pd.DataFrame, as_of: pd.Timestamp | None
) -> pd.DataFrame:
    """Set each activity of a plan beside its latest state (columns ACTIVITIES but `responsible`).

    `activities` is the table of `tables.project_tables`, `states` that of the follow-up and
    `as_of` the latest day in the municipality's files.
    """
    rows = [
        {**each, **_latest(mine), **_slip_columns(each, mine, as_of)}
        for each in activities.to_dict("records")
        for mine in [_of(states, str(each["id"]))]
    ]
    return pd.DataFrame(rows, columns=list(s.ACTIVITIES)).astype(s.ACTIVITIES)


def slip(planned: tuple[Any, Any], reports: Rows, as_of: pd.Timestamp | None) -> Slip:
    """Judge an activity against its planned end, the first and last day of which are `planned`.

    A plan that says "December 2023" is kept until its last day has passed. Then the slippage lies
    between the days after the last and after the first day of the planned time. `reports` are the
    activity's states in order of date.
    """
    last = planned[1]
    if not reports:
        return Slip(s.NO_TIME if pd.isna(last) else s.UNREPORTED)
    now = reports[-1]
    if now["state"] == CALLED_OFF:
        return Slip(s.CANCELLED)
    if pd.isna(last):
        return Slip(s.NO_TIME)
    if now["state"] == FINISHED:
        return _finished(planned, reports)
    if now["date"] > last:
        return Slip(s.OVERDUE, *_days(planned, now["date"], now["date"]))
    if as_of is not None and as_of > last:
        return Slip(s.STALE)
    expected: Any = now["new_end"]
    if not pd.isna(expected) and expected > last:
        return Slip(s.EXPECTED_LATE, *_days(planned, expected, expected))
    return Slip(s.ONGOING)


def _finished(planned: tuple[Any, Any], reports: Rows) -> Slip:
    """Judge what is done; without its day it lies between two reports."""
    done = [each for each in reports if each["state"] == FINISHED]
    ends = [each["end"] for each in done if pd.notna(each["end"])]
    if ends:
        earliest = latest = ends[-1]
    else:
        latest = done[0]["date"]
        before = [each["date"] for each in reports if each["date"] < latest]
        earliest = before[-1] + pd.Timedelta(days=1) if before else pd.NaT
    if latest <= planned[1]:
        return Slip(s.IN_TIME)
    if pd.isna(earliest) or earliest <= planned[1]:
        return Slip(s.DONE)
    return Slip(s.LATE, *_days(planned, earliest, latest))


def _days(planned: tuple[Any, Any], earliest: Any, latest: Any) -> tuple[int, int | None]:
    """Return the least and most days late; the most is unknown where the plan has no first day."""
    first, last = planned
    most = None if pd.isna(first) else (latest - first).days
    return (earliest - last).days, most


def _slip_columns(each: Any, mine: Rows, as_of: pd.Timestamp | None) -> dict[str, Any]:
    found = slip((each["end_from"], each["end_to"]), mine, as_of)
    return {"status": found.status, "late_min": found.least, "late_max": found.most}


def _of(states: pd.DataFrame, name: str) -> Rows:
    mine = states[states["activity"].eq(name)].sort_values("date", kind="stable")
    return [{str(name): row[name] for name in row} for row in mine.to_dict("records")]


def _latest(reports: Rows) -> dict[str, Any]:
    """Return the latest state with the latest start and end that any report has."""
    if not reports:
        return {}
    days = {
        name: next((each[name] for each in reversed(reports) if pd.notna(each[name])), pd.NaT)
        for name in ("start", "end")
    }
    now = reports[-1]
    ended = days["end"] if now["state"] == FINISHED else pd.NaT
    return {
        "state": now["state"],
        "state_date": now["date"],
        "start": days["start"],
        "end": ended,
        "new_end": now["new_end"],
    }
