"""The summary's sentences follow their numbers, and none stands without one."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.display.final_appendix import UNTESTED, rule_table
from ibic_eval.display.final_claims import claim
from ibic_eval.display.final_follow_up import when
from ibic_eval.display.final_recommendations import trigger_words
from ibic_eval.display.final_summary import claims, summary
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_conditions import Outcome
from ibic_eval.estimates.final_recommendations import rule_table as rules_of
from ibic_eval.runs.project import Project

CATALOGUE = load_catalogue(Project.find().surveys / "slutrapport")
CHAPTER = "time_and_complexity"
FACTS: dict[str, dict[str, Any]] = {
    "effektmal_natt": {"value": 2, "of": 7, "named": "E1 E2"},
    "effektmal_delvis": {"value": 1, "of": 7, "named": "E3"},
    "effektmal_inte_natt": {"value": 0, "of": 7},
    "effektmal_kan_inte_avgoras": {"value": 4, "of": 7},
    "projektmal_inte_natt": {"value": 3, "of": 3},
    "utbildning_nadd": {"value": 3, "of": 4},
    "utbildning_lagst": {
        "value": 0.71,
        "ci_low": 0.66,
        "ci_high": 0.75,
        "n": 410,
        "named": "Medarbetare",
    },
    "moten": {"value": 74, "of": 87},
    "i_tid": {"value": 9, "of": 14},
    "sena": {"value": 2, "of": 14},
    "installda": {"value": 1, "of": 14},
    "utan_besked": {"value": 2, "of": 14},
    "tid_lss": {"value": 1.36, "ci_low": 1.22, "ci_high": 1.51, "n": 452, "named": "längre:ren"},
    "mal_natt": {"value": 0.56, "ci_low": 0.53, "ci_high": 0.59, "n": 2637},
    "mal_av_alla": {"value": 0.31, "ci_low": 0.31, "ci_high": 0.76, "n": 4768},
    "mal_om_utfall": {"value": 2, "of": 7},
    "mal_om_utfall_natt": {"value": 1, "of": 2},
    "uppfoljda_12": {"value": 0.61, "ci_low": 0.58, "ci_high": 0.65, "n": 730},
    "brukare_for": {"value": 1, "of": 6},
    "brukare_emot": {"value": 2, "of": 6},
    "brukare_kan_inte_avgoras": {"value": 3, "of": 6},
    "timmar_per_arende": {"value": 2.8, "ci_low": 2.5, "ci_high": 3.1, "n": 2365},
    "kronor_per_ar": {"value": 1_079_000, "ci_low": 954_000, "ci_high": 1_204_000, "n": 2365},
    "budget": {"value": 1_820_000},
    "utfall": {"value": 1_934_000},
    "sammanblandade": {"value": 4, "of": 12},
}


def final(facts: dict[str, dict[str, Any]], **context: Any) -> SimpleNamespace:
    table = pd.DataFrame(
        [{"fact": name, "named": "", "chapter": CHAPTER, **row} for name, row in facts.items()],
        columns=list(s.FACTS),
    ).astype(s.FACTS)
    made = pd.DataFrame(
        [
            {
                "rule": "utan_malniva",
                "text": "Bestäm en nivå.",
                "value": 3,
                "n": 8,
                "chapter": CHAPTER,
            }
        ],
        columns=list(s.RECOMMENDATIONS),
    ).astype(s.RECOMMENDATIONS)
    empty = {name: pd.DataFrame(columns=list(getattr(s, name.upper())))
             for name in ("evidence", "lacks", "indicators")}  # fmt: skip
    about = {"fictional": False, "has_plan": True, "name": "Kommunen", "n_findings": 0, **context}
    goals = pd.DataFrame({"goal": ["E1"], "kind": ["effektmal"]})
    return SimpleNamespace(context=about, facts=table, recommendations=made, goals=goals, **empty)


def told(facts: dict[str, dict[str, Any]]) -> list[str]:
    return [each.sentence for each in claims(final(facts))]


def test_every_sentence_holds_its_values_and_there_are_at_most_twelve() -> None:
    found = claims(final(FACTS))
    assert 8 <= len(found) <= 12
    for each in found:
        assert all(value in each.sentence for value in each.written.values())
        assert each.written
        assert each.chapter


@pytest.mark.parametrize("name", [name for name in FACTS if name != "effektmal_inte_natt"])
def test_a_sentence_changes_with_its_value(name: str) -> None:
    row = FACTS[name]
    moved = {**row, "value": row["value"] * 1.5 if row["value"] % 1 else row["value"] + 1000}
    assert told({**FACTS, name: moved}) != told(FACTS)


@pytest.mark.parametrize("name", FACTS)
def test_what_is_unknown_is_left_out_and_never_nought(name: str) -> None:
    left = {key: row for key, row in FACTS.items() if key != name}
    for sentence in told(left):
        assert "nan" not in sentence.lower()
        assert "–\u00a0" not in sentence
    if name in ("mal_natt", "budget", "moten", "sammanblandade"):
        assert not {*told(left)} >= {*told(FACTS)}


def test_no_fact_gives_no_claim_but_the_recommendation() -> None:
    assert told({}) == [
        "Rekommendation 1: Bestäm en nivå. 3 av planens 8 indikatorer saknar målnivå."
    ]


def test_goals_that_nobody_can_judge_are_not_failed() -> None:
    sentence = told({"effektmal_kan_inte_avgoras": {"value": 7, "of": 7}})[0]
    assert sentence == "Inget av planens 7 effektmål går att bedöma än."


def test_invented_data_say_so_first_and_no_plan_says_so() -> None:
    assert summary(final(FACTS, fictional=True)).sentences[0].startswith("Påhittade data.")
    first, *others = summary(final({"moten": FACTS["moten"]}, has_plan=False)).sentences
    assert "Ingen projektplan" in first
    assert "möten" in others[0]


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("Allt gick bra.", {}),
        ("{a} av {b} gick bra.", {"a": "3"}),
        ("{a} gick bra.", {"a": "3", "b": "4"}),
        ("{a} gick bra.", {"a": "–"}),
        ("{a} gick bra.", {"a": ""}),
    ],
)
def test_a_claim_without_its_value_is_refused(template: str, values: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        claim(template, CHAPTER, **values)


def test_every_rule_can_tell_what_triggered_it_and_stands_in_the_appendix() -> None:
    place = final({"utan_underlag": {"value": 1, "of": 2, "named": "E1"}})
    row = {"value": 0.4, "n": 40, "ci_low": 0.3, "ci_high": 0.5, "limit": 0.8}
    for rule in CATALOGUE.rules:
        named = "delmal:utredning" if rule.id == "granskning_kriterium" else "lss"
        sentence = trigger_words({**row, "rule": rule.id, "named": named}, place)
        assert sentence.endswith(".")
    met, unmet, *others = CATALOGUE.rules
    untested = {rule.id: None for rule in others}
    outcomes = {met.id: Outcome(True, 1), unmet.id: Outcome(False, 0), **untested}
    place.rules = rules_of(CATALOGUE.rules, outcomes)
    shown = rule_table(place)._repr_html_()
    assert all(rule.condition_sv.split(",")[0] in shown for rule in CATALOGUE.rules)
    assert (shown.count(">Ja<"), shown.count(">Nej<")) == (1, 1)
    assert shown.count(f">{UNTESTED}<") == len(others)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ("2019-12-01/2019-12-31", "december 2019"),
        ("2019-01-01/2019-12-31", "2019"),
        ("2023-12-01/2024-06-30", "december 2023–juni 2024"),
        ("2024-02-01/", "från februari 2024"),
        ("Juni 2020", "Juni 2020"),
        ("", ""),
    ],
)
def test_times_are_written_as_people_say_them(times: str, words: str) -> None:
    assert when(times) == words


def test_only_goals_about_the_person_are_said_to_tell_of_an_effect() -> None:
    sentence = told(FACTS)[0]
    assert "gäller 2 utfall för den enskilde (1 nått)" in sentence
    none = told({**FACTS, "mal_om_utfall": {"value": 0, "of": 7}})[0]
    assert "Inget av de 7 gäller utfall för den enskilde" in none


def test_a_change_without_control_is_said_to_fit_and_no_more() -> None:
    facts = {key: row for key, row in FACTS.items() if key != "sammanblandade"}
    fits = {"value": 1, "of": 7, "named": "E6"}
    text = " ".join(told({**facts, "orsak_forenlig": fits}))
    assert "Att 1 mål är nått (E6) är förenligt med att IBIC bidrog men visar det inte" in text
    assert "roligen" not in text
