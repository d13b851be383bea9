"""The final report's numbers and verdicts are those that the chapters have released."""

from typing import Any

import pandas as pd
import pytest

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates import outcome_schemas as o
from ibic_eval.estimates.final_conditions import CONDITIONS, Results
from ibic_eval.estimates.final_evidence_introduction import (
    indicator_evidence,
    meeting_evidence,
    training_evidence,
)
from ibic_eval.estimates.final_facts import facts
from ibic_eval.estimates.final_released import money, plan_indicators, risks, times
from ibic_eval.estimates.final_rows import evidence_table
from ibic_eval.runs.project import Project

MEASURES = load_catalogue(Project.find().surveys / "slutrapport").measures
VERDICTS = {
    o.REACHED: s.FOR,
    o.NOT_REACHED: s.AGAINST,
    o.CANT_TELL: s.UNKNOWN,
    o.NO_TARGET: s.UNKNOWN,
    o.UNMEASURED: s.UNKNOWN,
}


def frame(schema: dict[str, str], *rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(schema)).astype(schema)


def indicator(**found: Any) -> dict[str, Any]:
    return {
        "id": "ind", "text": "Andel", "goals": "P1", "target": 90, "target_unit": "procent",
        "date": pd.Timestamp("2019-12-31"), "numerator": 97, "n": 100, "estimate": 0.97,
        "ci_low": 0.92, "ci_high": 0.99, "status": o.SHOWN, "verdict": o.REACHED, **found,
    }  # fmt: skip


def indicators(*rows: dict[str, Any]) -> dict[str, pd.DataFrame]:
    return {"implementation_plan_indicators": frame(o.INDICATORS, *rows)}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_indicator_has_the_verdict_of_its_chapter_whatever_its_interval(verdict: str) -> None:
    tables = indicators(indicator(verdict=verdict, estimate=0.5, ci_low=0.4, ci_high=0.6))
    found = plan_indicators(tables)
    assert list(found["verdict"]) == [VERDICTS[verdict]]
    evidence = indicator_evidence(found, frozenset({"P1"}))
    assert [each["verdict"] for each in evidence] == [VERDICTS[verdict]]


def test_a_hidden_indicator_has_no_number_and_is_no_evidence() -> None:
    blank = dict.fromkeys(["numerator", "n", "estimate", "ci_low", "ci_high"])
    found = plan_indicators(indicators(indicator(status=o.HIDDEN, verdict=o.CANT_TELL, **blank)))
    assert found[["estimate", "ci_low", "ci_high", "n"]].isna().all(axis=None)
    assert list(found["verdict"]) == [s.UNKNOWN]
    assert indicator_evidence(found, frozenset()) == []


def test_a_value_that_is_no_share_keeps_its_unit() -> None:
    row = indicator(value=2, unit="redovisningar", estimate=None, ci_low=None, ci_high=None, n=None)
    found = plan_indicators(indicators(row)).iloc[0]
    assert (found["estimate"], found["unit"]) == (2.0, "redovisningar")


COVERAGE = {
    "training": "utb", "label": "Handläggare", "measure": "planerade_timmar", "count": 18, "n": 20,
    "estimate": 0.9, "ci_low": 0.7, "ci_high": 0.97, "target": 0.9, "indicator": "ind",
    "verdict": "nådd", "method": "räknat", "status": s.SHOWN, "reason": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "expected"), [("nådd", s.FOR), ("inte nådd", s.AGAINST), (None, s.UNKNOWN)]
)
def test_training_has_its_chapters_verdict_also_where_a_group_is_small(
    verdict: str | None, expected: str
) -> None:
    tables = {"implementation_training_coverage": pd.DataFrame([{**COVERAGE, "verdict": verdict}])}
    none = plan_indicators({})
    rows = training_evidence(tables, MEASURES, {}, none)
    assert [each["verdict"] for each in rows] == [expected]
    grade = evidence_table(rows)["sureness"].iloc[0]
    assert grade == (s.UNSURE if expected == s.UNKNOWN else s.FAIRLY_SURE)


def test_what_the_municipality_has_measured_itself_is_not_counted_twice() -> None:
    tables = {"implementation_training_coverage": pd.DataFrame([COVERAGE])}
    assert training_evidence(tables, MEASURES, {}, plan_indicators(indicators(indicator()))) == []
    unmeasured = plan_indicators(
        indicators(indicator(status=o.MISSING, verdict=o.UNMEASURED, estimate=None, n=None))
    )
    assert len(training_evidence(tables, MEASURES, {}, unmeasured)) == 1


@pytest.mark.parametrize(
    ("verdicts", "expected", "told"),
    [
        (["nådd", "nådd"], s.FOR, "2 av 2"),
        (["inte nådd", "inte nådd"], s.AGAINST, "0 av 2"),
        (["nådd", "inte nådd"], s.UNKNOWN, "1 av 2"),
        (["nådd", None], s.UNKNOWN, "1 av 1"),
        ([None, None], s.UNKNOWN, ""),
    ],
)
def test_groups_judge_an_indicator_without_a_value_only_where_they_agree(
    verdicts: list[str | None], expected: str, told: str
) -> None:
    rows = [{**COVERAGE, "training": str(at), "verdict": v} for at, v in enumerate(verdicts)]
    blank = indicator(status=o.MISSING, verdict=o.UNMEASURED, estimate=None, n=None)
    tables = {**indicators(blank), "implementation_training_coverage": pd.DataFrame(rows)}
    found = plan_indicators(tables).iloc[0]
    assert (found["verdict"], found["reason"][:6]) == (expected, told)
    valued = {**tables, **indicators(indicator(verdict=o.NOT_REACHED))}
    assert plan_indicators(valued).iloc[0]["verdict"] == s.AGAINST


