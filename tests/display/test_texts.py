"""Generated sentences are whole, Swedish, and carry their number and n."""

import pandas as pd
import pytest

from ibic_eval.display import texts


def context(kind: str, *, fictional: bool = False, own: bool = False) -> dict:
    return {
        "municipality": {"code": "1489", "name": "Alingsås", "fictional": fictional},
        "national": {
            "kind": kind,
            "title": "Vårdanalys 2021:2",
            "date": "2020-10-31",
            "population": 312,
            "answered": 164,
            "declined": 7,
        },
        "own_answers": own,
        "missing": [
            {
                "file": "data/municipalities/1489-alingsas/kommunenkat.csv",
                "columns": "svarsid och kommunkod",
                "what": "Kommunens egna svar",
            }
        ],
    }


RATE = pd.DataFrame({"item": ["respons"], "answer": ["svarsfrekvens"], "low": [53.0]})


def basis(told: dict) -> str:
    return repr(texts.national_basis(told, RATE)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "words", "count"),
    [
        ("published", "de publicerade i Vårdanalys 2021:2 (oktober 2020)", "164 kommuner"),
        ("omgang", "kommer från Vårdanalys 2021:2", "164 av 312 tillfrågade"),
        ("rekonstruktion", "påhittade svar", "164 av 312 tillfrågade"),
    ],
)
def test_the_national_basis_is_named_with_its_numbers(kind, words, count):
    said = basis(context(kind))
    assert words in said and count in said and "7 avböjde" in said
    assert "påhittad och" not in said


def test_a_population_that_is_not_printed_is_called_derived():
    assert "svarade, 53 procent; antalet tillfrågade (312) är härlett, se Metod." in basis(
        context("published")
    )


def test_where_nobody_knows_who_was_asked_only_the_answers_are_told():
    unknown = context("omgang")
    unknown["national"]["population"] = None
    assert "164 kommuner och stadsdelar svarade." in basis(unknown)


def test_a_fictional_municipality_is_called_so():
    told = context("rekonstruktion", fictional=True)
    assert basis(told).startswith("Kommunen är påhittad")


def test_the_strongest_items_come_with_share_interval_and_n(published, labels):
    said = texts.strongest(published, labels, list(labels), answer="okat", opening="Mest ökat har")
    assert repr(said).replace("\u00a0", " ") == (
        "Mest ökat har jämförbarhet mellan utredningar (59–64 %, KI 53–70 %, n ≤ 123) och "
        "delaktighet i vilket stöd som ges (36–40 %, KI 30–46 %, n ≤ 123)."
    )
    assert "nowrap" in said._repr_html_()


def test_of_counted_areas_the_largest_is_named(counted, labels):
    said = repr(texts.strongest(counted, labels, ["q4_1"], answer="okat", opening="Mest"))
    assert "inom äldreomsorgen (39 %, KI 33–45 %, n = 113)" in said.replace("\u00a0", " ")


def test_words_are_told_as_words(published, labels):
    said = repr(texts.strongest(published, labels, ["q8_14"], answer="ja+delvis", opening="Mest"))
    assert "enligt källans ord mer än 50 %, n ≤ 123" in said.replace("\u00a0", " ")
    assert "*" not in said and "KI" not in said


def test_what_the_source_calls_most_common_goes_before_the_figure_it_begins_at(
    make_frame, labels, share_row
):
    rows = [
        share_row("q5_3", "ja", 0.87, 0.87, area="alla"),
        share_row("q8_14", "ja", 0.87, 1.0, area="alla", method="tolkning av orden"),
        share_row("q4_1", "ja", 0.9, 0.9, area="alla"),
    ]
    ranked = texts.ranking(make_frame(rows), list(labels), "ja")
    assert [share.item for share in ranked] == ["q4_1", "q8_14", "q5_3"]


def test_groups_are_told_one_by_one(published):
    said = texts.single(
        published,
        "q10",
        answer="ja",
        opening="Andelen som rekommenderar IBIC",
        groups=("anvandare", "etablerade", "inlarning"),
    )
    assert len(said.sentences) == 2
    assert said.sentences[1].replace("\u00a0", " ") == (
        "Andelen som rekommenderar IBIC bland dem där IBIC är ett etablerat arbetssätt är 89 % "
        "(KI 83–95 %, n = 54)."
    )


def test_nothing_to_tell_is_said(published, labels):
    said = texts.strongest(published, labels, ["q9_1"], answer="ja", opening="De vanligaste är")
    assert said.kind == "saknas"
    assert repr(said) == "Underlag saknas för svaret ”ja”."
