"""Verdicts are drawn against their limits, and told with what they rest on."""

import pandas as pd
import pytest

from ibic_eval.display import verdicts as shown_verdicts
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.verdicts import (
    certainty_sentences,
    verdict_figure,
    verdict_sentences,
    verdict_table,
)


@pytest.fixture
def verdicts() -> pd.DataFrame:
    rows = [
        ("organisation", "Ökad likvärdighet", "q5_3", 0.59, 0.64, 0.53, 0.70, "tydlig", "säker",
         "tydlig"),
        ("organisation", "Ökad delaktighet", "q4_1", 0.36, 0.40, 0.30, 0.46, "märkbar",
         "osäker: ingen märkbar till märkbar", "ingen märkbar"),
        ("brukare", "Ökad delaktighet", "q4_1", 0.36, 0.40, 0.30, 0.46, "märkbar",
         "osäker: ingen märkbar till märkbar", "ingen märkbar"),
        ("brukare", "Större trygghet", pd.NA, pd.NA, pd.NA, pd.NA, pd.NA, "går inte att bedöma",
         pd.NA, "går inte att bedöma"),
    ]  # fmt: skip
    names = ["perspective", "label_sv", "item", "share_low", "share_high", "ci_low", "ci_high",
             "verdict", "certainty", "report_verdict"]  # fmt: skip
    table = pd.DataFrame(rows, columns=names)
    return table.assign(
        answer="okat",
        reason=table["item"].isna().map({True: "ingen fråga gäller värdet", False: ""}),
        report_note="Skälet.",
        agrees=table["verdict"].eq(table["report_verdict"]),
        false_alarm=float("nan"),
        areas=float("nan"),
    )


def test_each_verdict_is_told_with_its_share(verdicts):
    said = [s.replace("\u00a0", " ") for s in verdict_sentences(verdicts).sentences]
    assert said == [
        "Tydlig påverkan (minst hälften av kommunerna): ökad likvärdighet (59–64 %).",
        "Märkbar påverkan (minst en tredjedel): ökad delaktighet (36–40 %).",
        "Går inte att bedöma: större trygghet.",
        "1 av de 2 omdömena är säkert.",
        "För 1 är osäkerheten så stor att omdömet kunde ha blivit ett annat.",
        "Regeln och rapporten skiljer sig åt för ökad delaktighet (märkbar, rapporten: ingen "
        "märkbar).",
    ]


def test_the_bias_of_the_rule_is_told_of_a_small_round(verdicts):
    small = verdicts.assign(false_alarm=0.55, areas=5.0)
    said = " ".join(verdict_sentences(small).sentences).replace("\u00a0", " ")
    assert "en fjärdedel påverkas i alla 5 områden" in said and "upp till 55 % av fallen" in said
    large = " ".join(verdict_sentences(verdicts.assign(false_alarm=0.01, areas=5.0)).sentences)
    assert "Vårdanalys egen" not in large


def test_agreement_is_said(verdicts):
    assert "desamma" in verdict_sentences(verdicts.iloc[[0]]).sentences[-1]


def test_a_panel_a_perspective_of_what_can_be_judged(verdicts, labels):
    shown = verdict_figure(verdicts, labels, slug="v", caption="x", source="y")
    assert [image.alt.split(".")[0] for image in shown.content] == [
        "Ur organisationens perspektiv",
        "Ur brukarens perspektiv",
    ]
    assert "Ökad delaktighet: märkbar (osäker: ingen märkbar till märkbar)" in shown.alt
    assert "trygghet" not in shown.alt
    assert "konfidensintervall 53–70\u00a0%" in shown.alt


def test_no_label_lies_over_another(verdicts, labels, drawn, clashes):
    figures = drawn(shown_verdicts)
    verdict_figure(verdicts, labels, slug="v", caption="x", source="y")
    assert [clashes(figure) for figure in figures] == [[], []]


def test_the_report_stands_beside_the_rule(verdicts, cells):
    rows = cells(verdict_table(verdicts, slug="v", caption="x", source="y"))
    assert rows[1] == ["Ökad likvärdighet", "tydlig", "säker", "tydlig", "Skälet."]
    assert [row[0] for row in rows].count("Ökad delaktighet") == 1
    assert rows[3][1:4] == ["går inte att bedöma", "–", "går inte att bedöma"]


@pytest.mark.parametrize(
    ("certainty", "said"),
    [
        ("säker", "Alla 2 omdömen är säkra."),
        ("osäker: ingen märkbar till märkbar", "Inget av de 2 omdömena kan kallas säkert."),
        (
            "oklar: antalet svarande är inte tryckt",
            "Inget av de 2 omdömena kan kallas säkert: rapporten anger inte hur många som svarade "
            "på varje fråga.",
        ),
    ],
)
def test_certainty_is_told_plainly(verdicts, certainty, said):
    all_alike = verdicts.assign(certainty=certainty)
    assert certainty_sentences(all_alike)[0] == said


def test_without_verdicts_the_figure_says_so(verdicts, labels):
    none = verdict_figure(verdicts.iloc[:0], labels, slug="v", caption="x", source="y")
    assert isinstance(none, Prose)
