"""The words and numbers of results over time."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display import final_words
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_words import place
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    integer,
    is_missing,
    points,
    points_interval,
)
from ibic_eval.display.time_words import kronor, signed, signed_interval
from ibic_eval.display.wording import lower_first

Row = Mapping[Any, Any]
NOTHING = Prose(())
SHARES = ("andel", "skillnad")
NOT_COUNTED = ("procent", "kronor", "")
TESTED, SAME, METHOD, TOO_FEW, NEW, GONE = (
    "provad", "oforandrad", "annan_version", "fa_skiljer", "ny", "borta",
)  # fmt: skip
OUTCOMES: Mapping[str, str] = {
    "hogre": "Högre",
    "lagre": "Lägre",
    "kan_inte_avgoras": "Kan inte avgöras",
}
REASONS: Mapping[str, str] = {
    "samma_uppgifter_i_bada": "Överlappar",
    "samma_personer": "I eget kapitel",
    METHOD: "Annan version",
    "utan_intervall": "Utan intervall",
    "dold": "Dold",
    TOO_FEW: "För få skiljer",
    NEW: "Fanns inte då",
    GONE: "Finns inte nu",
}


class History(Protocol):
    """The prepared results over time, in the schemas of `estimates.history_schemas`."""

    @property
    def context(self) -> Mapping[str, Any]: ...
    @property
    def now(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> pd.DataFrame: ...
    @property
    def series(self) -> pd.DataFrame: ...
    @property
    def runs(self) -> pd.DataFrame: ...


def source(history: History) -> str:
    """Return the source line of what compares reports."""
    invented = "; påhittade uppgifter" if history.context["fictional"] else ""
    return f"Kommunens egna rapporter{invented}"


def name(row: Row) -> str:
    """Name a result with where or for whom it holds."""
    where = place(row)
    # A year or a day is when it was measured, which differs from report to report.
    told = where and not where[:4].isdigit()
    return f"{row['what']}, {lower_first(where)}" if told else str(row["what"])


def at(row: Row, when: str) -> dict[str, Any]:
    """Return one of the two results of a change as a row of results."""
    ends = f"_{when}"
    every = {str(key): value for key, value in row.items()}
    return {**every, **{key.removesuffix(ends): every[key] for key in every if key.endswith(ends)}}


def value(row: Row) -> str:
    """Write a result on its own scale: "61 %", "+21 %", or that it is hidden."""
    if row["status"] in ("dold", TOO_FEW):
        return HIDDEN
    if row["form"] == "kronor":
        return kronor(row["estimate"])
    if row["form"] == "skillnad":
        return points(row["estimate"], "pe")
    return final_words.value(row)


def with_ends(row: Row) -> str:
    """Write a result with its interval and what it rests on: "61 % (58–65 %; n = 730)"."""
    span = "" if row["form"] == "kronor" else final_words.span(row)
    number = row["n"]
    counted = "" if is_missing(number) else f"n{NBSP}={NBSP}{integer(number)}"
    details = "; ".join(filter(None, (span, counted)))
    return f"{value(row)} ({details})" if details and value(row) != MISSING else value(row)


def step(row: Row) -> str:
    """Write a tested difference with its interval, on the scale of the result."""
    if row["form"] in SHARES:
        ends = points_interval(row["low"], row["high"])
        return f"{points(row['difference'], 'pe')} ({ends})"
    return f"{signed(row['difference'])} ({signed_interval(row['low'], row['high'])})"


def seen(row: Row) -> str:
    """Write the difference that the two measurements would most likely have found."""
    found = row["detectable"]
    if row["form"] in SHARES:
        return f"{integer(found * 100)}{NBSP}pe"
    return signed(found).lstrip("+")
