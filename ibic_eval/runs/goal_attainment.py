"""Makes a municipality's released tables on goals and follow-up out of its case records."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, SHOWN
from ibic_eval.disclosure.cross_tables import CrossTable, release_linked
from ibic_eval.estimates import follow_ups, goal_outcomes, providers, time_to_goal, transitions
from ibic_eval.estimates import goal_schemas as schemas
from ibic_eval.estimates.goal_bounds import BOUNDS, attainment_bounds
from ibic_eval.estimates.goal_rows import AREA_LABELS, UNKNOWN_AREA, goal_rows
from ibic_eval.estimates.person_counts import distinct
from ibic_eval.runs import goal_follow_up, goal_indicators
from ibic_eval.runs.goal_context import context_of
from ibic_eval.runs.goal_indicators import GOAL_GROUPS, JUDGED, REACHED
from ibic_eval.runs.goal_release import (
    all_shown,
    counted,
    hidden,
    missing,
    released_rows,
    rows_of,
    typed,
    without_groups,
    without_person_totals,
)
from ibic_eval.sources.introductions import Introduction
from ibic_eval.tables.case_records import CaseRecords

# What each table holds is said in estimates/goal_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "persons": schemas.PERSONS,
    "goals": schemas.GOALS,
    "bounds": BOUNDS,
    "indicators": schemas.INDICATORS_SCHEMA,
    "quality": schemas.QUALITY,
    "transitions": schemas.TRANSITIONS,
    "directions": schemas.DIRECTIONS_SCHEMA,
    "outcomes": schemas.OUTCOMES_SCHEMA,
    "life_area_tests": schemas.LIFE_AREA_TESTS,
    "time_to_goal": schemas.TIME_TO_GOAL,
    "time_curves": schemas.TIME_CURVES,
    "providers": schemas.PROVIDERS,
    "funnel": schemas.FUNNEL,
    "provider_spread": schemas.PROVIDER_SPREAD,
    "follow_up": schemas.FOLLOW_UP,
    "overdue": schemas.OVERDUE,
    "sub_goals": schemas.SUB_GOALS,
    "life_areas": schemas.LIFE_AREAS_SCHEMA,
}
# Medians and quartiles of fewer come too near to telling of one.
FEWEST_FOR_QUARTILES = 10
_SUCCESS = ("n_goals", "success", "success_low", "success_high")


class GoalAttainment(NamedTuple):
    """The chapter's released tables by name (SCHEMAS), and a context that JSON can hold."""

    context: dict[str, Any]
    tables: dict[str, pd.DataFrame]


def goal_attainment(records: CaseRecords, introduction: Introduction) -> GoalAttainment:
    """Return the tables on goals and follow-up; small cells are hidden, no person's row is in them.

    Without assessments and plans every table has the rows that say why, or none, and
    `context["available"]` is false.
    """
    rows = goal_rows(records.assessments)
    names = [_unlike_our_own(str(name)) for name in records.assessments["provider"].cat.categories]
    tables = {
        **_goals(rows, records),
        **_states(rows),
        **_times(rows, records),
        **_providers(rows, names),
        "quality": goal_indicators.quality_rows(records.plans),
        "follow_up": goal_follow_up.follow_up_rows(rows, names, records.extracted),
        "sub_goals": goal_follow_up.sub_goal_rows(records.plans),
        "life_areas": _life_areas(rows),
    }
    context = context_of(records, introduction, rows, tables["life_areas"])
    return GoalAttainment(context, {name: tables[name] for name in SCHEMAS})


def _unlike_our_own(name: str) -> str:
    """Return a provider's name, told apart from the labels of all and of none."""
    return f"{name} (utförare)" if name in (schemas.ALL_AREAS, providers.NO_PROVIDER) else name


def _goals(rows: pd.DataFrame, records: CaseRecords) -> dict[str, pd.DataFrame]:
    """Return the tables of all assessments and the indicators."""
    overdue = follow_ups.overdue_counts(rows, records.extracted)
    linked = {
        "goals": counted(goal_outcomes.goal_counts(rows), GOAL_GROUPS),
        "years": counted(goal_outcomes.goal_counts_by_year(rows), GOAL_GROUPS),
        "overdue": counted(overdue),
    }
    tables = release_linked(linked)
    by_area, by_year, late = (released_rows(tables[name]) for name in linked)
    persons, indicators = goal_indicators.person_rows(rows)
    released = goal_indicators.Released(by_area, by_year)
    indicators += goal_indicators.goal_rows_of_indicators(rows, released)
    indicators += goal_indicators.process_rows(records.cases, records.plans)
    goals = typed(without_groups(tables["goals"], GOAL_GROUPS), schemas.GOALS)
    return {
        "persons": persons,
        "goals": goals,
        "bounds": attainment_bounds(goals, SHOWN, HIDDEN),
        "indicators": typed(
            without_person_totals(indicators, ("indicator",)), schemas.INDICATORS_SCHEMA
        ),
        "overdue": goal_follow_up.overdue_rows(late, overdue),
    }


