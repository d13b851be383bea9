"""Prepares and opens the final report: evidence, goals, recommendations and what to follow up."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_catalogue import Catalogue, load_catalogue
from ibic_eval.codebook.final_report import PROJECT_GOAL, FinalReport
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.errors import InputError
from ibic_eval.estimates import final_evidence_asked as asked
from ibic_eval.estimates import final_evidence_cases as cases
from ibic_eval.estimates import final_evidence_introduction as introduction
from ibic_eval.estimates import final_schemas as schemas
from ibic_eval.estimates.final_conditions import Results
from ibic_eval.estimates.final_facts import facts
from ibic_eval.estimates.final_goals import chosen_measures, goal_links, goal_statuses
from ibic_eval.estimates.final_lacks import lacking_files
from ibic_eval.estimates.final_plan import closing_criteria, follow_up_tasks
from ibic_eval.estimates.final_recommendations import recommendations, rule_table, tested
from ibic_eval.estimates.final_released import contradictions, plan_indicators, risks
from ibic_eval.estimates.final_rows import evidence_table
from ibic_eval.estimates.final_thresholds import set_days
from ibic_eval.runs.final_inputs import missing_files
from ibic_eval.runs.follow_up_files import read_own_plan
from ibic_eval.runs.history_periods import periods
from ibic_eval.runs.implementation import Part, typed_tables
from ibic_eval.runs.opened import Opened
from ibic_eval.runs.project import Project
from ibic_eval.runs.threshold_register import registered_days
from ibic_eval.sources.final_report import read_final_report
from ibic_eval.sources.threshold_register import read_register
from ibic_eval.tables.project_tables import project_tables

FINAL = "final"
# What each table holds is said in estimates/final_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "evidence": schemas.EVIDENCE,
    "goals": schemas.GOALS,
    "goal_evidence": schemas.GOAL_EVIDENCE,
    "indicators": schemas.INDICATORS,
    "closing": schemas.CLOSING,
    "recommendations": schemas.RECOMMENDATIONS,
    "follow_up": schemas.FOLLOW_UP,
    "facts": schemas.FACTS,
    "lacks": schemas.LACKS,
    "risks": schemas.RISKS,
    "lessons": schemas.LESSONS,
    "aspects": schemas.ASPECTS,
    "measures": schemas.MEASURES,
    "rules": schemas.RULES,
}
NO_GOALS = pd.DataFrame(columns=["id", "kind", "text"])


def prepare_final(
    project: Project,
    place: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    context: Mapping[str, Any],
) -> Part:
    """Return the final report of a municipality from all its released tables.

    `tables` are named as their files, `context` is what the chapters said of themselves. Raises
    InputError for a faulty `project.yml` or `slutrapport.yml`.
    """
    folder = project.own_folder(str(place["code"]))
    written = read_own_plan(project, str(place["code"]))
    catalogue = load_catalogue(project.surveys / "slutrapport")
    report = read_final_report(folder, catalogue, written)
    plan = None if written is None or written.is_blank else written
    where = folder.relative_to(project.root).as_posix() if folder else ""
    about = {**_about(place, plan, report), "folder": where}
    days = registered_days(folder, report, plan)
    said = {**dict(context), "about": about, "registered": days}
    return final_report(catalogue, plan, report, tables, said)


def final_report(
    catalogue: Catalogue,
    plan: ProjectPlan | None,
    report: FinalReport,
    tables: Mapping[str, pd.DataFrame],
    context: Mapping[str, Any],
) -> Part:
    """Return the released tables (SCHEMAS).

    `context["about"]` becomes the report's own context; `context["registered"]` has the days of
    `threshold_register.registered_days`.
    """
    planned = project_tables(plan) if plan else None
    goals = NO_GOALS if planned is None else planned["goals"]
    lacks = lacking_files(catalogue.measures, missing_files(context), report.goals)
    indicators = plan_indicators(tables)
    evidence = _evidence(catalogue, report, tables, indicators, goals)
    chosen = chosen_measures(goals, report.goals, catalogue.sorts, indicators)
    joined = goal_links(chosen, report.goals, evidence)
    decided = _decided(chosen, joined, evidence, context)
    statuses = goal_statuses(decided, report.goals, evidence, joined, lacks)
    results = Results(tables, plan is not None, statuses, evidence, lacks)
    outcomes = tested(catalogue.rules, results)
    found = {
        "evidence": evidence,
        "goals": statuses,
        "goal_evidence": joined,
        "indicators": indicators,
        "closing": closing_criteria(planned, report, indicators),
        "recommendations": recommendations(catalogue.rules, outcomes),
        "follow_up": follow_up_tasks(planned, report, lacks),
        "facts": facts(results),
        "risks": risks(tables),
        "lacks": lacks,
        "lessons": pd.DataFrame({"text": list(report.lessons)}),
        **_catalogue_tables(catalogue),
        "rules": rule_table(catalogue.rules, outcomes),
    }
    about = {**context["about"], "n_findings": len(contradictions(tables))}
    return Part(about, typed_tables(found, SCHEMAS))


def read_final(folder: Path, context: dict[str, Any]) -> Opened:
    """Open what was prepared: its `context`, and each table under its own name."""
    return Opened(context, {name: folder / f"{FINAL}_{name}.parquet" for name in SCHEMAS})


def final_report_fault(project: Project, code: str) -> str | None:
    """Return the one fault of `slutrapport.yml` or its register, None where there is none."""
    folder = project.own_folder(code)
    try:
        plan = read_own_plan(project, code)
    except InputError:
        return None  # told as a fault of the plan
    try:
        read_final_report(folder, load_catalogue(project.surveys / "slutrapport"), plan)
        read_register(folder)
    except InputError as error:
        return str(error)
    return None


def _about(
    place: Mapping[str, Any], plan: ProjectPlan | None, report: FinalReport
) -> dict[str, Any]:
    return {
        "code": place["code"],
        "name": place["name"],
        "fictional": bool(place["fictional"]),
        "has_plan": plan is not None,
        "plan_title": "; ".join(each.title for each in plan.documents) if plan else "",
        "project": plan.project.name if plan else "",
        "link": report.link,
        "has_report": bool(report.municipality),
    }


def _decided(
    chosen: pd.DataFrame, joined: pd.DataFrame, evidence: pd.DataFrame, context: Mapping[str, Any]
) -> pd.DataFrame:
    """Add when each goal's level and main measure were set, against the days of its data."""
    period_of, starts = periods(context), context.get("goal_attainment", {}).get("starts", {})
    ends = {str(each["id"]): period_of(each)[1] for each in evidence.to_dict("records")}
    main = joined[joined["decides"]]
    days = {
        str(goal): [ends[each] for each in part["evidence"]] for goal, part in main.groupby("goal")
    }
    return set_days(chosen, context["registered"], min(starts.values(), default=""), days)


