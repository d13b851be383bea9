"""A project plan as tidy tables, which what happened can be joined to by the plan's ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.codebook import project_budget as money
from ibic_eval.codebook import project_means as means
from ibic_eval.codebook import project_parts as parts
from ibic_eval.codebook.project_plan import Gap, ProjectPlan, Quote, sections
from ibic_eval.tables import project_links as links
from ibic_eval.tables.project_columns import columns_of, rows_of, table

STATEMENTS = ("avgransningar", "beroenden", "utmaningar", "framgangsfaktorer", "arbetssatt")
_KRONOR = {"amount_kr": "Float64"}


@dataclass(frozen=True)
class _Simple:
    """A table with one row an entry of one section."""

    attribute: str
    entry: type


_SIMPLE = {
    "documents": _Simple("documents", parts.Document),
    "versions": _Simple("versions", parts.Version),
    "indicators": _Simple("indicators", parts.Indicator),
    "roles": _Simple("roles", parts.Role),
    "groups": _Simple("groups", parts.Group),
    "training": _Simple("training", parts.Training),
    "activities": _Simple("activities", parts.Activity),
    "sums": _Simple("sums", money.Sum),
    "stakeholders": _Simple("stakeholders", means.Stakeholder),
    "audiences": _Simple("communication", means.Audience),
    "risks": _Simple("risks", means.Risk),
    "closing_criteria": _Simple("closing_criteria", parts.Statement),
    "decisions": _Simple("decisions", means.Decision),
    "follow_up": _Simple("follow_up", means.FollowUp),
    "administration": _Simple("administration", means.Administration),
    "gaps": _Simple("gaps", Gap),
}
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "project": {"municipality": "string", **columns_of(parts.Header)},
    **{name: columns_of(each.entry) for name, each in _SIMPLE.items()},
    "goals": {"kind": "string", **columns_of(parts.Goal)},
    "resources": {**columns_of(means.Resource), "meetings": "Float64"},
    "budget_posts": {**columns_of(money.Post), **_KRONOR},
    "budget_years": {**columns_of(money.YearTotal), **_KRONOR},
    "budget_totals": {**columns_of(money.Total), **_KRONOR},
    "funding": {**columns_of(money.Funding), **_KRONOR},
    "statements": {"section": "string", **columns_of(parts.Statement)},
    "channels": {"audience": "string", **columns_of(means.CommunicationActivity)},
    "observations": {
        "id": "string",
        "kind": "string",
        "section": "string",
        "comment": "string",
        "position": "Int64",
        **columns_of(Quote),
    },
    "responsible": links.RESPONSIBLE,
    "indicator_goals": links.INDICATOR_GOALS,
    "texts": links.TEXTS,
    "times": links.TIMES,
    "parts": links.PARTS,
}


def project_tables(plan: ProjectPlan) -> dict[str, pd.DataFrame]:
    """Return the tables of a plan by name, columns and types as in `SCHEMAS`.

    One row an entry; a section that the plan lacks is a table without rows. What the plan doesn't
    know is NA, never 0, with its words in the column that ends in `_says`. Amounts stand as the
    plan has them and, in `amount_kr`, in kronor. Hours of a resource that is training are those of
    the training. Lists are long tables: `responsible`, `indicator_goals`, `texts` (tasks, members,
    questions), `times`, `parts`.
    """
    rows = {
        "project": [{"municipality": plan.municipality, **rows_of([plan.project], plan)[0]}],
        **{name: rows_of(getattr(plan, each.attribute), plan) for name, each in _SIMPLE.items()},
        "goals": [{"kind": kind, **rows_of([goal], plan)[0]} for kind, goal in plan.goals()],
        "resources": _resources(plan),
        **_budget(plan),
        "statements": _statements(plan),
        "channels": _channels(plan),
        "observations": _observations(plan),
        "responsible": links.responsible(plan),
        "indicator_goals": links.indicator_goals(plan),
        "texts": links.texts(plan),
        "times": links.times(plan),
        "parts": links.parts(plan),
    }
    return {name: table(rows[name], columns) for name, columns in SCHEMAS.items()}


def _resources(plan: ProjectPlan) -> list[dict[str, Any]]:
    training = {row["id"]: row for row in rows_of(plan.training, plan)}
    return [
        {
            **row,
            **_of_training(training.get(each.training, {})),
            "meetings": each.meetings.count.value if each.meetings else None,
        }
        for each, row in zip(plan.resources, rows_of(plan.resources, plan), strict=True)
    ]


def _of_training(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("people", "hours_each", "hours_total", "start", "end")
    return {
        name: value
        for name, value in row.items()
        if name.startswith(kept) and name in SCHEMAS["resources"]
    }


def _budget(plan: ProjectPlan) -> dict[str, list[dict[str, Any]]]:
    if plan.budget is None:
        return {name: [] for name in ("budget_posts", "budget_years", "budget_totals", "funding")}
    unit = plan.budget.unit
    return {
        "budget_posts": _in_kronor(rows_of(plan.budget.posts, plan), unit),
        "budget_years": _in_kronor(rows_of(plan.budget.year_totals, plan), unit),
        "budget_totals": _in_kronor(rows_of(plan.budget.totals, plan), ""),
        "funding": _in_kronor(rows_of(plan.budget.funding, plan), unit),
    }


def _in_kronor(rows: list[dict[str, Any]], unit: str) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "amount_kr": None
            if row["amount"] is None
            else row["amount"] * money.UNITS[row.get("unit") or unit],
        }
        for row in rows
    ]


def _statements(plan: ProjectPlan) -> list[dict[str, Any]]:
    found = [
        {"section": section, **row}
        for attribute, section, _ in sections()
        if section in STATEMENTS
        for row in rows_of(getattr(plan, attribute), plan)
    ]
    terms = rows_of(plan.budget.terms, plan) if plan.budget else []
    return [*found, *({"section": "budget", **row} for row in terms)]


def _channels(plan: ProjectPlan) -> list[dict[str, Any]]:
    return [
        {"audience": audience.id, **row}
        for audience in plan.communication
        for row in rows_of(audience.activities, plan)
    ]


def _observations(plan: ProjectPlan) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "section": each.section,
            "comment": each.comment,
            "position": position,
            **row,
        }
        for each in plan.observations
        for position, row in enumerate(rows_of(each.quotes, plan), start=1)
    ]
