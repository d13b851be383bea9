"""What a report hides is logged, by which rule, and an internal report says so on every page."""

import csv
import io

import docx
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from ibic_eval.disclosure.rules import rule_for
from ibic_eval.display.exhibits import Exhibit
from ibic_eval.reports.docx import docx_of
from ibic_eval.reports.figures import figures_of
from ibic_eval.reports.html import INTERNAL, MADE_UP, Composed, compose
from ibic_eval.reports.release_log import HEADS, log_as_csv
from ibic_eval.reports.xlsx import xlsx_of
from tests.reports.reports_made import FIGURE, SHORT, TEMPLATES, facts, table_of
from tests.reports.test_figures import parts_of

LEGEND = "x = dold, för få personer för att visas."


def report(internal: bool = False, fictional: bool = False) -> Composed:
    """Return a report with a table and a figure that hide something, and one that doesn't."""
    hiding = Exhibit("tabell", "mal-utfall", "Utfall", (SHORT,), "Egen", (LEGEND,))
    open_one = Exhibit("tabell", "mal-tid", "Tid", (table_of("1", "2", "3"),), "Egen")
    drawn = Exhibit("figur", "moten-tid", "Möten", FIGURE.content, "Egen", (LEGEND,))
    shown = "".join(each._repr_html_() for each in (hiding, open_one, drawn, FIGURE))
    about = facts(fictional, internal)
    return compose([f"<h1>K</h1>{shown}"], about, TEMPLATES)


def test_each_exhibit_that_hides_something_is_logged_with_its_rule() -> None:
    rows = list(csv.reader(io.StringIO(log_as_csv(report().hidden)[1:]), delimiter=";"))
    assert rows[0] == list(HEADS)
    assert rows[1:] == [
        ["Tabell 1", "Utfall", "2", "1", rule_for("mal-utfall"), "ingen"],
        ["Figur 1", "Möten", "", "i figuren", rule_for("moten-tid"), "ingen"],
    ]


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("mal-overgangar", "delar summor"),
        ("tid-arenden", "i tiotal"),
        ("tid-kolada", "få beslut"),
        ("ibic-grupper", "färre än 30 svarande"),
        ("beredskap-teman", "1–4 personer"),
        ("beredskap-landet", "svarande kommuner"),
        ("svarsfrekvens", "svarande kommuner"),
    ],
)
def test_the_rule_is_that_of_the_longest_beginning(slug: str, words: str) -> None:
    assert words in rule_for(slug)


def test_only_an_internal_report_tells_what_is_hidden_in_itself() -> None:
    rows = BeautifulSoup(report(internal=True).html, "html.parser").select(".about tbody tr")
    assert [row.find("th").get_text() for row in rows] == ["Tabell 1", "Figur 1"]  # type: ignore[union-attr]
    assert not BeautifulSoup(report().html, "html.parser").select(".about table")


@pytest.mark.parametrize(
    ("fictional", "mark"), [(False, INTERNAL), (True, f"{MADE_UP}. {INTERNAL}")]
)
def test_every_page_sheet_and_picture_of_an_internal_report_is_marked(
    fictional: bool, mark: str
) -> None:
    html = report(internal=True, fictional=fictional).html
    printed = BeautifulSoup(html, "html.parser").select_one(".print-banner")
    assert printed is not None
    assert printed.get_text() == mark
    document = docx.Document(io.BytesIO(docx_of(html, TEMPLATES)))
    assert {s.header.paragraphs[0].text for s in document.sections} == {mark}
    book = load_workbook(io.BytesIO(xlsx_of(html)))
    assert all(str(sheet["A1"].value).startswith(f"{mark}. ") for sheet in book.worksheets)
    drawings = [text for name, text in parts_of(figures_of(html)).items() if name[-4:] == ".svg"]
    assert all(f"{mark}</text>".encode() in drawing for drawing in drawings)


def test_the_hidden_are_the_same_in_public_and_internally() -> None:
    tables = [
        BeautifulSoup(report(internal).html, "html.parser").select("figure.exhibit")
        for internal in (False, True)
    ]
    assert tables[0] == tables[1]
