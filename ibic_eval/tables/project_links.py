"""What a project plan's entries hold several of: goals, responsible roles, members, parts."""

from collections.abc import Iterator
from typing import Any

from ibic_eval.codebook.project_fields import specs
from ibic_eval.codebook.project_plan import ProjectPlan, sections

WHERE = {"section": "string", "id": "string", "position": "Int64"}
RESPONSIBLE = {**WHERE, "role": "string"}
INDICATOR_GOALS = {"indicator": "string", "goal": "string", "named": "boolean"}
TIMES = {**WHERE, "text": "string", "from": "datetime64[s]", "to": "datetime64[s]"}
TEXTS = {**WHERE, "list": "string", "text": "string"}
PARTS = {
    **WHERE,
    "what": "string",
    "count": "Float64",
    "count_says": "string",
    "count_approximate": "boolean",
}

Row = dict[str, Any]


def responsible(plan: ProjectPlan) -> Iterator[Row]:
    """Yield each entry's responsible roles and groups, in the plan's order."""
    for row, name, values in _lists(plan):
        if name == "responsible":
            yield from ({**row, "position": at, "role": role} for at, role in _numbered(values))


def texts(plan: ProjectPlan) -> Iterator[Row]:
    """Yield each line of the entries' lists of texts: `list` is uppgifter, medlemmar or fragor."""
    names = {"tasks": "uppgifter", "members": "medlemmar", "questions": "fragor"}
    for row, name, values in _lists(plan):
        if name in names:
            for at, text in _numbered(values):
                yield {**row, "position": at, "list": names[name], "text": text}


def indicator_goals(plan: ProjectPlan) -> Iterator[Row]:
    """Yield which goals each indicator is for.

    `named` is false where the plan names only their kind, so that each goal of the kind counts.
    """
    for indicator in plan.indicators:
        for goal in indicator.goals:
            yield {"indicator": indicator.id, "goal": goal, "named": True}
        for kind, each in plan.goals():
            if kind == indicator.goal_kind and each.id not in indicator.goals:
                yield {"indicator": indicator.id, "goal": each.id, "named": False}


def times(plan: ProjectPlan) -> Iterator[Row]:
    """Yield when indicators are measured, the plan followed up, and each audience told."""
    for row, name, values in _lists(plan):
        if name in ("measured", "times"):
            for at, each in _numbered(values):
                stated = getattr(each, "date", each)
                span = stated.value
                yield {
                    **row,
                    "position": at,
                    "text": getattr(each, "text", stated.says) or None,
                    "from": span.first if span else None,
                    "to": span.last if span else None,
                }


def parts(plan: ProjectPlan) -> Iterator[Row]:
    """Yield the parts that people and other sums are made up of."""
    for row, name, values in _lists(plan):
        if name in ("people_parts", "parts"):
            for at, part in _numbered(values):
                yield {
                    **row,
                    "position": at,
                    "what": part.what,
                    "count": part.count.value,
                    "count_says": part.count.says or None,
                    "count_approximate": part.count.approximate,
                }


def _lists(plan: ProjectPlan) -> Iterator[tuple[Row, str, tuple[Any, ...]]]:
    """Yield every list in every entry of every section."""
    for attribute, section, entry in sections():
        names = [
            name for name, spec in specs(entry) if spec.kind.shape in ("texts", "whens", "entries")
        ]
        for each in getattr(plan, attribute):
            row = {"section": section, "id": getattr(each, "id", None)}
            yield from ((row, name, getattr(each, name)) for name in names)


def _numbered(values: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    return enumerate(values, start=1)
