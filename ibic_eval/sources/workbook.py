"""Reading an Excel workbook's only filled sheet as text."""

import datetime as dt
from pathlib import Path

import openpyxl

from ibic_eval.errors import InputError
from ibic_eval.sources.workbook_parts import MOST_ROWS, TooLargeError, check_parts

MOST_CELLS = 20_000_000
"""In a sheet, those between filled ones with them: a cell far out would else make billions."""


def read_workbook(path: Path) -> list[list[str]]:
    """Return the rows of the workbook's only filled sheet, every cell as text.

    Whole numbers lose their decimals, dates become ISO dates, formulas stand as they are written.
    All rows are as long as the longest. Raises InputError for a file that is no workbook, that
    makes more than `check_parts` allows or more than `MOST_CELLS`, or where several sheets are
    filled. What a workbook links to is not read.
    """
    try:
        check_parts(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        sheets = {sheet.title: _sheet_rows(sheet) for sheet in book.worksheets}
        book.close()
    except TooLargeError as error:
        raise InputError(
            f"Filen {path.name} blir för stor när den packas upp; kontrollera att den bara "
            "innehåller det den ska och att inget står i celler långt ut, eller spara den som CSV."
        ) from error
    except Exception as error:  # openpyxl lets errors of every kind through from a broken file
        raise _unreadable(path) from error
    filled = {title: rows for title, rows in sheets.items() if rows}
    if len(filled) > 1:
        titles = ", ".join(filled)
        raise InputError(
            f"Filen {path.name} har flera ifyllda blad ({titles}); "
            "spara det blad som ska läsas som en egen fil."
        )
    return next(iter(filled.values()), [])


def _unreadable(path: Path) -> InputError:
    return InputError(
        f"Filen {path.name} går inte att öppna som Excel-fil; den kan vara skadad eller "
        "lösenordsskyddad, så spara den på nytt som .xlsx eller CSV."
    )


def _sheet_rows(sheet: object) -> list[list[str]]:
    # Some programs write a wrong sheet size, which would cut rows off unseen.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    rows: list[list[str]] = []
    cells = extent = width = 0
    for row in sheet.iter_rows(values_only=True):  # type: ignore[attr-defined]
        texts = [_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
        cells += len(row)
        if texts:
            width = max(width, len(texts))
            extent = width * len(rows)
        # A row may say that it is the thousand millionth; those before it come as empty ones.
        if len(rows) > MOST_ROWS or max(cells, extent) > MOST_CELLS:
            raise TooLargeError
    while rows and not rows[-1]:
        rows.pop()
    return [row + [""] * (width - len(row)) for row in rows]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return "="  # what remains are array and table formulas
