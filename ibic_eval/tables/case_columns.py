"""Polars expressions that turn a column's texts into what its codebook says it holds."""

import polars as pl

from ibic_eval.codebook.variables import Variable

TYPED = "typed_"
# Systems write a day as the midnight it began.
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00(?::00(?:[.]0+)?)?)?$"
DAY_LENGTH = 10
WHOLE = r"^-?[0-9]{1,9}$"
NUMBER = r"^-?[0-9]+(?:[.,][0-9]+)?$"


def text(variable: Variable, present: bool) -> pl.Expr:
    """Return a column's text without the codes for nothing; nothing at all where it is absent."""
    if not present:
        return pl.lit(None, dtype=pl.String).alias(variable.name)
    column = pl.col(variable.name).cast(pl.String)
    return pl.when(~column.is_in(list(variable.missing))).then(column).alias(variable.name)


def typed(variable: Variable) -> pl.Expr:
    """Return a column's values under the name `typed_…`, null where the text is none of them.

    Codes become an Enum, other texts a Categorical, days a Date, whole numbers Int32 and other
    numbers Float64 (with decimal comma or point). Pseudonyms stay texts.
    """
    return _values(variable).alias(TYPED + variable.name)


def of(name: str) -> pl.Expr:
    """Return the typed values of a column."""
    return pl.col(TYPED + name)


def is_wrong(variable: Variable) -> pl.Expr:
    """Tell where a text is none of the column's values, or lacks though it is required."""
    wrong = pl.col(variable.name).is_not_null() & of(variable.name).is_null()
    return wrong | pl.col(variable.name).is_null() if variable.required else wrong


def _values(variable: Variable) -> pl.Expr:
    column = pl.col(variable.name)
    if variable.type == "kod":
        return column.cast(pl.Enum(list(variable.codes)), strict=False)
    if variable.type == "datum":
        day = column.str.head(DAY_LENGTH).str.to_date("%Y-%m-%d", strict=False)
        return pl.when(column.str.contains(DAY)).then(day)
    if variable.type in ("heltal", "tal"):
        return _within(_numbers(column, variable.type), variable)
    if variable.type == "beteckning":
        # The pattern of `codebook.PSEUDONYM` without looking ahead, which polars cannot do.
        right = column.str.contains(r"^[A-Za-z0-9_-]{1,32}$") & column.str.contains("[0-9]")
        return pl.when(right).then(column)
    right = column.str.contains(f"^(?:{variable.pattern})$") if variable.pattern else pl.lit(True)
    return pl.when(right).then(column).cast(pl.Categorical)


def _numbers(column: pl.Expr, kind: str) -> pl.Expr:
    if kind == "heltal":
        return pl.when(column.str.contains(WHOLE)).then(column.cast(pl.Int32, strict=False))
    decimals = column.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return pl.when(column.str.contains(NUMBER)).then(decimals)


def _within(values: pl.Expr, variable: Variable) -> pl.Expr:
    low = pl.lit(True) if variable.min is None else values >= variable.min
    high = pl.lit(True) if variable.max is None else values <= variable.max
    return pl.when(low & high).then(values)
