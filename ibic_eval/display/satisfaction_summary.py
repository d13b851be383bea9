"""The chapter's answer in a few sentences: which questions went better, worse or alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, missing
from ibic_eval.display.numbers import decimal, integer, interval, is_missing, p_value, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_words import (
    DISABILITY,
    ESTIMATED,
    FETCH,
    OLDER,
    USE_FILE,
    Context,
    chosen,
    main_effects,
    points_in_text,
    question_name,
    signed,
    signed_interval,
)
from ibic_eval.display.wording import enumeration

# Below this the test of pre-trends says that those that began went another way before it too. It is
# not corrected for the number of questions: here caution means to suspect too often.
SUSPECT = 0.05
BETTER, WORSE, EQUIVALENT, UNDECIDED = "bättre", "sämre", "likvärdig", "kan inte avgöras"


def summary(
    context: Context,
    effects: pd.DataFrame,
    staggered: pd.DataFrame,
    coverage: pd.DataFrame,
    own: pd.DataFrame,
    margin: float,
) -> Prose:
    """Tell the board whether users fare better where IBIC is used, and how sure that is.

    `effects` and `staggered` have verdicts (`estimates.equivalence.judged_effects`).
    """
    if not context["available"]:
        told = (
            f"Brukarnas nöjdhet: resultaten från brukarundersökningarna är inte hämtade, så "
            f"rapporten visar inte om brukarna är nöjdare där IBIC används. {FETCH} hämtar dem.",
        )
        return Prose(told, as_list=True, kind="sammanfattning")
    rows = main_effects(effects)
    known = rows[rows["status"].eq(ESTIMATED)]
    answer = _verdicts(known, context, margin) if len(known) else _nothing_known(rows)
    sentences = (
        " ".join([*answer, *_no_conclusion(coverage)]),
        " ".join(start_sentences(staggered).sentences),
        *_own_result(own, context),
    )
    return Prose(tuple(filter(None, sentences)), as_list=True, kind="sammanfattning")


def _nothing_known(rows: pd.DataFrame) -> tuple[str, ...]:
    opening = "Om brukarna är nöjdare där IBIC används går inte att säga än."
    return (" ".join([opening, *not_estimated(rows).sentences]),)


def _verdicts(known: pd.DataFrame, context: Context, margin: float) -> tuple[str, ...]:
    counts = known["verdict"].value_counts()
    treated = known["n_treated"].max()
    others = (known["n_municipalities"] - known["n_treated"]).max()
    invented = "Påhittade data. " if context["fictional"] else ""
    opening = (
        f"{invented}Blev brukarna nöjdare där IBIC började användas? Av {len(known)} frågor till "
        f"äldre utvecklades {counts.get(BETTER, 0)} bättre och {counts.get(WORSE, 0)} sämre i "
        f"kommuner som började med IBIC {context['first']}–{context['second']} än i kommuner utan "
        f"IBIC (upp till {integer(treated)} och {integer(others)} kommuner). "
        f"{counts.get(EQUIVALENT, 0)} utvecklades likvärdigt, inom {points_in_text(margin)}, och "
        f"{counts.get(UNDECIDED, 0)} kan inte avgöras."
    )
    return (" ".join([opening, *_found(known)]),)


def _found(known: pd.DataFrame) -> tuple[str, ...]:
    found = known[known["verdict"].isin([BETTER, WORSE])].sort_values("estimate", ascending=False)
    return tuple(
        f"{_capital(question_name(row['service'], row['question']))} utvecklades {row['verdict']}: "
        f"{signed(row['estimate'])} procentenheter (95 % KI "
        f"{signed_interval(row['ci_low'], row['ci_high'])}; {integer(row['n_municipalities'])} "
        f"kommuner; p {p_value(row['p_holm'])})."
        for row in row_dicts(found)
    )


def start_sentences(staggered: pd.DataFrame) -> Prose:
    """Name what differs over all starting years, apart from what differed before the start."""
    rows = chosen(staggered, OLDER, gender="T", status=ESTIMATED)
    found = rows[rows["verdict"].isin([BETTER, WORSE])]
    before = found["pretrend_p"].lt(SUSPECT)
    told = []
    if (~before.fillna(False)).any():
        told.append(
            f"Sedan starten, oavsett år, syns en skillnad i {_with_effects(found[~before])}."
        )
        told.append(_breakdowns(found[~before]))
    if before.any():
        pairs = zip(found.loc[before, "service"], found.loc[before, "question"], strict=True)
        named = enumeration(question_name(service, question) for service, question in pairs)
        told.append(
            f"{_capital(named)} skiljer sig också, men gjorde det redan före starten: det kan inte "
            "tillskrivas IBIC."
        )
    return Prose(tuple(told))


def _breakdowns(rows: pd.DataFrame) -> str:
    """Say how far from developing alike the municipalities may be before each effect is lost."""
    times = enumeration(
        f"{_times(row['breakdown'])} i {question_name(row['service'], row['question'])}"
        for row in row_dicts(rows)
    )
    return (
        "Det förutsätter att kommunerna annars hade utvecklats lika, och det går inte att bevisa. "
        "Så många gånger större än den största avvikelsen mellan två mätningar före starten kan "
        f"avvikelserna efter den vara innan skillnaden går förlorad: {times} (Rambachan och Roth "
        "2023)."
    )


def _times(breakdown: float) -> str:
    if is_missing(breakdown):
        return "okänt"
    return "mer än 10" if breakdown > 10 else decimal(breakdown, 1)


def _with_effects(rows: pd.DataFrame) -> str:
    return enumeration(
        f"{question_name(row['service'], row['question'])} ({signed(row['estimate'])}; 95 % KI "
        f"{signed_interval(row['ci_low'], row['ci_high'])})"
        for row in row_dicts(rows)
    )


def _no_conclusion(coverage: pd.DataFrame) -> tuple[str, ...]:
    rows = coverage[coverage["service"].isin(DISABILITY)]
    if rows.empty or rows["conclusion"].eq("slutsats").any():
        return ()
    return ("För LSS dras ingen slutsats: för få kommuner har resultat båda åren.",)


def _own_result(own: pd.DataFrame, context: Context) -> tuple[str, ...]:
    told = [*filter(None, (_own_share(own, service) for service in OLDER))]
    return (f"{context['name']}: {enumeration(told)}.",) if told else ()


def _own_share(own: pd.DataFrame, service: str) -> str:
    """Tell the latest result on the whole: "70 % nöjda med hemtjänsten 2025 (...)"."""
    rows = own[
        own["service"].eq(service) & own["question"].eq("helhetssyn") & own["gender"].eq("T")
    ]
    mine = rows[rows["level"].eq("kommun") & rows["status"].eq("visas")].sort_values("year")
    if mine.empty:
        return ""
    last = mine.iloc[-1]
    nation = rows[rows["level"].eq("riket") & rows["year"].eq(last["year"])]
    beside = f"; riket {percent(nation['share'].iloc[0])}" if len(nation) else ""
    sure = interval(last["ci_low"], last["ci_high"])
    return (
        f"{percent(last['share'])} nöjda med {_WHOLE[service]} {last['year']} "
        f"(95 % KI {sure}, {integer(last['n'])} svarande{beside})"
    )


_WHOLE: Mapping[str, str] = {
    "hemtjanst": "hemtjänsten",
    "sarskilt_boende": "sitt särskilda boende",
}


def verdict_sentences(effects: pd.DataFrame, margin: float) -> Prose:
    """Name the questions by verdict, with differences and 90 percent intervals."""
    rows = main_effects(effects)
    known = rows[rows["status"].eq(ESTIMATED)]
    if known.empty:
        return missing("Omdömen om frågorna.")
    openings = {
        BETTER: "Bättre i kommuner som började",
        WORSE: "Sämre i kommuner som började",
        EQUIVALENT: f"Likvärdigt, inom {points_in_text(margin)}",
    }
    told = [
        f"{opening}: {_named(row_dicts(known[known['verdict'].eq(verdict)]))}."
        for verdict, opening in openings.items()
        if known["verdict"].eq(verdict).any()
    ]
    return Prose((*told, *_undecided(known[known["verdict"].eq(UNDECIDED)])), as_list=True)


def _undecided(rows: pd.DataFrame) -> tuple[str, ...]:
    """Name what can't be told, and how large a difference would have been needed."""
    if rows.empty:
        return ()
    pairs = zip(rows["service"], rows["question"], strict=True)
    named = enumeration(question_name(service, question) for service, question in pairs)
    ends = [decimal(100 * float(end), 1) for end in rows["smallest_detectable"].agg(["min", "max"])]
    needed = ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
    return (
        f"Kan inte avgöras: {named}. Där hade det behövts en skillnad på {needed} procentenheter "
        "för att den säkert skulle synas.",
    )


def not_estimated(rows: pd.DataFrame) -> Prose:
    """Say why no effects could be estimated: too little is known of who uses IBIC, or other."""
    reasons = tuple(dict.fromkeys(map(str, rows["reason"]))) or (
        f"Uppgifter saknas om vilka kommuner som använder IBIC: fyll i dem i {USE_FILE}.",
    )
    return Prose(("Skillnaderna kan inte skattas.", *reasons), kind="saknas")


def _named(rows: Sequence[Mapping[Any, Any]]) -> str:
    return enumeration(
        f"{question_name(row['service'], row['question'])} ({signed(row['estimate'])}; 90 % KI "
        f"{signed_interval(row['equivalence_low'], row['equivalence_high'])})"
        for row in rows
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
