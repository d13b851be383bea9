"""The only reader of files with answers: CSV or Excel, every cell as text."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.sources.formulas import is_formula, is_workbook_formula
from ibic_eval.sources.text_files import check_file, empty_file, find_delimiter, find_encoding
from ibic_eval.sources.workbook import read_workbook
from ibic_eval.visible import visible

LARGEST_FILE = 50 * 1024 * 1024
MOST_COLUMNS = 16_384  # what Excel has room for
PLAIN_NAME = re.compile(r"[\w .:/()-]{1,40}")
LONG_NUMBER = re.compile(r"\d[\d\s+-]{4,}\d")

Formula = Callable[[str], bool]


@dataclass(frozen=True)
class RawTable:
    """A table as it stood in its file.

    `frame` holds text (NA where a cell is empty), without blanks around it and signs that aren't
    seen; its index is the row in the file, the header being row 1. `encoding` and `delimiter`
    are empty for a workbook.
    """

    frame: pd.DataFrame
    path: Path
    encoding: str = ""
    delimiter: str = ""

    @property
    def file(self) -> str:
        """Return the file's name without its folder."""
        return self.path.name


class EmptyTableError(InputError):
    """A file with a header and no rows, such as a template nobody has filled in."""


def read_table(path: Path) -> RawTable:
    """Read a CSV file (UTF-8 or Windows-1252; semicolon, comma or tab) or an Excel workbook.

    Raises InputError for a file that is missing, empty, too large (more than `LARGEST_FILE`
    bytes), binary or garbled, whose rows do not fit its header, or that holds formulas; and
    `EmptyTableError` where there is only a header. Messages never repeat what a cell holds.
    """
    check_file(path, LARGEST_FILE)
    if path.suffix.lower() == ".xlsx":
        return RawTable(_frame(read_workbook(path), path.name, is_workbook_formula), path)
    encoding = find_encoding(path)
    text = path.read_bytes().decode(encoding)
    if not text.strip():
        raise empty_file(path.name)
    delimiter = find_delimiter(text, path.name)
    records = _records(text, delimiter, path.name)
    return RawTable(_frame(records, path.name, is_formula), path, encoding, delimiter)


def shown_name(name: str, position: int) -> str:
    """Return a column's name for a message, or its position where the name could be an answer."""
    return name if is_harmless(name) else f"nummer {position}"


def is_harmless(name: str) -> bool:
    """Tell whether a name or code may be repeated: short, plain and without a long number."""
    return bool(PLAIN_NAME.fullmatch(name)) and not LONG_NUMBER.search(name)


def _records(text: str, delimiter: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        raise unreadable_row(file, len(records) + 1) from error
    return records


def only_a_header(file: str) -> EmptyTableError:
    """Return the error for a header without rows."""
    return EmptyTableError(f"Filen {file} har bara en rubrikrad; fyll på med rader under den.")


def unreadable_row(file: str, row: int) -> InputError:
    """Return the error for a row whose quotation marks don't come in pairs."""
    return InputError(
        f"Filen {file} går inte att läsa vid rad {row}; kontrollera citattecknen på den raden."
    )


def _frame(records: Sequence[Sequence[str]], file: str, formula: Formula) -> pd.DataFrame:
    cells = [shown_cells(record) for record in records]
    filled = {number: row for number, row in enumerate(cells, start=1) if any(row)}
    if not filled:
        raise empty_file(file)
    header_row, *data_rows = filled
    names = column_names(filled[header_row], file)
    fitted = {number: fitted_row(filled[number], len(names), number, file) for number in data_rows}
    if not fitted:
        raise only_a_header(file)
    refuse_formulas(fitted, names, file, formula)
    rows = {number: [cell or None for cell in row] for number, row in fitted.items()}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="string")
    return frame.rename_axis("row")


def shown_cells(record: Sequence[str]) -> list[str]:
    """Return a record's cells without blanks around them and signs that aren't seen."""
    return [visible(cell).strip() for cell in record]


def column_names(header: Sequence[str], file: str) -> list[str]:
    """Return the names of the columns, without the empty cells after the last one.

    Raises InputError for more than `MOST_COLUMNS`, for a column without a name and for a name that
    stands twice.
    """
    last = max(position for position, name in enumerate(header, start=1) if name)
    names = list(header[:last])
    if len(names) > MOST_COLUMNS:
        raise InputError(
            f"Filen {file} har {len(names)} kolumner i rubrikraden men får ha högst "
            f"{MOST_COLUMNS}; kontrollera att varje rad i tabellen är en rad i filen."
        )
    if "" in names:
        raise InputError(f"Filen {file}: kolumn {names.index('') + 1} saknar namn i rubrikraden.")
    seen: set[str] = set()
    for position, name in enumerate(names, start=1):
        if name in seen:
            shown = shown_name(name, position)
            raise InputError(f"Filen {file}: kolumnen {shown} står två gånger; ta bort den ena.")
        seen.add(name)
    return names


def fitted_row(row: Sequence[str], width: int, number: int, file: str) -> list[str]:
    """Return the cells under the header; raises InputError where the row is shorter or longer."""
    if len(row) < width or any(row[width:]):
        raise InputError(
            f"Filen {file}: rad {number} har {_cells(len(row))} men rubrikraden har {width}; "
            "kontrollera skiljetecken och citattecken på raden."
        )
    return list(row[:width])


def refuse_formulas(
    rows: Mapping[int, Sequence[str]], names: Sequence[str], file: str, formula: Formula
) -> None:
    """Raise InputError for the first cell with a formula, rows given by their number."""
    found = [
        (number, position)
        for number, row in rows.items()
        for position, cell in enumerate(row, start=1)
        if formula(cell)
    ]
    if found:
        number, position = found[0]
        more = f" (och i {_cells(len(found) - 1)} till)" if len(found) > 1 else ""
        column = shown_name(names[position - 1], position)
        raise InputError(
            f"Filen {file}: cellen på rad {number} i kolumnen {column}{more} ser ut som en formel; "
            "skriv värdet som text, utan tecknet i början."
        )


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} celler"
