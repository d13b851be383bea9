"""The report's released numbers as a workbook: every table, every number, and what they mean."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from bs4 import BeautifulSoup, Tag
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ibic_eval.reports.descriptions import Described, described
from ibic_eval.reports.drawings import take_out
from ibic_eval.reports.release_log import Logged, release_log
from ibic_eval.reports.released import (
    HIDDEN,
    MISSING,
    SHOWN,
    TEXT,
    ReportTable,
    mark_of,
    number_in,
    placed_cells,
    released_numbers,
    report_tables,
    text_of,
)
from ibic_eval.reports.sheets import FONT, SIZE, fit_rows, put, put_wide, widen

_ALL, _FIGURES, _HIDDEN = "Alla tal", "Figurerna", "Det som är dolt"
_LOGGED = ("Del", "Rubrik", "Visade celler", "Dolda celler", "Regel", "Får ändras av")
_COLUMNS = (
    ("Tabell", "Tabellens nummer i rapporten."),
    ("Rad", "Orden i radens huvud; står raden i en grupp kommer gruppen först."),
    ("Kolumn", "Orden i kolumnens huvud."),
    ("Så visas det", "Cellen som den står i rapporten."),
    ("Värde", "Talet i cellen, avrundat som i rapporten. Blankt för text och för det som är dolt."),
    ("Nedre gräns", "Intervallets nedre gräns, om cellen har ett. Tabellens not säger vilket."),
    ("Övre gräns", "Intervallets övre gräns."),
    ("n", "Antalet bakom talet, om cellen säger det. Ofta har n en egen kolumn i tabellen."),
    ("Enhet", "% för procent. Annars blankt: enheten står i kolumnens huvud eller i noten."),
    ("Status", "Om cellen visar ett tal, och annars varför inte: se orden nedan."),
)
"""The columns of the sheet with all numbers, those of `Released`, and what they mean."""
_WORDS = (
    (SHOWN, "Cellen visar ett tal."),
    (HIDDEN, "Talet är dolt, för att en liten grupp annars kunde röjas. I tabellerna står x."),
    (MISSING, "Uppgiften saknas eller är inte tillämplig. I tabellerna står –."),
    (TEXT, "Cellen är ord."),
    ("Metod", "Metoden står i noten under varje tabell och i avsnittet Metoder och källor i "
              "rapportens kapitel."),
    ("Procent", "På tabellernas egna blad är procenttal andelar, så att 0,52 visas som 52 %."),
)  # fmt: skip
_TOP = 3
"""The first row below a sheet's title."""
_WIDEST = 50
_FILL = PatternFill("solid", fgColor="F3F6F9")
_WARNING = PatternFill("solid", fgColor="FFF3CD")


def xlsx_of(html: str) -> bytes:
    """Return the tables of a report as XLSX; no cell holds a formula."""
    soup = BeautifulSoup(take_out(html)[0], "html.parser")
    tables = report_tables(soup)
    names = _names(tables)
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_contents(book.create_sheet("Innehåll"), soup, tables)
    _write_numbers(book.create_sheet(_ALL), tables)
    for name, table in zip(names, tables, strict=True):
        _write_table(book.create_sheet(name), table)
    _write_figures(book.create_sheet(_FIGURES), described(soup))
    _write_hidden(book.create_sheet(_HIDDEN), release_log(soup))
    _write_codebook(book.create_sheet("Kodbok"))
    _write_sources(book.create_sheet("Källor"), soup)
    for sheet in book.worksheets:
        _head(sheet, _title(soup), mark_of(soup))
    book.properties.title = _title(soup)
    book.properties.creator = "ibic-eval"
    book.properties.language = "sv-SE"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _title(soup: BeautifulSoup) -> str:
    return text_of(soup.title) if soup.title else ""


def _head(sheet: Worksheet, title: str, mark: str) -> None:
    """Say on a sheet, and on each of its printed pages, whose numbers these are."""
    words = f"{mark}. {title}" if mark else title
    put_wide(sheet, 1, words, bold=True)
    if mark:
        sheet.cell(1, 1).fill = _WARNING
    sheet.oddHeader.center.text = words.replace("&", "&&")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _names(tables: Iterable[ReportTable]) -> list[str]:
    """Return the name of each table's sheet, its label; parts of a table are numbered."""
    labels: list[str] = []
    names = []
    for table in tables:
        labels.append(table.label)
        part = labels.count(table.label)
        names.append(table.label if part == 1 else f"{table.label} del {part}")
    return names


def _write_contents(sheet: Worksheet, soup: BeautifulSoup, tables: Sequence[ReportTable]) -> None:
    widen(sheet, [16, 100])
    about = [text_of(line) for line in soup.select(".byline, aside.banner")]
    for row, line in enumerate(about, start=_TOP):
        put_wide(sheet, row, line)
    names = [_ALL, *_names(tables), _FIGURES, _HIDDEN, "Kodbok", "Källor"]
    said = [
        "Varje tal i tabellerna på en egen rad",
        *(table.caption for table in tables),
        "Det som figurerna visar, rad för rad",
        "Tabeller och figurer som döljer något, och efter vilken regel",
        "Vad kolumnerna och orden betyder",
        "Var uppgifterna kommer från",
    ]
    for row, (name, words) in enumerate(zip(names, said, strict=True), _TOP + len(about) + 1):
        link = sheet.cell(row, 1)
        put(link, name)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        link.font = Font(name=FONT, size=SIZE, underline="single", color="0B3C6F")
        put(sheet.cell(row, 2), words)
    fit_rows(sheet, _TOP + len(about))


