"""How many meetings a project plan has planned for its groups, where it says so in numbers."""

import pandas as pd

from ibic_eval.codebook.project_parts import Group, Meetings
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.estimates.meeting_schemas import PLANNED
from ibic_eval.estimates.training_plans import Target, named_target

SHARE_HELD = "moten"


def planned_meetings(
    plan: ProjectPlan | None, meetings: pd.DataFrame, until: pd.Timestamp | None
) -> pd.DataFrame:
    """Return the plan's groups in its order, then those that only the list knows (PLANNED).

    The number is that of the one resource whose name has the group's name in it and that reckons
    its hours from meetings; where none or several do, the number is unknown. `until` is the day of
    reckoning, None where nothing is known to have happened; its month counts when it is over or the
    group has a meeting listed in it.
    """
    groups = plan.groups if plan else ()
    latest = meetings.groupby("group")["date"].max()
    rows = [_row(each, plan, _counted(until, latest.get(each.id))) for each in groups if plan]
    known = {each.id for each in groups}
    found = sorted(set(meetings["group"].dropna()) - known)
    rows += [{"group": name, "label": name, "in_plan": False} for name in found]
    return pd.DataFrame(rows, columns=list(PLANNED)).astype(PLANNED)


def meeting_target(plan: ProjectPlan | None, group: str) -> Target | None:
    """Return the target of a group's meetings: of the indicator `moten_` and part of its id.

    Else of `moten` alone; ids may begin with `ind_` or `andel_`.
    """
    if plan is None:
        return None
    return named_target(plan, SHARE_HELD, lambda ending: ending in group)


def months_of(schedule: Meetings, until: pd.Timestamp | None = None) -> int | None:
    """Return the number of months with meetings, to the end or through the month of `until`.

    None where the plan doesn't tell when the meetings end and `until` is None.
    """
    start = schedule.start.value
    end = schedule.end.value
    last = pd.Timestamp(end.last) if end and end.last else None
    limits = [each for each in (last, until) if each is not None]
    if start is None or not limits:
        return None
    first, stop = pd.Period(start.first, "M"), pd.Period(min(limits), "M")
    months = pd.period_range(first, stop, freq="M") if stop >= first else ()
    return sum(each.month not in schedule.months_off for each in months)


def _counted(until: pd.Timestamp | None, latest: pd.Timestamp | None) -> pd.Timestamp | None:
    if until is None or until.is_month_end or (latest is not None and _month(latest, until)):
        return until
    return until - pd.offsets.MonthEnd()


def _month(first: pd.Timestamp, second: pd.Timestamp) -> bool:
    return (first.year, first.month) == (second.year, second.month)


def _row(group: Group, plan: ProjectPlan, until: pd.Timestamp | None) -> dict[str, object]:
    schedule = _schedule(group, plan)
    times = [group.start.value, group.end.value]
    if schedule:
        times = [schedule.start.value, schedule.end.value]
    return {
        "group": group.id,
        "label": group.name,
        "frequency": group.meetings.value,
        "meetings": _in_all(schedule),
        "so_far": _so_far(schedule, until),
        "start": times[0].first if times[0] else None,
        "end": times[1].last if times[1] else None,
        "in_plan": True,
    }


def _schedule(group: Group, plan: ProjectPlan) -> Meetings | None:
    name = group.name.lower()
    found = [each.meetings for each in plan.resources
             if each.meetings is not None and name in each.name.lower()]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _in_all(schedule: Meetings | None) -> int | None:
    if schedule is None:
        return None
    if schedule.count.value is not None:
        return round(schedule.count.value)
    return _number(schedule, months_of(schedule))


def _so_far(schedule: Meetings | None, until: pd.Timestamp | None) -> int | None:
    if schedule is None or until is None:
        return None
    number, whole = _number(schedule, months_of(schedule, until)), _in_all(schedule)
    return number if number is None or whole is None else min(number, whole)


def _number(schedule: Meetings, months: int | None) -> int | None:
    each = schedule.per_month.value
    return None if each is None or months is None else round(each * months)
