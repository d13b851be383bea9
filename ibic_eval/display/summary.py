"""The first page: the few sentences that a board reads, in plain words and with their numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.codebook.values import CLEAR, NOT_NOTICEABLE, NOTICEABLE
from ibic_eval.display import round_beside, selection, texts, verdicts
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    NBSP,
    integer,
    month_of,
    reading_in_words,
    whole_percent,
)
from ibic_eval.display.outline import EFFECTS
from ibic_eval.display.selection import Share
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration, lower_first

Context = Mapping[str, Any]
Labels = Mapping[str, str]


def summary(
    context: Context,
    shares: pd.DataFrame,
    published: pd.DataFrame,
    own_answers: pd.DataFrame,
    judged: pd.DataFrame,
    labels: Labels,
) -> Prose:
    """Tell who answered, what they say, how sure it is and what the municipality itself answered.

    `judged` is the frame of `estimates.verdicts.value_verdicts`; the others are prepared tables.
    """
    sentences = (
        _answered(context, published),
        round_beside.answered(context["round"]) if context.get("round") else "",
        _use(shares),
        _most(shares, labels, EFFECTS, "okat", "Det som flest säger har ökat med IBIC är"),
        _introduction(shares, labels),
        _verdicts(judged),
        " ".join(verdicts.certainty_sentences(judged)[:2]),
        _own(context, own_answers),
    )
    return Prose(tuple(filter(None, sentences)), as_list=True, kind="sammanfattning")


def _answered(context: Context, published: pd.DataFrame) -> str:
    national = context["national"]
    when, count = month_of(national["date"]), integer(national["answered"])
    published_only = national["kind"] == texts.PUBLISHED
    known = national["population"] and not published_only
    of_those = f" av {integer(national['population'])} tillfrågade" if known else ""
    share = f", {texts.printed_rate(published)} av de tillfrågade" if published_only else ""
    told = f"{count}{of_those} kommuner och stadsdelar svarade på enkäten ({when}){share}."
    invented = "Kommunen och alla svar i den här rapporten är påhittade."
    return f"{invented} {told}" if national["kind"] == "rekonstruktion" else told


def _use(shares: pd.DataFrame) -> str:
    told = (
        ("klassning", "anvander", "svarande", "av de svarande använder IBIC"),
        ("q10", "ja", "anvandare", "av användarna skulle rekommendera andra att införa IBIC"),
    )
    return " ".join(
        f"{_told(found[0], words)}."
        for item, answer, group, words in told
        if (found := texts.ranking(shares, [item], answer, group))
    )


def _introduction(shares: pd.DataFrame, labels: Labels) -> str:
    told = (
        ("q9", "Vanligaste framgångsfaktorn när IBIC infördes var"),
        ("q8", "Vanligast bland utmaningarna var"),
    )
    return " ".join(
        filter(
            None,
            (
                _most(shares, labels, selection.items_of(labels, question), "ja+delvis", opening)
                for question, opening in told
            ),
        )
    )


def _most(
    shares: pd.DataFrame, labels: Labels, items: Sequence[str], answer: str, opening: str
) -> str:
    """Name what stands first; several things where the source's words put them there together."""
    ranked = texts.ranking(shares, items, answer)
    if not ranked:
        return ""
    first = ranked[0]
    same = [s for s in ranked if first.read_from_words and s.low == first.low and s.read_from_words]
    named = enumeration(f"”{lower_first(labels[share.item])}”" for share in same or [first])
    where = AREAS_IN_TEXT.get(first.area)
    return f"{opening} {named}{f' inom {where}' if where else ''}: {_told(first)}."


def _told(share: Share, words: str = "") -> str:
    """Write a share, what it is a share of, and how sure it is."""
    return " ".join(filter(None, (_value(share), words, f"({_sure(share)})")))


def _value(share: Share) -> str:
    low, high = share.low or 0, share.high or 0
    if share.read_from_words:
        words = reading_in_words(low, high).replace(f"{NBSP}%", " procent")
        return f"enligt källans ord {words}"
    first, last = whole_percent(low), whole_percent(high)
    return f"{last} procent" if first == last else f"{first}–{last} procent beroende på område"


def _sure(share: Share) -> str:
    """Say between which shares the truth lies, and how many answered or at most can have."""
    count = integer(share.n)
    if share.read_from_words or share.ci_low is None or share.ci_high is None:
        return f"{'högst ' if share.n_is_maximum else ''}{count} svarade"
    ends = f"mellan {whole_percent(share.ci_low)} och {whole_percent(share.ci_high)} procent"
    known = f", om alla {count} svarade" if share.n_is_maximum else f"; {count} svarade"
    return f"med 95 procents säkerhet {ends}{known}"


def _verdicts(judged: pd.DataFrame) -> str:
    """Name the values by the report's limits, those that are most affected first."""
    named = [
        f"{meaning}: {enumeration(map(lower_first, values))}."
        for verdict, meaning in _MEANING.items()
        if (values := judged.loc[judged["verdict"].eq(verdict), "label_sv"].unique()).size
    ]
    return " ".join(named)


def _own(context: Context, own_answers: pd.DataFrame) -> str:
    name = context["municipality"]["name"]
    if own_answers.empty:
        return f"{name} har inga egna svar på enkäten. Rapporten visar därför bara andras svar."
    effects = own_answers[own_answers["item"].isin(EFFECTS)]
    increased = effects.loc[effects["answer"].eq("okat"), "item"].nunique()
    told = (
        f"{name} svarade själv ”ökat”, inom minst ett område, på {increased} av "
        f"{effects['item'].nunique()} frågor om vad IBIC har förändrat."
    )
    return told if len(effects) else f"{name} har egna svar, som visas bredvid andras."


_MEANING: Mapping[str, str] = {
    CLEAR: "Tydlig påverkan (minst hälften av kommunerna ser den)",
    NOTICEABLE: "Märkbar påverkan (minst en tredjedel)",
    NOT_NOTICEABLE: "Ingen märkbar påverkan (färre än en tredjedel)",
}
