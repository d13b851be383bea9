"""Typed rows of the three tables as compact tables, with whole numbers for pseudonyms."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from ibic_eval.tables.case_records import Types

YES = "ja"
SECONDS_A_DAY = 86_400


def numbered(frames: Iterable[pl.DataFrame], column: str) -> pl.DataFrame:
    """Return the pseudonyms of a column, each once, with a `number` from 0 in order of mention."""
    each = [frame.select(column).unique(maintain_order=True) for frame in frames]
    return (
        pl.concat(each)
        .drop_nulls()
        .unique(maintain_order=True)
        .with_row_index("number")
        .with_columns(pl.col("number").cast(pl.Int32))
    )


def with_numbers(frame: pl.DataFrame, column: str, numbers: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the pseudonyms of a column replaced by their numbers."""
    joined = frame.select(column).join(numbers, on=column, how="left", maintain_order="left")
    return frame.with_columns(joined["number"].alias(column))


def as_pandas(frame: pl.DataFrame, names: Mapping[str, str], types: Types) -> pd.DataFrame:
    """Return the frame under the names of the typed table, each column in its type."""
    columns = {name: _column(frame[column], types[name]) for column, name in names.items()}
    return pd.DataFrame(columns, copy=False)


def _column(values: pl.Series, kind: str | pd.CategoricalDtype) -> Any:
    if isinstance(kind, pd.CategoricalDtype) or kind == "category":
        return _categories(values, kind)
    if kind == "boolean":
        return pd.arrays.BooleanArray(_filled(values == YES, bool), _missing(values))
    if kind.startswith("datetime"):
        return _days(values)
    if values.dtype == pl.Enum:
        values = values.cast(pl.String).cast(pl.Int8)
    numpy = np.dtype(kind.lower())
    if kind == kind.lower():
        return _filled(values, numpy)
    masked = pd.arrays.FloatingArray if numpy.kind == "f" else pd.arrays.IntegerArray
    return masked(_filled(values, numpy), _missing(values))


def _categories(values: pl.Series, kind: str | pd.CategoricalDtype) -> pd.Categorical:
    if not isinstance(kind, pd.CategoricalDtype):
        texts = values.unique().drop_nulls().cast(pl.String).sort()
        kind = pd.CategoricalDtype(texts.to_list())
    order = pl.Enum([str(each) for each in kind.categories])
    codes = values.cast(pl.String).cast(order).to_physical().cast(pl.Int32).fill_null(-1)
    return pd.Categorical.from_codes(codes.to_numpy(), dtype=kind)  # type: ignore[arg-type]


def _days(values: pl.Series) -> Any:
    seconds = values.to_physical().cast(pl.Int64) * SECONDS_A_DAY
    return seconds.fill_null(np.iinfo(np.int64).min).to_numpy().view("datetime64[s]")


def _filled(values: pl.Series, kind: Any) -> Any:
    return values.fill_null(value=False if kind is bool else 0).to_numpy().astype(kind)


def _missing(values: pl.Series) -> Any:
    return values.is_null().to_numpy().astype(bool)