def _states(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of states now, intended and reached, which are released together."""
    pairs = transitions.followed_pairs(rows)
    linked: dict[str, CrossTable] = {
        "directions": counted(transitions.direction_counts(pairs)),
        "outcomes": counted(transitions.outcome_counts(pairs), GOAL_GROUPS),
        **{name: counted(table) for name, table in transitions.transition_counts(pairs).items()},
    }
    sums = transitions.cells_by_direction() if len(pairs) else {}
    tables = release_linked(linked, sums=sums)
    both = {
        schemas.NOW_INTENDED: tables[schemas.NOW_INTENDED].rename(columns={"intended": "other"}),
        schemas.NOW_REACHED: tables[schemas.NOW_REACHED].rename(columns={"reached": "other"}),
    }
    moves = [table.assign(table=name) for name, table in both.items()]
    tests = transitions.life_area_tests(pairs, MINIMUM)
    return {
        "transitions": typed(pd.concat(moves, ignore_index=True), schemas.TRANSITIONS),
        "directions": typed(tables["directions"], schemas.DIRECTIONS_SCHEMA),
        "outcomes": typed(without_groups(tables["outcomes"], GOAL_GROUPS), schemas.OUTCOMES_SCHEMA),
        "life_area_tests": _tests(tests, tables["directions"], tables["outcomes"]),
    }


def _tests(tests: pd.DataFrame, directions: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    moved, came = released_rows(directions), released_rows(outcomes)
    found = []
    for row in rows_of(tests):
        compared = (schemas.BETTER, schemas.SAME, schemas.WORSE)
        if not all_shown(moved[row["life_area"]], compared):
            row = hidden(row)
        elif row["status"] != SHOWN:
            row = missing(row, str(row["reason"]))
        elif not all_shown(came[row["life_area"]], (REACHED, JUDGED)):
            row |= dict.fromkeys(_SUCCESS)
        found.append(row)
    return typed(found, schemas.LIFE_AREA_TESTS)


def _times(rows: pd.DataFrame, records: CaseRecords) -> dict[str, pd.DataFrame]:
    goals = time_to_goal.episodes(rows, records.extracted)
    counts = time_to_goal.reached_counts(goals)
    cells = released_rows(release_linked({"": counted(counts)})[""])
    times = time_to_goal.goal_times(goals, FEWEST_FOR_QUARTILES)
    found = []
    for row in rows_of(times):
        if row["status"] != SHOWN:
            row = missing(row, str(row["reason"]))
        elif not all_shown(cells[row["area"]], cells[row["area"]]):
            row = hidden(row)
        found.append(row)
    told = [row["area"] for row in found if row["status"] == SHOWN]
    curves = time_to_goal.goal_curves(goals, FEWEST_FOR_QUARTILES, MINIMUM)
    return {
        "time_to_goal": typed(without_person_totals(found), schemas.TIME_TO_GOAL),
        "time_curves": typed(curves[curves["area"].isin(told)], schemas.TIME_CURVES),
    }


def _providers(rows: pd.DataFrame, names: list[str]) -> dict[str, pd.DataFrame]:
    goals = providers.judged_goals(rows)
    found = []
    for place, area in enumerate(AREA_LABELS):
        part = goals[goals["area"].to_numpy() == place]
        if len(part) and area != UNKNOWN_AREA:
            shown = _providers_to_show(part, names)
            found.append(providers.provider_spread(part, names, shown, area))
    tables = {"providers": 0, "funnel": 1, "provider_spread": 2}
    return {
        name: typed(
            pd.concat([one[place] for one in found], ignore_index=True) if found else [],
            SCHEMAS[name],
        )
        for name, place in tables.items()
    }


def _providers_to_show(goals: pd.DataFrame, names: list[str]) -> list[str]:
    counts = providers.provider_counts(goals, names)
    cells = released_rows(release_linked({"": counted(counts)})[""])
    return sorted(
        name
        for name, row in cells.items()
        if name not in (schemas.ALL_AREAS, providers.NO_PROVIDER) and all_shown(row, row)
    )


def _life_areas(rows: pd.DataFrame) -> pd.DataFrame:
    size = len(schemas.LIFE_AREAS)
    n = distinct(rows["person"].to_numpy(), rows["life_area"].to_numpy(), size)
    table = pd.DataFrame({"life_area": schemas.LIFE_AREAS, "in_use": n > 0, "n": n})
    few = table["n"].between(1, MINIMUM - 1)
    persons = np.count_nonzero(np.bincount(rows["person"]))
    if 1 <= persons < MINIMUM:  # of so few, also what isn't in use tells
        few, table["in_use"] = table["n"].ge(0), pd.NA
    status = few.map({True: HIDDEN, False: SHOWN})
    numbers = table["n"].astype("Int64").mask(few)
    return typed(table.assign(n=numbers, status=status), schemas.LIFE_AREAS_SCHEMA)
