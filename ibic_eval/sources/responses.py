"""The only reader of files with answers: CSV or Excel, every cell as text."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.sources.formulas import is_formula, is_workbook_formula
from ibic_eval.sources.workbook import read_workbook

LARGEST_FILE = 50 * 1024 * 1024
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
DELIMITERS = (";", ",", "\t")
BOM = b"\xef\xbb\xbf"
SIGNATURES = {
    b"PK\x03\x04": "är en Excel-fil eller ett zip-arkiv; byt filändelsen till .xlsx",
    b"\xd0\xcf\x11\xe0": "är en gammal eller lösenordsskyddad Excel-fil; spara den som .xlsx",
    b"%PDF": "är en PDF; exportera svaren som CSV i stället",
    b"\xff\xfe": "är sparad som UTF-16; spara den som ”CSV UTF-8” i stället",
    b"\xfe\xff": "är sparad som UTF-16; spara den som ”CSV UTF-8” i stället",
}
GARBLED = re.compile("Ã[¥¤¶…„–\u0085\u0084\u0096]|\ufffd")
PLAIN_NAME = re.compile(r"[\w .:/()-]{1,40}")
LONG_NUMBER = re.compile(r"\d[\d\s+-]{4,}\d")

Formula = Callable[[str], bool]


@dataclass(frozen=True)
class RawTable:
    """A table as it stood in its file.

    `frame` holds text (NA where a cell is empty), without blanks around it; its index is the row
    in the file, the header being row 1. `encoding` and `delimiter` are empty for a workbook.
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
    _check_file(path)
    if path.suffix.lower() == ".xlsx":
        return RawTable(_frame(read_workbook(path), path.name, is_workbook_formula), path)
    text, encoding = _decode(path.read_bytes(), path.name)
    delimiter = _delimiter(text, path.name)
    records = _records(text, delimiter, path.name)
    return RawTable(_frame(records, path.name, is_formula), path, encoding, delimiter)


def shown_name(name: str, position: int) -> str:
    """Return a column's name for a message, or its position where the name could be an answer."""
    return name if is_harmless(name) else f"nummer {position}"


def is_harmless(name: str) -> bool:
    """Tell whether a name or code may be repeated: short, plain and without a long number."""
    return bool(PLAIN_NAME.fullmatch(name)) and not LONG_NUMBER.search(name)


def _check_file(path: Path) -> None:
    if path.suffix.lower() not in (*TEXT_ENDINGS, ".xlsx"):
        raise InputError(f"Filen {path.name} ska vara en CSV-fil (.csv) eller Excel-fil (.xlsx).")
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise InputError(f"Filen {path} finns inte; kontrollera sökvägen.") from None
    except OSError as error:
        raise InputError(
            f"Filen {path} går inte att öppna; stäng den om den är öppen i Excel och kontrollera "
            "rättigheterna."
        ) from error
    if size == 0:
        raise InputError(f"Filen {path.name} är tom; fyll i den eller exportera svaren på nytt.")
    if size > LARGEST_FILE:
        limit = LARGEST_FILE // 1024**2
        raise InputError(
            f"Filen {path.name} är {size / 1024**2:.0f} MB men får vara högst {limit} MB; "
            "kontrollera att den bara innehåller enkätsvar."
        )


def _decode(content: bytes, file: str) -> tuple[str, str]:
    for signature, reason in SIGNATURES.items():
        if content.startswith(signature):
            raise InputError(f"Filen {file} {reason}.")
    if b"\x00" in content:
        raise InputError(f"Filen {file} är ingen textfil; exportera svaren som CSV.")
    encoding = _encoding(content, file)
    text = content.decode(encoding)
    if GARBLED.search(text):
        raise InputError(
            f"Filen {file} har andra tecken i stället för å, ä och ö; "
            "exportera den på nytt som ”CSV UTF-8”."
        )
    if not text.strip():
        raise InputError(f"Filen {file} är tom; fyll i den eller exportera svaren på nytt.")
    return text, encoding


def _encoding(content: bytes, file: str) -> str:
    candidates = ("utf-8-sig",) if content.startswith(BOM) else ("utf-8", "cp1252")
    for encoding in candidates:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise InputError(
        f"Filen {file} har en teckenkodning som inte går att läsa; spara den som ”CSV UTF-8”."
    )


def _delimiter(text: str, file: str) -> str:
    header = re.split("[\r\n]", text.lstrip("\r\n "))[0]
    if header.lower().startswith("sep="):
        raise InputError(
            f"Filen {file} börjar med raden ”{header[:5]}”; ta bort den raden, så att "
            "rubrikraden kommer först."
        )
    widths = {mark: len(next(csv.reader([header], delimiter=mark))) for mark in DELIMITERS}
    best = max(widths, key=lambda mark: widths[mark])
    if widths[best] == 1:
        raise InputError(
            f"Filen {file} har bara en kolumn; spara den med semikolon, komma eller tabb "
            "mellan kolumnerna."
        )
    return best


def _records(text: str, delimiter: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        raise InputError(
            f"Filen {file} går inte att läsa vid rad {len(records) + 1}; "
            "kontrollera citattecknen på den raden."
        ) from error
    return records


def _frame(records: Sequence[Sequence[str]], file: str, formula: Formula) -> pd.DataFrame:
    cells = [[cell.strip() for cell in record] for record in records]
    filled = {number: row for number, row in enumerate(cells, start=1) if any(row)}
    if not filled:
        raise InputError(f"Filen {file} är tom; fyll i den eller exportera svaren på nytt.")
    header_row, *data_rows = filled
    names = _names(filled[header_row], file)
    fitted = {number: _fitted(filled[number], len(names), number, file) for number in data_rows}
    if not fitted:
        raise EmptyTableError(f"Filen {file} har bara en rubrikrad; fyll på med en rad per svar.")
    _refuse_formulas(fitted, names, file, formula)
    rows = {number: [cell or None for cell in row] for number, row in fitted.items()}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="string")
    return frame.rename_axis("row")


def _names(header: Sequence[str], file: str) -> list[str]:
    last = max(position for position, name in enumerate(header, start=1) if name)
    names = list(header[:last])
    if "" in names:
        raise InputError(f"Filen {file}: kolumn {names.index('') + 1} saknar namn i rubrikraden.")
    for position, name in enumerate(names, start=1):
        if name in names[: position - 1]:
            shown = shown_name(name, position)
            raise InputError(f"Filen {file}: kolumnen {shown} står två gånger; ta bort den ena.")
    return names


def _fitted(row: Sequence[str], width: int, number: int, file: str) -> list[str]:
    if len(row) < width or any(row[width:]):
        raise InputError(
            f"Filen {file}: rad {number} har {_cells(len(row))} men rubrikraden har {width}; "
            "kontrollera skiljetecken och citattecken på raden."
        )
    return list(row[:width])


def _refuse_formulas(
    rows: dict[int, list[str]], names: Sequence[str], file: str, formula: Formula
) -> None:
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