def _write_numbers(sheet: Worksheet, tables: Iterable[ReportTable]) -> None:
    """Write a row for each cell of each table."""
    for column, (name, _) in enumerate(_COLUMNS, start=1):
        put(sheet.cell(_TOP, column), name, bold=True)
        sheet.cell(_TOP, column).fill = _FILL
    numbers = [each for table in tables for each in released_numbers(table)]
    for row, each in enumerate(numbers, start=_TOP + 1):
        for column, value in enumerate(astuple(each), start=1):
            put(sheet.cell(row, column), value, wrap=False)
    sheet.freeze_panes = sheet.cell(_TOP + 1, 1)
    last = get_column_letter(len(_COLUMNS))
    sheet.auto_filter.ref = f"A{_TOP}:{last}{_TOP + len(numbers)}"
    sheet.print_title_rows = f"{_TOP}:{_TOP}"
    widen(sheet, [11, 50, 30, 30, 10, 12, 12, 8, 8, 10])


def _write_table(sheet: Worksheet, table: ReportTable) -> None:
    """Write a table as it stands in the report, its caption above and its notes below."""
    for place in placed_cells(table.html):
        row, column = _TOP + place.row, 1 + place.column
        _put_shown(sheet.cell(row, column), place.cell)
        if place.across > 1 or place.down > 1:
            end = {"end_row": row + place.down - 1, "end_column": column + place.across - 1}
            sheet.merge_cells(start_row=row, start_column=column, **end)
    rows = table.html.find_all("tr")
    heads = len(table.html.select("thead tr"))
    sheet.freeze_panes = sheet.cell(_TOP + heads, 1)
    sheet.print_title_rows = f"{_TOP}:{_TOP + max(heads, 1) - 1}"
    widen(sheet, _widths(sheet))
    fit_rows(sheet, _TOP)
    put_wide(sheet, 2, f"{table.label}. {table.caption}", bold=True)
    for row, note in enumerate(table.notes, start=_TOP + len(rows) + 1):
        put_wide(sheet, row, note)


def _write_figures(sheet: Worksheet, rows: Iterable[Described]) -> None:
    for row, line in enumerate((("Figur", "Rad", "Visar"), *map(astuple, rows)), start=_TOP):
        for column, words in enumerate(line, start=1):
            put(sheet.cell(row, column), words, bold=row == _TOP)
    sheet.freeze_panes = sheet.cell(_TOP + 1, 1)
    widen(sheet, [12, 50, 110])
    fit_rows(sheet, _TOP)


def _write_hidden(sheet: Worksheet, rows: Iterable[Logged]) -> None:
    for row, line in enumerate((_LOGGED, *map(astuple, rows)), start=_TOP):
        for column, words in enumerate(line, start=1):
            put(sheet.cell(row, column), words, bold=row == _TOP)
    widen(sheet, [12, 60, 10, 10, 90, 10])
    fit_rows(sheet, _TOP)


def _write_codebook(sheet: Worksheet) -> None:
    for row, (name, words) in enumerate((*_COLUMNS, *_WORDS), start=_TOP):
        put(sheet.cell(row, 1), name, bold=True)
        put(sheet.cell(row, 2), words)
    widen(sheet, [16, 100])
    fit_rows(sheet, _TOP)


def _write_sources(sheet: Worksheet, soup: BeautifulSoup) -> None:
    widen(sheet, [120])
    for row, source in enumerate(soup.select(".sources li"), start=_TOP):
        put(sheet.cell(row, 1), text_of(source))
    fit_rows(sheet, _TOP)


def _put_shown(target: Cell, cell: Tag) -> None:
    """Put a table's cell: a number where it is one, else its words."""
    shown = text_of(cell)
    number = number_in(shown) if cell.name == "td" else None
    if number is None:
        put(target, shown, bold=cell.name == "th")
    else:
        value, unit = number
        decimals = len(shown.partition(",")[2].rstrip(" %\xa0"))
        mask = "0" + ("." + "0" * decimals if decimals else "")
        put(target, value / 100 if unit else value)
        target.number_format = f"{mask}%" if unit else mask
    if number is not None or "text-align:right" in str(cell.get("style")):
        target.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
    if cell.find_parent("thead"):
        target.fill = _FILL


def _widths(sheet: Worksheet) -> list[int]:
    """Return how wide each column of a table has to be, in letters; long texts are wrapped."""
    rows = sheet.iter_rows(min_row=_TOP)
    merged = {cell for span in sheet.merged_cells.ranges for cell in span.cells}
    texts = [
        ["" if (cell.row, cell.column) in merged else str(cell.value or "") for cell in column]
        for column in zip(*rows, strict=True)
    ]
    return [min(max(map(len, column)) + 2, _WIDEST) for column in texts]
