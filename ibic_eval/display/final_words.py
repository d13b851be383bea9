"""The words and numbers of the final report."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    decimal,
    integer,
    interval,
    is_missing,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.satisfaction_words import SERVICES
from ibic_eval.display.time_words import change, change_interval, signed, signed_interval
from ibic_eval.display.wording import AREAS, AREAS_IN_TEXT, answer_label, enumeration, lower_first

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}%{NBSP}KI"
SHOWN, SUPPRESSED = "visas", "dold"

STATUSES: Mapping[str, str] = {
    "natt": "Nått",
    "delvis": "Delvis nått",
    "inte_natt": "Inte nått",
    "kan_inte_avgoras": "Kan inte avgöras",
}
SIGNS: Mapping[str, str] = {"natt": "●", "delvis": "◐", "inte_natt": "○", "kan_inte_avgoras": "?"}
VERDICTS: Mapping[str, str] = {
    "for": "För",
    "emot": "Emot",
    "ingen_skillnad": "Ingen skillnad",
    "kan_inte_avgoras": "Kan inte avgöras",
}
VERDICT_SIGNS: Mapping[str, str] = {
    "for": "+", "emot": "−", "ingen_skillnad": "=", "kan_inte_avgoras": "?",
}  # fmt: skip
SURENESS: Mapping[str, str] = {
    "saker": "Säker", "ganska_saker": "Ganska säker", "osaker": "Osäker",
    "mycket_osaker": "Mycket osäker",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "egna_fore_efter": "Egna ärenden, före och efter",
    "kvasiexperiment": "Brukarundersökningar, jämfört med andra",
    "egen_matning": "Nivå i egna uppgifter",
    "granskning": "Granskade handlingar",
    "process": "Vad projektet gjorde",
    "egen_enkat": "Kommunens svar i enkäten",
    "personal": "Medarbetares bedömning",
}
CHAPTERS: Mapping[str, str] = {
    "time_and_complexity": "tid och komplexitet",
    "goal_attainment": "mål och uppföljning",
    "satisfaction": "brukarnas nöjdhet",
    "own_answers": "enkäten till kommuner",
    "readiness": "beredskap",
    "implementation": "införandet",
    "final_report": "slutrapporten",
}
GOAL_KINDS: Mapping[str, str] = {
    "effektmal": "effektmål",
    "prioriteringar": "prioriteringar",
    "syfte": "syften",
    "projektmal": "projektmål",
}
FILES: Mapping[str, str] = {
    "arenden.csv": "uppgifter om ärenden",
    "bedomningar.csv": "bedömningar av behov och mål",
    "planer.csv": "genomförandeplaner och uppföljningar",
    "brukarundersökningarna": "resultat ur brukarundersökningarna",
    "granskningar.csv": "granskade handlingar",
    "utbildning.csv": "deltagarlistor från utbildningen",
    "indikatorer.csv": "utfall för planens indikatorer",
}
FETCHED: Mapping[str, str] = {"brukarundersökningarna": "ibic-eval fetch kolada"}
_REVIEWED: Mapping[str, str] = {
    "utredning": "utredningar", "genomforandeplan": "genomförandeplaner",
    "uppfoljning": "uppföljningar",
}  # fmt: skip


class Final(Protocol):
    """The prepared final report, in the schemas of `estimates.final_schemas`."""

    context: Context
    evidence: pd.DataFrame
    goals: pd.DataFrame
    goal_evidence: pd.DataFrame
    indicators: pd.DataFrame
    closing: pd.DataFrame
    recommendations: pd.DataFrame
    follow_up: pd.DataFrame
    facts: pd.DataFrame
    lacks: pd.DataFrame
    risks: pd.DataFrame
    lessons: pd.DataFrame
    aspects: pd.DataFrame
    measures: pd.DataFrame
    rules: pd.DataFrame


def hidden_note(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return what the sign for hidden means, where rows with a `status` have any."""
    return (
        (f"{HIDDEN} = dold, för få för att visas.",) if rows["status"].eq(SUPPRESSED).any() else ()
    )


def has_outcomes(final: Final) -> bool:
    """Tell whether anything at all is known of what came of the plan, judgements included."""
    return bool(final.evidence["status"].isin([SHOWN, SUPPRESSED]).any())


def source_of(context: Context) -> str:
    """Return the source line of what rests on the whole report."""
    if context["fictional"]:
        return "Egen bearbetning av kapitlens resultat; påhittade uppgifter"
    return "Egen bearbetning av planen och kapitlens resultat"


