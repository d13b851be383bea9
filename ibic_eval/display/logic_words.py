"""The words of the programme logic: its boxes, and what each arrow says."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Protocol

import pandas as pd

from ibic_eval.display.final_words import STATUSES, Final, Row, names
from ibic_eval.display.numbers import NBSP, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration, lower_first
from ibic_eval.estimates.final_schemas import BOTH
from ibic_eval.estimates.logic_paths import (
    ACTIVITIES,
    DELIVERY,
    FOLLOW_UP,
    INVESTIGATION,
    LACKING,
    WHOLE,
)

STAGES: Mapping[str, str] = {
    INVESTIGATION: "Utredning",
    DELIVERY: "Genomförande",
    FOLLOW_UP: "Uppföljning",
    WHOLE: "Hela arbetet",
}
STAGE_TEXTS: Mapping[str, str] = {
    INVESTIGATION: "effekter på behov, mål och beslut",
    DELIVERY: "effekter på planen och stödet",
    FOLLOW_UP: "effekter på om målen följs upp och nås",
    WHOLE: "kunskap, planens egna indikatorer",
}
ORIGINS: Mapping[str, str] = {ACTIVITIES: "Aktiviteter och resurser", **STAGES}
SIGNS: Mapping[str, str] = {
    "for": "+", "emot": "−", BOTH: "±", "ingen_skillnad": "=", "kan_inte_avgoras": "?",
    LACKING: "∅",
}  # fmt: skip
VERDICTS: Mapping[str, str] = {
    "for": "För",
    "emot": "Emot",
    BOTH: "Både och",
    "ingen_skillnad": "Ingen skillnad",
    "kan_inte_avgoras": "Kan inte avgöras",
    LACKING: "Underlag saknas",
}
_LONGEST = 74
_DONE = frozenset({"klar_i_tid", "klar_sen", "klar_okand_tid"})
_UNREPORTED = frozenset({"ej_rapporterad", "ingen_tid"})


class Plan(Protocol):
    """The prepared part on the plan, of which the programme logic uses two tables."""

    @property
    def activities(self) -> pd.DataFrame: ...
    @property
    def statements(self) -> pd.DataFrame: ...


class Training(Protocol):
    """The prepared part on training, of which the programme logic uses what was planned."""

    @property
    def planned(self) -> pd.DataFrame: ...


def arrow_label(row: Row) -> tuple[str, str]:
    """Write an arrow's verdict and numbers on two short lines: "+ För", "2 av 5".

    A star tells that only results that never decide bear on it.
    """
    counts = {name: int(row[f"n_{name}"]) for name in _COUNTED}
    total, verdict = integer(sum(counts.values())), str(row["verdict"])
    sign = SIGNS[verdict]
    if verdict == LACKING:
        return f"{sign} Underlag", "saknas"
    if verdict == "kan_inte_avgoras":
        only = f"{integer(row['n_beside'])}*" if row["n_beside"] else "dolt"
        return f"{sign} Kan inte", f"avgöras ({total if total != '0' else only})"
    if verdict == "ingen_skillnad":
        return f"{sign} Ingen", f"skillnad ({counts['same']} av {total})"
    if verdict == BOTH:
        name = "against" if counts["against"] else "same"
        return f"{sign} Både och", f"{counts['for']} för, {counts[name]} {_OTHER[name]}"
    return f"{sign} {VERDICTS[verdict]}", f"{counts[_COUNT_OF[verdict]]} av {total}"


_COUNT_OF: Mapping[str, str] = {"for": "for", "emot": "against"}
_OTHER: Mapping[str, str] = {"against": "emot", "same": "lika"}


def arrow_details(row: Row) -> str:
    """Count all of an arrow's results: "för 2, oavgjort 3, avgör aldrig 1", blank for none."""
    told = [
        f"{words}{NBSP}{integer(row[f'n_{name}'])}"
        for name, words in {**_COUNTED, "beside": _BESIDE, "hidden": _HIDDEN}.items()
        if row[f"n_{name}"]
    ]
    return ", ".join(told)


