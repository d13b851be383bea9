"""Rates and weights are written with their groups, and hidden ones stay hidden."""

import pandas as pd

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
        ["Riket", "312", "164", "7", "53 %"],
        ["Storstad", "24", "13", "0", "54 %"],
    ]


def test_hidden_rates_show_no_number(cells):
    shown = response_tables.response_rate_table(RATES, ["lan"], slug="t", caption="x", source="y")
    assert cells(shown)[1] == ["Län", "x", "x", "x", "x"]
    assert any(note.startswith("x = dold") for note in shown.notes)
    none = response_tables.response_rate_table(RATES, ["by"], slug="t", caption="x", source="y")
    assert isinstance(none, Prose)


def test_tests_are_told_with_their_p():
    tests = pd.DataFrame({"level": ["skr", "lan"], "groups": [9, 21], "p_holm": [0.0004, 0.3]})
    said = [s.replace("\u00a0", " ") for s in response_tables.rate_sentences(tests).sentences]
    assert said == [
        "Svarsfrekvensen skiljer sig mellan 9 kommungrupper (p < 0,001).",
        "Svarsfrekvensen skiljer sig inte säkert mellan 21 län (p = 0,30).",
    ]


def test_weighted_shares_stand_beside_unweighted(cells, labels):
    weighted = pd.DataFrame(
        {
            "item": "q4_1",
            "area": ["lss", "alla"],
            "group": ["anvandare", "svarande"],
            "answer": "okat",
            "n": [79, 1],
            "share": [0.36, 0.5],
            "ci_low": [0.3, 0.4],
            "ci_high": [0.42, 0.6],
            "weighted_share": [0.34, 0.5],
            "weighted_ci_low": [0.28, 0.4],
            "weighted_ci_high": [0.41, 0.6],
            "difference": [-0.02, 0.0],
            "design_effect": [1.044, 1.0],
        }
    )
    shown = response_tables.weight_table(
        weighted, labels, ["q4_1"], answers=["okat"], slug="t", caption="x", source="y"
    )
    assert cells(shown)[1:] == [
        [
            f"{labels['q4_1']}: ökat", "LSS", "79", "36 %", "30–42 %",
            "34 %", "28–41 %", "−2", "1,04",
        ]
    ]  # fmt: skip


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
