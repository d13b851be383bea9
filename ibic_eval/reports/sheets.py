"""Cells of a workbook: texts that stay texts, also over several columns, in rows high enough."""

import math
import re
from collections.abc import Sequence

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FONT, SIZE = "Arial", 10
_LINE = 13.5
"""The height of a line in that font, in points."""
_ROOM = 0.9
"""The share of a column's width in letters that words fill before they are wrapped."""
_NARROWEST, _PLAIN, _READABLE = 9, 11, 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def put(target: Cell, value: str | float | None, bold: bool = False, wrap: bool = True) -> None:
    """Put a value in a cell; a text stays a text, whatever it begins with."""
    target.value = _CONTROL.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        target.data_type = "s"
        target.quotePrefix = value[:1] in tuple("=+-@\t")
        target.alignment = Alignment(wrap_text=wrap, vertical="top")
    target.font = Font(name=FONT, size=SIZE, bold=bold)


def put_wide(sheet: Worksheet, row: int, text: str, bold: bool = False) -> None:
    """Put a text over as many columns as make it easy to read, and give its row the height."""
    put(sheet.cell(row, 1), text, bold)
    last, width = 1, _width(sheet, 1)
    while width < _READABLE:
        last += 1
        width += _width(sheet, last)
    if last > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    sheet.row_dimensions[row].height = _LINE * _lines(text, width)


def widen(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Set the widths of the columns, in letters."""
    for column, width in enumerate(widths, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(width, _NARROWEST)


def fit_rows(sheet: Worksheet, first: int) -> None:
    """Give the rows from one on the height that their wrapped words need.

    Cells over several columns are left out; they are heads, with room.
    """
    merged = {cell for span in sheet.merged_cells.ranges for cell in span.cells}
    for cells in sheet.iter_rows(min_row=first):
        lines = [
            _lines(cell.value, _width(sheet, cell.column))
            for cell in cells
            if isinstance(cell.value, str) and (cell.row, cell.column) not in merged
        ]
        if max(lines, default=1) > 1:
            sheet.row_dimensions[cells[0].row].height = _LINE * max(lines)


def _width(sheet: Worksheet, column: int) -> float:
    letter = get_column_letter(column)
    known = letter in sheet.column_dimensions
    return float(sheet.column_dimensions[letter].width) if known else _PLAIN


def _lines(text: str, width: float) -> int:
    return max(math.ceil(len(text) / (width * _ROOM)), 1)
