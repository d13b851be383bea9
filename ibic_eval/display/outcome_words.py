"""The words, days and source lines of what a project plan said and what came of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import MISSING, NBSP, integer, is_missing, month_of
from ibic_eval.display.wording import enumeration

Chapter = SimpleNamespace
Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}% KI"
SHOWN, SUPPRESSED = "visas", "dold"
NOT_SAID = "inte angivet"
_FILES: Mapping[str, str] = {
    "project.yml": "projektplanen",
    "aktivitetslage.csv": "läget för planens aktiviteter",
    "kostnader.csv": "bokförda kostnader",
    "risklage.csv": "nya bedömningar av riskerna",
    "indikatorer.csv": "mätningar av indikatorerna",
}


def has(value: Any) -> bool:
    """Tell whether a cell holds something."""
    return not is_missing(value) and value != ""


def written(value: Any, empty: str = MISSING) -> str:
    """Write a text, `empty` where there is none."""
    return str(value) if has(value) else empty


def missing_file(context: Context, file: str) -> Prose:
    """Say that a file is missing and where to put it; nothing where it is there."""
    if file not in context["lacks"]:
        return NOTHING
    return Prose(
        (
            f"Underlag saknas: {context['name']} har inte lämnat {_FILES[file]}.",
            f"Lägg {file} i mappen {context['folder']} så visas det här.",
        ),
        kind="saknas",
    )


def lacking(context: Context) -> str:
    """Name what is missing, for a sentence: "bokförda kostnader (kostnader.csv)"."""
    return enumeration(f"{_FILES[file]} ({file})" for file in context["lacks"])


def source(context: Context, *files: str) -> str:
    """Return the source line of the plan beside the municipality's own files."""
    plan = "Påhittad projektplan" if context["fictional"] else enumeration(context["documents"])
    given = [file for file in files if file not in context["lacks"]]
    if not given:
        return plan
    whose = "påhittade uppgifter" if context["fictional"] else "kommunens uppgifter"
    return f"{plan}; egen bearbetning av {whose} i {enumeration(given)}"


def when(first: Any, last: Any, says: Any = None) -> str:
    """Write a time as coarse as the plan: "2017-03-01", "mars 2017", "våren 2023", "2024"."""
    if is_missing(first):
        return written(says)
    begin = pd.Timestamp(first).date()
    if is_missing(last):
        return f"från {_span(begin, begin)}"
    return _span(begin, pd.Timestamp(last).date())


def _span(first: dt.date, last: dt.date) -> str:
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.year == last.year and first.day == 1:
        halves = {(1, 6): "första halvåret", (7, 12): "andra halvåret"}
        if (first.month, last.month) in halves:
            return f"{halves[first.month, last.month]} {first.year}"
        if first.month == last.month:
            return month_of(first.isoformat())
    if first.day == 1:
        return f"{month_of(first.isoformat())}–{month_of(last.isoformat())}"
    return f"{first.isoformat()} till {last.isoformat()}"


def day(value: Any) -> str:
    """Write a day as ÅÅÅÅ-MM-DD."""
    return MISSING if is_missing(value) else pd.Timestamp(value).date().isoformat()


def kronor(value: Any) -> str:
    """Write an amount in whole kronor."""
    return MISSING if is_missing(value) else integer(float(value))


def counted(count: int, one: str, many: str) -> str:
    """Write a number with its noun: "1 aktivitet", "3 aktiviteter"."""
    return f"{integer(count)}{NBSP}{one if count == 1 else many}"


def joined(texts: Iterable[Any]) -> str:
    """Join texts that are there with semicolons."""
    return "; ".join(str(each) for each in texts if has(each))
