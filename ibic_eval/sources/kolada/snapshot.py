"""A snapshot of Kolada's values on disk: one Parquet file and the note beside it."""

import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import yaml

from ibic_eval.errors import InputError
from ibic_eval.sources.kolada.rows import typed_values
from ibic_eval.sources.sidecar import Sidecar, verify_sidecar

FETCH = "ibic-eval fetch kolada"


def read_snapshot(path: Path) -> pd.DataFrame:
    """Return one row an indicator, municipality, year and gender that Kolada has said something of.

    Columns `kpi, municipality, year, gender (T, K, M), value, status`: `value` in the indicator's
    own unit (percent 0–100, or a number of persons or days), NA unless `status` is "" and else
    `dold`, `saknas` or `ej_aktuell`. Raises InputError, with how to fetch, where the snapshot is
    missing, is no such table or is not the one its sidecar was written for.
    """
    if not path.exists():
        raise InputError(
            f"Det finns inga hämtade värden från Kolada ({path.name}): hämta dem med {FETCH}."
        )
    verify_snapshot(path)
    try:
        return typed_values(pd.read_parquet(path))
    except (pa.ArrowException, KeyError, ValueError, TypeError, OSError) as error:
        raise InputError(
            f"Filen {path} har inte värden ur Kolada i den form som väntas: hämta dem på nytt med"
            f" {FETCH}."
        ) from error


def verify_snapshot(path: Path) -> Sidecar:
    """Return the sidecar of a snapshot that is whole; raises InputError, with how to fetch."""
    try:
        return verify_sidecar(path)
    except InputError as error:
        raise InputError(f"{error} Eller hämta på nytt med {FETCH}.") from error


def snapshot_bytes(table: pd.DataFrame) -> bytes:
    """Return a table of values as Parquet; the same table gives the same bytes."""
    buffer = io.BytesIO()
    typed_values(table).to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def sidecar_text(sidecar: Sidecar) -> str:
    """Return a sidecar as the YAML text that `read_sidecar` reads."""
    return yaml.safe_dump(vars(sidecar), allow_unicode=True, sort_keys=False, width=100)
