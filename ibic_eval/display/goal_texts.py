"""What the chapter on goals rests on, what is missing, and what the indicators say in words."""

import datetime as dt

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.goal_bounds import bound_sentences
from ibic_eval.display.goal_words import (
    ALL,
    NOTHING,
    SHOWN,
    Context,
    chosen,
    only,
    share_in_text,
)
from ibic_eval.display.numbers import integer, is_missing, month_of
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

_FILES = {"n_assessments": "bedömningar", "n_plans": "planer och uppföljningar"}


def missing_sentences(context: Context) -> tuple[str, ...]:
    """Say what to put in which file in one sentence; nothing where both files are there."""
    files = context["missing_files"]
    if not files:
        return ()
    named = ", och ".join(f"{file['what']} i {file['file']}" for file in files)
    return (f"Uppgifter saknas: lägg {named}.",)


def unavailable(context: Context) -> Prose:
    """Say which files the chapter needs, where there are none."""
    return Prose(
        (
            "Kapitlet behöver kommunens egna uppgifter om bedömningar och planer.",
            *missing_sentences(context),
            "Mallarna och reglerna för dem står i docs/data-dictionary.md; ibic-eval check prövar "
            "filerna innan rapporten körs.",
        ),
        kind="saknas",
    )


def basis(context: Context) -> Prose:
    """Tell what the chapter rests on: how many persons, assessments and plans, until when."""
    if not context["available"]:
        return unavailable(context)
    counted = [
        f"{integer(context[name])} {words}"
        for name, words in _FILES.items()
        if not is_missing(context.get(name)) and context[name]
    ]
    persons = context.get("n_persons")
    who = f" om {integer(persons)} personer" if persons else ""
    held = f"Underlaget är {enumeration(counted)}{who}" if counted else "Underlaget är litet"
    invented = "Alla uppgifter är påhittade. " if context["fictional"] else ""
    return Prose(
        (
            f"{invented}{held}, uttaget {_in_words(context['extracted'])}.",
            *_left_out(context),
            *missing_sentences(context),
        )
    )


def _in_words(day: str) -> str:
    """Write an ISO date: "2019-12-31" is "31 december 2019"."""
    return f"{dt.date.fromisoformat(day).day} {month_of(day)}"


def _left_out(context: Context) -> tuple[str, ...]:
    told = [
        f"{integer(rows)} i {file}"
        for file, rows in (context.get("left_out") or {}).items()
        if rows
    ]
    if not told:
        return ()
    return (
        f"Rader med fel är utelämnade: {enumeration(told)}. Kommandot ibic-eval check "
        f"{context['code']} visar vilka.",
    )


_DONE = {"utredningar_ibic": "utredningar", "uppfoljningar_ibic": "uppföljningar"}


def indicator_sentences(indicators: pd.DataFrame, bounds: pd.DataFrame) -> Prose:
    """Explain the two ways to count, with the numbers of this municipality.

    `indicators` and `bounds` are the tables with those names.
    """
    whole = indicators[indicators["year"].isna()]
    person = only(whole, indicator="person_helt_eller_delvis", area=ALL)
    goal = only(whole, indicator="mal_helt_eller_delvis", area=ALL)
    done = [
        f"{integer(row['count'])} {what}"
        for name, what in _DONE.items()
        if (row := only(whole, indicator=name, area=ALL)) is not None
    ]
    counted = (f"Inom IBIC gjordes {enumeration(done)}.",) if done else ()
    if person is None or goal is None:
        return Prose(counted)
    return Prose(
        (
            f"Av personerna nådde eller närmade sig {share_in_text(person, 'personer')} minst ett "
            f"av sina mål, och av de uppföljda målen nåddes {share_in_text(goal, 'mål')} helt "
            "eller delvis.",
            "Den som har flera mål har fler chanser att nå något, så andelen av personerna är "
            "oftast högre. Kalmars indikator räknar personer.",
            *bound_sentences(bounds),
            *counted,
        )
    )


def overdue_sentences(overdue: pd.DataFrame, context: Context) -> Prose:
    """Tell how many assessments are older than a year without follow-up, in all and by area.

    `overdue` is the table `overdue`.
    """
    whole = only(overdue, area=ALL)
    if whole is None or context["n_assessments"] == 0:
        return NOTHING
    parts = chosen(overdue[overdue["area"].ne(ALL)], status=SHOWN)
    named = [f"{integer(row['n'])} {_WITHIN[row['area']]}" for row in row_dicts(parts) if row["n"]]
    split = f": {enumeration(named)}" if len(named) > 1 else ""
    people = whole["n_persons"]
    who = "" if is_missing(people) else f" hos {integer(people)} personer"
    if not whole["n"]:
        return Prose(("Ingen bedömning äldre än ett år väntar på uppföljning vid uttaget.",))
    return Prose(
        (
            f"{integer(whole['n'])} bedömningar{who} är äldre än ett år vid uttaget och har varken "
            f"följts upp eller ersatts av en ny bedömning av samma livsområde{split}.",
        )
    )


_WITHIN = {
    "aldreomsorg": "inom äldreomsorgen",
    "annan_sol": "inom annan verksamhet enligt SoL",
    "lss": "inom LSS",
}
