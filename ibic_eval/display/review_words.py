"""The words, numbers and source lines of the part on reviews of documents."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    integer,
    interval,
    is_missing,
    percent,
)
from ibic_eval.display.row_dicts import row_dicts

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
SHOWN, SUPPRESSED, LACKING = "visas", "dold", "saknas"
EVERY, WHOLE = "alla", "alla_delar"
FIRST, LATEST, ALL_WEEKS = "forsta", "senaste", "hela"
CI = f"95{NBSP}% KI"
FEW = f"{HIDDEN} = dold, för få dokument för att visas."
HIGHER, LOWER, EQUIVALENT, UNDECIDED = "högre", "lägre", "likvärdig", "kan inte avgöras"

KINDS: Mapping[str, str] = {
    "utredning": "Utredningar",
    "genomforandeplan": "Genomförandeplaner",
    "uppfoljning": "Uppföljningar",
    EVERY: "Alla slag",
}
KINDS_IN_TEXT: Mapping[str, str] = {
    "utredning": "utredningarna",
    "genomforandeplan": "genomförandeplanerna",
    "uppfoljning": "uppföljningarna",
    EVERY: "alla slag av dokument",
}
CRITERIA: Mapping[str, str] = {
    "livsomraden": "Behoven inom livsområden",
    "egen_uppfattning": "Den enskildes egen uppfattning",
    "skattning": "Nuläget bedömt med skalan",
    "mal": "Mål satta med skalan",
    "delmal": "Delmål",
    "stodform": "Stödjande eller kompenserande",
    "uppfoljning": "Uppföljning av målen",
    WHOLE: "Alla delar som är aktuella",
}


class Chapter(Protocol):
    """The released tables of the part, in the schemas of `review_schemas`."""

    @property
    def context(self) -> Context: ...
    @property
    def coverage(self) -> pd.DataFrame: ...
    @property
    def promises(self) -> pd.DataFrame: ...
    @property
    def sizes(self) -> pd.DataFrame: ...
    @property
    def precision(self) -> pd.DataFrame: ...
    @property
    def profile(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> pd.DataFrame: ...
    @property
    def points(self) -> pd.DataFrame: ...
    @property
    def charts(self) -> pd.DataFrame: ...
    @property
    def shifts(self) -> pd.DataFrame: ...
    @property
    def agreement(self) -> pd.DataFrame: ...


def source(context: Context) -> str:
    """Return the source line of what is computed from the municipality's reviews."""
    if context["fictional"]:
        return "Egen bearbetning av påhittade granskningar"
    return f"Egen bearbetning av kommunens granskningar till och med {context['last_day']}"


def part_in_text(criterion: str) -> str:
    """Write a criterion for a sentence, in quotes: "”mål satta med skalan”"."""
    name = CRITERIA[criterion]
    return f"”{name[:1].lower()}{name[1:]}”"


def hidden_or(row: Row, text: str) -> str:
    """Return the text, or the sign for a hidden or missing number."""
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)


def number(value: Any) -> str:
    """Write a number of a cell where a hidden one is NA."""
    return HIDDEN if is_missing(value) else integer(value)


def share_cell(row: Row | None) -> str:
    """Write a share with its interval and n for a table: "60 % (51–69 %; 120)"."""
    if row is None:
        return MISSING
    ends = interval(row["ci_low"], row["ci_high"])
    return hidden_or(row, f"{percent(row['estimate'])} ({ends}; {integer_or_missing(row['n'])})")


def share_in_text(row: Row) -> str:
    """Write a share for a sentence: "60 % (95 % KI 51–69 %, 120 dokument)"."""
    ends = interval(row["ci_low"], row["ci_high"])
    return f"{percent(row['estimate'])} ({CI} {ends}, {integer(row['n'])}{NBSP}dokument)"


def integer_or_missing(value: Any) -> str:
    """Write a whole number, a dash where there is none."""
    return MISSING if is_missing(value) else integer(value)


def week(day: Any) -> str:
    """Write the ISO week of a day: "v. 32 2018"."""
    if is_missing(day):
        return MISSING
    year, number_of, _ = pd.Timestamp(day).isocalendar()
    return f"v.{NBSP}{number_of} {year}"


def week_span(low: Any, high: Any) -> str:
    """Write two weeks as a span: "v. 32–47 2018" or "v. 50 2018–v. 3 2019"."""
    first, last = pd.Timestamp(low).isocalendar(), pd.Timestamp(high).isocalendar()
    if first[:2] == last[:2]:
        return week(low)
    if first[0] == last[0]:
        return f"v.{NBSP}{first[1]}–{last[1]} {first[0]}"
    return f"{week(low)}–{week(high)}"


def weeks_of(context: Context, name: str) -> str:
    """Name a period for a heading: "Första 13 veckorna"."""
    begin = {FIRST: "Första", LATEST: "Senaste", ALL_WEEKS: "Alla"}[name]
    return f"{begin} {context['periods'][name]['weeks']} veckorna"


def latest_name(context: Context) -> str:
    """Return the code of the latest period that shares are shown for."""
    return LATEST if LATEST in context["periods"] else ALL_WEEKS


def latest_in_text(context: Context) -> str:
    """Write the latest period for a sentence: "de senaste 13 veckorna (till 2019-12-01)"."""
    period = context["periods"][latest_name(context)]
    begin = "de senaste" if LATEST in context["periods"] else "de"
    return f"{begin} {period['weeks']} veckorna (till {day(period['last'])})"


def day(iso: str) -> str:
    """Write an ISO date as it stands, after a check that it is one."""
    return dt.date.fromisoformat(iso).isoformat()


def records(frame: pd.DataFrame, **chosen: str) -> list[Row]:
    """Return the rows that have the chosen values, in order."""
    kept = frame
    for name, value in chosen.items():
        kept = kept[kept[name].eq(value)]
    return row_dicts(kept)


def one(frame: pd.DataFrame, **chosen: str) -> Row | None:
    """Return the only row that has the chosen values, None where there is none."""
    return next(iter(records(frame, **chosen)), None)
