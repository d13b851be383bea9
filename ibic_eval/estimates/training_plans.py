"""What a project plan says of its training: who, how long, and which level is to be reached."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from ibic_eval.codebook.project_parts import AT_LEAST, Indicator, Training
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.project_times import When
from ibic_eval.codebook.project_values import Source
from ibic_eval.estimates.training_schemas import PLANNED

SHARE_TRAINED = "utbildade"
_TRAINED_WORD = "utbil"
# What ids may begin with before they say what they are of.
_BEFORE = ("ind_", "andel_")
_PERCENT = ("procent", "%")


class Target(NamedTuple):
    """The indicator that a training or group is measured by, and its level as a share, if any."""

    indicator: str
    level: float | None


def planned_training(plan: ProjectPlan | None, attended: pd.DataFrame) -> pd.DataFrame:
    """Return the plan's trainings in its order, then those that only the lists know (PLANNED)."""
    planned = plan.training if plan else ()
    rows = [_row(each, plan) for each in planned if plan]
    known = {each.id for each in planned}
    found = [name for name in attended["training"].dropna().unique() if name not in known]
    rows += [{"training": name, "label": name, "in_plan": False} for name in sorted(found)]
    return pd.DataFrame(rows, columns=list(PLANNED)).astype(PLANNED)


def training_target(plan: ProjectPlan | None, training: str) -> Target | None:
    """Return the target of a training, None where no indicator is of the share that is trained.

    The indicator's id is `utbildade` and the training or its role (`andel_utbildade_ombud`), or
    that name alone where the text speaks of training (`ind_ombud`); else `utbildade` alone, which
    holds for every training that has none of its own. Ids may begin with `ind_` or `andel_`.
    """
    if plan is None:
        return None
    role = next((each.role for each in plan.training if each.id == training), "")
    names = {training, training.removeprefix("utb_"), role} - {""}
    own = next(
        (each for each in plan.indicators
         if stem(each) in names and _TRAINED_WORD in each.text.lower()),
        None,
    )  # fmt: skip
    if own is not None:
        return Target(own.id, target_level(own))
    return named_target(plan, SHARE_TRAINED, lambda ending: ending in names)


def named_target(plan: ProjectPlan, begin: str, fits: Callable[[str], bool]) -> Target | None:
    """Return the target whose id is `begin` and an ending that fits, else that without ending."""
    found = {
        stem(each).removeprefix(begin).lstrip("_"): each
        for each in plan.indicators
        if stem(each) == begin or stem(each).startswith(f"{begin}_")
    }
    chosen = next((each for ending, each in found.items() if ending and fits(ending)), None)
    indicator = chosen or found.get("")
    return None if indicator is None else Target(indicator.id, target_level(indicator))


def stem(indicator: Indicator) -> str:
    """Return an indicator's id without the words that any may begin with."""
    name = indicator.id
    for begin in _BEFORE:
        name = name.removeprefix(begin)
    return name


def target_level(indicator: Indicator) -> float | None:
    """Return an indicator's least share as a target (0-1), None where the plan has none.

    A level above 1, or in percent, is taken as percent. A highest value is no target for how many
    are trained or how many meetings are held.
    """
    level = indicator.target.value
    if level is None or indicator.direction != AT_LEAST:
        return None
    percent = indicator.unit.strip().lower() in _PERCENT or level > 1
    return level / 100 if percent else level


def _row(each: Training, plan: ProjectPlan) -> dict[str, object]:
    people = each.people.value
    return {
        "training": each.id,
        "label": each.group,
        "people": None if people is None else round(people),
        "people_says": each.people.says or None,
        "about": each.people.approximate,
        "hours_each": _hours_each(each),
        "hours_total": _hours_total(each),
        "hours_says": each.hours_total.says or None,
        "hours_are": each.hours_are or None,
        "form": each.form.value,
        "part_of": each.part_of or None,
        "start": _first(each.start),
        "end": _last(each.end),
        "document": _title(each.source, plan),
        "place": each.source.place,
        "in_plan": True,
    }


def _title(source: Source, plan: ProjectPlan) -> str:
    return next(each.title for each in plan.documents if each.id == source.document)


def _hours_each(each: Training) -> float | None:
    if each.hours_each.value is not None:
        return each.hours_each.value
    sessions, hours = each.sessions.value, each.session_hours.value
    return None if sessions is None or hours is None else sessions * hours


def _hours_total(each: Training) -> float | None:
    if each.hours_total.value is not None:
        return each.hours_total.value
    people, hours = each.people.value, _hours_each(each)
    return None if people is None or hours is None else people * hours


def _first(when: When) -> object:
    return when.value.first if when.value else None


def _last(when: When) -> object:
    return when.value.last if when.value else None
