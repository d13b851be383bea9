"""Releases what is told of follow-up: within how long, overdue, and sub-goals."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.disclosure.cross_tables import release_linked
from ibic_eval.estimates import follow_ups, ibic_process
from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.clustered_shares import clustered_share
from ibic_eval.estimates.follow_ups import Occasions
from ibic_eval.estimates.goal_rows import AREA_LABELS
from ibic_eval.estimates.person_counts import Labelled
from ibic_eval.estimates.providers import NO_PROVIDER
from ibic_eval.runs.goal_release import (
    Cells,
    Row,
    all_shown,
    counted,
    from_all,
    hidden,
    missing,
    released_rows,
    shown,
    typed,
    without_person_totals,
)

Curves = Mapping[int, Mapping[str, float | str]]  # what is known by months

NONE_OLD_ENOUGH = "Ingen bedömning är så gammal vid uttaget."
NO_PLANS = (
    "Ingen genomförandeplan anger både antalet mål och antalet mål som är nedbrutna i delmål."
)


def follow_up_rows(rows: pd.DataFrame, names: list[str], extracted: dt.date) -> pd.DataFrame:
    """Return FOLLOW_UP at the three levels; `rows` are `goal_rows`, `names` the providers'."""
    every = follow_ups.occasions(rows, extracted)
    persons = {
        months: follow_ups.person_occasions(rows, extracted, months) for months in codes.HORIZONS
    }
    group = dict.fromkeys(codes.HORIZONS, every)
    areas = follow_ups.units(every, follow_ups.by_area(every))
    curves = {label: follow_ups.followed_curve(part) for label, part in areas}
    found = [
        *_level(codes.LEVEL_PERSON, persons, None, {}),
        *_level(codes.LEVEL_PROVIDER, group, names, {}),
        *_level(codes.LEVEL_GROUP, group, None, curves),
    ]
    return typed(without_person_totals(found, ("level", "months")), codes.FOLLOW_UP)


def overdue_rows(released: Mapping[str, Cells], counts: pd.DataFrame) -> pd.DataFrame:
    """Return OVERDUE from the released cells and the counts they come from."""
    late = follow_ups.OVERDUE_LABELS[1]
    persons = counts[counts["overdue"].eq(late)].set_index("area")["persons"]
    found = []
    for area in from_all(released):
        row: Row = {"area": area, "method": "Antal"}
        n = released[area].get(late, 0)
        told = shown(row | {"n": n, "n_persons": int(persons.get(area, 0))})
        found.append(hidden(row) if n is None else told)
    return typed(without_person_totals(found), codes.OVERDUE)


def sub_goal_rows(plans: pd.DataFrame) -> pd.DataFrame:
    """Return SUB_GOALS of the plans that tell."""
    goals = ibic_process.planned_goals(plans)
    counts = ibic_process.sub_goal_counts(goals)
    released = released_rows(release_linked({"": counted(counts)})[""])
    found = []
    for area in from_all(released):
        row: Row = {"area": area}
        part = goals if area == codes.ALL_AREAS else _in_area(goals, area)
        if part.empty:
            found.append(missing(row, NO_PLANS))
        elif not all_shown(released[area], (*ibic_process.SUB_GOAL_LABELS, codes.ALL_AREAS)):
            found.append(hidden(row))
        else:
            person, count, n = (part[name].to_numpy() for name in ("person", "count", "n"))
            share = clustered_share(person, count, n)
            found.append(shown(row | vars(share) | {"n_plans": len(part)}))
    return typed(without_person_totals(found), codes.SUB_GOALS)


def _in_area(goals: pd.DataFrame, area: str) -> pd.DataFrame:
    chosen: pd.DataFrame = goals[goals["area"].to_numpy() == AREA_LABELS.index(area)]
    return chosen


def _level(
    level: str, some: Mapping[int, Occasions], names: list[str] | None, curves: Mapping[str, Curves]
) -> list[Row]:
    """Return a level's rows by unit and horizon; `names` are the providers', None by area."""
    found: list[Row] = []
    for months, these in some.items():
        unit = _unit(these, names)
        counts = follow_ups.within_counts(these, months, unit)
        released = released_rows(release_linked({"": counted(counts)})[""])
        for label, part in follow_ups.units(these, unit):
            if names is None or _named(label, part):
                key = _key(level, label, months)
                curve = curves.get(label, {}).get(months, {})
                found.append(_row(key, part, released.get(label, {}), curve))
    return _without_differences(found)


def _named(label: str, part: Occasions) -> bool:
    """Tell whether a provider has persons enough to be named."""
    enough = np.count_nonzero(np.bincount(part.person)) >= MINIMUM
    return bool(enough) and label not in (codes.ALL_AREAS, NO_PROVIDER)


def _unit(some: Occasions, names: list[str] | None) -> Labelled:
    if names is None:
        return follow_ups.by_area(some)
    return follow_ups.by_provider(some, names, NO_PROVIDER)


def _key(level: str, label: str, months: int) -> Row:
    provider = level == codes.LEVEL_PROVIDER
    unit, area = (label, codes.ALL_AREAS) if provider else (codes.ALL_AREAS, label)
    return {"level": level, "unit": unit, "area": area, "months": months}


def _row(key: Row, part: Occasions, cells: Cells, curve: Mapping[str, float | str]) -> Row:
    months = key["months"]
    if not all_shown(cells, (*follow_ups.WITHIN_LABELS, codes.ALL_AREAS)):
        return hidden(key)
    one_each = key["level"] == codes.LEVEL_PERSON
    found = follow_ups.followed_share(part, months, persons=one_each)
    if not found:
        return missing(key, NONE_OLD_ENOUGH)
    said = "; ".join(str(one["method"]) for one in (found, curve) if "method" in one)
    return shown(key | found | dict(curve) | {"method": said})


def _without_differences(rows: list[Row]) -> list[Row]:
    """Hide a horizon where it less the one before would tell of fewer than the minimum."""
    before: dict[tuple[str, str], Row] = {}
    found = []
    for row in sorted(rows, key=lambda row: row["months"]):
        unit = (row["unit"], row["area"])
        told = row["status"] == codes.SHOWN
        if told and unit in before and _tells(before[unit], row):
            row, told = hidden(row), False
        if told:
            before[unit] = row
        found.append(row)
    return found


def _tells(shorter: Row, longer: Row) -> bool:
    differences = (abs(longer[name] - shorter[name]) for name in ("count", "n"))
    return any(1 <= difference < MINIMUM for difference in differences)
