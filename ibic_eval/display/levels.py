"""The country, the municipality's county and its SKR group beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import HIDDEN, HIDDEN_LEGEND, MISSING, percent_span
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import LEVELS, answer_label, lower_first

Labels = Mapping[str, str]
ROUND = "omgang"


def levels_table(
    shares: pd.DataFrame, labels: Labels, items: Sequence[str], *, slug: str, caption: str
) -> Shown:
    """Show how many gave the first answer to some items in the country, the county and the group.

    One row an item, with the span over the areas and how many answered. Shows nothing where
    there are only national shares.
    """
    chosen = shares[shares["item"].isin(list(items)) & shares["group"].eq("anvandare")]
    levels = [level for level in LEVELS if chosen["level"].eq(level).any()]
    if len(levels) == 1:
        return Prose(())
    firsts = selection.first_answers(selection.national(chosen, items))
    asked = list(dict.fromkeys((share.item, share.answer) for share in firsts))
    rows = pd.DataFrame([_row(item, answer, chosen, levels, labels) for item, answer in asked])
    notes = [
        "Andelen går från området där den är lägst till det där den är högst; KI är områdenas "
        "lägsta och högsta gräns för 95 procents konfidensintervall, och n antalet svarande i dem."
    ]
    if rows.isin([HIDDEN]).any(axis=None):
        notes.append(HIDDEN_LEGEND)
    source = selection.sources(firsts)
    return table(rows, slug=slug, caption=caption, source=source, notes=notes)


def _row(
    item: str, answer: str, shares: pd.DataFrame, levels: Sequence[str], labels: Labels
) -> dict[str, str]:
    mine = shares[shares["item"].eq(item) & shares["answer"].eq(answer)]
    cells = {
        _head(level, shares): _cell(row_dicts(mine[mine["level"].eq(level)])) for level in levels
    }
    return {"Fråga": f"{labels[item]}: {lower_first(answer_label(answer))}", **cells}


def _head(level: str, shares: pd.DataFrame) -> str:
    named = shares.loc[shares["level"].eq(level), "level_name"].iloc[0]
    if level == ROUND:
        return f"{LEVELS[level]} ({named})"
    return LEVELS[level] if level == selection.NATIONAL else str(named)


def _cell(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Write the span over the areas, its interval and the smallest and largest n.

    Hidden if any area is.
    """
    areas = [selection.share_of(row) for row in rows]
    if not areas:
        return MISSING
    if any(area.hidden for area in areas):
        return HIDDEN
    ends = [share for area in areas for share in (area.low, area.high) if share is not None]
    answered = sorted({area.n for area in areas if area.n is not None})
    if not ends or not answered:
        return MISSING
    counts = "–".join(str(n) for n in dict.fromkeys((answered[0], answered[-1])))
    limits = [limit for area in areas for limit in (area.ci_low, area.ci_high) if limit is not None]
    interval = f"KI {percent_span(min(limits), max(limits))}, " if limits else ""
    return f"{percent_span(min(ends), max(ends))} ({interval}n {counts})"
