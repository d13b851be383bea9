"""Reading which municipalities use IBIC: one shared file, and the municipalities' own."""

import re
from collections.abc import Iterable
from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.sources.responses import EmptyTableError, RawTable, read_table

FILES = ("ibic_use.csv", "ibic_use.xlsx")
CODE_LENGTH = 4


def ibic_use_files(shared: Path, municipalities: Path) -> tuple[Path, ...]:
    """List the files on the use of IBIC that exist: the shared one first, then the own ones.

    `municipalities` is the folder with one folder a municipality. Raises InputError where one of
    those has the file both as CSV and as Excel.
    """
    folders = sorted(municipalities.glob("[0-9][0-9][0-9][0-9]-*/"))
    own = [path for folder in folders for path in _in_folder(folder)]
    return (*([shared] if shared.exists() else []), *own)


def _in_folder(folder: Path) -> list[Path]:
    found = [folder / name for name in FILES if (folder / name).exists()]
    if len(found) > 1:
        raise InputError(f"Mappen {folder} har både {' och '.join(FILES)}: ta bort den ena.")
    return found


def read_ibic_use(paths: Iterable[Path]) -> tuple[RawTable, ...]:
    """Read files on the use of IBIC, leaving out those with only a header.

    Codes get back the zero that Excel takes away. Raises InputError for a file that can't be read.
    """
    return tuple(raw for path in paths if (raw := _read(path)) is not None)


def owner(path: Path) -> str:
    """Return the code of the municipality in whose folder a file lies, "" for a shared file."""
    match = re.match(r"([0-9]{4})-", path.parent.name)
    return match[1] if match else ""


def _read(path: Path) -> RawTable | None:
    try:
        raw = read_table(path)
    except EmptyTableError:
        return None
    if "kommunkod" not in raw.frame:
        return raw
    codes = raw.frame["kommunkod"].str.zfill(CODE_LENGTH)
    return RawTable(raw.frame.assign(kommunkod=codes), path, raw.encoding, raw.delimiter)
