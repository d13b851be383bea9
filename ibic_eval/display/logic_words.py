"""The words of the programme logic: its boxes, and what each arrow says."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Protocol

import pandas as pd

from ibic_eval.display.final_words import STATUSES, Final, Row, names
from ibic_eval.display.numbers import NBSP, integer, is_missing
from ibic_eval.display.wording import enumeration, upper_first
from ibic_eval.estimates.logic_paths import (
    ACTIVITIES,
    BOTH,
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
    INVESTIGATION: "behov, mål och beslut",
    DELIVERY: "planen och stödet i vardagen",
    FOLLOW_UP: "om målen nås",
    WHOLE: "kunskap, utbildning, planens indikatorer",
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


def arrow_words(row: Row) -> str:
    """Write an arrow's verdict with its sign: "+ För"."""
    verdict = str(row["verdict"])
    return f"{SIGNS[verdict]}{NBSP}{VERDICTS[verdict].replace(' ', NBSP)}"


def arrow_count(row: Row) -> str:
    """Write how many of an arrow's results say the most: "2 av 5", "3 bedömningar", or nothing."""
    counts = {name: int(row[f"n_{name}"]) for name in _COUNTED}
    total = sum(counts.values())
    if total:
        named = {"for": "for", "emot": "against", "ingen_skillnad": "same"}.get(row["verdict"])
        if named:
            return f"{integer(counts[named])} av {integer(total)}"
        if row["verdict"] == BOTH:
            return f"{counts['for']}+ {counts['against']}− av {integer(total)}"
        return _results(total)
    if row["n_beside"]:
        return f"{integer(row['n_beside'])} avgör inte"
    return "dolt" if row["n_hidden"] else ""


def arrow_details(row: Row) -> str:
    """Tell all of an arrow's results: "2 för, 3 kan inte avgöras, 1 som inte kan avgöra"."""
    told = [
        f"{integer(row[f'n_{name}'])} {words}"
        for name, words in {**_COUNTED, "beside": _BESIDE, "hidden": _HIDDEN}.items()
        if row[f"n_{name}"]
    ]
    return ", ".join(told)


_COUNTED: Mapping[str, str] = {
    "for": "för", "against": "emot", "same": "ingen skillnad", "unknown": "kan inte avgöras",
}  # fmt: skip
_BESIDE, _HIDDEN = "som aldrig avgör", "dolda"


def _results(total: int) -> str:
    return f"{integer(total)}{NBSP}resultat"


def arrow_sentence(row: Row) -> str:
    """Tell an arrow in words: "Utredning till E1: för (2 för, 1 kan inte avgöras)."."""
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
    words = enumeration(about) if about else str(row["text"])
    return f"{row['goal']}. {shorten(upper_first(words.lower()), _LONGEST, placeholder=' …')}"


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
        f"{row['label']}{_people(row)}"
        for row in rows.to_dict("records")
        if row["in_plan"] is not False
    ]
    return f"Utbildning: {enumeration(told)}." if told else "Utbildning: underlag saknas."


def _people(row: Row) -> str:
    if is_missing(row["people"]):
        return ""
    about = "ca " if row["about"] is True else ""
    return f" ({about}{integer(row['people'])})"


def activity_words(plan: Plan) -> str:
    """Name the plan's activities and tell how far they have come; unknown is told as unknown."""
    rows = plan.activities
    if rows.empty:
        return "Aktiviteter: underlag saknas."
    named = list(dict.fromkeys(rows["name"].dropna()))
    return f"Aktiviteter: {enumeration(named)}. {_progress(rows)}"


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
        for row in rows.to_dict("records")
    ]
    return "\n".join(shorten(each, _STATEMENT, placeholder=" …") for each in told)


_STATEMENT = 60
