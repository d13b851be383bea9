"""The rules for goals: every status can be reached, and what is confounded is never due to IBIC."""

from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.final_report import GoalLink
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_goals import goal_links, goal_statuses, status_rule
from ibic_eval.estimates.final_rows import FEW, HIGHEST, against_level, sureness

VERDICTS = (s.FOR, s.AGAINST, s.SAME, s.UNKNOWN)


@pytest.mark.parametrize(
    ("deciding", "judged", "expected"),
    [
        ([s.FOR], [], s.REACHED),
        ([s.FOR, s.FOR, s.UNKNOWN], [s.FOR, s.UNKNOWN], s.REACHED),
        ([s.FOR], [s.AGAINST], s.PARTLY),
        ([s.FOR, s.AGAINST], [], s.PARTLY),
        ([s.FOR, s.SAME], [], s.PARTLY),
        ([s.FOR, s.UNKNOWN, s.UNKNOWN], [], s.PARTLY),
        ([s.AGAINST], [s.FOR], s.NOT_REACHED),
        ([s.SAME, s.UNKNOWN], [], s.NOT_REACHED),
        ([s.UNKNOWN], [s.FOR], s.CANT_TELL),
        ([], [s.FOR, s.FOR], s.CANT_TELL),
        ([], [s.AGAINST], s.CANT_TELL),
        ([], [], s.CANT_TELL),
    ],
)
def test_each_status_follows_from_its_evidence(
    deciding: list[str], judged: list[str], expected: str
) -> None:
    assert status_rule(deciding, judged)[0] == expected


@given(st.lists(st.sampled_from(VERDICTS)), st.lists(st.sampled_from(VERDICTS)))
def test_judgements_alone_reach_nothing_and_what_is_unknown_is_no_failure(
    deciding: list[str], judged: list[str]
) -> None:
    status, _ = status_rule(deciding, judged)
    if s.FOR not in deciding:
        assert status not in (s.REACHED, s.PARTLY)
    if set(deciding) <= {s.UNKNOWN}:
        assert status == s.CANT_TELL
    if s.AGAINST in deciding or s.SAME in deciding:
        assert status in (s.PARTLY, s.NOT_REACHED)


def evidence(**found: Any) -> dict[str, Any]:
    """Return a row of evidence on participation that speaks for the goal."""
    row = {name: None for name in s.EVIDENCE}
    return {
        **row,
        "id": "a",
        "measure": "m",
        "aspects": "delaktighet",
        "goals": "",
        "kind": c.BEFORE_AFTER,
        "verdict": s.FOR,
        "sureness": s.SURE,
        "attribution": s.ALONE,
        "status": s.SHOWN,
        "reason": "",
        "n": 500,
        **found,
    }


def judged(
    *rows: dict[str, Any], kind: str = "effektmal", aspects: tuple[str, ...] = ("delaktighet",)
) -> pd.Series:
    goals = pd.DataFrame([{"id": "E1", "kind": kind, "text": "Mål"}])
    links = {"E1": GoalLink(aspects, "")}
    table = pd.DataFrame(list(rows), columns=list(s.EVIDENCE)).astype(s.EVIDENCE)
    lacks = pd.DataFrame(columns=list(s.LACKS))
    found = goal_statuses(goals, links, table, goal_links(goals, links, table), lacks)
    return found.iloc[0] if len(found) else pd.Series(dtype=object)


def test_a_goal_is_due_to_ibic_only_by_an_unmixed_contrast() -> None:
    assert judged(evidence())["cause"] == s.LIKELY
    for attribution in (s.CONFOUNDED, s.UNCERTAIN):
        found = judged(evidence(attribution=attribution))
        assert (found["status"], found["cause"]) == (s.REACHED, s.CAUSE_UNKNOWN)
    level = judged(evidence(kind=c.OWN_LEVEL, attribution=s.NO_CONTRAST))
    assert (level["status"], level["cause"], level["cause_reason"]) == (
        s.REACHED, s.CAUSE_UNKNOWN, s.NO_CONTRAST
    )  # fmt: skip


def test_what_is_unsure_can_not_reach_a_goal() -> None:
    found = judged(evidence(sureness=s.UNSURE))
    assert (found["status"], found["rule"]) == (s.CANT_TELL, s.ONLY_UNKNOWN)


def test_what_the_project_did_decides_only_project_goals() -> None:
    row = evidence(kind=c.PROCESS, sureness=s.FAIRLY_SURE)
    assert judged(row)["status"] == s.CANT_TELL
    assert judged(row, kind="projektmal")["status"] == s.REACHED


def test_hidden_evidence_and_other_aspects_say_nothing() -> None:
    assert judged(evidence(status=s.HIDDEN))["rule"] == s.NO_EVIDENCE
    assert judged(evidence(), aspects=("tydlighet",))["rule"] == s.NO_EVIDENCE
    assert judged(evidence(), aspects=())["rule"] == s.NO_LINK


def test_an_indicator_that_names_the_goal_bears_on_it_without_an_aspect() -> None:
    assert judged(evidence(aspects="", goals="E1 E2"), aspects=())["status"] == s.REACHED


def test_effects_that_a_plan_only_reports_get_no_status() -> None:
    assert judged(evidence(), kind="forvantade_effekter").empty


@pytest.mark.parametrize(
    ("kind", "few", "caveat", "mixed"), [*product(HIGHEST, *[(False, True)] * 3)]
)
def test_each_doubt_lowers_sureness_a_step(kind: str, few: bool, caveat: bool, mixed: bool) -> None:
    row = evidence(
        kind=kind,
        n=FEW - 1 if few else FEW,
        reason="Förbehåll." if caveat else "",
        attribution=s.CONFOUNDED if mixed else s.ALONE,
    )
    doubtful = few and kind != c.PROCESS  # counted in full: nothing is sampled
    expected = max(s.SURENESS.index(HIGHEST[kind]) - doubtful - caveat - mixed, 0)
    assert s.SURENESS.index(sureness(row)) == expected
    assert sureness({**row, "verdict": s.UNKNOWN}) == s.UNSURE


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_level_is_reached_only_where_the_whole_interval_is(
    a: float, b: float, level: float
) -> None:
    low, high = sorted((a, b))
    told = against_level({"ci_low": low, "ci_high": high}, level)
    assert (told == s.FOR) == (low >= level)
    assert (told == s.AGAINST) == (high < level)
    assert against_level({"ci_low": low, "ci_high": high}, None) == s.UNKNOWN
