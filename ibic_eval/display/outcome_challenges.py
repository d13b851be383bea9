"""The plan's challenges and success factors beside what the nation's municipalities said."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display import selection
from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.outcome_words import NOTHING, Chapter, Row, has, source, written
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import READ_NOTE, count_text, interval_text, value_text
from ibic_eval.display.tables import table

_ANSWER, _GROUP = "ja+delvis", "anvandare"
_SECTIONS = {"utmaningar": "Utmaningar", "framgangsfaktorer": "Framgångsfaktorer"}
_NATIONAL = {"q8": "utmaning", "q9": "framgångsfaktor"}


def challenge_table(plan: Chapter, shares: pd.DataFrame, labels: Mapping[str, str]) -> Shown:
    """Show the plan's own words, and beside them the share of the nation that named the same thing.

    `shares` and `labels` are the survey's released shares and the short words of its items.
    """
    if not plan.context["available"] or plan.statements.empty:
        return NOTHING
    rows = row_dicts(plan.statements)
    found = _national(shares, [str(row["item"]) for row in rows if has(row["item"])])
    lines = [_line(row, found, labels) for row in rows]
    read = (READ_NOTE,) if any(share.read_from_words for share in found.values()) else ()
    named = (selection.sources(found.values()),) if found else ()
    return table(
        pd.DataFrame(lines),
        slug="plan-utmaningar",
        group_by="Slag",
        caption="Planens utmaningar och framgångsfaktorer bredvid landets.",
        source="; ".join([source(plan.context), *named]),
        words=("I landets kommuner",),
        notes=(
            "Kopplingen mellan planens ord och enkätens fråga är vår. Andelen gäller kommuner som "
            "använder IBIC och svarade att det var, eller delvis var, en utmaning eller "
            "framgångsfaktor (Vårdanalys 2021:2, figur 10).",
            *read,
        ),
    )


def no_statements(plan: Chapter) -> Prose:
    """Say that the plan tells of none, where it doesn't."""
    if not plan.context["available"] or not plan.statements.empty:
        return NOTHING
    return Prose(("Planen nämner inga utmaningar eller framgångsfaktorer.",))


def _line(row: Row, found: Mapping[str, Share], labels: Mapping[str, str]) -> dict[str, str]:
    item = str(row["item"]) if has(row["item"]) else ""
    share = found.get(item)
    kind = _NATIONAL.get(item.split("_")[0], "")
    return {
        "Slag": _SECTIONS[str(row["section"])],
        "Enligt planen": written(row["heading"]) if has(row["heading"]) else str(row["text"]),
        "I landets kommuner": f"{labels[item]} ({kind})" if share else "ingen motsvarande fråga",
        "Andel": value_text(share) if share else "–",
        "95 % KI": interval_text(share) if share else "–",
        "n": count_text(share) if share else "–",
    }


def _national(shares: pd.DataFrame, items: list[str]) -> dict[str, Share]:
    """Return the narrowest known national share of each item."""
    found: dict[str, Share] = {}
    for share in selection.national(shares, list(dict.fromkeys(items)), [_GROUP]):
        narrower = _width(share) < _width(found.get(share.item))
        if share.answer == _ANSWER and share.shown and narrower:
            found[share.item] = share
    return found


def _width(share: Share | None) -> float:
    if share is None or share.low is None or share.high is None:
        return float("inf")
    return share.high - share.low
