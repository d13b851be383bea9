"""Finding personal numbers among millions of cells, most of which cannot hold one."""

from collections.abc import Iterable, Sequence

import polars as pl

from ibic_eval.codebook.variables import Variable
from ibic_eval.tables.issues import Issue
from ibic_eval.tables.personal_numbers import holds_personal_number

MOST_NAMED = 20
# What a message says where one row's fault keeps the whole file from being used.
NOT_USED = "filen används inte"
# Wider than the rule of `personal_numbers`, which then decides: a month, a day (or 60 more).
_DATE = r"[0-9]{2}[ ./-]?(?:0[1-9]|1[0-2])[ ./-]?(?:[06][1-9]|[1278][0-9]|[39][01])"
_CANDIDATE = rf"{_DATE}\s?[-+‐‑–−]?\s?[0-9]{{4}}"
# A pseudonym such as a checksum can have ten digits in a row by chance; it is a personal number
# only if nothing but letters stands around it.
_PSEUDONYM = rf"^[A-Za-z_-]*(?:18|19|20)?{_CANDIDATE}[A-Za-z_-]*$"


def may_hold_one(variables: Iterable[Variable]) -> pl.Expr:
    """Tell in which rows any of the columns of texts has something like a personal number."""
    found = [pl.col(each.name).str.contains(_pattern(each)) for each in variables]
    return pl.any_horizontal(found).fill_null(value=False) if found else pl.lit(False)


def number_issues(texts: pl.LazyFrame, variables: Sequence[Variable]) -> list[Issue]:
    """Return an issue for each place where a personal number stands, at most `MOST_NAMED` of them.

    `texts` has the rows to look through. A pseudonym is judged as a whole, other texts by what
    they hold. The numbers are never repeated.
    """
    found: list[Issue] = []
    for variable in variables:
        places = _candidates(texts, variable)
        for text, file, row in places.iter_rows():
            if holds_personal_number(text):
                found.append(_issue(file, row, variable.name))
            if len(found) == MOST_NAMED:
                return found
    return found


def _candidates(texts: pl.LazyFrame, variable: Variable) -> pl.DataFrame:
    like_one = texts.filter(pl.col(variable.name).str.contains(_pattern(variable)))
    once = like_one.group_by(variable.name).agg(pl.col("file", "row").sort_by("row").first())
    return once.sort("row").collect(engine="streaming")


def _pattern(variable: Variable) -> str:
    return _PSEUDONYM if variable.type == "beteckning" else _CANDIDATE


def _issue(file: str, row: int, column: str) -> Issue:
    message = (
        f"Filen {file}: rad {row} har ett personnummer i kolumnen {column}; {NOT_USED} "
        "förrän alla personnummer är utbytta mot påhittade beteckningar."
    )
    return Issue(file, message, row=row, column=column)
