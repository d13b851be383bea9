"""The municipality's themes beside what the nation's municipalities said helped and hindered."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Shown
from ibic_eval.display.readiness_words import (
    EVERYONE,
    Chapter,
    latest,
    mean_cell,
    theme_names,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import READ_NOTE, count_text, interval_text, value_text
from ibic_eval.display.tables import table

ANSWER = "ja+delvis"
GROUP = "anvandare"
_KINDS: Mapping[str, str] = {"q8": "Utmaning", "q9": "Framgångsfaktor"}


def national_table(chapter: Chapter, shares: pd.DataFrame, labels: Mapping[str, str]) -> Shown:
    """Show, theme by theme, the share of municipalities that named a challenge or success factor.

    `shares` and `labels` are the survey's released shares and the short words of its items.
    """
    found = national_shares(chapter, shares)
    headings = _headings(chapter)
    lines = [
        {
            "Tema": headings[row["theme"]],
            "I landets kommuner": labels[row["item"]],
            "Slag": _KINDS[row["item"].split("_")[0]],
            "Andel": value_text(found[row["item"]]),
            "95 % KI": interval_text(found[row["item"]]),
            "n": count_text(found[row["item"]]),
        }
        for row in row_dicts(chapter.beside)
        if row["item"] in found
    ]
    read = (READ_NOTE,) if any(share.read_from_words for share in found.values()) else ()
    return table(
        pd.DataFrame(lines), slug="beredskap-landet", group_by="Tema", words=("Slag",),
        caption="Teman i självskattningen bredvid utmaningar och framgångsfaktorer i landet.",
        source=selection.sources(found.values()) if found else "",
        notes=("Andelen kommuner som använder IBIC och svarade att det var, eller delvis var, en "
               "utmaning eller framgångsfaktor när IBIC infördes. Andelarna säger vad kommuner har "
               "upplevt, inte vad som fick införandet att lyckas.", *_own_note(chapter), *read),
    )  # fmt: skip


def national_shares(chapter: Chapter, shares: pd.DataFrame) -> dict[str, Share]:
    """Return the narrowest known national share of each item beside a theme."""
    items = list(dict.fromkeys(chapter.beside["item"]))
    found: dict[str, Share] = {}
    for share in selection.national(shares, items, [GROUP]):
        if share.answer == ANSWER and share.shown and _width(share) < _width(found.get(share.item)):
            found[share.item] = share
    return found


def _width(share: Share | None) -> float:
    if share is None or share.low is None or share.high is None:
        return float("inf")
    return share.high - share.low


def _headings(chapter: Chapter) -> dict[str, str]:
    names = theme_names(chapter)
    if not chapter.context["available"]:
        return names
    rows = latest(chapter.themes, chapter.context)
    means = rows[rows["role"].eq(EVERYONE)].set_index("theme").to_dict("index")
    return {theme: f"{name}: {mean_cell(means.get(theme))}" for theme, name in names.items()}


def _own_note(chapter: Chapter) -> tuple[str, ...]:
    if not chapter.context["available"]:
        return ()
    return (
        "Efter temats namn står kommunens egen medelnivå på skalan 0–3, med konfidensintervall och "
        "antal personer.",
    )
