"""The rules for goals: the main measure decides, nothing is counted as votes, and by its type a
before-and-after never makes IBIC the likely cause."""

from itertools import product
from typing import Any, get_args, get_type_hints

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.final_report import GoalLink
from ibic_eval.codebook.sorts import PERSON, SORTS, USE, WORK
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_cause import of_before_after, of_comparison, of_level
from ibic_eval.estimates.final_goals import chosen_measures, goal_links, goal_statuses
from ibic_eval.estimates.final_rows import FEW, LOWERED_BY, against_level, doubts_of, sureness
from ibic_eval.estimates.final_status import combined, ladder, status_rule

VERDICTS = (s.FOR, s.AGAINST, s.SAME, s.UNKNOWN)
ATTRIBUTIONS = (s.ALONE, s.UNCERTAIN, s.CONFOUNDED, s.NO_CONTRAST, s.TREND)
CATALOGUE_SORTS = {"delaktighet": PERSON, "tydlighet": PERSON, "dokumentation": USE, "tid": WORK}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([s.FOR], s.REACHED),
        ([s.FOR, s.FOR], s.REACHED),
        ([s.FOR, s.UNKNOWN], s.CANT_TELL),
        ([s.FOR, *[s.UNKNOWN] * 8], s.CANT_TELL),
        ([s.FOR, s.AGAINST], s.PARTLY),
        ([s.FOR, s.SAME, s.UNKNOWN], s.PARTLY),
        ([s.AGAINST], s.NOT_REACHED),
        ([s.AGAINST, s.SAME], s.NOT_REACHED),
        ([s.SAME], s.NOT_REACHED),
        ([s.SAME, s.UNKNOWN], s.CANT_TELL),
        ([s.UNKNOWN], s.CANT_TELL),
    ],
)
def test_each_status_follows_from_the_parts_of_the_main_measure(
    parts: list[str], expected: str
) -> None:
    assert status_rule(parts, s.FAIRLY_SURE)[0] == expected
    assert status_rule(parts, s.UNSURE)[0] == s.CANT_TELL


@given(st.lists(st.sampled_from(VERDICTS), min_size=1), st.integers(1, 9))
def test_no_number_of_results_outvotes_another(parts: list[str], times: int) -> None:
    assert combined(parts * times) == combined(parts)
    assert (combined(parts) == s.FOR) == (set(parts) == {s.FOR})


def test_by_its_type_only_a_comparison_may_make_ibic_the_likely_cause() -> None:
    words = {of: set(get_args(get_type_hints(of)["return"])) for of in
             (of_level, of_before_after, of_comparison)}  # fmt: skip
    assert words[of_level] == {s.CAUSE_UNKNOWN}
    assert words[of_before_after] == {s.CAUSE_UNKNOWN, s.CONSISTENT}
    assert words[of_comparison] == {s.CAUSE_UNKNOWN, s.CONSISTENT, s.LIKELY}
    for of, attribution in product(words, ATTRIBUTIONS):
        assert of(attribution) in words[of]
    assert of_comparison(s.CONFOUNDED) == of_before_after(s.CONFOUNDED) == s.CAUSE_UNKNOWN


def evidence(**found: Any) -> dict[str, Any]:
    """Return a row of evidence on participation that speaks for the goal."""
    row = {name: None for name in s.EVIDENCE}
    return {
        **row,
        "id": "a",
        "measure": "m",
        "aspects": "delaktighet",
        "goals": "",
        "indicator": "",
        "about": PERSON,
        "kind": c.QUASI,
        "verdict": s.FOR,
        "sureness": s.SURE,
        "attribution": s.ALONE,
        "status": s.SHOWN,
        "reason": "",
        "n": 500,
        **found,
    }


