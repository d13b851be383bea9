"""Prepares the part on the project plan: what it said, and what came of it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import outcome_schemas as schemas
from ibic_eval.estimates import plan_checks, plan_findings
from ibic_eval.estimates.outcome_indicators import (
    indicator_outcomes,
    indicator_values,
    measuring_points,
)
from ibic_eval.estimates.outcome_links import LINKS
from ibic_eval.estimates.outcome_money import (
    kind_outcomes,
    outside_budget,
    post_outcomes,
    total_outcome,
    year_outcomes,
)
from ibic_eval.estimates.outcome_risks import risk_outcomes
from ibic_eval.estimates.outcome_times import time_plan
from ibic_eval.estimates.plan_arithmetic import plan_arithmetic
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.tables.follow_up import FollowUp
from ibic_eval.tables.project_tables import project_tables

# What each table holds is said in estimates/outcome_schemas.py, plan_checks.py, plan_findings.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "goals": schemas.GOALS,
    "gaps": schemas.GAPS,
    "checks": plan_checks.COLUMNS,
    "findings": plan_findings.COLUMNS,
    "activities": schemas.ACTIVITIES,
    "budget_posts": schemas.POSTS,
    "budget_outside": schemas.POSTS,
    "budget_years": schemas.YEARS,
    "budget_kinds": schemas.KINDS,
    "budget_total": schemas.TOTAL,
    "funding": schemas.FUNDING,
    "risks": schemas.RISKS,
    "indicators": schemas.INDICATORS,
    "indicator_values": schemas.VALUES,
    "indicator_points": schemas.POINTS,
    "closing": schemas.CLOSING,
    "decisions": schemas.DECISIONS,
    "administration": schemas.ADMINISTRATION,
    "statements": schemas.STATEMENTS,
}
_FILES = {
    "activity_states": "aktivitetslage.csv",
    "spending": "kostnader.csv",
    "risk_states": "risklage.csv",
    "indicator_values": "indikatorer.csv",
}
_NUMBERS = ["numerator", "n", "estimate", "ci_low", "ci_high", "value"]
Tables = Mapping[str, pd.DataFrame]


def prepare_plan(
    follow_up: FollowUp,
    plan: ProjectPlan | None,
    about: Mapping[str, Any],
    measured: pd.DataFrame | None = None,
) -> Part:
    """Return the plan and what came of it, as far as the files tell (SCHEMAS).

    `measured` may hold values of indicators that other parts have reckoned: the columns of
    INDICATOR_VALUES and `origin`, whose numbers are already released.
    """
    as_of = latest_day(follow_up)
    kept = {name: about[name] for name in ("code", "name", "fictional", "folder")}
    if plan is None or plan.is_blank:
        context = {**kept, "available": False, "lacks": ["project.yml"], "as_of": _day(as_of)}
        return Part(context, typed_tables({}, SCHEMAS))
    planned = project_tables(plan)
    tables = {
        **_words(planned, str(about["code"])),
        "checks": plan_arithmetic(plan),
        "findings": plan_findings.plan_findings(plan),
        **_outcomes(planned, follow_up, as_of, measured),
    }
    return Part(
        {**kept, **_context(plan, planned, follow_up, as_of)}, typed_tables(tables, SCHEMAS)
    )


def latest_day(follow_up: FollowUp) -> pd.Timestamp | None:
    """Return the latest day in any of a municipality's files of follow-up, its day of reckoning."""
    frames = [getattr(follow_up, each.name) for each in fields(follow_up)]
    days = [frame["date"].max() for frame in frames if "date" in frame and len(frame)]
    known = [pd.Timestamp(day) for day in days if pd.notna(day)]
    return max(known) if known else None


def released_values(values: pd.DataFrame) -> pd.DataFrame:
    """Hide a share of few: fewer than five counted, or one to four on either side of it.

    Numbers that other parts have released themselves are left as they are.
    """
    count, rest = values["numerator"], values["n"] - values["numerator"]
    few = values["n"].lt(MINIMUM) | count.between(1, MINIMUM - 1) | rest.between(1, MINIMUM - 1)
    hidden = few.fillna(False).astype(bool) & values["origin"].eq("indikatorer.csv")
    blank = {name: values[name].mask(hidden) for name in _NUMBERS}
    return values.assign(**blank, status=values["status"].mask(hidden, schemas.HIDDEN))


