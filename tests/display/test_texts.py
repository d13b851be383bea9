"""Generated sentences are whole, Swedish, and carry their number and n."""

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


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("published", "de publicerade i Vårdanalys 2021:2 (oktober 2020)"),
        ("omgang", "från omgången Vårdanalys 2021:2"),
        ("rekonstruktion", "påhittade svar"),
    ],
)
def test_the_national_basis_is_named_with_its_numbers(kind, words):
    said = repr(texts.national_basis(context(kind))).replace("\u00a0", " ")
    assert words in said and "164 av 312" in said and "7 avböjde" in said
    assert "påhittad och" not in said


def test_where_nobody_knows_who_was_asked_only_the_answers_are_told():
    unknown = context("omgang")
    unknown["national"]["population"] = None
    said = texts.national_basis(unknown)
    assert said.sentences[-1].startswith("164 kommuner och stadsdelar svarade")


def test_a_fictional_municipality_is_called_so():
    said = texts.national_basis(context("rekonstruktion", fictional=True))
    assert said.sentences[0].startswith("Kommunen är påhittad")


def test_own_answers_are_said_to_be_there_or_not():
    assert repr(texts.own_basis(context("published"))) == "Alingsås har inga egna svar på enkäten."
    assert "har egna svar" in repr(texts.own_basis(context("omgang", own=True)))


def test_a_missing_file_is_named_with_its_columns():
    said = texts.files_needed(context("published"))
    assert said.kind == "saknas"
    assert said.sentences == (
        "Filen data/municipalities/1489-alingsas/kommunenkat.csv med kolumnerna svarsid och "
        "kommunkod skulle ge kommunens egna svar.",
    )


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
    assert "enligt källans ord > 50 %, n ≤ 123" in said.replace("\u00a0", " ")
    assert "*" not in said and "KI" not in said


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
        "Andelen som rekommenderar IBIC bland de där IBIC är ett etablerat arbetssätt är 89 % "
        "(KI 83–95 %, n = 54)."
    )


def test_nothing_to_tell_is_said(published, labels):
    said = texts.strongest(published, labels, ["q9_1"], answer="ja", opening="De vanligaste är")
    assert said.kind == "saknas"
    assert repr(said) == "Underlag saknas för svaret ”ja”."
