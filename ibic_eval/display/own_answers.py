"""The municipality's own answers beside those of the country, its county and its SKR group."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Gallery, Prose, Shown
from ibic_eval.display.numbers import HIDDEN_LEGEND, MISSING
from ibic_eval.display.outline import OWN_TABLES
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import READ_NOTE, value_text
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, GROUPS, LEVELS, answer_label

Labels = Mapping[str, str]


_ByAnswer = Mapping[tuple[str, str, str], Share]


def own_answer_tables(own_answers: pd.DataFrame, shares: pd.DataFrame, labels: Labels) -> Gallery:
    """Show all the municipality's answers, a table a part of the survey; see `own_answer_table`."""
    return Gallery(
        tuple(
            own_answer_table(
                own_answers,
                shares,
                labels,
                [item for question in questions for item in selection.items_of(labels, question)],
                slug=f"egna-{slug}",
                caption=caption,
                group=group,
            )
            for slug, caption, questions, group in OWN_TABLES
        )
    )


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
    """Show the municipality's answers beside the share that answered alike, at every level.

    `own_answers` has `item, area, answer`; where the source gives only a span over the areas, the
    span stands. Shows nothing where the municipality has not answered any of the items.
    """
    own = own_answers[own_answers["item"].isin(list(items))].dropna(subset=["answer"])
    if own.empty:
        return Prose(())
    of_group = shares[shares["group"].eq(group)]
    levels = [level for level in LEVELS if of_group["level"].eq(level).any()]
    found = {
        _head(level, of_group): _by_answer(of_group[of_group["level"].eq(level)])
        for level in levels
    }
    matched = _matched(own, found)
    rows = pd.DataFrame([_own_row(row, found, labels) for row in own.to_dict("records")])
    return table(
        rows,
        slug=slug,
        caption=caption,
        source="; ".join(filter(None, ("kommunens egna svar", selection.sources(matched)))),
        notes=_notes(matched, group),
        words=["Område", "Kommunens svar"],
    )


def _notes(shares: Sequence[Share], group: str) -> tuple[str, ...]:
    notes = (f"Andelen är de som har svarat som kommunen, bland {GROUPS[group]}.",)
    read = (READ_NOTE,) if any(share.read_from_words for share in shares) else ()
    hidden = (HIDDEN_LEGEND,) if any(share.hidden for share in shares) else ()
    return (*notes, *read, *hidden)


def _head(level: str, shares: pd.DataFrame) -> str:
    """Name the county and the SKR group, as the register does; the country by its own words."""
    if level == selection.NATIONAL:
        return LEVELS[level]
    return str(shares.loc[shares["level"].eq(level), "level_name"].iloc[0])


def _by_answer(shares: pd.DataFrame) -> _ByAnswer:
    found = map(selection.share_of, shares.to_dict("records"))
    return {(share.item, share.area, share.answer): share for share in found}


def _match(row: Mapping[Any, Any], shares: _ByAnswer) -> Share | None:
    exact = shares.get((row["item"], row["area"], row["answer"]))
    return exact or shares.get((row["item"], "spann", row["answer"]))


def _own_row(
    row: Mapping[Any, Any], found: Mapping[str, _ByAnswer], labels: Labels
) -> dict[str, str]:
    matches = {head: _match(row, shares) for head, shares in found.items()}
    return {
        "Fråga": labels[row["item"]],
        "Område": AREAS[row["area"]] or "Alla",
        "Kommunens svar": answer_label(row["answer"]),
        **{head: value_text(match) if match else MISSING for head, match in matches.items()},
    }


def _matched(own: pd.DataFrame, found: Mapping[str, _ByAnswer]) -> list[Share]:
    rows = own.to_dict("records")
    every = (_match(row, shares) for row in rows for shares in found.values())
    return [share for share in every if share]
