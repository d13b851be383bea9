"""The workbook: every table as shown, every number apart, nothing that a program would run."""

import io
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup
from openpyxl.workbook import Workbook

from ibic_eval.reports.released import released_numbers, report_tables
from ibic_eval.reports.sheets import fit_rows, put, put_wide, widen
from ibic_eval.reports.xlsx import xlsx_of
from tests.reports.reports_made import ROWS, made_report

BANNER = "Påhittade uppgifter – demokommun"


@pytest.fixture(scope="module", params=[False, True], ids=["real", "fictional"])
def made(request: pytest.FixtureRequest) -> tuple[BeautifulSoup, bytes, bool]:
    html = made_report(request.param)
    return BeautifulSoup(html, "html.parser"), xlsx_of(html), request.param


def book_of(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_there_is_a_sheet_for_each_table_and_for_what_explains_them(made: tuple) -> None:
    soup, content, _ = made
    labels = [table.label for table in report_tables(soup)]
    book = book_of(content)
    explaining = ["Figurerna", "Det som är dolt", "Kodbok", "Källor"]
    assert book.sheetnames == ["Innehåll", "Alla tal", *labels, *explaining]
    links = {row[0].value: row[0].hyperlink for row in book["Innehåll"].iter_rows(min_row=4)}
    assert all(links[name].location == f"'{name}'!A1" for name in book.sheetnames[1:])
    assert book["Källor"]["A3"].value == "Källa (2021)."
    assert book.properties.title == soup.title.text


def test_every_sheet_says_whose_numbers_it_has_and_if_they_are_made_up(made: tuple) -> None:
    soup, content, fictional = made
    expected = f"{BANNER}. {soup.title.text}" if fictional else soup.title.text
    for sheet in book_of(content).worksheets:
        assert sheet["A1"].value == sheet.oddHeader.center.text == expected


def test_all_numbers_are_those_of_the_tables(made: tuple) -> None:
    soup, content, _ = made
    head, *rows = list(book_of(content)["Alla tal"].iter_rows(min_row=3, values_only=True))
    expected = [each for table in report_tables(soup) for each in released_numbers(table)]
    assert len(rows) == len(expected) == 3 * (ROWS + 1)
    values = [dict(zip(head, row, strict=True)) for row in rows]
    assert [each["Så visas det"] for each in values] == [each.shown for each in expected]
    assert [each["Övre gräns"] for each in values] == [each.high for each in expected]
    assert [each["Status"] for each in values][-3:] == ["dold", "saknas", "text"]
    assert values[-3]["Värde"] is None


def test_a_tables_sheet_shows_what_the_report_shows_with_caption_and_notes(made: tuple) -> None:
    sheet = book_of(made[1])["Tabell 1"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == "Tabell 1. Lång"
    assert rows[2][:4] == ("Område", "n", "Andel", "Skillnad (KI)")
    assert rows[4][:4] == ("Rad r0", 0, 0.05, "+1,5 (−0,5 till +3,5)")
    assert sheet["C5"].number_format == "0%"
    assert "A4:D4" in {str(each) for each in sheet.merged_cells.ranges}
    assert [row[0] for row in rows[-2:]] == ["En not.", "Källa: Egen"]


def test_every_column_of_all_numbers_is_explained(made: tuple) -> None:
    book = book_of(made[1])
    explained = {row[0] for row in book["Kodbok"].iter_rows(min_row=3, values_only=True)}
    head = next(book["Alla tal"].iter_rows(min_row=3, values_only=True))
    assert {*head, "visas", "dold", "saknas", "text", "Metod"} <= explained


def test_no_cell_is_a_formula_and_nothing_points_outside(made: tuple) -> None:
    shown = [cell for sheet in book_of(made[1]) for row in sheet.iter_rows() for cell in row]
    planted = [cell for cell in shown if cell.value == "=1+1"]
    assert len(planted) == 2
    assert {cell.data_type for cell in planted} == {"s"}
    assert all(cell.quotePrefix for cell in planted)
    assert not any(cell.data_type == "f" for cell in shown)
    with zipfile.ZipFile(io.BytesIO(made[1])) as parts:
        told = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in told
    assert b"TargetMode" not in told


def test_long_words_are_wrapped_in_a_row_that_is_high_enough_for_them() -> None:
    sheet = Workbook().active
    widen(sheet, [20])
    put(sheet.cell(1, 1), "ord " * 30)
    put(sheet.cell(2, 1), "kort")
    fit_rows(sheet, 1)
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height > 4 * 13
    assert sheet.row_dimensions[2].height is None
    put_wide(sheet, 3, "ord " * 60)
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A3:I3"]
    assert sheet.row_dimensions[3].height > 2 * 13
