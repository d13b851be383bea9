"""The chapter's answer to a board: how ready, where people disagree, and what to do first."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import integer
from ibic_eval.display.readiness_national import national_shares
from ibic_eval.display.readiness_roles import told_gaps
from ibic_eval.display.readiness_steps import beginnings
from ibic_eval.display.readiness_texts import lacks_sentences
from ibic_eval.display.readiness_words import (
    CI,
    EVERYONE,
    LOW_IN_TEXT,
    SHOWN,
    Chapter,
    latest,
    low_share,
    mean_in_text,
    month_of_round,
    number_word,
    quoted,
    round_of,
    short_names,
    signed,
    signed_span,
    theme_names,
)
from ibic_eval.display.share_bars import count_text, interval_text, value_text
from ibic_eval.display.wording import enumeration, lower_first


def summary(chapter: Chapter, shares: pd.DataFrame, labels: Mapping[str, str]) -> Prose:
    """Tell how far the municipality has come, each thing with its number, interval and n.

    `shares` and `labels` are the survey's released shares and the short words of its items.
    """
    context = chapter.context
    if not context["available"]:
        told = " ".join(["Beredskap:", *_lowered(lacks_sentences(context))])
        return Prose((told,), as_list=True, kind="sammanfattning")
    sentences = (
        f"{'Påhittade data. ' if context['fictional'] else ''}{_how_ready(chapter)}",
        " ".join(told_gaps(chapter)),
        _first_steps(chapter),
        _changed(chapter),
        _beside(chapter, shares, labels),
    )
    return Prose(tuple(filter(None, sentences)), as_list=True, kind="sammanfattning")


def _lowered(sentences: tuple[str, ...]) -> tuple[str, ...]:
    first, *others = sentences
    return (lower_first(first) if first.startswith("Färre") else first, *others)


def _how_ready(chapter: Chapter) -> str:
    context = chapter.context
    rows = latest(chapter.themes, context)
    known = rows[rows["role"].eq(EVERYONE) & rows["status"].eq(SHOWN)].sort_values("mean")
    answered = (
        f"Beredskap: {integer(round_of(context)['n'])} personer svarade på självskattningen i "
        f"{month_of_round(context)}."
    )
    if known.empty:
        return answered
    names = theme_names(chapter)
    low, high = known.iloc[0].to_dict(), known.iloc[-1].to_dict()
    standing = latest(chapter.standing, context)
    judged = int(standing["status"].eq(SHOWN).sum())
    return (
        f"{answered} Längst har kommunen kommit med {_theme(names[high['theme']])}, medel "
        f"{mean_in_text(high)} på en skala från 0 till 3, och kortast med "
        f"{_theme(names[low['theme']])}, {mean_in_text(low)}. På "
        f"{integer(len(chapter.first_steps))} av {number_word(judged, 'påstående', 'påståenden')} "
        f"säger minst hälften {LOW_IN_TEXT}."
    )


def _theme(name: str) -> str:
    return f"temat {quoted(lower_first(name))}"


def _first_steps(chapter: Chapter) -> str:
    steps = beginnings(chapter)
    if not steps:
        return ""
    names = short_names(chapter)
    told = enumeration(
        f"{quoted(names[step['statement']])} ({', '.join(low_share(step))})" for step in steps
    )
    waiting = {each for step in steps for each in str(step["waiting"]).split()}
    held = (
        f" {number_word(len(waiting), 'lågt påstående', 'låga påståenden')} väntar på dem."
        if waiting
        else ""
    )
    return f"Börja med {told}; så stor andel säger {LOW_IN_TEXT}.{held}"


def _changed(chapter: Chapter) -> str:
    known = chapter.changes[chapter.changes["status"].eq(SHOWN)]
    if known.empty:
        return ""
    context = chapter.context
    since = f"Sedan {month_of_round(context, int(known['first_round'].iloc[0]))}"
    sure = known[known["verdict"].isin(["högre", "lägre"])]
    if sure.empty:
        return f"{since} kan ingen ändring avgöras i något av {integer(len(known))} teman."
    most = sure.loc[sure["difference"].abs().idxmax()].to_dict()
    up, down = (int(sure["verdict"].eq(verdict).sum()) for verdict in ("högre", "lägre"))
    name = _theme(theme_names(chapter)[most["theme"]])
    return (
        f"{since} är {integer(up)} av {integer(len(known))} teman högre och "
        f"{integer(down) if down else 'inget'} lägre; "
        f"mest har {name} ändrats, {signed(most['difference'])} ({CI} "
        f"{signed_span(most['ci_low'], most['ci_high'])}; {integer(most['n_first'])} och "
        f"{integer(most['n_second'])} personer)."
    )


def _beside(chapter: Chapter, shares: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Set the first step that has one beside the commonest thing municipalities said of it."""
    found = national_shares(chapter, shares)
    themes = chapter.statements.set_index("statement")["theme"].to_dict()
    for step in beginnings(chapter):
        theme = themes[step["statement"]]
        items = chapter.beside.loc[chapter.beside["theme"].eq(theme), "item"]
        known = [found[item] for item in items if item in found]
        if known:
            share = max(known, key=lambda each: each.low or 0.0)
            kind = "utmaning" if share.item.startswith("q8") else "framgångsfaktor"
            sure = "" if share.read_from_words else f", {CI} {interval_text(share)}"
            return (
                f"I landet uppgav {value_text(share).rstrip('*').strip()} av kommunerna som "
                f"använder IBIC att {quoted(lower_first(labels[share.item]))} var eller delvis var "
                f"en {kind} ({_resting(count_text(share))}{sure})."
            )
    return ""


def _resting(count: str) -> str:
    return "antalet svarande är inte angivet" if count in ("–", "") else f"n {count}"
