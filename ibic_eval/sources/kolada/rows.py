"""Rows as the API gives them, and the table of values that they become."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.errors import FetchError
from ibic_eval.sources.kolada.query import Query

Row = Mapping[str, Any]

NORMAL, HIDDEN, MISSING, NOT_APPLICABLE = "", "dold", "saknas", "ej_aktuell"
# Kolada's signs, and the words that have stood in their place.
SIGNS = {
    "..": HIDDEN,
    "privacy": HIDDEN,
    "confidential": HIDDEN,
    "-": MISSING,
    "missing": MISSING,
    ".": NOT_APPLICABLE,
    "not applicable": NOT_APPLICABLE,
}
GENDERS = ("T", "K", "M")
VALUE_TYPES = {
    "kpi": "string",
    "municipality": "string",
    "year": "Int64",
    "gender": "string",
    "value": "Float64",
    "status": "string",
}
KEY = ["kpi", "municipality", "year", "gender"]


@dataclass(frozen=True)
class KoladaValues:
    """A table of values, and what was met on the way to it.

    `table` has one row an indicator, municipality, year and gender, with the columns of
    `VALUE_TYPES`; `value` is as Kolada gives it and NA unless `status` is "". `deleted` counts the
    rows that Kolada has withdrawn; `unknown_signs` are signs that took the place of a value and
    were read as missing.
    """

    table: pd.DataFrame
    deleted: int
    unknown_signs: tuple[str, ...]


def values_table(rows: Iterable[Row]) -> KoladaValues:
    """Return the values of the API's rows, in order of indicator, municipality, year and gender."""
    values = [(row, value) for row in rows for value in row["values"]]
    kept = [(row, value) for row, value in values if not value.get("isdeleted")]
    signs = {sign for _, value in kept if not _is_known(sign := _sign(value), value)}
    return KoladaValues(
        table=typed_values(pd.DataFrame(_records(kept), columns=list(VALUE_TYPES))),
        deleted=len(values) - len(kept),
        unknown_signs=tuple(sorted(signs)),
    )


def joined_values(parts: Sequence[KoladaValues]) -> KoladaValues:
    """Return the values of several batches as one table."""
    tables = [part.table for part in parts]
    return KoladaValues(
        table=typed_values(pd.concat(tables, ignore_index=True)),
        deleted=sum(part.deleted for part in parts),
        unknown_signs=tuple(sorted({sign for part in parts for sign in part.unknown_signs})),
    )


def typed_values(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of values with its columns, types and order."""
    typed = table[list(VALUE_TYPES)].astype(VALUE_TYPES)
    return typed.sort_values(KEY, ignore_index=True)


def refuse_malformed(rows: Sequence[Any], asked: Query, host: str) -> None:
    """Raise FetchError where a row lacks something, or is of something that was not asked for."""
    if not all(_is_sound(row) for row in rows):
        raise FetchError(f"{host} gav värden i en annan form än Koladas API i version 3 gör.")
    years = {str(year) for year in asked.years}
    if not all(
        row["kpi"] in asked.kpis
        and row["municipality"] in asked.municipalities
        and str(row["period"]) in years
        for row in rows
    ):
        raise FetchError(f"{host} gav andra värden än de som efterfrågades.")


def _is_sound(row: Any) -> bool:
    keys = ("kpi", "municipality", "period", "values")
    if not isinstance(row, dict) or any(key not in row for key in keys):
        return False
    values = row["values"]
    return isinstance(values, list) and all(_is_sound_value(value) for value in values)


def _is_sound_value(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("gender") not in GENDERS:
        return False
    number = value.get("value")
    numeric = isinstance(number, int | float) and not isinstance(number, bool)
    return number is None or (numeric and math.isfinite(number))


def _records(kept: Iterable[tuple[Row, Row]]) -> Iterator[tuple[object, ...]]:
    for row, value in kept:
        status = _status(value)
        number = value.get("value") if status == NORMAL else None
        period = int(row["period"])
        yield row["kpi"], row["municipality"], period, value["gender"], number, status


def _sign(value: Row) -> str:
    return str(value.get("status") or "").strip().casefold()


def _is_known(sign: str, value: Row) -> bool:
    return sign in SIGNS or sign == "" or value.get("value") is not None


def _status(value: Row) -> str:
    """Read a sign; a value with an unknown sign is a value, nothing with one is missing."""
    absent = MISSING if value.get("value") is None else NORMAL
    return SIGNS.get(_sign(value), absent)