_COUNTED: Mapping[str, str] = {
    "for": "för", "against": "emot", "same": "ingen skillnad", "unknown": "oavgjort",
}  # fmt: skip
_BESIDE, _HIDDEN = "avgör aldrig", "för få för att visas"


def arrow_sentence(row: Row) -> str:
    """Tell an arrow in words: "Utredning till E1: för (för 2, oavgjort 1)."."""
    details = arrow_details(row)
    target = STAGES.get(str(row["target"]), str(row["target"]))
    told = f" ({details})" if details else ""
    return (
        f"{ORIGINS[str(row['origin'])]} till {target}: {VERDICTS[str(row['verdict'])].lower()}"
        f"{told}."
    )


def goal_words(final: Final, row: Row) -> str:
    """Write a goal by its id and what it is about, or the beginning of its text."""
    about = names(row["aspects"], final.aspects, "aspect", "label")
    words = ", ".join(map(lower_first, about)) if about else str(row["text"])
    return f"{row['goal']}. {shorten(words[:1].upper() + words[1:], _LONGEST, placeholder=' …')}"


def status_words(row: Row) -> str:
    """Write whether a goal was reached; where nothing is known of it, that evidence is lacking."""
    if str(row["rule"]) in ("underlag_saknas", "inte_kopplat"):
        return f"{SIGNS[LACKING]}{NBSP}Underlag saknas"
    return f"{_STATUS_SIGNS[str(row['status'])]}{NBSP}{STATUSES[str(row['status'])]}"


_STATUS_SIGNS: Mapping[str, str] = {
    "natt": "●", "delvis": "◐", "inte_natt": "○", "kan_inte_avgoras": "?",
}  # fmt: skip


def training_words(training: Training) -> str:
    """Name who was to be trained: "Utbildning: handläggare (25), IBIC-ombud (32)."."""
    rows = training.planned
    told = [
        f"{row['label']}{_people(row)}" for row in row_dicts(rows) if row["in_plan"] is not False
    ]
    return f"Utbildning: {enumeration(told)}." if told else "Utbildning: underlag saknas."


def _people(row: Row) -> str:
    if is_missing(row["people"]):
        return ""
    about = "ca " if row["about"] is True else ""
    return f" ({about}{integer(row['people'])})"


def activity_words(plan: Plan) -> str:
    """Name the plan's first activities and tell how far all have come; unknown is told as such."""
    rows = plan.activities
    if rows.empty:
        return "Aktiviteter: underlag saknas."
    named = list(dict.fromkeys(rows["name"].dropna().str.rstrip(".")))
    shown, left = named[:_ACTIVITIES], len(named[_ACTIVITIES:])
    told = ", ".join(shown) + f" och {integer(left)} till" if left else enumeration(shown)
    return f"Aktiviteter: {told}. {_progress(rows)}"


_ACTIVITIES = 8


def _progress(rows: pd.DataFrame) -> str:
    n = len(rows)
    known = (~rows["status"].isin(_UNREPORTED)).sum()
    if not known:
        return f"Läget för de {integer(n)} är inte känt."
    done = rows["status"].isin(_DONE).sum()
    unknown = f"; läget för {integer(n - known)} är inte känt" if known < n else ""
    return f"{integer(done)} av {integer(n)} är klara{unknown}."


def condition_words(plan: Plan, section: str) -> str:
    """Name the plan's challenges or success factors, as `section` says."""
    rows = plan.statements[plan.statements["section"].eq(section)]
    told = [
        str(row["text"] if is_missing(row["heading"]) else row["heading"]).rstrip(".")
        for row in row_dicts(rows)
    ]
    if not told:
        return "Inga i planen så som den är inlagd."
    joined = "; ".join(shorten(each, _STATEMENT, placeholder=" …") for each in told)
    return joined if joined.endswith("…") else f"{joined}."


_STATEMENT = 60
