"""The municipality's own answers beside those of the country, its county and its SKR group."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Gallery, Prose, Shown
from ibic_eval.display.numbers import HIDDEN_LEGEND, MISSING, NBSP, integer
from ibic_eval.display.outline import HEADINGS, OWN_TABLES, USER_ITEMS
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import READ_NOTE, count_text, value_text
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.wording import AREAS, GROUPS, LEVELS, answer_label, area_order, enumeration

Labels = Mapping[str, str]
Cell = tuple[str, str]
"""An item and an area."""

_ByAnswer = Mapping[tuple[str, str, str], Share]
_EVERY_AREA = "alla"
_TOPIC = "Del"
_ITEM = "Fråga"
_OWN = "Svar"
_OTHERS = "Andra, %"


def own_answer_tables(own_answers: pd.DataFrame, shares: pd.DataFrame, labels: Labels) -> Gallery:
    """Show all the municipality's answers, a table a part of the survey; see `own_answer_table`.

    A municipality that does not use IBIC is compared with all that answered where all were asked.
    """
    uses = _uses(own_answers)
    return Gallery(
        tuple(
            own_answer_table(
                own_answers,
                shares,
                labels,
                [item for question in questions for item in selection.items_of(labels, question)],
                slug=f"egna-{slug}",
                caption=caption,
                group=group if uses else without,
            )
            for slug, caption, questions, group, without in OWN_TABLES
        )
    )


def _uses(own_answers: pd.DataFrame) -> bool:
    marked = own_answers["item"].isin(USER_ITEMS) & own_answers["answer"].eq("ja")
    return bool(marked.any())


def own_answer_table(
    own_answers: pd.DataFrame,
    shares: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
    *,
    slug: str,
    caption: str,
    group: str = "anvandare",
) -> Shown:
    """Show the municipality's answers beside the share that answered alike, one row an item.

    `own_answers` has `item, area, answer`. Each area has a column for the answer and one for the
    shares at every level; where the source gives only a span over the areas, the span stands.
    Shows nothing where the municipality has not answered any of the items.
    """
    own = own_answers[own_answers["item"].isin(list(items))].dropna(subset=["answer"])
    if own.empty:
        return Prose(())
    of_group = shares[shares["group"].eq(group)]
    levels = [level for level in LEVELS if of_group["level"].eq(level).any()]
    found = {level: _by_answer(of_group[of_group["level"].eq(level)]) for level in levels}
    answers = _by_cell(own)
    order = [item for item in items if own["item"].eq(item).any()]
    areas = area_order(own["area"])
    rows = pd.DataFrame([_item_row(item, areas, answers, found, labels) for item in order])
    matched = [
        share
        for cell, given in answers.items()
        for answer in given
        for share in _alike(cell, answer, found)
        if share
    ]
    return table(
        rows,
        slug=slug,
        caption=caption,
        source="; ".join(filter(None, ("kommunens egna svar", selection.sources(matched)))),
        notes=_notes(matched, _level_names(of_group, levels), group),
        words=[name for name in rows.columns if name.endswith(_OWN)],
        group_by=_TOPIC,
    )


def _by_cell(own: pd.DataFrame) -> dict[Cell, list[str]]:
    """Gather the answers to each item in each area: more than one where districts answered."""
    answers: dict[Cell, list[str]] = {}
    for row in row_dicts(own):
        answers.setdefault((row["item"], row["area"]), []).append(row["answer"])
    return answers


def _item_row(
    item: str,
    areas: Sequence[str],
    answers: Mapping[Cell, Sequence[str]],
    found: Mapping[str, _ByAnswer],
    labels: Labels,
) -> dict[str, str]:
    row = {_TOPIC: HEADINGS[item.split("_")[0]], _ITEM: labels[item]}
    for area in areas:
        given = answers.get((item, area), ())
        over = "" if area == _EVERY_AREA else f"{AREAS[area]}{UNDER}"
        alike = [" · ".join(map(_bare, _alike((item, area), answer, found))) for answer in given]
        row[f"{over}{_OWN}"] = "; ".join(map(answer_label, given)) or MISSING
        row[f"{over}{_OTHERS}"] = "; ".join(alike) or MISSING
    return row


def _bare(share: Share | None) -> str:
    """Write a share without its sign, which the column's head has."""
    return value_text(share).replace(f"{NBSP}%", "") if share else MISSING


def _alike(cell: Cell, answer: str, found: Mapping[str, _ByAnswer]) -> list[Share | None]:
    """Return the share that answered alike at every level; a span where areas are joined."""
    item, area = cell
    return [
        shares.get((item, area, answer)) or shares.get((item, "spann", answer))
        for shares in found.values()
    ]


def _by_answer(shares: pd.DataFrame) -> _ByAnswer:
    found = map(selection.share_of, row_dicts(shares))
    return {(share.item, share.area, share.answer): share for share in found}


def _level_names(shares: pd.DataFrame, levels: Sequence[str]) -> list[str]:
    """Name the county and the SKR group as the register does, each with how many answered."""
    return [_level_name(level, shares[shares["level"].eq(level)]) for level in levels]


def _level_name(level: str, shares: pd.DataFrame) -> str:
    name = str(shares["level_name"].iloc[0])
    known = LEVELS[level].lower()
    return known if level == selection.NATIONAL else f"{known} ({name})"


def _notes(shares: Sequence[Share], levels: Sequence[str], group: str) -> tuple[str, ...]:
    if not levels:
        return ()
    places = enumeration(levels)
    order = f", i ordningen {places}" if len(levels) > 1 else ""
    alike = f"Andra: andelen, i procent, som har svarat som kommunen bland {GROUPS[group]}{order}."
    read = (READ_NOTE,) if any(share.read_from_words for share in shares) else ()
    hidden = (HIDDEN_LEGEND,) if any(share.hidden for share in shares) else ()
    return (alike, *_answered(shares), *read, *hidden)


def _answered(shares: Sequence[Share]) -> tuple[str, ...]:
    """Tell how many the shares rest on: the fewest and the most."""
    counted = sorted((share.n, count_text(share)) for share in shares if share.n is not None)
    if not counted:
        return ()
    return (f"Andelarna vilar på {integer(counted[0][0])} till {counted[-1][1]} svarande.",)
