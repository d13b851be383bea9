"""Prepares and opens the chapter on the introduction itself, part by part."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.runs.opened import Opened

IMPLEMENTATION = "implementation"


class Part(NamedTuple):
    """One part of the chapter: its context, and its released tables by name."""

    context: dict[str, Any]
    tables: dict[str, pd.DataFrame]


def typed_tables(
    tables: Mapping[str, pd.DataFrame], schemas: Mapping[str, Mapping[str, str]]
) -> dict[str, pd.DataFrame]:
    """Return each table of the schemas with its columns and types; one not given has no rows."""
    return {
        name: tables.get(name, pd.DataFrame())
        .reindex(columns=list(schema))
        .astype(dict(schema))
        .reset_index(drop=True)
        for name, schema in schemas.items()
    }


def read_part(folder: Path, part: str, context: dict[str, Any]) -> Opened:
    """Open a part that was prepared: its `context`, and each table under its own name."""
    begin = f"{IMPLEMENTATION}_{part}_"
    files = {path.stem.removeprefix(begin): path for path in folder.glob(f"{begin}*.parquet")}
    return Opened(context, files)