def _evidence(
    catalogue: Catalogue,
    report: FinalReport,
    tables: Mapping[str, pd.DataFrame],
    indicators: pd.DataFrame,
    goals: pd.DataFrame,
) -> pd.DataFrame:
    measures, levels = catalogue.measures, report.levels
    project_goals = frozenset(map(str, goals.loc[goals["kind"].eq(PROJECT_GOAL), "id"]))
    return evidence_table(
        [
            *cases.time_evidence(tables, measures),
            *cases.goal_evidence(tables, measures, levels),
            *asked.user_evidence(tables, measures),
            *introduction.review_evidence(tables, measures, levels),
            *introduction.training_evidence(tables, measures, levels, indicators),
            *introduction.meeting_evidence(tables, indicators, project_goals),
            *introduction.indicator_evidence(indicators, project_goals),
            *introduction.staff_evidence(tables, measures, levels),
            *asked.readiness_evidence(tables, measures, levels),
            *asked.own_answer_evidence(tables, measures),
        ]
    )


def _catalogue_tables(catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    measures = [
        {
            "measure": each.id,
            "what": each.what_sv,
            "aspects": " ".join(each.aspects),
            "about": each.about,
            "kind": each.kind,
            "better": each.better,
            "file": each.file,
            "form": each.form,
            "level": each.level,
            "level_says": each.level_sv,
        }
        for each in catalogue.measures.values()
    ]
    aspects = pd.DataFrame(catalogue.aspects.items(), columns=list(schemas.ASPECTS))
    return {"aspects": aspects, "measures": pd.DataFrame(measures)}