def test_meetings_answer_an_indicator_without_a_value_with_the_chapters_verdict() -> None:
    held = {"group": "styr", "label": "Styrgrupp", "count": 8, "n": 18, "estimate": 0.44,
            "ci_low": 0.25, "ci_high": 0.66, "target": 0.8, "indicator": "ind",
            "verdict": "inte nådd", "method": "räknat", "status": s.SHOWN,
            "reason": ""}  # fmt: skip
    tables = {"implementation_meetings_held": pd.DataFrame([held])}
    blank = indicator(status=o.MISSING, verdict=o.UNMEASURED, estimate=None, n=None)
    rows = meeting_evidence(tables, plan_indicators(indicators(blank)), frozenset({"P1"}))
    assert [(each["goals"], each["verdict"], each["level"]) for each in rows] == [
        ("P1", s.AGAINST, 0.8)
    ]
    assert meeting_evidence(tables, plan_indicators(indicators(indicator())), frozenset()) == []


TOTAL = {"planned": 1000.0, "planned_known": 1000.0, "n_unknown": 0, "spent": 1200.0,
         "difference": 200.0, "share": 1.2, "status": o.COMPARED, "outside": None, "n_posts": 4,
         "n_without": 0}  # fmt: skip


def results(tables: dict[str, pd.DataFrame]) -> Results:
    goals, evidence, lacks = (frame(each) for each in (s.GOALS, s.EVIDENCE, s.LACKS))
    return Results(tables, True, goals, evidence, lacks)


def told(tables: dict[str, pd.DataFrame]) -> dict[str, float]:
    found = facts(results(tables))
    return dict(zip(found["fact"], found["value"], strict=True))


def test_a_budget_with_gaps_is_no_budget_and_nothing_is_over_it() -> None:
    over = CONDITIONS["kostnad_over_budget"]
    whole = {"implementation_plan_budget_total": frame(o.TOTAL, TOTAL)}
    partly = {
        "implementation_plan_budget_total": frame(
            o.TOTAL, {**TOTAL, "planned": None, "n_unknown": 3, "share": None, "difference": None}
        )
    }
    outcome = over(results(whole), 0.1)
    assert outcome is not None
    assert outcome.met
    assert outcome.value == pytest.approx(0.2)
    under = over(results(whole), 0.25)
    assert under is not None
    assert not under.met
    assert told(whole) == {"budget": 1000.0, "utfall": 1200.0}
    assert told(partly) == {"budget_delvis": 1000.0, "budgetposter": 1.0, "utfall": 1200.0}
    assert over(results(partly), 0.1) is None
    assert money({}) is None


def test_only_activities_whose_time_has_passed_count_and_silence_is_not_late() -> None:
    statuses = [o.IN_TIME, o.IN_TIME, o.LATE, o.OVERDUE, o.CANCELLED, o.UNREPORTED, o.STALE, o.DONE,
                o.ONGOING, o.EXPECTED_LATE, o.NO_TIME]  # fmt: skip
    rows = [{"id": str(at), "status": each, "state": "klar"} for at, each in enumerate(statuses)]
    tables = {"implementation_plan_activities": frame(o.ACTIVITIES, *rows)}
    assert times(tables) == (2, 2, 1, 3)
    assert told(tables) == {"i_tid": 2, "sena": 2, "installda": 1, "utan_besked": 3}
    silent = frame(o.ACTIVITIES, {"id": "a", "status": o.UNREPORTED})
    assert times({"implementation_plan_activities": silent}) is None


def test_a_risk_that_nobody_has_told_of_is_not_ruled_out() -> None:
    rows = [{"id": "a", "risk": "Tid", "occurred": "nej"}, {"id": "b", "risk": "Pengar"}]
    found = risks({"implementation_plan_risks": frame(o.RISKS, *rows)})
    assert dict(zip(found["text"], found["occurred"], strict=True)) == {"Tid": "nej", "Pengar": ""}


def test_training_is_told_by_its_lowest_group_never_as_a_sum() -> None:
    rows = [COVERAGE, {**COVERAGE, "training": "b", "label": "Ombud", "estimate": 0.4, "count": 8,
                       "verdict": "inte nådd"},
            {**COVERAGE, "training": "c", "status": s.HIDDEN, "count": None, "n": None,
             "estimate": None, "verdict": None}]  # fmt: skip
    tables = {"implementation_training_coverage": pd.DataFrame(rows)}
    found = facts(results(tables)).set_index("fact")
    assert dict(found["value"]) == {"utbildning_nadd": 1.0, "utbildning_lagst": 0.4}
    assert found.loc["utbildning_nadd", "of"] == 2
    outcome = CONDITIONS["utbildning_under_mal"](results(tables), 0.8)
    assert outcome is not None
    assert (outcome.met, outcome.value, outcome.named) == (True, 0.4, "Ombud")
    assert CONDITIONS["utbildning_under_mal"](results({}), 0.8) is None
