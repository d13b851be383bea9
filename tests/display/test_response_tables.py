"""Rates and weights are written with their groups, and hidden ones stay hidden."""

import pandas as pd
import pytest

from ibic_eval.display import response_tables
from ibic_eval.display.exhibits import Prose

RATES = pd.DataFrame(
    {
        "level": ["riket", "skr", "lan"],
        "level_name": ["Riket", "Storstad", "Län"],
        "invited": [312, 24, 9],
        "answered": [164, 13, 2],
        "declined": [7, 0, 1],
        "rate": [164 / 312, 13 / 24, 2 / 9],
        "status": ["visas", "visas", "dold"],
    }
)


def test_rates_keep_their_denominator(cells):
    shown = response_tables.response_rate_table(
        RATES, ["riket", "skr"], slug="t", caption="x", source="y"
    )
    assert cells(shown)[1:] == [
        ["Landet"],
        ["Riket", "312", "164", "7", "53 %"],
        ["Kommungrupper"],
        ["Storstad", "24", "13", "0", "54 %"],
    ]


def test_hidden_rates_show_no_number(cells):
    shown = response_tables.response_rate_table(RATES, ["lan"], slug="t", caption="x", source="y")
    assert cells(shown)[1] == ["Län", "x", "x", "x", "x"]
    assert any(note.startswith("x = dold") for note in shown.notes)
    none = response_tables.response_rate_table(RATES, ["by"], slug="t", caption="x", source="y")
    assert none == Prose(())


def test_without_those_asked_there_is_no_rate():
    unknown = RATES.assign(invited=pd.NA, rate=pd.NA, status="saknas")
    shown = response_tables.response_rate_table(
        unknown, ["riket"], slug="t", caption="x", source="y"
    )
    assert shown == Prose(())


def test_tests_are_told_with_their_p():
    tests = pd.DataFrame({"level": ["skr", "lan"], "groups": [9, 21], "p_holm": [0.0004, 0.3]})
    said = [s.replace("\u00a0", " ") for s in response_tables.rate_sentences(tests).sentences]
    assert said == [
        "Svarsfrekvensen skiljer sig mer än slumpen brukar ge mellan 9 kommungrupper (p < 0,001).",
        "Svarsfrekvensen skiljer sig inte mer än slumpen kan ge mellan 21 län (p = 0,30).",
        "p är sannolikheten för minst så stora skillnader om alla hade varit lika benägna att "
        "svara.",
    ]
    assert response_tables.rate_sentences(tests.iloc[:0]) == Prose(())


@pytest.fixture
def weighted() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": ["q5_3", "q4_1", "q4_1"],
            "area": ["lss", "lss", "alla"],
            "group": ["anvandare", "anvandare", "svarande"],
            "answer": "okat",
            "n": [58, 79, 1],
            "share": [0.5, 0.36, 0.5],
            "ci_low": [0.4, 0.3, 0.4],
            "ci_high": [0.6, 0.42, 0.6],
            "weighted_share": [0.501, 0.34, 0.9],
            "weighted_ci_low": [0.4, 0.28, 0.4],
            "weighted_ci_high": [0.6, 0.41, 0.6],
            "difference": [0.001, -0.02, 0.4],
        }
    )


def test_what_weighting_changes_most_stands_first(weighted, cells, labels):
    shown = response_tables.weight_table(weighted, labels, slug="t", caption="x", source="y")
    assert cells(shown)[1:] == [
        [f"{labels['q4_1']}: ökat", "LSS", "79", "36 %", "30–42 %", "34 %", "28–41 %", "−2"],
        [f"{labels['q5_3']}: ökat", "LSS", "58", "50 %", "40–60 %", "50 %", "40–60 %", "±0"],
    ]


def test_the_largest_change_is_told(weighted, labels):
    said = repr(response_tables.weight_sentences(weighted, labels)).replace("\u00a0", " ")
    assert "Av 2 andelar" in said and "mer än 2,0 procentenheter" in said
    assert "om delaktighet i vilket stöd som ges inom verksamhet enligt LSS" in said
    assert "från 36 % till 34 % (n = 79)" in said


def test_without_answers_nothing_is_said_of_weights_and_rates(weighted, labels):
    tests = pd.DataFrame({"level": [], "groups": [], "p_holm": []})
    shown = response_tables.nonresponse(RATES.iloc[:0], tests, weighted.iloc[:0], labels, "y")
    assert set(shown) == {Prose(())}


def test_ways_to_count_the_population_are_told_apart(cells):
    frames = pd.DataFrame(
        {"frame": ["Alla", "Stadsdelar"], "population": [290, 312], "rate": [0.5655, 0.5256],
         "fits": [False, True]}
    )  # fmt: skip
    shown = response_tables.population_table(frames, slug="t", caption="x", source="y")
    assert cells(shown)[1:] == [
        ["Alla", "290", "56,6 %", "nej"],
        ["Stadsdelar", "312", "52,6 %", "ja"],
    ]
