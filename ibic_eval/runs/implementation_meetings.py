"""Prepares the part on meetings of the project's groups; attendance of few is hidden."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import meeting_schemas as schemas
from ibic_eval.estimates.meeting_counts import attendance, half_years, held_shares, meeting_list
from ibic_eval.estimates.meeting_plans import meeting_target, planned_meetings
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.tables.follow_up import FollowUp

# What each table holds is said in estimates/meeting_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "planned": schemas.PLANNED,
    "held": schemas.HELD_SHARES,
    "half_years": schemas.HALF_YEARS,
    "attendance": schemas.ATTENDANCE,
    "list": schemas.LIST,
}


def prepare_meetings(
    follow_up: FollowUp, plan: ProjectPlan | None, about: Mapping[str, Any]
) -> Part:
    """Return what may be shown of the meetings: the plan's, and what came of them (SCHEMAS).

    Whether a meeting of officials was held is public and shown; how many of fewer than five came
    tells of each of them and is hidden.
    """
    until = latest_day(follow_up)
    planned = planned_meetings(plan, follow_up.meetings, until)
    targets = {name: meeting_target(plan, name) for name in planned["group"]}
    tables = {
        "planned": planned,
        "held": held_shares(follow_up.meetings, planned, targets),
        "half_years": half_years(follow_up.meetings, planned),
        "attendance": released_attendance(
            attendance(follow_up.meetings, planned), follow_up.meetings
        ),
        "list": meeting_list(follow_up.meetings, planned),
    }
    context = {
        **{name: about[name] for name in ("code", "name", "fictional", "folder")},
        "available": not follow_up.meetings.empty,
        "has_plan": plan is not None and bool(plan.groups),
        "has_indicator": any(target is not None for target in targets.values()),
        "has_target": any(target and target.level is not None for target in targets.values()),
        "lacks": ["moten.csv"] if follow_up.meetings.empty else [],
        "as_of": None if until is None else until.date().isoformat(),
        "minimum": MINIMUM,
    }
    return Part(context, typed_tables(tables, SCHEMAS))


def latest_day(follow_up: FollowUp) -> pd.Timestamp | None:
    """Return the latest day in any of a municipality's files of follow-up, its day of reckoning."""
    frames = [getattr(follow_up, each.name) for each in fields(follow_up)]
    days = [frame["date"].max() for frame in frames if "date" in frame and len(frame)]
    known = [pd.Timestamp(day) for day in days if pd.notna(day)]
    return max(known) if known else None


def released_attendance(rows: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Hide the attendance of groups to which fewer than the minimum are called."""
    called = meetings.groupby("group")["called"].max()
    few = rows["group"].map(called).lt(MINIMUM).fillna(False).astype(bool)
    hidden = few & rows["status"].eq(schemas.SHOWN)
    numbers = ["count", "n", "meetings", "estimate", "ci_low", "ci_high"]
    blank = {name: rows[name].mask(hidden) for name in numbers}
    return rows.assign(**blank, status=rows["status"].mask(hidden, schemas.HIDDEN))
