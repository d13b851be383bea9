"""What has happened since the last report, in sentences that follow the numbers."""

from collections.abc import Iterator

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_words import STATUSES, VERDICTS
from ibic_eval.display.history_tables import GOAL
from ibic_eval.display.history_words import (
    GONE,
    METHOD,
    NEW,
    NOTHING,
    SAME,
    TESTED,
    TOO_FEW,
    History,
    Row,
    at,
    name,
    step,
    value,
)
from ibic_eval.display.numbers import integer, month_of
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_words import day_in_words
from ibic_eval.display.wording import enumeration

UNKNOWN = "kan_inte_avgoras"
_WHEN = ("before", "now")


def since_last(history: History) -> Prose:
    """Tell when the last report was, on what data, and how much that differs; or that it is first.

    Files of kept results that can't be used are told of too.
    """
    told = _first(history) if history.context["first"] else [*_between(history), *_counts(history)]
    told = [*told, *_faulty(history)]
    return Prose(tuple(told), as_list=len(told) > 1)


def found(history: History) -> Prose:
    """Name what is surely higher or lower than in the last report."""
    rows = history.changes[history.changes["outcome"].isin(["hogre", "lagre"])]
    words = {"hogre": "högre", "lagre": "lägre"}
    told = tuple(
        f"{name(row)} är {words[str(row['outcome'])]}: {value(at(row, 'before'))} då, "
        f"{value(at(row, 'now'))} nu, skillnad {step(row)}."
        for row in row_dicts(rows)
    )
    return Prose(told, as_list=True) if told else NOTHING


def no_longer(history: History) -> Prose:
    """Name the verdicts of the last report that are others now that the method has been mended.

    On the same data they no longer hold. On newer data either the method or the data may be why.
    """
    context = history.context
    if context["first"] or not len(history.changes):
        return NOTHING
    rows = history.changes[_rejudged(history.changes)]
    if rows.empty:
        return NOTHING
    known = context["data_before"] and context["data_before"] == context["data_now"]
    why = (
        "gäller inte längre. Uppgifterna är desamma, men metoden är ändrad"
        if known
        else "är andra nu. Det kan bero på nya uppgifter, men metoden är också ändrad"
    )
    first = (
        f"{_many(len(rows), 'omdömen' if len(rows) > 1 else 'omdöme')} i förra rapporten {why} "
        "(docs/errata.md i programmet säger vad som var fel)."
    )
    return Prose((first, *(_rejudged_words(row) for row in row_dicts(rows))), as_list=True)


def _rejudged(changes: pd.DataFrame) -> pd.Series:
    """Tell which rows said something by another version of the program and now say another."""
    said = changes["verdict_before"].fillna("").ne("") & changes["verdict_before"].ne(UNKNOWN)
    other = changes["verdict_before"].fillna("").ne(changes["verdict_now"].fillna(""))
    return said & other & changes["reason"].eq(METHOD)


def _rejudged_words(row: Row) -> str:
    goal = row["kind"] == GOAL
    said = STATUSES if goal else VERDICTS
    what = str(row["what"]).rstrip(".") if goal else name(row)
    was, now = (said.get(str(row[f"verdict_{when}"]), "inget").lower() for when in _WHEN)
    return f"{what}: {was} då, {now} nu."


def _first(history: History) -> list[str]:
    if history.context["fictional"]:
        kept = "En påhittad kommuns resultat sparas inte."
    else:
        kept = (
            f"Resultaten sparas på datorn, i {history.context['folder']}, så att nästa rapport kan "
            "visa vad som har ändrats."
        )
    return [f"Det här är den första rapporten, så det finns inget att jämföra med. {kept}"]


def _between(history: History) -> Iterator[str]:
    context = history.context
    until = {when: context[f"data_{when}"] for when in ("before", "now")}
    made = f"Förra rapporten skapades den {day_in_words(context['run_before'])}"
    if not all(until.values()):
        yield f"{made}."
    elif until["before"] == until["now"]:
        yield f"{made} och bygger på uppgifter ur samma tid som den här."
    else:
        yield (
            f"{made} och bygger på kommunens uppgifter till och med "
            f"{month_of(until['before'])}. Den här rapporten går till och med "
            f"{month_of(until['now'])}."
        )


def _counts(history: History) -> Iterator[str]:
    results = history.changes[history.changes["kind"].ne(GOAL)]
    reasons = results["reason"].value_counts().to_dict()
    if not len(history.changes) or history.changes["reason"].eq(SAME).all():
        yield "Inget resultat har ändrats."
        return
    yield from _tested(history)
    told = {
        "samma_uppgifter_i_bada": "bygger delvis på samma uppgifter som förra gången",
        "samma_personer": "gäller i stor del samma personer och prövas i sina egna kapitel",
        "utan_intervall": "har inget intervall",
    }
    parts = [f"{integer(reasons[key])} {words}" for key, words in told.items() if key in reasons]
    if parts:
        yield f"Av övriga resultat som skiljer sig prövas inget här: {enumeration(parts)}."
    if TOO_FEW in reasons:
        yield (
            f"{_many(reasons[TOO_FEW], 'tidigare resultat')} visas inte, eftersom skillnaden mot "
            "nu gäller färre än fem och hade gått att räkna fram, eller eftersom de hör till samma "
            "mått som ett sådant."
        )
    if METHOD in reasons:
        versions = history.context
        yield (
            f"{_many(reasons[METHOD], 'resultat')} är räknade med en annan version av programmet "
            f"({versions['version_before']} då, {versions['version_now']} nu). Att de skiljer sig "
            "kan bero på metoden och inte på kommunen; se avsnittet Methods i CHANGELOG."
        )
    if NEW in reasons:
        yield f"{_many(reasons[NEW], 'resultat')} fanns inte i förra rapporten."
    if GONE in reasons:
        yield f"{_many(reasons[GONE], 'resultat')} i förra rapporten finns inte i den här."
    yield from _goals(history)


def _tested(history: History) -> Iterator[str]:
    rows = history.changes[history.changes["reason"].eq(TESTED)]
    if rows.empty:
        yield "Inga resultat bygger på skilda perioder, så ingen ändring kan prövas."
        return
    counts = {each: int(rows["outcome"].eq(each).sum()) for each in ("hogre", "lagre")}
    open_ = len(rows) - sum(counts.values())
    yield (
        f"{_many(len(rows), 'resultat')} bygger på uppgifter ur skilda perioder och är prövade: "
        f"{integer(counts['hogre'])} är högre, {integer(counts['lagre'])} lägre, och för "
        f"{integer(open_)} kan det inte avgöras om något har ändrats."
    )


def _goals(history: History) -> Iterator[str]:
    rows = history.changes[history.changes["kind"].eq(GOAL)]
    both = rows[~rows["reason"].isin([NEW, GONE])]
    if len(both):
        moved = int(both["reason"].ne(SAME).sum())
        yield f"Av {integer(len(both))} mål har {integer(moved)} fått ett annat läge."


def _faulty(history: History) -> Iterator[str]:
    for path in history.context["faulty"]:
        yield (
            f"Filen {path} innehåller inte det som sparades i den och är inte med. Den "
            "ligger kvar; lägg dit en hel kopia eller ta bort den."
        )


def _many(count: int, what: str) -> str:
    return f"{integer(count)} {what}"
