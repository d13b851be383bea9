"""Hours of training, planned and attended, and what they are worth in kronor."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import HIDDEN, MINUS, MISSING, decimal, integer, is_missing, rounded
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.training_words import (
    EVERYONE,
    FEW,
    NOTHING,
    SUPPRESSED,
    Chapter,
    Row,
    cell,
    own_source,
    plan_source,
)

_TEACHERS = "undervisning"


def hours(value: float | None) -> str:
    """Write hours: whole ones without decimals, others with one."""
    if value is None or is_missing(value):
        return MISSING
    return decimal(value, 0 if rounded(value, 1) == rounded(value, 0) else 1)


def planned_table(chapter: Chapter) -> Shown:
    """Show what the plan says: who is to be trained, for how long and how."""
    rows = chapter.planned[chapter.planned["in_plan"].fillna(False).astype(bool)]
    if rows.empty:
        return NOTHING
    lines = pd.DataFrame([_planned(row) for row in row_dicts(rows)])
    doubts = tuple(chapter.context["doubts"])
    return table(
        lines, slug="utbildning-plan", caption="Utbildningen enligt projektplanen.",
        source=plan_source(chapter), words=("Form", "När"),
        notes=doubts or ("Timmarna är deltagarnas om inget annat sägs.",),
    )  # fmt: skip


def hours_table(chapter: Chapter) -> Shown:
    """Show hours attended beside those planned, and their worth where an hour has a price."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    price = context["hourly_cost"]
    lines = pd.DataFrame([_line(row, price is not None) for row in row_dicts(chapter.hours)])
    kronor = (
        f"Kronor är timmar gånger timkostnaden {integer(price)} kronor i inforande.yml."
        if price is not None
        else "Kronor går inte att räkna: timkostnaden (timkostnad_kr) står inte i inforande.yml."
    )
    least = (
        ("Minst: någon lista saknas eller är dold, så summan kan vara större.",)
        if chapter.hours["at_least"].fillna(False).any()
        else ()
    )
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="utbildning-timmar", caption="Utbildningstimmar, planerade och genomförda.",
        source=own_source(context, "utbildning.csv", "project.yml"),
        notes=("Genomförda timmar är summan av deltagarnas timmar; inget är urval och därför finns "
               "inget intervall.", kronor, *least, "Planens timmar läggs inte ihop, eftersom samma "
               "personer kan ingå i flera grupper.", *_reasons(chapter), *hidden),
    )  # fmt: skip


def _planned(row: Row) -> dict[str, str]:
    teachers = row["hours_are"] == _TEACHERS
    total = _or_words(hours(row["hours_total"]), row["hours_says"])
    return {
        "Grupp": str(row["label"]),
        "Personer": _or_words(integer(row["people"]), row["people_says"]),
        "Timmar per person": hours(row["hours_each"]),
        "Timmar i allt": f"{total} (undervisning)" if teachers else total,
        "Form": MISSING if is_missing(row["form"]) else str(row["form"]),
        "När": _when(row),
    }


def _or_words(number: str, says: object) -> str:
    """Return the plan's own words where it has some, as "ca 750" or "XX"."""
    return number if is_missing(says) else f"”{says}”" if number == MISSING else str(says)


def _when(row: Row) -> str:
    if is_missing(row["start"]) and is_missing(row["end"]):
        return MISSING
    start, end = (None if is_missing(row[name]) else pd.Timestamp(row[name])
                  for name in ("start", "end"))  # fmt: skip
    whole = (start is None or start.day == 1) and (end is None or end.is_month_end)
    size = len("2017-01") if whole else len("2017-01-01")
    first, last = ("" if day is None else day.date().isoformat()[:size] for day in (start, end))
    return f"{first}–{last}"


def _line(row: Row, priced: bool) -> dict[str, str]:
    least = "minst " if bool(row["at_least"]) else ""
    line = {
        "Grupp": str(row["label"]),
        "Deltagare": cell(row, integer(row["n"])),
        "Timmar|Planerade": hours(row["planned"]),
        "Timmar|Genomförda": cell(row, f"{least}{hours(row['estimate'])}"),
        "Timmar|Skillnad": cell(row, _signed(row["difference"])),
    }
    if priced:
        line |= {
            "Kronor|Planerade": integer(row["planned_kronor"]),
            "Kronor|Genomförda": cell(row, f"{least}{integer(row['kronor'])}"),
        }
    return line


def _signed(value: float | None) -> str:
    if value is None or is_missing(value):
        return MISSING
    if not rounded(value, 1):
        return "±0"
    return f"{'+' if value > 0 else MINUS}{hours(abs(value))}"


def _reasons(chapter: Chapter) -> tuple[str, ...]:
    return tuple(
        f"{row['label']}: {row['reason']}" for row in row_dicts(chapter.hours)
        if not is_missing(row["reason"]) and row["reason"] and row["training"] != EVERYONE
        and row["status"] != SUPPRESSED
    )  # fmt: skip
