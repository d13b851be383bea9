"""The words, numbers and source lines of the chapter on readiness."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MINUS,
    MISSING,
    NBSP,
    decimal,
    integer,
    interval,
    is_missing,
    month_of,
    percent,
    rounded,
)
from ibic_eval.display.wording import lower_first

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}% KI"
SHOWN, SUPPRESSED, LACKING = "visas", "dold", "saknas"
EVERYONE = "alla"
DIFFER = "olika"
FEW = f"{HIDDEN} = dold, för få personer för att visas."
LOW_IN_TEXT = "inte påbörjat eller påbörjat"


class Chapter(Protocol):
    """The chapter's released tables, in the schemas of `readiness_schemas`."""

    @property
    def context(self) -> Context: ...
    @property
    def statements(self) -> pd.DataFrame: ...
    @property
    def beside(self) -> pd.DataFrame: ...
    @property
    def extent(self) -> pd.DataFrame: ...
    @property
    def distribution(self) -> pd.DataFrame: ...
    @property
    def standing(self) -> pd.DataFrame: ...
    @property
    def themes(self) -> pd.DataFrame: ...
    @property
    def role_tests(self) -> pd.DataFrame: ...
    @property
    def first_steps(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> pd.DataFrame: ...


def own_source(context: Context) -> str:
    """Return the source line of what is computed from the municipality's own answers."""
    if context["fictional"]:
        return "Egen bearbetning av påhittade svar på självskattningen i surveys/beredskap"
    last = round_of(context)["last"]
    return f"Egen bearbetning av kommunens svar på självskattningen, {last}"


def round_of(context: Context, number: int | None = None) -> Mapping[str, Any]:
    """Return what is known of a round, the latest where none is named."""
    wanted = context["latest"] if number is None else number
    return next(each for each in context["rounds"] if each["round"] == wanted)


def month_of_round(context: Context, number: int | None = None) -> str:
    """Return the month in which a round ended: "oktober 2019"."""
    return month_of(round_of(context, number)["last"])


def latest(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the rows of the latest round."""
    return frame[frame["round"].eq(context["latest"])].reset_index(drop=True)


def short_names(chapter: Chapter) -> dict[str, str]:
    """Return the short words of each statement, in the order asked."""
    return dict(zip(chapter.statements["statement"], chapter.statements["short"], strict=True))


def theme_names(chapter: Chapter) -> dict[str, str]:
    """Return the words of each theme, in order."""
    return dict(zip(chapter.statements["theme"], chapter.statements["theme_label"], strict=True))


def quoted(name: str) -> str:
    """Write a statement's short words for a sentence."""
    return f"”{name}”"


def role_in_text(context: Context, role: str) -> str:
    """Write a role for a sentence."""
    return lower_first(str(context["roles"].get(role, role)))


def highest(context: Context) -> int:
    """Return the highest level of the scale."""
    return int(max(context["levels"].values()))


def span(low: float | None, high: float | None) -> str:
    """Write an interval of levels: "2,1–2,5"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{decimal(low)}–{decimal(high)}"


def mean_cell(row: Row | None) -> str:
    """Write a mean with its interval and n for a table: "2,3 (2,1–2,5; 48)"."""
    if row is None or row["status"] == LACKING:
        return MISSING
    if row["status"] == SUPPRESSED:
        return HIDDEN
    return f"{decimal(row['mean'])} ({span(row['ci_low'], row['ci_high'])}; {integer(row['n'])})"


def mean_in_text(row: Row) -> str:
    """Write a mean for a sentence: "2,3 (95 % KI 2,1–2,5; 48 personer)"."""
    ends = span(row["ci_low"], row["ci_high"])
    return f"{decimal(row['mean'])} ({CI} {ends}; {integer(row['n'])}{NBSP}personer)"


def low_share(row: Row) -> tuple[str, str]:
    """Write the share that calls a statement low, and apart its interval and n."""
    ends = interval(row["low_ci_low"], row["low_ci_high"])
    return percent(row["low_share"]), f"{CI} {ends}, {integer(row['n_known'])}{NBSP}personer"


def signed(difference: float | None, decimals: int = 1) -> str:
    """Write a difference of levels with its sign: "+1,1"."""
    if difference is None or is_missing(difference):
        return MISSING
    size = decimal(abs(difference), decimals)
    if not rounded(difference, decimals):
        return f"±{size}"
    return f"{'+' if difference > 0 else MINUS}{size}"


def signed_span(low: float | None, high: float | None) -> str:
    """Write the interval of a difference of levels: "+1,0 till +1,3"."""
    return f"{signed(low)} till {signed(high)}"


def number_word(count: int, one: str, many: str) -> str:
    """Write a number with its noun: "1 påstående", "3 påståenden"."""
    return f"{integer(count)}{NBSP}{one if count == 1 else many}"


def named(ids: str, names: Mapping[str, str]) -> Sequence[str]:
    """Return the words of ids that stand with blanks between."""
    return [names[each] for each in str(ids).split()]
