"""Reading a municipality's project plan: one strict file, with every reference checked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.project_fields import read_entry, specs
from ibic_eval.codebook.project_parts import GOALS, WHO
from ibic_eval.codebook.project_plan import ProjectPlan, entries, sections
from ibic_eval.codebook.project_targets import with_direction
from ibic_eval.codebook.project_values import Source, Stated
from ibic_eval.errors import InputError

FILE = "project.yml"
_CODE = re.compile(r"[0-9]{4}")
_NAMES = {WHO: "roller eller grupper", GOALS: "målen", "training": "utbildning"}


def project_plan_file(folder: Path) -> Path | None:
    """Return the plan's file in a municipality's folder, None where there is none."""
    path = folder / FILE
    return path if path.exists() else None


def read_project_plan(path: Path) -> ProjectPlan:
    """Read a project plan.

    Raises InputError, one Swedish sentence with the file, the entry, the key and what to do, for a
    key that is unknown, missing, doubled or faulty, an id that stands twice, a reference that
    leads nowhere, a risk outside its scale, a target that doesn't say whether it is a least or a
    highest value, or what looks like a personal detail.
    """
    where = f"Filen {path.parent.name}/{path.name}"
    node = y.load_mapping(path)
    plan = read_entry(ProjectPlan, node, where)
    _check_municipality(plan, path, where)
    _check_ids(plan, where)
    _check_references(plan, where)
    _check_risks(plan, where)
    return replace(plan, indicators=tuple(with_direction(i, where) for i in plan.indicators))


def _check_municipality(plan: ProjectPlan, path: Path, where: str) -> None:
    code = plan.municipality
    if not _CODE.fullmatch(code):
        raise InputError(f"{where}: kommunkod ska vara fyra siffror inom citattecken.")
    folder = re.match(r"([0-9]{4})-", path.parent.name)
    if folder and folder[1] != code:
        raise InputError(
            f"{where}: kommunkod är {code} fast mappen är för {folder[1]}; rätta koden eller "
            "flytta filen."
        )


def _check_ids(plan: ProjectPlan, where: str) -> None:
    for attribute, section, _ in sections():
        ids = [each.id for each in getattr(plan, attribute) if hasattr(each, "id")]
        y.reject_duplicates(ids, f"{where}, {section}")
    spaces = known_ids(plan)
    y.reject_duplicates(spaces[GOALS], f"{where}, målen")
    y.reject_duplicates(spaces[WHO], f"{where}, roller och grupper")
    channels = [each.id for audience in plan.communication for each in audience.activities]
    y.reject_duplicates(channels, f"{where}, kommunikation, aktiviteter")
    if plan.budget:
        y.reject_duplicates([each.id for each in plan.budget.posts], f"{where}, budget, poster")


def known_ids(plan: ProjectPlan) -> Mapping[str, list[str]]:
    """Return the ids that fields can refer to, by what they are ids of."""
    return {
        WHO: [*(role.id for role in plan.roles), *(group.id for group in plan.groups)],
        GOALS: [goal.id for _, goal in plan.goals()],
        "training": [each.id for each in plan.training],
    }


def _check_references(plan: ProjectPlan, where: str) -> None:
    documents = {each.id for each in plan.documents}
    spaces = known_ids(plan)
    for section, entry in entries(plan):
        place = f"{where}, {section}{_label(entry)}"
        for attribute, spec in specs(type(entry)):
            value = getattr(entry, attribute)
            if isinstance(value, Source) and value.document not in documents:
                raise InputError(
                    f"{place}: kalla hänvisar till {value.document}, som inte finns under "
                    "dokument; lägg till dokumentet eller rätta hänvisningen."
                )
            if spec.refers:
                _check_known(_ids(value), spaces[spec.refers], spec.refers, f"{place}: {spec.key}")


def _ids(value: Any) -> Iterable[str]:
    return ([value] if value else []) if isinstance(value, str) else value


def _check_known(ids: Iterable[str], known: list[str], space: str, where: str) -> None:
    lost = next((each for each in ids if each not in known), None)
    if lost is not None:
        raise InputError(
            f"{where} hänvisar till {lost}, som inte finns under {_NAMES[space]}; lägg till det "
            "eller rätta hänvisningen."
        )


def _label(entry: Any) -> str:
    return f" ({entry.id})" if hasattr(entry, "id") else ""


def _check_risks(plan: ProjectPlan, where: str) -> None:
    if plan.risk_scale is None:
        return
    for risk in plan.risks:
        place = f"{where}, risker ({risk.id})"
        _check_scale(risk.probability, plan.risk_scale.probability, f"{place}: sannolikhet")
        _check_scale(risk.consequence, plan.risk_scale.consequence, f"{place}: konsekvens")


def _check_scale(value: Stated[float], highest: Stated[float], where: str) -> None:
    if value.value is None or highest.value is None:
        return
    if not 1 <= value.value <= highest.value:
        raise InputError(
            f"{where} är {value.value:g} men planens skala går från 1 till {highest.value:g}; "
            "rätta värdet eller skalan."
        )
