"""Days in an order that can't be, and what reading the plans found."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.project_times import Span
from ibic_eval.codebook.project_values import Stated
from ibic_eval.estimates.plan_findings import COLUMNS, days_text, plan_findings
from ibic_eval.sources.projects import read_project_plan

MUNICIPALITIES = Path(__file__).parents[2] / "data" / "municipalities"
DAY = dt.date(2023, 2, 15)


@pytest.fixture
def alingsas() -> ProjectPlan:
    return read_project_plan(MUNICIPALITIES / "1489-alingsas" / "project.yml")


def days(plan: ProjectPlan) -> list[tuple[str, str]]:
    findings = plan_findings(plan)
    found = findings[findings["kind"].eq("datum")]
    return list(zip(found["id"], found["rule"], strict=True))


def test_a_decision_told_as_taken_after_the_plan_was_written_is_found(
    alingsas: ProjectPlan,
) -> None:
    # Alingsås projektplan, dated 2023-02-15, avsnittet Nämndbeslut: "gav ... 2023-04-27 VON XX".
    assert days(alingsas) == [("bes_uppdrag", "beslut_efter_plan")]


@pytest.mark.parametrize(("state", "found"), [("fattat", 1), ("planerat", 0), ("foreslaget", 0)])
def test_a_planned_decision_may_come_later(alingsas: ProjectPlan, state: str, found: int) -> None:
    decisions = tuple(replace(each, state=state) for each in alingsas.decisions)
    assert len(days(replace(alingsas, decisions=decisions))) == found


def test_an_end_before_the_start_is_found(alingsas: ProjectPlan) -> None:
    first, *others = alingsas.activities
    early = replace(first, end=Stated(Span(dt.date(2022, 9, 1), dt.date(2022, 9, 30))))
    found = days(replace(alingsas, activities=(early, *others), decisions=()))
    assert found == [(first.id, "slut_fore_start")]


def test_an_unknown_day_is_no_finding(alingsas: ProjectPlan) -> None:
    activities = tuple(replace(each, end=Stated(None, "XX")) for each in alingsas.activities)
    decisions = tuple(replace(each, date=Stated()) for each in alingsas.decisions)
    assert days(replace(alingsas, activities=activities, decisions=decisions)) == []


@pytest.mark.parametrize(
    ("name", "contradictions", "unclear"), [("1489-alingsas", 9, 5), ("0880-kalmar", 4, 7)]
)
def test_what_reading_found_has_both_sides_and_their_sources(
    name: str, contradictions: int, unclear: int
) -> None:
    findings = plan_findings(read_project_plan(MUNICIPALITIES / name / "project.yml"))
    counts = findings["kind"].value_counts()
    assert (counts["motsagelse"], counts["oklarhet"]) == (contradictions, unclear)
    read = findings[findings["rule"].eq("lasning")]
    columns = ["stated_text", "other_text", "stated_source", "other_source", "comment"]
    assert read[columns].ne("").all(axis=None)


def test_a_plan_without_findings_has_a_typed_table(alingsas: ProjectPlan) -> None:
    bare = replace(
        alingsas, training=(), resources=(), risks=(), budget=None, decisions=(), observations=()
    )
    findings = plan_findings(bare)
    assert len(findings) == 0
    assert {name: str(dtype) for name, dtype in findings.dtypes.items()} == COLUMNS


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(DAY, DAY), "2023-02-15"),
        (Span(DAY, dt.date(2023, 3, 1)), "2023-02-15/2023-03-01"),
        (Span(DAY, None), "2023-02-15/"),
        (None, ""),
    ],
)
def test_a_time_is_written_as_in_the_file(span: Span | None, text: str) -> None:
    assert days_text(span) == text
