"""The chapter's answer to the board: are goals reached, followed up, and possible to follow up?"""

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.goal_bounds import bound_words
from ibic_eval.display.goal_changes import BETTER, EQUIVALENT, UNDECIDED, WORSE, visible_span
from ibic_eval.display.goal_counts import without_goal
from ibic_eval.display.goal_follow_up import HORIZONS, main_row
from ibic_eval.display.goal_providers import spread_sentence
from ibic_eval.display.goal_texts import missing_sentences
from ibic_eval.display.goal_words import (
    ALL,
    QUESTIONS,
    QUESTIONS_IN_TEXT,
    SHOWN,
    Context,
    Row,
    chosen,
    only,
    share_in_text,
)
from ibic_eval.display.numbers import NBSP, integer, interval, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

WHOLE = "satisfied"
_NO_ASSESSMENTS = "Om de som får stöd når sina mål går inte att säga utan bedömningar."
_LOWEST = ", den lägsta andelen av frågorna"


class Chapter(Protocol):
    """The released tables that the summary needs, by the names of `runs.goal_attainment`."""

    context: Context
    indicators: pd.DataFrame
    quality: pd.DataFrame
    life_area_tests: pd.DataFrame
    goals: pd.DataFrame
    bounds: pd.DataFrame
    follow_up: pd.DataFrame
    overdue: pd.DataFrame
    provider_spread: pd.DataFrame
    providers: pd.DataFrame


def summary(chapter: Chapter) -> Prose:
    """Tell the board what is known, each with number, interval and n, and what can't be told."""
    context = chapter.context
    if not context["available"]:
        return _unavailable(context)
    invented = "Påhittade data. " if context["fictional"] else ""
    told = (
        invented + (_reached(chapter) if context["n_assessments"] != 0 else _NO_ASSESSMENTS),
        _followed_up(chapter) if context["n_assessments"] != 0 else "",
        _providers(chapter.provider_spread, chapter.providers),
        _satisfied(chapter.quality),
        *missing_sentences(context),
    )
    return Prose(tuple(filter(None, told)), as_list=True, kind="sammanfattning")


def _unavailable(context: Context) -> Prose:
    told = (
        "Mål och uppföljning: om de som får stöd når sina mål går inte att säga.",
        *missing_sentences(context),
    )
    return Prose((" ".join(told),), as_list=True, kind="sammanfattning")


def _reached(chapter: Chapter) -> str:
    whole = chapter.indicators[chapter.indicators["year"].isna()]
    goal = only(whole, indicator="mal_helt_eller_delvis", area=ALL)
    person = only(whole, indicator="person_helt_eller_delvis", area=ALL)
    question = "Når de som får stöd sina mål?"
    if goal is None and person is None:
        return f"{question} Det kan inte avgöras: för få mål har följts upp."
    told = []
    if goal is not None:
        told += [f"Av målen som följdes upp nåddes {share_in_text(goal, 'mål')} helt eller delvis."]
        all_goals = only(chapter.bounds, area=ALL)
        if all_goals is not None and all_goals["n"]:
            told += [bound_words(all_goals)]
    if person is not None:
        told += [
            f"Av personerna nådde eller närmade sig {share_in_text(person, 'personer')} minst ett "
            "mål."
        ]
    return " ".join([question, *told, *_directions(chapter.life_area_tests)])


def _directions(tests: pd.DataFrame) -> tuple[str, ...]:
    shown = chosen(tests[tests["life_area"].ne(ALL)], status=SHOWN)
    if shown.empty:
        return ()
    groups = dict(list(shown.groupby("verdict")))
    told = [f"{words} i {len(groups[name])}" for name, words in _VERDICTS.items() if name in groups]
    if UNDECIDED in groups:
        told += [f"i {len(groups[UNDECIDED])} kan det inte avgöras{_needed(groups[UNDECIDED])}"]
    return (
        f"Av {len(shown)} livsområden som kan visas: {enumeration(told)}.",
        "Ingen jämförelse med personer utan stöd finns, så ändringarna kan bero på annat.",
    )


def _needed(undecided: pd.DataFrame) -> str:
    needed = visible_span(undecided)
    return f" (en skillnad på {needed} procentenheter hade synts)" if needed else ""


_VERDICTS: Mapping[str, str] = {
    BETTER: "fler blev bättre än sämre",
    WORSE: "fler blev sämre än bättre",
    EQUIVALENT: "ungefär lika många blev bättre som sämre",
}


def _followed_up(chapter: Chapter) -> str:
    rows = [(months, row) for months in HORIZONS if (row := main_row(chapter.follow_up, months))]
    late = only(chapter.overdue, area=ALL)
    told = (
        f"Av bedömningarna har {enumeration(map(_share, rows))}." if rows else "",
        _late(late) if late else "",
        *without_goal(chapter.goals),
    )
    known = list(filter(None, told))
    return " ".join(["Följs målen upp, och i tid?", *known]) if known else ""


def _late(row: Row) -> str:
    if not row["n"]:
        return "Ingen bedömning äldre än ett år väntar på uppföljning."
    return (
        f"{integer(row['n'])} bedömningar äldre än ett år är varken uppföljda eller ersatta av nya."
    )


def _share(horizon: tuple[int, Row]) -> str:
    months, row = horizon
    limits = interval(row["ci_low"], row["ci_high"])
    return (
        f"{percent(row['share'])} (95{NBSP}% KI {limits}, n{NBSP}={NBSP}{integer(row['n'])}) "
        f"följts upp inom {months} månader"
    )


def _providers(spread: pd.DataFrame, providers: pd.DataFrame) -> str:
    told = [
        spread_sentence(row, chosen(providers, area=row["area"], status=SHOWN))
        for row in row_dicts(chosen(spread[spread["area"].ne(ALL)], status=SHOWN))
    ]
    return " ".join(["Skiljer sig utförarna mer än slumpen ger?", *told]) if told else ""


def _satisfied(quality: pd.DataFrame) -> str:
    whole = quality[quality["year"].isna()]
    rows = {q: row for q in QUESTIONS if (row := only(whole, question=q, area=ALL))}
    rows = {q: row for q, row in rows.items() if pd.notna(row["share"])}
    if not rows:
        return ""
    lowest = min(rows, key=lambda question: float(rows[question]["share"]))
    told = [
        f"{share_in_text(rows[question], 'svarande')} {QUESTIONS_IN_TEXT[question]}{suffix}"
        for question, suffix in {WHOLE: "", lowest: _LOWEST if len(rows) > 1 else ""}.items()
        if question in rows
    ]
    return f"Är brukarna nöjda vid uppföljningen? Positivt svarade {enumeration(told)}."
