"""Quotes in the file of comments: those that refuse the file, and those that aren't shown."""

from collections.abc import Collection, Iterator

import polars as pl

from ibic_eval.tables.case_words import Row
from ibic_eval.tables.issues import WARNING, Issue
from ibic_eval.tables.quotes import quote_faults

COLUMN = "citat"
# By these somebody can be reached or found, whatever else the text says.
_REFUSED = frozenset(["ett personnummer", "en e-postadress", "ett långt nummer"])


def refused_quotes() -> pl.Expr:
    """Tell in which rows the quote has an address or a number that refuses the whole file."""
    return pl.col(COLUMN).map_elements(
        lambda text: not _REFUSED.isdisjoint(quote_faults(text)), return_dtype=pl.Boolean
    )


def refused_words(_: Row) -> str:
    """Return the end of the sentence on a row with such a quote, which is never repeated."""
    return (
        f"har något i kolumnen {COLUMN} som liknar en e-postadress, ett telefonnummer eller ett "
        "personnummer; ta bort det eller lämna citatet tomt."
    )


def hidden_quotes(rows: pl.DataFrame, file: str, allowed: Collection[str]) -> Iterator[Issue]:
    """Warn of each quote that won't be shown, and why; `allowed` are names that may stand in it."""
    given = rows.select("row", pl.col(COLUMN).cast(pl.String)).drop_nulls()
    for row, text in given.iter_rows():
        reasons = quote_faults(text, allowed)
        if reasons:
            message = (
                f"Filen {file}: rad {row} har ett citat som inte visas, eftersom det verkar "
                f"innehålla {', '.join(reasons)}; skriv om det om det ska visas."
            )
            yield Issue(file, message, WARNING, row, COLUMN)
