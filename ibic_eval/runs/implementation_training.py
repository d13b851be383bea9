"""Prepares the part on training: coverage, hours and course evaluations, small groups hidden."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.disclosure.counts import MINIMUM, parts_to_hide
from ibic_eval.estimates import training_schemas as schemas
from ibic_eval.estimates.training_coverage import coverage, unit_coverage
from ibic_eval.estimates.training_curve import coverage_curve
from ibic_eval.estimates.training_evaluations import evaluation_rates, evaluations
from ibic_eval.estimates.training_hours import training_hours
from ibic_eval.estimates.training_plans import planned_training, training_target
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.tables.follow_up import FollowUp

# What each table holds is said in estimates/training_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "planned": schemas.PLANNED,
    "coverage": schemas.COVERAGE,
    "units": schemas.UNITS,
    "curve": schemas.CURVE,
    "hours": schemas.HOURS,
    "evaluations": schemas.EVALUATIONS,
    "rates": schemas.RATES,
}
_FILES = {
    "utbildning.csv": "training",
    "bemanning.csv": "headcounts",
    "kursutvardering.csv": "evaluations",
}
FEW_KNOW = "Färre än fem har tagit ställning."


def prepare_training(
    follow_up: FollowUp, plan: ProjectPlan | None, about: Mapping[str, Any]
) -> Part:
    """Return what may be shown of the training: the plan's, and what came of it (SCHEMAS)."""
    attended = follow_up.training
    planned = planned_training(plan, attended)
    labels = dict(zip(planned["training"], planned["label"], strict=True))
    targets = {name: training_target(plan, name) for name in labels}
    covered = coverage(attended, follow_up.headcounts, planned, targets)
    small = small_trainings(covered)
    shown = planned[~planned["training"].isin(small)]
    answers = follow_up.evaluations
    price = about.get("hourly_cost")
    tables = {
        "planned": planned,
        "coverage": released_coverage(covered, small),
        "units": released_units(unit_coverage(attended, follow_up.headcounts, shown)),
        "curve": coverage_curve(attended, follow_up.headcounts, shown, MINIMUM),
        "hours": released_hours(training_hours(attended, planned, price, small), small),
        "evaluations": released_evaluations(evaluations(answers, labels)),
        "rates": released_rates(evaluation_rates(answers, attended, labels), small),
    }
    return Part(_context(follow_up, plan, about, targets), typed_tables(tables, SCHEMAS))


def small_trainings(covered: pd.DataFrame) -> frozenset[str]:
    """Return the trainings whose group, or whose attendance, holds fewer than may be shown."""
    few = covered["n"].between(1, MINIMUM - 1) | (
        covered["measure"].eq(schemas.SOME) & covered["count"].between(1, MINIMUM - 1)
    )
    return frozenset(map(str, covered.loc[few.fillna(False).astype(bool), "training"]))


def released_coverage(covered: pd.DataFrame, small: frozenset[str]) -> pd.DataFrame:
    """Hide small trainings; each is a group of its own, whose total is shown nowhere."""
    numbers = ["count", "n", "n_over", "estimate", "ci_low", "ci_high", "verdict"]
    return _blanked(covered, covered["training"].isin(small), numbers)


def released_units(units: pd.DataFrame) -> pd.DataFrame:
    """Hide small units, and more until none can be got from the total of the training."""
    size = units["n"].fillna(units["count"])
    hidden = pd.Series(False, index=units.index)
    for _, part in units.groupby("training", sort=False):
        small = parts_to_hide(size[part.index], MINIMUM)
        hidden |= hidden.index.isin(small)
    return _blanked(units, hidden, ["count", "n", "estimate", "ci_low", "ci_high"])


def released_hours(hours: pd.DataFrame, small: frozenset[str]) -> pd.DataFrame:
    """Hide the hours of small trainings, which the sum of all leaves out."""
    numbers = ["n", "estimate", "difference", "kronor", "kronor_difference"]
    return _blanked(hours, hours["training"].isin(small), numbers)


def released_evaluations(rows: pd.DataFrame) -> pd.DataFrame:
    """Hide questions with few answers, and estimate nothing where few took a stand."""
    numbers = ["count", "n", "n_unsure", "estimate", "ci_low", "ci_high"]
    few = (rows["n"] + rows["n_unsure"]).lt(MINIMUM)
    unsure = rows["n"].lt(MINIMUM) & ~few
    released = _blanked(rows, few, numbers)
    return released.assign(
        **{name: released[name].mask(unsure) for name in numbers},
        status=released["status"].mask(unsure, schemas.MISSING),
        reason=released["reason"].mask(unsure, FEW_KNOW),
    )


def released_rates(rates: pd.DataFrame, small: frozenset[str]) -> pd.DataFrame:
    """Hide rates of few answers or few attendances."""
    few = rates["count"].lt(MINIMUM) | rates["n"].lt(MINIMUM).fillna(False)
    hidden = few | rates["training"].isin(small)
    return _blanked(rates, hidden, ["count", "n", "estimate"])


def _blanked(rows: pd.DataFrame, covered: "pd.Series[bool]", numbers: list[str]) -> pd.DataFrame:
    held = covered.fillna(False).astype(bool)
    blank = {name: rows[name].mask(held) for name in numbers}
    told = {
        "status": rows["status"].mask(held, schemas.HIDDEN),
        "reason": rows["reason"].mask(held, ""),
    }
    return rows.assign(**blank, **told)


def _context(
    follow_up: FollowUp,
    plan: ProjectPlan | None,
    about: Mapping[str, Any],
    targets: Mapping[str, Any],
) -> dict[str, Any]:
    dates = pd.concat([follow_up.training["date"], follow_up.evaluations["date"]]).dropna()
    return {
        **{name: about[name] for name in ("code", "name", "fictional", "folder")},
        "available": not follow_up.training.empty,
        "has_evaluations": not follow_up.evaluations.empty,
        "has_plan": plan is not None and bool(plan.training),
        "has_indicator": any(target is not None for target in targets.values()),
        "has_target": any(target and target.level is not None for target in targets.values()),
        "hourly_cost": about.get("hourly_cost"),
        "lacks": [name for name, table in _FILES.items() if getattr(follow_up, table).empty],
        "first": _day(dates.min()) if len(dates) else None,
        "last": _day(dates.max()) if len(dates) else None,
        "doubts": _doubts(plan),
        "minimum": MINIMUM,
    }


def _day(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()


def _doubts(plan: ProjectPlan | None) -> list[str]:
    """Return where the plan contradicts itself, or can be read in two ways, on its training."""
    if plan is None:
        return []
    return [each.comment for each in plan.observations if each.section == "utbildning"]
