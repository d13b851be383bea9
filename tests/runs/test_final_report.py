"""The slutrapport of real and fictional municipalities agrees with the chapters it rests on."""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ibic_eval.codebook.sorts import PERSON
from ibic_eval.display import final_appendix, final_goals, final_lessons, final_project
from ibic_eval.display.final_summary import summary
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates import outcome_schemas as o
from ibic_eval.runs.final_report import SCHEMAS, prepare_final
from ibic_eval.runs.implementation_chapter import prepare_implementation
from ibic_eval.runs.prepare import prepare_tables
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

PROJECT = Project.find()
REAL = ("1489", "0880")
NO_CASES = {"missing_tables": ["assessments", "plans"]}
VERDICTS = {o.REACHED: s.FOR, o.NOT_REACHED: s.AGAINST}


@lru_cache
def chapter(code: str) -> Any:
    return prepare_implementation(PROJECT, place(code))


@lru_cache
def report(code: str) -> SimpleNamespace:
    """Return the report as it is where only the chapter on the introduction has data."""
    town = place(code)
    about = {"code": code, "name": town.name, "fictional": town.fictional}
    found = chapter(code)
    context = {"implementation": found.contexts(), "goal_attainment": NO_CASES}
    part = prepare_final(PROJECT, about, found.tables(), context)
    return SimpleNamespace(context=part.context, **part.tables)


def place(code: str) -> Any:
    return find_municipality(code, read_municipalities(*PROJECT.registers))


@pytest.mark.parametrize("code", ["9001", "9003"])
def test_indicators_and_training_have_the_verdicts_of_their_chapters(code: str) -> None:
    released = chapter(code).tables()
    told = released["implementation_plan_indicators"].set_index("id")
    mine = report(code).indicators.set_index("indicator")
    expected = told["verdict"].map(VERDICTS).fillna(s.UNKNOWN)
    own = told["status"].ne(o.MISSING)
    assert mine.loc[own, "verdict"].to_dict() == expected[own].to_dict()
    assert mine["n"].equals(told["n"].rename_axis("indicator"))
    evidence = report(code).evidence
    trained = evidence[evidence["measure"].eq("utbildning")].set_index("id")["verdict"]
    coverage = released["implementation_training_coverage"]
    full = coverage[coverage["measure"].eq("planerade_timmar")].set_index("training")["verdict"]
    for name, verdict in trained.items():
        wanted = {"nådd": s.FOR, "inte nådd": s.AGAINST}
        assert verdict == wanted.get(full[str(name).removeprefix("utbildning_")], s.UNKNOWN)


@pytest.mark.parametrize("code", REAL)
def test_a_plan_without_outcomes_reaches_and_fails_nothing(code: str) -> None:
    found = report(code)
    assert set(found.goals["status"]) == {s.CANT_TELL}
    assert set(found.goals["cause"]) == {s.NO_CAUSE}
    assert found.evidence.empty
    shown = final_goals.goal_table(found, final_goals.EFFECTS, "x", "Mål.")._repr_html_()
    assert "underlag saknas" in shown
    assert "planer.csv" in shown
    text = " ".join(summary(found).sentences)
    for word in ("nått", "misslyck", " 0 ", "Påhittade"):
        assert word not in text
    assert "finns inte i underlaget" in text or "står inte" in text
    assert final_project.indicator_table(found)._repr_html_() == ""


def test_effects_that_kalmars_plan_only_reports_get_no_status() -> None:
    found = report("0880")
    assert list(found.goals["goal"]) == ["K1", "K2", "K3"]
    assert not found.goal_evidence["goal"].str.startswith("F").any()


def test_what_does_not_add_up_is_listed_where_there_is_nothing_else_to_judge() -> None:
    findings = chapter("1489").tables()["implementation_plan_findings"]
    told = final_lessons.contradictions(report("1489"), findings).sentences
    unclear = int(findings["status"].eq(final_lessons.UNCLEAR).sum())
    assert len(told) == len(findings) - unclear + 1
    assert f"{unclear} uppgifter oklara" in told[-1]
    assert not final_lessons.contradictions(report("9001"), findings).sentences


def test_a_goal_that_nobody_has_tied_to_a_measure_says_where_to_tie_it() -> None:
    found = report("9002")
    told = dict(zip(found.goals["goal"], found.goals["rule"], strict=True))
    sentences = final_goals.goal_sentences(found, final_goals.EFFECTS).sentences
    loose = [each for each in sentences if told[each.split(":")[0]] == s.NO_LINK]
    assert loose
    assert all("Skriv i slutrapport.yml" in each for each in loose)
    assert any("indikatorer.csv" in each for each in loose)


@pytest.mark.parametrize("code", ["9004", "0380"])
def test_without_a_plan_nothing_is_judged_and_the_page_says_what_to_do(code: str) -> None:
    found = report(code)
    assert not found.context["has_plan"]
    assert found.goals.empty
    assert found.recommendations.empty
    first, *others = summary(found).sentences
    assert "Ingen projektplan" in first
    assert not any("mål" in sentence for sentence in others)


def test_every_recommendation_has_its_number_and_met_its_limit() -> None:
    for code in ("9001", "9003", *REAL):
        made = report(code).recommendations
        assert len(made)
        assert made["value"].notna().all()
        assert made["source"].str.len().gt(0).all()
        assert list(made["priority"]) == sorted(made["priority"])


def test_the_appendix_is_the_catalogue() -> None:
    found = report("9001")
    rules = final_appendix.rule_table(found)._repr_html_()
    assert all(each in rules for each in found.rules["rule"])
    measures = final_appendix.measure_table(found)._repr_html_()
    assert all(each in measures for each in found.measures["what"])
    assert set(found.recommendations["rule"]) == set(
        found.rules.loc[found.rules["met"].fillna(False), "rule"]
    )


def test_only_released_tables_are_read() -> None:
    """Without the chapters' tables nothing of the municipality's own files is told."""
    about = {"code": "9001", "name": "Demokommun 001", "fictional": True}
    part = prepare_final(PROJECT, about, {}, {})
    assert set(part.tables) == set(SCHEMAS)
    assert part.tables["evidence"].empty
    assert set(part.tables["facts"]["fact"]) <= {
        f"{group}mal_{status}" for group in ("effekt", "projekt") for status in s.STATUSES
    } | {"utan_underlag", "okopplade", "mal_om_utfall", "mal_om_utfall_natt"}


@pytest.mark.slow
def test_what_was_introduced_with_something_else_is_never_due_to_ibic() -> None:
    tables = prepare_tables(PROJECT, "9003").tables
    goals, evidence = tables["final_goals"], tables["final_evidence"]
    changed = evidence[evidence["kind"].eq("egna_fore_efter") & evidence["verdict"].ne(s.UNKNOWN)]
    assert len(changed)
    assert set(changed["attribution"]) == {s.CONFOUNDED}
    assert s.LIKELY not in set(goals["cause"])
    reached: pd.DataFrame = goals[goals["status"].isin([s.REACHED, s.PARTLY])]
    # How far the method is used, and how the work goes, are no effects, and have no cause.
    assert set(reached["cause"]) <= {s.CAUSE_UNKNOWN, s.NO_CAUSE}
    assert set(reached.loc[reached["about"].eq(PERSON), "cause"]) <= {s.CAUSE_UNKNOWN}
