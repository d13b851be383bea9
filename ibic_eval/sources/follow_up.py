"""Finding and reading the files of what happened when IBIC was introduced."""

from collections.abc import Iterable
from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.sources.responses import EmptyTableError, RawTable, read_table

ENDINGS = (".csv", ".xlsx")


def follow_up_file(folder: Path | None, name: str) -> Path | None:
    """Return the file of a name without ending in a municipality's folder, None where it has none.

    Raises InputError where it lies there both as CSV and as Excel.
    """
    paths = [folder / f"{name}{ending}" for ending in ENDINGS] if folder else []
    found = [path for path in paths if path.exists()]
    if len(found) > 1:
        both = " och ".join(path.name for path in found)
        raise InputError(f"Mappen {found[0].parent.name} har både {both}: ta bort den ena.")
    return found[0] if found else None


def follow_up_files(folder: Path | None, names: Iterable[str]) -> dict[str, Path]:
    """Return those of the files that a folder has, by their name without ending.

    Raises InputError where one lies there both as CSV and as Excel.
    """
    found = ((name, follow_up_file(folder, name)) for name in names)
    return {name: path for name, path in found if path is not None}


def read_filled(path: Path) -> RawTable | None:
    """Read a file as text, None where nobody has filled in the template.

    Raises InputError for a file that can't be read.
    """
    try:
        return read_table(path)
    except EmptyTableError:
        return None
