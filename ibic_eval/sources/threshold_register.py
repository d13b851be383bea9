"""Reading the register of the day on which each level, target and main measure was set."""

import csv
import datetime as dt
import io
from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.visible import visible

FILE = "faststallt.csv"
COLUMNS = ("vad", "avtryck", "dag")
Register = dict[tuple[str, str], dt.date]


def read_register(folder: Path | None) -> Register:
    """Return the first day of each name and fingerprint; nothing where there is no register.

    Raises InputError, one Swedish sentence with the file, row and column, for a faulty file.
    """
    path = None if folder is None else folder / FILE
    if path is None or not path.exists():
        return {}
    where = f"Filen {path.parent.name}/{path.name}"
    try:
        header, *rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))) or [[]]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise InputError(f"{where} går inte att läsa; spara den som CSV i UTF-8.") from error
    if tuple(header) != COLUMNS:
        raise InputError(f"{where}, rad 1: kolumnerna ska vara {', '.join(COLUMNS)}.")
    found: Register = {}
    for number, row in enumerate(rows, start=2):
        name, mark, day = _row(row, f"{where}, rad {number}")
        found[name, mark] = min(day, found.get((name, mark), day))
    return found


def _row(row: list[str], where: str) -> tuple[str, str, dt.date]:
    if len(row) != len(COLUMNS) or not all(row):
        raise InputError(f"{where}: ska ha {len(COLUMNS)} ifyllda kolumner; ta bort raden.")
    try:
        day = dt.date.fromisoformat(row[2])
    except ValueError as error:
        raise InputError(f"{where}, kolumnen dag: ska vara en dag, som 2027-01-31.") from error
    return visible(row[0]), visible(row[1]), day
