"""Draws what became of the plan of a fictional municipality: activities, costs and risks.

The plan and the follow-up are both written from the lists here, so that they agree on every id.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ibic_eval.reconstruction.drawn_settings import Setting, add_months, month_end
from ibic_eval.reconstruction.introduction_truth import Ledger, Row, TrainingTruth

LATE = {0: 0.6, 1: 0.1, 2: 0.1, 3: 0.1, 5: 0.1}  # months after the planned end
CALLED_OFF = 0.04  # of the activities
OVERRUN = (0.85, 1.25)  # what a post of the budget cost, as a multiple of it
LAST_BOOKED = 2025  # the last year whose bookings have all been made
# Thousands of kronor a year where the scale is 1.
BUDGET = {"ledning": 330, "utbildning": 210, "vikarier": 110}
# Probability and consequence in the plan.
RISKS = {"risk_tid": (2, 3), "risk_nyckel": (2, 4), "risk_utforare": (3, 3), "risk_system": (3, 2)}
STARTS = {"aldreomsorg": "ms_start_aldre", "annan_sol": "ms_start_sol", "lss": "ms_start_lss"}
ACTIVITY, MILESTONE = "aktivitet", "milstolpe"


class Planned(NamedTuple):
    """An activity of the plan: from `start` (None for a milestone) to `end`."""

    id: str
    kind: str
    start: dt.date | None
    end: dt.date


def planned_activities(setting: Setting) -> tuple[Planned, ...]:
    """Return the plan's activities in order; milestones at the start have the start's own day."""

    def month(at: int) -> dt.date:
        return min(add_months(setting.first, at), add_months(setting.last, 0))

    starts = setting.starts or {"aldreomsorg": setting.begun}
    return (
        Planned("akt_nulage", ACTIVITY, month(0), month_end(month(1))),
        Planned("akt_utbildning", ACTIVITY, month(0), month_end(month(18))),
        *(
            Planned(name, MILESTONE, None, starts[area])
            for area, name in STARTS.items()
            if area in starts and starts[area] <= setting.last
        ),
        Planned("akt_rutiner", ACTIVITY, month(3), month_end(month(10))),
        Planned("akt_system", ACTIVITY, month(4), month_end(month(12))),
        Planned("akt_granskning", ACTIVITY, month(7), month_end(setting.last)),
        Planned("ms_slutrapport", MILESTONE, None, setting.last),
    )


def budget_posts(setting: Setting) -> dict[str, int]:
    """Return thousands of kronor by post: each kind of cost in each year of the project."""
    years = range(setting.first.year, setting.last.year + 1)
    scale = max(setting.scale, 0.1)
    return {
        f"bud_{kind}_{year}": max(round(amount * scale / 10) * 10, 10)
        for year in years
        for kind, amount in BUDGET.items()
    }


def draw_ledger(setting: Setting, training: TrainingTruth, random: np.random.Generator) -> Ledger:
    """Draw states of activities each half-year, costs by post and risks each year."""
    spent = {
        post: round(1000 * amount * float(random.uniform(*OVERRUN)), -2)
        for post, amount in budget_posts(setting).items()
        if int(post[-4:]) <= LAST_BOOKED
    }
    activities = (
        row for each in planned_activities(setting) for row in _states(setting, each, random)
    )
    return Ledger(
        activities=tuple(sorted(activities, key=lambda row: row[1])),
        spent=spent,
        risks=tuple(_risks(setting, random)),
    )


def report_days(setting: Setting) -> list[dt.date]:
    """Return the days that the project tells how it goes: each half-year, and at its end."""
    years = range(setting.first.year, setting.last.year + 1)
    days = [dt.date(year, month, 15) for year in years for month in (6, 12)]
    return [day for day in days if setting.first < day < setting.last] + [setting.last]


def _states(setting: Setting, planned: Planned, random: np.random.Generator) -> Iterator[Row]:
    """Yield an activity's states, until it is done or called off."""
    late = int(random.choice(list(LATE), p=list(LATE.values())))
    off = planned.kind == ACTIVITY and random.uniform() < CALLED_OFF
    held = planned.id in STARTS.values() or planned.id == "ms_slutrapport"
    end = planned.end if held else month_end(add_months(planned.end, late))
    start = planned.start.isoformat() if planned.start else ""
    for day in report_days(setting):
        if end <= day:
            yield planned.id, day.isoformat(), "klar", start, end.isoformat()
            return
        if planned.start is None or planned.start > day:
            continue
        if off and planned.end <= day:
            yield planned.id, day.isoformat(), "installd"
            return
        told = end.isoformat() if planned.end <= day else ""
        yield planned.id, day.isoformat(), "pagar", start, "", told


def _risks(setting: Setting, random: np.random.Generator) -> Iterator[Row]:
    for day in report_days(setting):
        if day.month == 12 or day == setting.last:
            for risk, levels in RISKS.items():
                moved = np.clip(np.array(levels) + random.integers(-1, 2, size=2), 1, 4)
                happened = str(random.choice(["nej", "delvis", "ja"], p=[0.75, 0.15, 0.1]))
                yield risk, day.isoformat(), str(moved[0]), str(moved[1]), happened
