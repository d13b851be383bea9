"""Opens prepared tables one at a time, each when it is first asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ibic_eval.errors import InputError


class Opened:
    """What was prepared in a folder: its `context`, and each table under its own name.

    `files` are the tables' places by name. A notebook shows a few of them, so that a table is read
    when it is first asked for, and then kept.
    """

    context: dict[str, Any]

    def __init__(self, context: dict[str, Any], files: Mapping[str, Path]) -> None:
        self.context = context
        self._files = dict(files)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Read a table; called only for names that the object doesn't have yet."""
        files: Mapping[str, Path] = self.__dict__.get("_files", {})
        if name not in files:
            raise AttributeError(f"{type(self).__name__} has no table {name}")
        table = read_table(files[name])
        setattr(self, name, table)
        return table


def read_table(path: Path) -> pd.DataFrame:
    """Read a prepared table as pandas would, but without starting threads.

    Raises InputError for a file that is missing or broken.
    """
    try:
        rows = pq.ParquetFile(path, pre_buffer=False).read(use_threads=False)
        frame: pd.DataFrame = rows.to_pandas(use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            f"Den förberedda tabellen {path} saknas eller går inte att läsa: "
            "kör ibic-eval prepare på nytt för kommunen."
        ) from error
    return frame
