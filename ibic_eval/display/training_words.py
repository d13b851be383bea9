"""The words, cells and source lines of what is told of training, and what to add where it lacks."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import HIDDEN, MISSING, NBSP, integer, interval, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}% KI"
SHOWN, SUPPRESSED = "visas", "dold"
EVERYONE = "alla"
FULL, SOME = "planerade_timmar", "nagot"
REACHED, NOT_REACHED, UNDECIDED = "nådd", "inte nådd", "kan inte avgöras"
FEW = f"{HIDDEN} = dold, för få personer för att visas."
NO_LEVEL = "planen anger ingen målnivå"
WHAT_FILES_HOLD: Mapping[str, str] = {
    "utbildning.csv": "deltagarlistor",
    "bemanning.csv": "antal personer i varje grupp",
    "kursutvardering.csv": "utvärderingar av utbildningarna",
}


class Chapter(Protocol):
    """The released tables on training, in the schemas of `training_schemas`."""

    @property
    def context(self) -> Context: ...
    @property
    def planned(self) -> pd.DataFrame: ...
    @property
    def coverage(self) -> pd.DataFrame: ...
    @property
    def units(self) -> pd.DataFrame: ...
    @property
    def curve(self) -> pd.DataFrame: ...
    @property
    def hours(self) -> pd.DataFrame: ...
    @property
    def evaluations(self) -> pd.DataFrame: ...
    @property
    def rates(self) -> pd.DataFrame: ...


def own_source(context: Context, *files: str) -> str:
    """Return the source line of what is computed from the municipality's own files."""
    named = enumeration(files)
    if context["fictional"]:
        return f"Egen bearbetning av påhittade uppgifter i {named}"
    last = f", {context['last']}" if context.get("last") else ""
    return f"Egen bearbetning av kommunens uppgifter i {named}{last}"


def plan_source(chapter: Chapter) -> str:
    """Return where the plan's training stands: its documents and places, once each."""
    known = chapter.planned.dropna(subset=["document", "place"])
    told = [
        f"{document}, {'; '.join(part['place'].drop_duplicates())}"
        for document, part in known.groupby("document", sort=False)
    ]
    return "; ".join(told) or "kommunens projektplan"


def missing_files(context: Context, *only: str) -> Prose:
    """Say which files are missing and where to put them; with `only`, of those."""
    lacks = [name for name in context["lacks"] if not only or name in only]
    if not lacks:
        return NOTHING
    told = enumeration(WHAT_FILES_HOLD[name] for name in lacks)
    files = enumeration(lacks)
    return Prose(
        (
            f"Underlag saknas: {context['name']} har inte lämnat {told}.",
            f"Lägg {files} i mappen {context['folder']} så fylls avsnittet i.",
        ),
        kind="saknas",
    )


def cell(row: Row, text: str) -> str:
    """Return a cell's text, or the sign that it is hidden or missing."""
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)


def count_cell(row: Row) -> str:
    """Write a count and what it is of: "22 av 26"; a count alone where the rest is unknown."""
    if row["status"] == SUPPRESSED:
        return HIDDEN
    if is_missing(row["count"]):
        return MISSING
    of = "" if is_missing(row["n"]) else f" av {integer(row['n'])}"
    return f"{integer(row['count'])}{of}"


def share_in_text(row: Row) -> str:
    """Write a share for a sentence: "85 % (95 % KI 66–94 %)"."""
    if is_missing(row["ci_low"]):
        return percent(row["estimate"])
    return f"{percent(row['estimate'])} ({CI} {interval(row['ci_low'], row['ci_high'])})"


def by_training(frame: pd.DataFrame, measure: str) -> dict[str, Row]:
    """Return the rows of one measure by training."""
    return {row["training"]: row for row in row_dicts(frame[frame["measure"].eq(measure)])}
