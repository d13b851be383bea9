"""The sums of a project plan recomputed from the parts that it states itself."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ibic_eval.codebook.project_means import Resource
from ibic_eval.codebook.project_parts import Meetings, Part, Training
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.project_times import Span
from ibic_eval.codebook.project_values import Figure, Source, Stated
from ibic_eval.estimates.plan_budget import budget_checks
from ibic_eval.estimates.plan_checks import (
    CLOCK,
    MONTHS,
    PRODUCT,
    SHARE,
    SUM,
    Check,
    checks_table,
    product,
    total,
    values,
)

# Ordinary working time is at most 40 hours a week (arbetstidslagen 1982:673, 5 §).
FULL_TIME_HOURS = 40
PEOPLE, HOURS = "personer", "timmar"


def plan_arithmetic(plan: ProjectPlan) -> pd.DataFrame:
    """Recompute every sum of a plan and compare it with what the plan states.

    One row a sum, columns `plan_checks.COLUMNS`: the `parts` (None for one that the plan doesn't
    tell) and the `operation` on them, what they make (`recomputed`), what the plan states, the
    `difference` (recomputed minus stated) and a `status`: `stammer`, `ungefar`, `skiljer`, or
    `gar_inte` where the plan doesn't tell what is needed. Nothing unknown is taken for 0.
    """
    return checks_table(
        [
            *_training_checks(plan),
            *_resource_checks(plan),
            *budget_checks(plan),
            *_risk_checks(plan),
            *_sum_checks(plan),
        ],
        plan,
    )


def _training_checks(plan: ProjectPlan) -> Iterator[Check]:
    for each in plan.training:
        yield from _own_checks(each)
        below = [other for other in plan.training if other.part_of == each.id]
        for rule, unit, attribute in (
            ("grupper_personer", PEOPLE, "people"),
            ("grupper_timmar", HOURS, "hours_total"),
        ):
            stated: Figure = getattr(each, attribute)
            figures = [getattr(other, attribute) for other in below]
            if below and stated.mentioned:
                yield _check(
                    each, rule, f"{each.group}, {unit} i grupperna", unit, SUM, figures, stated
                )


def _own_checks(each: Training) -> Iterator[Check]:
    if each.people_parts:
        yield _people(each, each.people_parts)
    session = (each.sessions, each.session_hours)
    if any(figure.value is not None for figure in session):
        subject = f"{each.group}, timmar per person"
        yield _check(each, "timmar_per_person", subject, HOURS, PRODUCT, session, each.hours_each)
    if each.clock is not None:
        subject = f"{each.group}, timmar per tillfälle"
        yield _check(each, CLOCK, subject, HOURS, CLOCK, [Stated(each.clock)], each.session_hours)
    if any(figure.value is not None for figure in (each.people, each.hours_each)):
        yield _hours(each, each.group)


def _people(each: Training, parts: tuple[Part, ...]) -> Check:
    figures = [part.count for part in parts]
    return _check(each, PEOPLE, f"{each.group}, personer", PEOPLE, SUM, figures, each.people)


def _hours(each: Training | Resource, name: str) -> Check:
    figures = (each.people, each.hours_each)
    return _check(
        each, "timmar_totalt", f"{name}, timmar i allt", HOURS, PRODUCT, figures, each.hours_total
    )


def _resource_checks(plan: ProjectPlan) -> Iterator[Check]:
    for each in plan.resources:
        if each.full_time_percent.value is not None and each.hours_week.value is not None:
            yield _share(each, each.hours_week.value)
        if each.meetings:
            yield from _meeting_checks(each, each.meetings)
        if each.hours_total.mentioned and not each.training:
            yield _hours(each, each.name)


def _share(each: Resource, hours: float) -> Check:
    return Check(
        "resurser",
        each.id,
        "tjanst",
        f"{each.name}, del av heltid",
        "procent",
        SHARE,
        (hours, FULL_TIME_HOURS),
        100 * hours / FULL_TIME_HOURS,
        each.full_time_percent,
        each.source,
        each.source,
    )


def _meeting_checks(each: Resource, meetings: Meetings) -> Iterator[Check]:
    held = number_of_meetings(meetings, meetings.start.value, meetings.end.value)
    yield _meetings(each, meetings, "moten_antal", "möten i allt", held)
    if each.start.value and each.end.value:
        within = number_of_meetings(meetings, each.start.value, each.end.value)
        yield _meetings(each, meetings, "moten_ledtid", "möten inom ledtiden", within)
    subject = f"{each.name}, timmar per person"
    figures = (meetings.count, meetings.hours)
    yield _check(each, "moten_timmar", subject, HOURS, PRODUCT, figures, each.hours_each)


def number_of_meetings(meetings: Meetings, first: Span | None, last: Span | None) -> float | None:
    """Count the meetings from the first month to the last, both included; None if not known."""
    monthly = meetings.per_month.value
    if first is None or last is None or last.last is None or monthly is None:
        return None
    months = _months(first.first, last.last)
    return monthly * sum(month not in meetings.months_off for month in months)


def _months(first: dt.date, last: dt.date) -> list[int]:
    """List the months (1–12) of a period, those of its first and last day included."""
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    return [(first.month - 1 + step) % 12 + 1 for step in range(length)]


def _meetings(
    each: Resource, meetings: Meetings, rule: str, what: str, count: float | None
) -> Check:
    return Check(
        "resurser",
        each.id,
        rule,
        f"{each.name}, {what}",
        "möten",
        MONTHS,
        (count,),
        count,
        meetings.count,
        each.source,
        each.source,
    )


def _risk_checks(plan: ProjectPlan) -> Iterator[Check]:
    for risk in plan.risks:
        figures = (risk.probability, risk.consequence)
        if risk.level.mentioned or any(figure.mentioned for figure in figures):
            yield Check(
                "risker",
                risk.id,
                "risk",
                risk.risk,
                "",
                PRODUCT,
                values(*figures),
                product(*figures),
                risk.level,
                risk.source,
                risk.source,
            )


def _sum_checks(plan: ProjectPlan) -> Iterator[Check]:
    for each in plan.sums:
        figures = [part.count for part in each.parts]
        yield Check(
            "summor",
            each.id,
            SUM,
            each.what,
            each.unit,
            SUM,
            values(*figures),
            total(figures),
            each.total,
            each.source,
            each.source,
            _rough(figures),
        )


def _check(
    each: Training | Resource,
    rule: str,
    subject: str,
    unit: str,
    operation: str,
    figures: "list[Figure] | tuple[Figure, ...]",
    stated: Figure,
) -> Check:
    section = "utbildning" if isinstance(each, Training) else "resurser"
    made = product(*figures) if operation == PRODUCT else total(figures)
    source: Source = each.source
    return Check(
        section,
        each.id,
        rule,
        subject,
        unit,
        operation,
        values(*figures),
        made,
        stated,
        source,
        source,
        _rough(figures),
    )


def _rough(figures: "list[Figure] | tuple[Figure, ...]") -> bool:
    return any(figure.approximate for figure in figures)
