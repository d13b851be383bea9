"""Rows of a table that stand for the same thing."""

from collections.abc import Iterator, Sequence

import polars as pl

from ibic_eval.codebook.variables import Codebook
from ibic_eval.tables.case_typing import MOST_ROWS
from ibic_eval.tables.issues import WARNING, Issue


def without_repeats(rows: pl.DataFrame, codebook: Codebook) -> tuple[pl.DataFrame, list[Issue]]:
    """Return the rows whose key stands only once, and an issue for each of the others.

    Which of two rows is right can't be known, so that both are left out. The issues are at most
    `MOST_ROWS`, and then a count of the rest.
    """
    key = list(codebook.key)
    repeated = rows.select(_key(key).is_duplicated().alias("repeated")).to_series()
    if not repeated.any():
        return rows, []
    return rows.filter(~repeated), list(_issues(rows.filter(repeated), key))


def _key(key: Sequence[str]) -> pl.Expr:
    return pl.col(key[0]) if len(key) == 1 else pl.struct(key)


def _issues(rows: pl.DataFrame, key: Sequence[str]) -> Iterator[Issue]:
    others = (
        pl.when(pl.int_range(pl.len()) == 0)
        .then(pl.col("row").get(1))
        .otherwise(pl.col("row").first())
    )
    told = rows.select("file", "row", others.over(list(key)).alias("other")).sort("file", "row")
    same = key[0] if len(key) == 1 else f"{', '.join(key[:-1])} och {key[-1]}"
    for file, row, other in told.head(MOST_ROWS).iter_rows():
        message = f"Filen {file}: rad {row} har samma {same} som rad {other}; behåll en av dem."
        yield Issue(file, message, row=row, column=key[0])
    if len(told) > MOST_ROWS:
        file = str(told["file"][-1])
        rest = len(told) - MOST_ROWS
        message = f"Filen {file} har {rest} rader till med samma {same} som en annan rad."
        yield Issue(file, message, WARNING, column=key[0])
