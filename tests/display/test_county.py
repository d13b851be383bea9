"""The chapter on the county as shown: unknown is said, words change with the numbers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from ibic_eval.display import county_matrix, county_summary, county_tables, county_texts
from ibic_eval.display.county_words import ANSWERS, PARTS, possible, possible_in_text, swedish
from ibic_eval.display.exhibits import Exhibit, Prose
from ibic_eval.runs.county_comparison import (
    SCHEMAS,
    CountyComparison,
    GroupComparison,
    national_mapping,
    of_group,
    prepare_county_comparison,
)
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.county_mapping import STANDS_FOR

PLACES = [("0001", "Östby"), ("0002", "Norrby"), ("0003", "Ånäs"), ("0004", "Söderby")]
OWN = "0002"


def group(
    *answers: dict[str, Any],
    said: Sequence[dict[str, Any]] = (),
    fictional: bool = False,
    places: Sequence[tuple[str, str]] = PLACES,
) -> GroupComparison:
    """Return the chapter of a county where only what is given is known."""
    tables = {
        "answers": [{"area": "aldreomsorg", "year": 2020, "source": "Källa A", **row}
                    for row in answers],
        "statements": [{"county_code": "01", "area": "aldreomsorg", "answer": "ja", "year": 2020,
                        "word": "fa", "wording": "få har det", "source": "Källa B",
                        "n": len(places), **row} for row in said],
        "use_starts": [],
        "places": [{"code": code, "name": name, "county_code": "01", "county": "Testlän"}
                   for code, name in places],
    }  # fmt: skip
    typed = {name: pd.DataFrame(rows, columns=list(SCHEMAS[name])).astype(dict(SCHEMAS[name]))
             for name, rows in tables.items()}  # fmt: skip
    context = {"code": OWN, "name": "Norrby", "county": "Testlän", "fictional": fictional,
               "own_file": "data/egen.csv", "shared_file": "data/alla.csv"}  # fmt: skip
    return of_group(CountyComparison(context, **typed))


def told(prose: Prose) -> str:
    return " ".join(prose.sentences)


def cells(exhibit: object) -> list[list[str]]:
    """Return the body of a table, row by row."""
    assert isinstance(exhibit, Exhibit)
    soup = BeautifulSoup(exhibit._repr_html_(), "html.parser")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])]
            for row in soup.select("tbody tr")]  # fmt: skip


def comparison(place: dict[str, Any]) -> CountyComparison:
    project = Project(PACKAGE_CHECKOUT)
    return prepare_county_comparison(project, national_mapping(project, False), place)


@pytest.fixture(scope="module")
def uppsala() -> GroupComparison:
    place = {"code": "0380", "name": "Uppsala", "county": "Uppsala län", "fictional": False}
    return of_group(comparison(place))


def test_every_answer_has_a_word_and_a_look_of_its_own() -> None:
    assert set(ANSWERS) == set(STANDS_FOR) == set(county_matrix._LOOKS)
    looks = {(look.colour, look.dashed, str(look.sign)) for look in county_matrix._LOOKS.values()}
    assert len(looks) == 4
    assert county_matrix._LACKS not in county_matrix._LOOKS.values()


def test_the_matrix_says_each_answer_in_words_and_what_lacks() -> None:
    chapter = group(
        {"municipality": OWN, "start": "ja", "start_year": 2018, "plan": "nej"},
        {"municipality": "0001", "plan": "planerat", "how_far": "en_bit"},
    )
    figure = county_matrix.matrix_figure(chapter)
    assert isinstance(figure, Exhibit)
    assert "Norrby: införandet har börjat ja, 2018; skriftlig plan" in figure.alt
    assert "Östby: skriftlig plan för införandet, nu eller tidigare planerat" in figure.alt
    assert "Söderby: uppgift saknas om alla delar" in figure.alt
    drawn = "".join(image.svg for image in figure.content)  # type: ignore[union-attr]
    for word in ("ja, 2018", "nej", "planerat", "en bit på väg", "uppgift saknas"):
        assert f">{word}<" in drawn, word
    # 44 cells, 4 of them known; the words stand in each of the others.
    assert drawn.count(">uppgift saknas<") == 44 - 4


def test_the_own_municipality_stands_first_and_the_others_in_swedish_order() -> None:
    lines = county_matrix.matrix_lines(group({"municipality": "0003", "plan": "ja"}))
    assert [line.label for line in lines] == ["Norrby", "Söderby", "Ånäs", "Östby"]
    assert [line.own for line in lines] == [True, False, False, False]
    assert sorted(["Ö", "Å", "Z", "Ä"], key=swedish) == ["Z", "Å", "Ä", "Ö"]


def test_a_large_county_draws_those_that_are_known_and_counts_the_others() -> None:
    places = [(f"{code:04d}", f"By {code}") for code in range(1, 31)]
    rows = [{"municipality": f"{code:04d}", "plan": "ja"} for code in (5, 6)]
    chapter = group(*rows, places=places)
    assert [line.label for line in county_matrix.matrix_lines(chapter)] == ["By 2", "By 5", "By 6"]
    figure = county_matrix.matrix_figure(chapter)
    assert isinstance(figure, Exhibit)
    assert "27\u00a0kommuner utan uppgifter" in " ".join(figure.notes)
    assert "2–30" in "".join(image.svg for image in figure.content)  # type: ignore[union-attr]


def test_a_row_without_an_area_is_shown_and_not_counted(uppsala: GroupComparison) -> None:
    labels = [line.label for line in county_matrix.matrix_lines(uppsala)]
    assert labels[:2] == [
        "Uppsala, äldreförvaltningen", "Uppsala, omsorgsförvaltningen (område anges inte)"
    ]  # fmt: skip
    assert len(labels) == 9
    assert uppsala.counts["n"].eq(8).all()
    assert uppsala.counts["no"].eq(0).all()


def test_the_count_table_has_unknown_apart_from_no_and_bounds() -> None:
    chapter = group(
        {"municipality": OWN, "plan": "nej"},
        {"municipality": "0001", "plan": "ja"},
        {"municipality": "0003", "plan": "delvis"},
    )
    rows = {row[0]: row[1:] for row in cells(county_tables.count_table(chapter))}
    plan = rows[PARTS["plan"].label]
    assert plan == ["nej", "1", "1", "1", "1", "1–2\u00a0av\u00a04"]
    review = rows[PARTS["review"].label]
    assert review == ["uppgift saknas", "0", "0", "0", "4", "0–4\u00a0av\u00a04"]


def test_words_on_the_county_are_quoted_and_their_reading_is_marked() -> None:
    said = [{"part": "plan", "least": 0, "most": 1}]
    chapter = group({"municipality": OWN, "start": "ja"}, said=said)
    (row,) = cells(county_tables.statement_table(chapter))
    assert row[1:] == ["”få har det”", "0–1\u00a0av\u00a04 har delen"]
    rows = {row[0]: row for row in cells(county_tables.count_table(chapter))}
    assert rows[PARTS["plan"].label][-1] == "0–1\u00a0av\u00a04*"
    assert "högst 1 av\u00a04" in told(county_summary.summary(chapter))
    exhibit = county_tables.statement_table(chapter)
    assert isinstance(exhibit, Exhibit)
    assert "nämner inte vilka kommuner" in " ".join(exhibit.notes)


def test_words_against_what_is_known_are_told_of_and_not_used() -> None:
    rows = [{"municipality": code, "plan": "ja"} for code, _ in PLACES[:3]]
    chapter = group(*rows, said=[{"part": "plan", "least": 0, "most": 1}])
    exhibit = county_tables.count_table(chapter)
    assert isinstance(exhibit, Exhibit)
    assert "går inte ihop" in " ".join(exhibit.notes)
    assert "3–4" in exhibit._repr_html_()


@pytest.mark.parametrize(
    ("low", "high", "table", "sentence"),
    [
        (0, 8, "0–8 av 8", "mellan 0 och 8 av 8"),
        (2, 8, "2–8 av 8", "minst 2 av 8"),
        (0, 3, "0–3 av 8", "högst 3 av 8"),
        (2, 5, "2–5 av 8", "mellan 2 och 5 av 8"),
        (4, 4, "4 av 8", "4 av 8"),
    ],
)
def test_bounds_in_words(low: int, high: int, table: str, sentence: str) -> None:
    row = {"low": low, "high": high, "n": 8}
    assert possible(low, high, 8).replace("\u00a0", " ") == table
    assert possible_in_text(row).replace("\u00a0", " ") == sentence


def test_the_summary_follows_the_numbers() -> None:
    few = told(county_summary.summary(group({"municipality": OWN, "start": "ja", "plan": "nej"})))
    more = told(
        county_summary.summary(
            group(
                {"municipality": OWN, "start": "nej", "plan": "ja", "how_far": "inte_borjat"},
                {"municipality": "0001", "start": "ja", "plan": "ja", "review": "nej"},
            )
        )
    )
    assert "säger något om 1 av 4" in few.replace("\u00a0", " ")
    assert "Minst 1 av\u00a04 har börjat" in few
    assert "Norrby har börjat införa IBIC och saknar 1 (skriftlig plan för införandet)." in few
    assert "Norrby har inte börjat införa IBIC, har 1 av 9 andra delar" in more
    assert "bedömer själv att den inte har börjat" in more
    assert "Mellan 1 och 3 av\u00a04 har börjat" in more
    assert "2020" in few


def test_what_the_own_municipality_lacks_is_set_beside_the_others_that_are_known() -> None:
    chapter = group(
        {"municipality": OWN, "plan": "nej"},
        {"municipality": "0001", "plan": "ja"},
        {"municipality": "0003", "plan": "nej"},
    )
    assert "som 1 av 2 andra kommuner med uppgift har" in told(county_summary.summary(chapter))


def test_unknown_is_never_told_as_lacking(uppsala: GroupComparison) -> None:
    text = told(county_summary.summary(uppsala))
    assert "Uppsala har börjat införa IBIC och bedömer själv att den har kommit långt." in text
    assert "Uppsala saknar" not in text
    assert "9 av 11 uppgifter" in text
    assert "Källan nämner inte vilka de är." in text
    for row in cells(county_tables.count_table(uppsala)):
        assert row[4] == "0"


def test_a_municipality_that_nothing_is_known_of_says_so(uppsala: GroupComparison) -> None:
    place = {"code": "0331", "name": "Heby", "county": "Uppsala län", "fictional": False}
    chapter = of_group(comparison(place))
    text = told(county_summary.summary(chapter))
    assert "För Heby saknas alla uppgifter" in text
    assert "data/municipalities/0331-heby/kartlaggning.csv" in text
    assert "Håbo, Knivsta och Östhammar" in told(county_texts.needs(chapter))
    assert "Heby, Håbo, Knivsta och Östhammar" in told(county_texts.needs(uppsala))


def test_the_text_says_that_no_interval_is_needed_and_how_old_the_answers_are(
    uppsala: GroupComparison,
) -> None:
    text = told(county_texts.basis(uppsala))
    assert "inga konfidensintervall" in text
    assert "2020; mycket kan ha ändrats" in text


def test_starts_are_told_by_name_and_plans_as_plans(uppsala: GroupComparison) -> None:
    text = told(county_texts.start_sentences(uppsala))
    assert "Uppsala har börjat, men startåret är inte känt." in text
    assert "Älvkarleby (2019)" in text
    assert "En start var planerad för omsorgsförvaltningen i Uppsala (2020)." in text
    assert county_tables.level_table(uppsala) == Prose(())


def test_years_since_the_start_stand_beside_how_far_they_have_come() -> None:
    chapter = group(
        {"municipality": OWN, "start": "ja", "start_year": 2014, "how_far": "langt"},
        {"municipality": "0001", "start": "ja", "start_year": 2019, "how_far": "i_borjan"},
    )
    rows = cells(county_tables.level_table(chapter))
    assert rows[0] == ["Långt", "1", "1", "6", "6–6\u00a0år"]
    assert rows[-1] == ["Uppgift saknas", "2", "0", "–", "–"]
    text = told(county_texts.start_sentences(chapter))
    assert "Norrby började 2014, 6\u00a0år före kartläggningen." in text


def test_nothing_known_is_one_sentence_and_nothing_else() -> None:
    chapter = group()
    summary = county_summary.summary(chapter)
    assert len(summary.sentences) == 1
    assert "data/alla.csv" in summary.sentences[0]
    assert "data/egen.csv" in summary.sentences[0]
    assert county_texts.lacking(chapter.context).sentences == summary.sentences
    for shown in (
        county_texts.basis(chapter), county_matrix.matrix_figure(chapter),
        county_tables.count_table(chapter), county_tables.statement_table(chapter),
        county_texts.start_sentences(chapter), county_tables.level_table(chapter),
        county_texts.needs(chapter), county_texts.methods(chapter),
    ):  # fmt: skip
        assert shown._repr_html_() == ""


def test_invented_municipalities_are_marked() -> None:
    chapter = group({"municipality": OWN, "plan": "ja"}, fictional=True)
    assert told(county_summary.summary(chapter)).startswith("Påhittade data.")
    assert told(county_texts.basis(chapter)).startswith("Alla uppgifter är påhittade.")
    table = county_tables.count_table(chapter)
    assert isinstance(table, Exhibit)
    assert table.source == "Påhittade uppgifter"


def test_a_group_without_the_own_municipality_has_no_column_for_it() -> None:
    chapter = group({"municipality": "0001", "plan": "ja"})
    others = replace(
        chapter,
        members=chapter.members[chapter.members["code"].ne(OWN)],
        context={**chapter.context, "is_county": False},
    )
    assert all(len(row) == 6 for row in cells(county_tables.count_table(others)))
    text = told(county_summary.summary(others))
    assert "Norrby" not in text
    assert "den valda gruppen" in text


def test_ids_are_unique_and_have_their_prefix(uppsala: GroupComparison) -> None:
    shown = [
        county_matrix.matrix_figure(uppsala), county_tables.count_table(uppsala),
        county_tables.statement_table(uppsala),
    ]  # fmt: skip
    names = [each.identity for each in shown if isinstance(each, Exhibit)]
    assert len(set(names)) == 3
    assert all(re.match(r"(figur|tabell)-lan-", name) for name in names)