def status_word(status: str) -> str:
    """Write a status with its sign: "● Nått"."""
    return f"{SIGNS[status]}{NBSP}{STATUSES[status]}"


def verdict_word(verdict: str) -> str:
    """Write what a piece of evidence says, with its sign: "+ För"."""
    return f"{VERDICT_SIGNS[verdict]}{NBSP}{VERDICTS[verdict]}"


def value(row: Row) -> str:
    """Write a piece of evidence's estimate on its own scale: "+21 %", "61 %", "2,0"."""
    number = row["estimate"]
    if row["status"] == SUPPRESSED:
        return HIDDEN
    if is_missing(number):
        return MISSING
    return {
        "kvot": lambda: change(number),
        "andel": lambda: percent(number),
        "skillnad": lambda: points(number),
        "timmar": lambda: f"{signed(number)}{NBSP}timmar",
    }.get(row["form"], lambda: decimal(number, 1))()


def span(row: Row) -> str:
    """Write the interval of a piece of evidence on its own scale, blank where it has none."""
    low, high = row["ci_low"], row["ci_high"]
    if is_missing(low) or is_missing(high):
        return ""
    return {
        "kvot": lambda: change_interval(low, high),
        "andel": lambda: interval(low, high),
        "skillnad": lambda: points_interval(low, high),
        "timmar": lambda: signed_interval(low, high),
    }.get(row["form"], lambda: f"{decimal(low, 1)}–{decimal(high, 1)}")()


def place(row: Row) -> str:
    """Write where or for whom a piece of evidence holds, blank for everywhere."""
    label = "" if is_missing(row["label"]) else str(row["label"])
    if row["kind"] == "kvasiexperiment":
        return SERVICES.get(label, label)
    if row["kind"] == "granskning":
        return _REVIEWED.get(label, label)
    if row["area"]:
        return AREAS.get(str(row["area"]), str(row["area"]))
    return "" if row["kind"] == "egen_enkat" else label


def answers(label: str) -> str:
    """Write the municipality's own answers: "ökat i äldreomsorgen och LSS, oförändrat i ..."."""
    given: dict[str, list[str]] = {}
    for pair in str(label).split():
        area, _, answer = pair.partition(":")
        given.setdefault(answer, []).append(area)
    words = []
    for answer, areas in given.items():
        where = [AREAS_IN_TEXT[area] for area in areas if area in AREAS_IN_TEXT]
        named = f" inom {enumeration(where)}" if where else ""
        words.append(f"{lower_first(answer_label(answer))}{named}")
    return "; ".join(words)


def count(row: Row) -> str:
    """Write how many a piece of evidence rests on: "1 929 ärenden"."""
    if row["status"] == SUPPRESSED:
        return HIDDEN
    return MISSING if is_missing(row["n"]) else f"{integer(row['n'])}{NBSP}{row['unit']}"


def evidence_sentence(row: Row) -> str:
    """Tell one piece of evidence: what, where, how much, how sure, and what it says."""
    where = place(row)
    name = f"{row['what']}{f', {lower_first(where)}' if where else ''}"
    if row["kind"] == "egen_enkat":
        return f"{name}: {answers(row['label'])} ({VERDICTS[row['verdict']].lower()})."
    details = ", ".join(filter(None, (f"{CI} {span(row)}" if span(row) else "", count(row))))
    return f"{name}: {value(row)} ({details}; {VERDICTS[row['verdict']].lower()})."


def names(ids: object, table: pd.DataFrame, key: str, label: str) -> list[str]:
    """Return the words of ids that stand with blanks between."""
    known = dict(zip(table[key], table[label], strict=True))
    return [] if is_missing(ids) else [str(known.get(each, each)) for each in str(ids).split()]


def files(ids: object, *, with_names: bool = False) -> str:
    """Name the data of files in a sentence, with the files' own names if asked for."""
    found = [] if is_missing(ids) else str(ids).split()
    told = [
        f"{FILES.get(each, each)} ({FETCHED.get(each, each)})" if with_names
        else FILES.get(each, each)
        for each in found
    ]  # fmt: skip
    return enumeration(told) if told else ""


def fact(final: Final, name: str) -> Row | None:
    """Return a number of the summary by its name, None where it isn't known."""
    rows = final.facts[final.facts["fact"].eq(name)]
    return None if rows.empty else rows.iloc[0].to_dict()
