"""The words, cells and source lines of what is told of the meetings of a project's groups."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import HIDDEN, MISSING, NBSP, integer, interval, is_missing, percent

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}% KI"
SHOWN, SUPPRESSED = "visas", "dold"
HELD = "genomfort"
FEW = f"{HIDDEN} = dold, för få personer för att visas."


class Chapter(Protocol):
    """The released tables on meetings, in the schemas of `meeting_schemas`."""

    @property
    def context(self) -> Context: ...
    @property
    def planned(self) -> pd.DataFrame: ...
    @property
    def held(self) -> pd.DataFrame: ...
    @property
    def half_years(self) -> pd.DataFrame: ...
    @property
    def attendance(self) -> pd.DataFrame: ...
    @property
    def list(self) -> pd.DataFrame: ...


def own_source(context: Context) -> str:
    """Return the source line of what is computed from the municipality's list of meetings."""
    if context["fictional"]:
        return "Egen bearbetning av påhittade uppgifter i moten.csv och project.yml"
    return (
        f"Egen bearbetning av kommunens uppgifter i moten.csv och project.yml, {context['as_of']}"
    )


def missing_file(context: Context) -> Prose:
    """Say that the list of meetings is missing and where to put it."""
    if not context["lacks"]:
        return NOTHING
    return Prose(
        (
            f"Underlag saknas: {context['name']} har inte lämnat någon lista över möten.",
            f"Lägg moten.csv i mappen {context['folder']} så fylls avsnittet i.",
        ),
        kind="saknas",
    )


def cell(row: Row, text: str) -> str:
    """Return a cell's text, or the sign that it is hidden or missing."""
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)


def share_in_text(row: Row) -> str:
    """Write a share for a sentence: "85 % (95 % KI 66–94 %)"."""
    if is_missing(row["ci_low"]):
        return percent(row["estimate"])
    return f"{percent(row['estimate'])} ({CI} {interval(row['ci_low'], row['ci_high'])})"


def of(count: float, n: float) -> str:
    """Write a count of something: "28 av 33"."""
    return f"{integer(count)} av {integer(n)}"
