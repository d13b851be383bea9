"""The words, numbers and source lines of the chapter on comments."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    decimal,
    integer,
    is_missing,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import lower_first

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}% KI"
SHOWN, SUPPRESSED = "visas", "dold"
EVERY = "alla"
NO_THEME = "inget_tema"
FEW = f"{HIDDEN} = dold, för få kommentarer för att visas."
RANKED = ("god", "tillracklig", "osaker")
VERDICTS: Mapping[str, str] = {
    "god": "god",
    "tillracklig": "tillräcklig",
    "osaker": "osäker",
    "svag": "för svag",
}
SIDES: Mapping[str, str] = {"for": "för", "emot": "emot", "villkor": "villkor", "": ""}
SIDES_OF_COMMENTS: Mapping[str, str] = {
    "bara_for": "Bara skäl för",
    "bara_emot": "Bara skäl emot",
    "bade_och": "Både skäl för och emot",
    "varken": "Varken skäl för eller emot",
}
VARIABLES: Mapping[str, str] = {"source": "Källa", "role": "Roll", "period": "Tid"}
_VALUES: Mapping[str, str] = {
    "kursutvardering": "Kursutvärderingar",
    "medarbetarenkat": "Enkät till medarbetare",
    "mote": "Möten",
    "annat": "Annat",
    "ledning": "Förvaltningsledning",
    "enhetschef": "Enhetschefer",
    "handlaggare": "Handläggare",
    "ombud": "Ombud",
    "utforare": "Utförarnas personal",
    "annan": "Andra",
    "okand": "Inte känt",
    "tidigare": "Tidigare",
}


class Chapter(Protocol):
    """The chapter's released tables, in the schemas of `comment_schemas`."""

    @property
    def context(self) -> Context: ...
    @property
    def themes(self) -> pd.DataFrame: ...
    @property
    def extent(self) -> pd.DataFrame: ...
    @property
    def agreement(self) -> pd.DataFrame: ...
    @property
    def counts(self) -> pd.DataFrame: ...
    @property
    def spread(self) -> pd.DataFrame: ...
    @property
    def sides(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> pd.DataFrame: ...
    @property
    def quotes(self) -> pd.DataFrame: ...


def own_source(context: Context) -> str:
    """Return the source line of what is counted of the municipality's own comments."""
    if context["fictional"]:
        return "Egen bearbetning av påhittade kommentarer och påhittad kodning"
    until = f", till och med {context['last']}" if "last" in context else ""
    return f"Egen bearbetning av kommunens kodade kommentarer{until}"


def theme_names(chapter: Chapter) -> dict[str, str]:
    """Return the words of each theme, in the codebook's order, `inget_tema` last."""
    return dict(zip(chapter.themes["theme"], chapter.themes["label"], strict=True))


def theme_sides(chapter: Chapter) -> dict[str, str]:
    """Return of each theme whether it is a reason for, against or a condition."""
    return dict(zip(chapter.themes["theme"], chapter.themes["side"], strict=True))


def by_theme(frame: pd.DataFrame) -> dict[str, Row]:
    """Return the row of each theme."""
    return {str(row["theme"]): row for row in row_dicts(frame)}


def ranked_themes(chapter: Chapter) -> list[Row]:
    """Return the counts of themes that the coders agree on enough, the commonest first."""
    agreement, counts = by_theme(chapter.agreement), by_theme(chapter.counts)
    rows = [
        counts[theme]
        for theme in theme_names(chapter)
        if theme != NO_THEME
        and counts[theme]["status"] == SHOWN
        and agreement[theme]["verdict"] in RANKED
    ]
    return sorted(rows, key=lambda row: -float(row["share"]))


def unranked_themes(chapter: Chapter) -> list[Row]:
    """Return the counts of themes that are shown but not ranked, in the codebook's order."""
    ranked = {row["theme"] for row in ranked_themes(chapter)}
    counts = by_theme(chapter.counts)
    return [
        counts[theme]
        for theme in theme_names(chapter)
        if theme not in (*ranked, NO_THEME) and counts[theme]["status"] == SHOWN
    ]


def hidden_themes(chapter: Chapter) -> list[str]:
    """Return the words of themes with too few comments to be shown."""
    counts = by_theme(chapter.counts)
    return [
        name
        for theme, name in theme_names(chapter).items()
        if counts[theme]["status"] == SUPPRESSED
    ]


def value_name(value: str, context: Context) -> str:
    """Return the words of a source, role or period."""
    if value == "senaste":
        return half_year(str(context["latest"])).capitalize()
    return _VALUES.get(value, value)


def half_year(name: str) -> str:
    """Write a half-year for a sentence: "andra halvåret 2019"."""
    year, _, half = name.partition("-")
    return f"{'första' if half == '1' else 'andra'} halvåret {year}"


def alpha_text(value: float | None) -> str:
    """Write a coefficient with two decimals."""
    return decimal(value, 2)


def alpha_span(low: float | None, high: float | None) -> str:
    """Write the interval of a coefficient: "0,62 till 0,91"."""
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"{decimal(low, 2)} till {decimal(high, 2)}"


def count_of(row: Row) -> str:
    """Write how many of how many: "14 av 124"."""
    return f"{integer(row['count'])} av {integer(row['n'])}"


def quoted(name: str) -> str:
    """Write a theme's name for a sentence."""
    return f"”{lower_first(name)}”"


def number_word(count: int, one: str, many: str) -> str:
    """Write a number with its noun: "1 kommentar", "3 kommentarer"."""
    return f"{integer(count)}{NBSP}{one if count == 1 else many}"


def missing_files(names: Sequence[str]) -> str:
    """Name the files that are missing for a sentence."""
    return " och ".join(names)