def _outcomes(
    planned: Tables,
    follow_up: FollowUp,
    as_of: pd.Timestamp | None,
    measured: pd.DataFrame | None,
) -> dict[str, pd.DataFrame]:
    posts, spending = planned["budget_posts"], follow_up.spending
    values = released_values(indicator_values(follow_up.indicator_values, measured))
    indicators = indicator_outcomes(planned["indicators"], values)
    return {
        "activities": _with_roles(
            time_plan(planned["activities"], follow_up.activity_states, as_of),
            planned, "aktiviteter",
        ),
        "budget_posts": post_outcomes(posts, spending),
        "budget_outside": outside_budget(spending),
        "budget_years": year_outcomes(posts, spending),
        "budget_kinds": kind_outcomes(posts, spending),
        "budget_total": total_outcome(posts, spending),
        "funding": planned["funding"].assign(
            amount=planned["funding"]["amount_kr"],
            approximate=planned["funding"]["amount_approximate"],
        ),
        "risks": _with_roles(
            risk_outcomes(planned["risks"], follow_up.risk_states), planned, "risker"
        ),
        "indicators": _with_roles(
            indicators.assign(goals=indicators["id"].map(_goals_of(planned))),
            planned, "indikatorer",
        ),
        "indicator_values": values,
        "indicator_points": measuring_points(planned["times"], values, as_of),
    }  # fmt: skip


def _words(planned: Tables, code: str) -> dict[str, pd.DataFrame]:
    statements = planned["statements"]
    wanted = statements["section"].isin(["utmaningar", "framgangsfaktorer"])
    links = LINKS.get(code, {})
    ids = statements["id"]
    written = planned["project"]["date_to"].iloc[0]
    return {
        "goals": planned["goals"],
        "gaps": planned["gaps"],
        "closing": planned["closing_criteria"],
        "decisions": planned["decisions"].assign(
            after_plan=planned["decisions"]["date_from"].gt(written)
        ),
        "administration": _with_texts(planned["administration"], planned, "members", "medlemmar"),
        "statements": _with_texts(
            statements.assign(
                item=ids.map({each: link.item for each, link in links.items()}),
                why=ids.map({each: link.why for each, link in links.items()}),
            ),
            planned, "questions", "fragor",
        )[wanted],
    }  # fmt: skip


def _with_texts(frame: pd.DataFrame, planned: Tables, column: str, name: str) -> pd.DataFrame:
    texts = planned["texts"][planned["texts"]["list"].eq(name)]
    joined = texts.groupby("id")["text"].agg("; ".join).to_dict() if len(texts) else {}
    return frame.assign(**{column: frame["id"].map(joined)})


def _with_roles(frame: pd.DataFrame, planned: Tables, section: str) -> pd.DataFrame:
    """Write the responsible roles and groups by name."""
    names = {
        **dict(zip(planned["roles"]["id"], planned["roles"]["title"], strict=True)),
        **dict(zip(planned["groups"]["id"], planned["groups"]["name"], strict=True)),
    }
    rows = planned["responsible"]
    rows = rows[rows["section"].eq(section)]
    joined = {
        name: "; ".join(names.get(each, each) for each in part["role"])
        for name, part in rows.groupby("id")
    }
    return frame.assign(responsible=frame["id"].map(joined))


def _goals_of(planned: Tables) -> dict[str, str]:
    links = planned["indicator_goals"]
    named = links[links["named"].fillna(False).astype(bool)]
    return {str(name): " ".join(part["goal"]) for name, part in named.groupby("indicator")}


def _context(
    plan: ProjectPlan, planned: Tables, follow_up: FollowUp, as_of: pd.Timestamp | None
) -> dict[str, Any]:
    header = planned["project"].iloc[0]
    scale = plan.risk_scale
    given = {name: not getattr(follow_up, name).empty for name in _FILES}
    return {
        "available": True,
        "lacks": [file for name, file in _FILES.items() if not given[name]],
        "given": given,
        "as_of": _day(as_of),
        "project": plan.project.name,
        "plan_date": _day(header["date_from"]),
        "documents": [str(each) for each in planned["documents"]["title"]],
        "scale": None if scale is None else [scale.probability.value, scale.consequence.value],
        "unit": plan.budget.unit if plan.budget else None,
        "minimum": MINIMUM,
    }


def _day(moment: Any) -> str | None:
    return None if moment is None or pd.isna(moment) else pd.Timestamp(moment).date().isoformat()
