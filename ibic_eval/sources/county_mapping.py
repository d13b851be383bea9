"""Reading how far municipalities have come, part by part: shared files, and their own."""

import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.sources.responses import EmptyTableError, RawTable, read_table

MAPPING = "kartlaggning.csv"
STATEMENTS = "kartlaggning_lan.csv"
MAPPING_FILES = (MAPPING, "kartlaggning.xlsx")
# The codes that Excel takes the first zero from, and their lengths.
_CODES = {"kommunkod": 4, "lanskod": 2}


def mapping_files(shared: Path, *roots: Path) -> tuple[Path, ...]:
    """List the files of the mapping that exist: the shared one first, then the own ones.

    `roots` are the folders with one folder a municipality. Raises InputError where one of
    those has the file both as CSV and as Excel.
    """
    each_root = (sorted(root.glob("[0-9][0-9][0-9][0-9]-*/")) for root in roots)
    own = [path for folder in chain(*each_root) for path in own_mapping_files(folder)]
    return (*([shared] if shared.exists() else []), *own)


def own_mapping_files(folder: Path) -> tuple[Path, ...]:
    """Return the one file of the mapping in a municipality's folder, or none.

    Raises InputError where it lies there both as CSV and as Excel.
    """
    found = tuple(folder / name for name in MAPPING_FILES if (folder / name).exists())
    if len(found) > 1:
        raise InputError(
            f"Mappen {folder} har både {' och '.join(MAPPING_FILES)}: ta bort den ena."
        )
    return found


def read_mapping(paths: Iterable[Path]) -> tuple[RawTable, ...]:
    """Read files of the mapping or of statements on counties, leaving out those without rows.

    Codes get back the zero that Excel takes away. Raises InputError for a file that can't be read.
    """
    return tuple(raw for path in paths if (raw := _read(path)) is not None)


def owner_of(path: Path) -> str:
    """Return the code of the municipality in whose folder a file lies, "" for a shared file."""
    match = re.match(r"([0-9]{4})-", path.parent.name)
    return match[1] if match else ""


def _read(path: Path) -> RawTable | None:
    try:
        raw = read_table(path)
    except EmptyTableError:
        return None
    present = {
        name: raw.frame[name].str.zfill(n) for name, n in _CODES.items() if name in raw.frame
    }
    return RawTable(raw.frame.assign(**present), path, raw.encoding, raw.delimiter)
