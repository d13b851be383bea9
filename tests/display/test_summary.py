"""The first page: short sentences in plain words, each with its number and how sure it is."""

import pandas as pd
import pytest

from ibic_eval.display.summary import summary
from ibic_eval.display.wording import ANSWERS

PUBLISHED = pd.DataFrame({"item": ["respons"], "answer": ["svarsfrekvens"], "low": [53.0]})
NOTHING = pd.DataFrame({"item": [], "area": [], "answer": []})
JUDGED = pd.DataFrame(
    {
        "label_sv": ["Ökad likvärdighet", "Stärkt uppföljning", "Större trygghet"],
        "verdict": ["tydlig", "ingen märkbar", "går inte att bedöma"],
        "certainty": ["oklar: antalet svarande är inte tryckt", "osäker: a till b", pd.NA],
    }
)


def context(kind: str) -> dict:
    national = {"kind": kind, "date": "2020-10-31", "population": 312, "answered": 164}
    return {"municipality": {"name": "Alingsås"}, "national": national}


def told(shares: pd.DataFrame, labels: dict, kind: str, own: pd.DataFrame = NOTHING) -> list[str]:
    found = summary(context(kind), shares, PUBLISHED, own, JUDGED, labels)
    assert found.kind == "sammanfattning" and 'class="generated summary"' in found._repr_html_()
    return [sentence.replace("\u00a0", " ") for sentence in found.sentences]


def test_published_figures_are_told_with_what_is_not_known(published, labels) -> None:
    said = told(published, labels, "published")
    assert said[0] == (
        "164 kommuner och stadsdelar svarade på enkäten (oktober 2020), 53 procent av de "
        "tillfrågade."
    )
    assert (
        "Det som flest säger har ökat med IBIC är ”jämförbarhet mellan utredningar”: 59–64 "
        "procent beroende på område (med 95 procents säkerhet mellan 53 och 70 procent, om alla "
        "123 svarade)."
    ) in said
    assert any("Vanligast bland utmaningarna var" in sentence for sentence in said)
    assert any("enligt källans ord mer än 50 procent (högst 123 svarade)" in s for s in said)
    assert "Inget av de 2 omdömena kan kallas säkert" in said[-2]
    assert said[-1].startswith("Alingsås har inga egna svar")


def test_counted_answers_are_told_with_n(counted, labels) -> None:
    said = told(counted, labels, "omgang")
    assert said[0].startswith("164 av 312 tillfrågade kommuner och stadsdelar")
    assert any("; 119 svarade)" in sentence for sentence in said)


def test_invented_answers_are_called_so_first(counted, labels) -> None:
    assert told(counted, labels, "rekonstruktion")[0].startswith("Kommunen och alla svar")


def test_own_answers_are_counted_by_question(counted, labels) -> None:
    own = pd.DataFrame(
        {"item": ["q4_1", "q4_1", "q5_3"], "area": ["lss", "alla", "lss"],
         "answer": ["okat", "okat", "minskat"]}
    )  # fmt: skip
    said = told(counted, labels, "omgang", own)[-1]
    assert "Alingsås svarade själv ”ökat”" in said and "1 av 2 frågor" in said


@pytest.mark.parametrize("shares", ["counted", "published"])
def test_the_board_meets_no_jargon(shares, labels, request) -> None:
    said = " ".join(told(request.getfixturevalue(shares), labels, "published"))
    assert not any(word in said for word in ("KI", "n =", "n ≤", "p-värde", "data/", *ANSWERS))
