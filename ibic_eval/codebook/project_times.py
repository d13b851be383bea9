"""When things happen in a project plan, as coarse as the plan tells it."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.project_values import (
    BLANK,
    OPEN,
    WRITTEN,
    Kind,
    Stated,
    read_text,
    read_unknown,
)
from ibic_eval.errors import InputError

DAY = "datum"
_YEAR = re.compile(r"([0-9]{4})(?:-(vt|ht|[0-9]{2})(?:-([0-9]{2}))?)?")
_HALF_YEARS = {"vt": (1, 6), "ht": (7, 12)}
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])\.([0-5][0-9])-([01]?[0-9]|2[0-3])\.([0-5][0-9])")


@dataclass(frozen=True)
class Span:
    """The first and last day of what a plan calls a day, month, half-year or year.

    `last` is None for something that goes on without a stated end.
    """

    first: dt.date
    last: dt.date | None


When = Stated[Span]


def read_when(value: Any, where: str) -> Stated[Span]:
    """Read a day, month, half-year, year or span, or `{okant: "XX"}`.

    `{datum: 2023-vt, skrivet: "Våren 2023"}` keeps the plan's own words. Raises InputError.
    """
    if value is None:
        return Stated()
    if not isinstance(value, dict):
        return Stated(read_span(value, where))
    if DAY not in value:
        return Stated(None, read_unknown(value, where))
    node = y.check_keys(value, (DAY,), (WRITTEN,), where)
    return Stated(read_span(node[DAY], where), read_text(node.get(WRITTEN), where))


def read_span(value: Any, where: str) -> Span:
    """Read `2023`, `2023-vt`, `2023-02`, `2023-02-15`, `2023-12/2024-01` or `2024-02/`."""
    first, slash, last = str(value).partition("/")
    opening = _days(first, where)
    if not slash:
        return opening
    closing = _days(last, where).last if last else None
    if closing and closing < opening.first:
        raise InputError(f"{where} slutar före sin början; skriv den tidigare tiden först.")
    return Span(opening.first, closing)


def _days(text: str, where: str) -> Span:
    match = _YEAR.fullmatch(text.strip())
    if match is None:
        raise InputError(_bad_day(where))
    year, month, day = match.groups()
    low, high = _HALF_YEARS.get(
        month or "", (int(month), int(month)) if month and month.isdigit() else (1, 12)
    )
    try:
        if day:
            only = dt.date(int(year), low, int(day))
            return Span(only, only)
        end = calendar.monthrange(int(year), high)[1]
        return Span(dt.date(int(year), low, 1), dt.date(int(year), high, end))
    except ValueError:
        raise InputError(_bad_day(where)) from None


def _bad_day(where: str) -> str:
    return (
        f"{where} ska vara en tid som 2023-02-15, 2023-02, 2023-vt, 2023 eller 2023-12/2024-01, "
        'eller {okant: "XX"} där planen inte anger någon.'
    )


def read_whens(value: Any, where: str) -> tuple[Stated[Span], ...]:
    """Read a list of times, empty where the key is absent. Raises InputError."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError(f"{where} ska vara en lista med tider, en på varje rad med streck före.")
    return tuple(read_when(each, where) for each in value)


def read_months(value: Any, where: str) -> tuple[int, ...]:
    """Read a list of months (1–12), empty where the key is absent. Raises InputError."""
    months = [] if value is None else value
    if not isinstance(months, list) or not all(each in range(1, 13) for each in months):
        raise InputError(f"{where} ska vara en lista med månader, 1 till 12.")
    return tuple(months)


def read_clock(value: Any, where: str) -> float | None:
    """Read `08.30-16.00` as its length in hours, None where absent. Raises InputError."""
    if value is None:
        return None
    match = _CLOCK.fullmatch(str(value))
    hours = None
    if match:
        begins, begun, ends, ended = (int(part) for part in match.groups())
        hours = ends - begins + (ended - begun) / 60
    if hours is None or hours <= 0:
        raise InputError(f"{where} ska vara klockslag från och till, som ”08.30-16.00”.")
    return hours


WHEN = Kind("when", f"tid: 2023-02-15, 2023-02, 2023-vt, 2023 eller {OPEN}", BLANK, read_when)
WHENS = Kind("whens", "lista med tider", "[]", read_whens)
MONTHS = Kind("other", "lista med månader, 1–12", "[]", read_months)
CLOCK = Kind("other", "klockslag från och till", "", read_clock)
