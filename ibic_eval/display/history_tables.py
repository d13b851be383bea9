"""What has changed since the last report: what could be tested, what couldn't, and the goals."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.final_words import CHAPTERS, status_word
from ibic_eval.display.history_words import (
    GONE,
    NEW,
    NOTHING,
    OUTCOMES,
    REASONS,
    SAME,
    TESTED,
    History,
    Row,
    at,
    name,
    seen,
    source,
    step,
    value,
    with_ends,
)
from ibic_eval.display.numbers import HIDDEN_LEGEND, MISSING, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

GOAL = "mal"
_CHANGED = "Vad som har ändrats sedan förra rapporten"
_ASSUMED = (
    "Prövningen förutsätter att de två mätningarna gäller olika personer, ärenden eller "
    "handlingar. Skillnad i procentenheter (pe) med 95 procents konfidensintervall. Bedömningen är "
    "justerad för antalet prövningar (Holm)."
)
_SEEN = "Hade synts: en så stor ändring hade prövningen hittat i fyra fall av fem."


def judged_table(history: History) -> Shown:
    """Show the results whose data are from periods apart, with the difference and its test."""
    rows = _rows(history, [TESTED])
    if not rows:
        return NOTHING
    lines = [
        {
            "Resultat": name(row),
            "Då": with_ends(at(row, "before")),
            "Nu": with_ends(at(row, "now")),
            "Skillnad": step(row),
            "Bedömning": OUTCOMES[str(row["outcome"])],
            "Hade synts": seen(row),
        }
        for row in rows
    ]
    return table(
        pd.DataFrame(lines), slug="historik-provade", source=source(history),
        caption=f"{_CHANGED}: resultat ur skilda perioder.", notes=(_ASSUMED, _SEEN),
        words=("Då", "Nu", "Skillnad", "Bedömning"),
    )  # fmt: skip


def untested_table(history: History) -> Shown:
    """Show the other results that differ, side by side, and why the difference isn't tested."""
    rows = _rows(history, [each for each in REASONS if each not in (NEW, GONE)])
    if not rows:
        return NOTHING
    lines = [
        {
            "Resultat": name(row),
            "Då": _told(row, "before"),
            "Nu": _told(row, "now"),
            "Varför inte prövad": REASONS[str(row["reason"])],
            "Kapitel": _chapter(row),
        }
        for row in rows
    ]
    return table(
        pd.DataFrame(lines), slug="historik-ovriga", source=source(history),
        caption=f"{_CHANGED}: resultat som inte går att pröva mot varandra.",
        notes=(
            "Överlappar: talen bygger delvis på samma uppgifter och är inte oberoende, så om "
            "skillnaden är större än slumpen kan ge går inte att säga. I eget kapitel: samma "
            "personer kan ha svarat båda gångerna, och det prövas där.",
            "pe = procentenheter.", HIDDEN_LEGEND,
        ),
        words=("Då", "Nu", "Varför inte prövad"), group_by="Kapitel",
    )  # fmt: skip


def goal_changes(history: History) -> Shown:
    """Show the goals whose status is another than in the last report."""
    every = history.changes[history.changes["kind"].eq(GOAL)]
    rows = row_dicts(every[~every["reason"].isin([SAME])])
    if not rows:
        return NOTHING
    lines = [
        {"Mål": str(row["what"]), "Då": _status(row, "before"), "Nu": _status(row, "now")}
        for row in rows
    ]
    return table(
        pd.DataFrame(lines), slug="historik-mal", source=source(history), words=("Då", "Nu"),
        caption=f"{_CHANGED}: målens läge.",
        notes=("Ett mål kan få ett annat läge av nya uppgifter, av ändrade mål i planen eller av "
               "en ny version av programmet.",),
    )  # fmt: skip


def _rows(history: History, reasons: Sequence[str]) -> list[Row]:
    rows = history.changes
    kept = rows[rows["reason"].isin(reasons) & rows["kind"].ne(GOAL)]
    return row_dicts(kept)


def _told(row: Row, when: str) -> str:
    return with_ends(at(row, when)) if row["form"] != "kronor" else value(at(row, when))


def _chapter(row: Row) -> str:
    words = CHAPTERS.get(str(row["chapter"]), str(row["chapter"]))
    return words[:1].upper() + words[1:]


def _status(row: Row, when: str) -> str:
    status = row[f"verdict_{when}"]
    return MISSING if is_missing(status) or status == "" else status_word(str(status))