def judged(
    *rows: dict[str, Any],
    kind: str = "effektmal",
    aspects: tuple[str, ...] = ("delaktighet",),
    about: str = "",
    main: str = "m",
    indicators: tuple[dict[str, Any], ...] = (),
) -> pd.Series:
    goals = pd.DataFrame([{"id": "E1", "kind": kind, "text": "Mål"}])
    links = {"E1": GoalLink(aspects, "", about, main)}
    graded = [{**row, "doubts": " ".join(doubts_of(row))} for row in rows]
    table = pd.DataFrame(graded, columns=list(s.EVIDENCE)).astype(s.EVIDENCE)
    plan = pd.DataFrame(list(indicators), columns=list(s.INDICATORS)).astype(s.INDICATORS)
    chosen = chosen_measures(goals, links, CATALOGUE_SORTS, plan).assign(set_on="", set_when="")
    lacks = pd.DataFrame(columns=list(s.LACKS))
    found = goal_statuses(chosen, links, table, goal_links(chosen, links, table), lacks)
    return found.iloc[0] if len(found) else pd.Series(dtype=object)


@pytest.mark.parametrize(("attribution", "kind"), [*product(ATTRIBUTIONS, LOWERED_BY)])
def test_only_an_unmixed_comparison_with_others_makes_ibic_the_likely_cause(
    attribution: str, kind: str
) -> None:
    found = judged(evidence(attribution=attribution, kind=kind))
    likely = kind == c.QUASI and attribution == s.ALONE
    assert (found["cause"] == s.LIKELY) == likely
    if kind == c.BEFORE_AFTER:
        assert found["status"] == s.REACHED
        assert found["sureness"] != s.SURE
        fits = attribution == s.ALONE
        assert found["cause"] == (s.CONSISTENT if fits else s.CAUSE_UNKNOWN)


def test_a_level_is_compared_with_nothing_and_says_nothing_of_its_cause() -> None:
    level = judged(evidence(kind=c.OWN_LEVEL, attribution=s.NO_CONTRAST))
    assert (level["status"], level["cause"], level["cause_reason"]) == (
        s.REACHED, s.CAUSE_UNKNOWN, s.NO_CONTRAST
    )  # fmt: skip


def test_one_for_and_eight_that_cannot_tell_is_no_result() -> None:
    others = [evidence(id=f"b{at}", measure="b", verdict=s.UNKNOWN) for at in range(8)]
    alone = judged(evidence(), *others, main="")
    assert (alone["status"], alone["rule"]) == (s.CANT_TELL, s.NO_MAIN)
    led = judged(evidence(), *others)
    assert (led["status"], led["n_for"], led["n_unknown"]) == (s.REACHED, 0, 8)
    parts = judged(evidence(), *[{**each, "measure": "m"} for each in others])
    assert (parts["status"], parts["rule"]) == (s.CANT_TELL, s.ONLY_UNKNOWN)


def test_a_goal_is_judged_by_measures_of_its_own_sort_only() -> None:
    for goal, measure in product(SORTS, SORTS):
        found = judged(evidence(about=measure), about=goal)
        expected = (s.REACHED, 0) if goal == measure else (s.CANT_TELL, 1)
        assert (found["status"], found["n_other"]) == expected
        assert found["about"] == goal


def test_how_far_the_method_is_used_is_no_effect_of_it() -> None:
    found = judged(evidence(about=USE, aspects="dokumentation"), aspects=("dokumentation",))
    assert (found["status"], found["cause"], found["cause_reason"]) == (s.REACHED, "", USE)


def test_a_goal_whose_aspects_are_about_different_things_says_so() -> None:
    found = judged(evidence(), aspects=("delaktighet", "tid"), main="")
    assert (found["about"], found["rule"]) == ("", s.NO_SORT)


def test_the_same_is_not_reached_only_within_a_margin_that_is_told() -> None:
    assert judged(evidence(verdict=s.SAME))["status"] == s.CANT_TELL
    found = judged(evidence(verdict=s.SAME, margin=1.1))
    assert (found["status"], found["rule"]) == (s.NOT_REACHED, s.NO_CHANGE)


def test_a_part_that_is_hidden_leaves_the_whole_untold() -> None:
    assert judged(evidence(), evidence(id="b", status=s.HIDDEN))["status"] == s.CANT_TELL


