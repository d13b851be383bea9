"""Finding and reading a municipality's answers to the self-assessment of readiness."""

from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.sources.responses import EmptyTableError, RawTable, read_table

FILES = ("beredskap.csv", "beredskap.xlsx")


def readiness_file(folder: Path | None) -> Path | None:
    """Return the file of answers in a municipality's folder, None where it has none.

    Raises InputError where it lies there both as CSV and as Excel.
    """
    found = [folder / name for name in FILES if (folder / name).exists()] if folder else []
    if len(found) > 1:
        raise InputError(f"Mappen {folder} har både {' och '.join(FILES)}: ta bort den ena.")
    return found[0] if found else None


def read_readiness(path: Path) -> RawTable | None:
    """Read the answers as text, None where nobody has filled in the template.

    Raises InputError for a file that can't be read.
    """
    try:
        return read_table(path)
    except EmptyTableError:
        return None
