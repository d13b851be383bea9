"""Kalmar's indicators and quality questions: one figure, and tables by area, year and answer."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Exhibit, Gallery, Shown
from ibic_eval.display.goal_words import (
    ALL,
    AREAS,
    ASSESSMENTS,
    INDICATORS,
    INVESTIGATIONS,
    LACKING,
    NOTHING,
    PLANS,
    QUESTIONS,
    QUESTIONS_SHORT,
    SHOWN,
    SUPPRESSED,
    Context,
    Row,
    anything,
    chosen,
    legend,
    share_cell,
    source,
)
from ibic_eval.display.numbers import HIDDEN, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import Bar, share_bar_notes, share_bar_panels
from ibic_eval.display.tables import table

GOALS = ("person_helt", "person_helt_eller_delvis", "mal_helt", "mal_helt_eller_delvis")
PROCESS = ("utredningar_ibic", "uppfoljningar_ibic")
_GROUPS: Mapping[str, str] = {
    **dict.fromkeys(GOALS, "Nådda mål vid uppföljning"),
    **dict.fromkeys(PROCESS, "Inom IBIC"),
    **dict.fromkeys(QUESTIONS, "Positiva svar vid uppföljning"),
}
_SHORT: Mapping[str, str] = {**INDICATORS, **QUESTIONS_SHORT}
_MOST_YEARS = 4
_ANSWERS: Mapping[str, str] = {
    "positive": "Positivt",
    "neither": "Varken eller",
    "negative": "Negativt",
    "dont_know": "Vet inte",
    "unanswered": "Obesvarat",
}


def together(indicators: pd.DataFrame, quality: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of indicators and questions in one frame, named by `indicator`."""
    asked = quality.rename(columns={"question": "indicator"})
    frame = pd.concat([part for part in (indicators, asked) if len(part)] or [indicators])
    places = {name: place for place, name in enumerate(_SHORT)}
    return frame.iloc[frame["indicator"].map(places).argsort(kind="stable")]


def indicator_figure(indicators: pd.DataFrame, quality: pd.DataFrame, context: Context) -> Shown:
    """Show each indicator for the whole municipality as a bar with interval and n.

    `indicators` and `quality` are the tables with those names.
    """
    rows = together(indicators, quality)
    whole = rows[rows["year"].isna() & rows["area"].eq(ALL) & rows["status"].ne(LACKING)]
    if not whole["share"].notna().any():
        return NOTHING
    bars = [_bar(row) for row in row_dicts(whole)]
    notes = (
        "Personer: minst ett mål är de som nådde eller närmade sig minst ett av de mål som följdes "
        "upp. n är antalet personer, mål, utredningar, uppföljningar eller svarande. "
        "Positiva svar räknas av dem som svarade positivt, varken eller eller negativt.",
        *share_bar_notes([bar.share for bar in bars]),
    )
    return Exhibit(
        "figur", "mal-indikatorer", "Kalmars indikatorer för hela kommunen.",
        share_bar_panels(bars), source(context, ASSESSMENTS, PLANS, INVESTIGATIONS), notes,
    )  # fmt: skip


def _bar(row: Row) -> Bar:
    hidden = row["status"] == SUPPRESSED or is_missing(row["share"])
    share, low, high = (
        None if hidden else float(row[name]) for name in ("share", "ci_low", "ci_high")
    )
    name = str(row["indicator"])
    share_of = Share(
        item=name, area=ALL, group="svarande", answer="ja", low=share, high=share, ci_low=low,
        ci_high=high, n=None if hidden else int(row["n"]), n_is_maximum=False,
        read_from_words=False, status=SUPPRESSED if hidden else str(row["status"]), source="",
    )  # fmt: skip
    return Bar(_GROUPS[name], _SHORT[name], share_of)


def indicator_tables(indicators: pd.DataFrame, quality: pd.DataFrame, context: Context) -> Gallery:
    """Show the indicators by area and by year, where there is more than one."""
    rows = together(indicators, quality)
    whole = rows[rows["year"].isna() & rows["area"].ne(ALL)]
    areas = {area: AREAS[area] for area in chosen(whole)["area"].unique()}
    every = rows[rows["year"].notna() & rows["area"].eq(ALL)]
    years = {int(year): str(year) for year in sorted(every["year"].unique())[-_MOST_YEARS:]}
    where = "Indikatorerna per område."
    when = "Indikatorerna per år."
    return Gallery(
        (
            _cross(whole, "area", areas, "mal-indikatorer-omrade", where, context),
            _cross(every, "year", years, "mal-indikatorer-ar", when, context),
        )
    )


def _cross(
    rows: pd.DataFrame,
    column: str,
    heads: Mapping[Any, str],
    slug: str,
    caption: str,
    context: Context,
) -> Shown:
    """Set the indicators in rows and areas or years in columns; one column alone says nothing."""
    if len(heads) < 2:
        return NOTHING
    lines = [
        {
            "Indikator": _SHORT[str(name)],
            "Grupp": _GROUPS[str(name)],
            **{head: share_cell(_only(part, column, key)) for key, head in heads.items()},
        }
        for name, part in rows.groupby("indicator", sort=False)
        if part["status"].eq(SHOWN).any()
    ]
    if not lines:
        return NOTHING
    frame = pd.DataFrame(lines)
    notes = (
        "Andel med 95 procents konfidensintervall i procent, och efter semikolon antalet. Det som "
        "är dolt eller saknas i alla kolumner har ingen rad.",
        *_YEARS.get(column, ()),
        *legend(frame),
    )
    return table(
        frame, slug=slug, caption=caption, group_by="Grupp", notes=notes,
        source=source(context, ASSESSMENTS, PLANS, INVESTIGATIONS),
    )  # fmt: skip


_YEARS: Mapping[str, Sequence[str]] = {
    "year": (
        "Mål och personer hör till året för uppföljningen, utredningar till året då de började. "
        "En person räknas en gång varje år, så åren summerar inte till helheten.",
    )
}


def _only(rows: pd.DataFrame, column: str, key: Any) -> Row | None:
    found = rows[rows[column].eq(key)]
    return found.iloc[0].to_dict() if len(found) else None


def _answers(number: Any) -> str:
    """Write how many answered so; a count is hidden by itself, also where the share can't show."""
    return HIDDEN if is_missing(number) else integer(number)


def quality_table(quality: pd.DataFrame, context: Context) -> Shown:
    """Show how the quality questions were answered, as counts of persons.

    `quality` is the table `quality`; the latest follow-up of each person.
    """
    rows = quality[quality["year"].isna() & quality["area"].eq(ALL) & quality["status"].ne(LACKING)]
    if not anything(rows, *_ANSWERS):
        return NOTHING
    lines = [
        {
            "Fråga": QUESTIONS[row["question"]],
            **{head: _answers(row[name]) for name, head in _ANSWERS.items()},
        }
        for row in row_dicts(rows)
    ]
    frame = pd.DataFrame(lines)
    notes = ("Antal personer, var och en med sin senaste uppföljning.", *legend(frame))
    return table(
        frame, slug="mal-kvalitet", caption="Svaren på kvalitetsfrågorna vid uppföljning.",
        source=source(context, PLANS), notes=notes,
    )  # fmt: skip