def test_another_measure_that_says_otherwise_lowers_how_sure_it_is() -> None:
    against = evidence(id="b", measure="b", verdict=s.AGAINST)
    assert judged(evidence(), against)["sureness"] == s.FAIRLY_SURE
    level = judged(evidence(kind=c.OWN_LEVEL), against)
    assert (level["status"], level["rule"], level["sureness"]) == (
        s.CANT_TELL, s.TOO_UNSURE, s.UNSURE
    )  # fmt: skip
    assert level["doubts"].split() == [s.SELF_MEASURED, s.INCONSISTENT]


def test_a_judgement_may_doubt_a_goal_but_not_save_it() -> None:
    opinion = evidence(id="b", measure="b", kind=c.STAFF, verdict=s.AGAINST)
    assert judged(evidence(), opinion)["sureness"] == s.FAIRLY_SURE
    missed = judged(evidence(verdict=s.AGAINST), {**opinion, "verdict": s.FOR})
    assert (missed["status"], missed["sureness"]) == (s.NOT_REACHED, s.SURE)
    alone = judged(opinion, main="")
    assert (alone["status"], alone["rule"]) == (s.CANT_TELL, s.ONLY_JUDGED)


def test_hidden_evidence_and_other_aspects_say_nothing() -> None:
    assert judged(evidence(status=s.HIDDEN), main="")["rule"] == s.NO_EVIDENCE
    assert judged(evidence(), aspects=("tydlighet",), main="")["rule"] == s.NO_EVIDENCE
    assert judged(evidence(), aspects=(), main="")["rule"] == s.NO_LINK


def test_the_plans_only_indicator_of_a_goal_is_its_main_measure() -> None:
    named = {"indicator": "ind", "goals": "E1 E2", "about": PERSON}
    row = evidence(measure="indikator_ind", indicator="ind", aspects="", goals="E1 E2")
    found = judged(row, main="", indicators=(named,))
    assert (found["status"], found["main"], found["main_by"]) == (s.REACHED, "ind", "planen")
    two = judged(row, main="", indicators=(named, {**named, "indicator": "other"}))
    assert (two["status"], two["rule"]) == (s.CANT_TELL, s.NO_MAIN)
    unsorted = judged(row, main="", indicators=({**named, "about": ""},))
    assert unsorted["rule"] == s.NO_MAIN


def test_effects_that_a_plan_only_reports_get_no_status() -> None:
    assert judged(evidence(), kind="forvantade_effekter").empty


@pytest.mark.parametrize(("kind", "few", "caveat"), [*product(LOWERED_BY, *[(False, True)] * 2)])
def test_each_doubt_lowers_sureness_a_step(kind: str, few: bool, caveat: bool) -> None:
    row = evidence(kind=kind, n=FEW - 1 if few else FEW, reason="Förbehåll." if caveat else "")
    doubtful = few and kind != c.PROCESS  # counted in full: nothing is sampled
    begins = {c.QUASI: s.SURE, c.JUDGEMENT: s.UNSURE, c.STAFF: s.UNSURE}.get(kind, s.FAIRLY_SURE)
    expected = max(s.SURENESS.index(begins) - doubtful - caveat, 0)
    assert s.SURENESS.index(sureness(row)) == expected
    assert s.SURENESS.index(sureness({**row, "verdict": s.UNKNOWN})) <= 1


def test_the_ladder_has_the_four_grades_of_grade() -> None:
    steps = [ladder([s.CAVEAT] * number) for number in range(5)]
    assert steps == [s.SURE, s.FAIRLY_SURE, s.UNSURE, s.VERY_UNSURE, s.VERY_UNSURE]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_level_is_reached_only_where_the_whole_interval_is(
    a: float, b: float, level: float
) -> None:
    low, high = sorted((a, b))
    told = against_level({"ci_low": low, "ci_high": high}, level)
    assert (told == s.FOR) == (low >= level)
    assert (told == s.AGAINST) == (high < level)
    assert against_level({"ci_low": low, "ci_high": high}, None) == s.UNKNOWN


def test_what_was_not_followed_up_may_undo_a_level() -> None:
    counted = evidence(kind=c.OWN_LEVEL, doubts=s.DROPOUT)
    assert sureness(counted) == s.UNSURE
    assert judged(counted)["rule"] == s.TOO_UNSURE
