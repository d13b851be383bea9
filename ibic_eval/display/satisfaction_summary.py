"""The chapter's answer in a few sentences: which questions went better, worse or alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, missing
from ibic_eval.display.numbers import integer, interval, p_value, percent
from ibic_eval.display.satisfaction_words import (
    DISABILITY,
    ESTIMATED,
    FETCH,
    OLDER,
    Context,
    main_effects,
    points_in_text,
    question_name,
    signed,
    signed_interval,
)
from ibic_eval.display.wording import enumeration

BETTER, WORSE, EQUIVALENT, UNDECIDED = "bättre", "sämre", "likvärdig", "kan inte avgöras"


def summary(
    context: Context,
    effects: pd.DataFrame,
    coverage: pd.DataFrame,
    own: pd.DataFrame,
    margin: float,
) -> Prose:
    """Tell the board whether users fare better where IBIC is used, and how sure that is.

    `effects` has verdicts (`estimates.equivalence.judged_effects`).
    """
    if not context["available"]:
        told = (
            f"Brukarnas nöjdhet: resultaten från brukarundersökningarna är inte hämtade, så "
            f"rapporten visar inte om brukarna är nöjdare där IBIC används. {FETCH} hämtar dem.",
        )
        return Prose(told, as_list=True, kind="sammanfattning")
    rows = main_effects(effects)
    known = rows[rows["status"].eq(ESTIMATED)]
    sentences = (
        *(_verdicts(known, context, margin) if len(known) else _nothing_known(rows)),
        *_no_conclusion(coverage),
        *_own_result(own, context),
    )
    return Prose(sentences, as_list=True, kind="sammanfattning")


def _nothing_known(rows: pd.DataFrame) -> tuple[str, ...]:
    reason = str(rows["reason"].iloc[0]) if len(rows) else "inga resultat"
    return (
        "Om brukarna är nöjdare där IBIC används går inte att säga: uppgifter saknas om vilka "
        f"kommuner som använder IBIC. {reason}",
    )


def _verdicts(known: pd.DataFrame, context: Context, margin: float) -> tuple[str, ...]:
    counts = known["verdict"].value_counts()
    treated = known["n_treated"].max()
    others = (known["n_municipalities"] - known["n_treated"]).max()
    invented = "Påhittade data. " if context["fictional"] else ""
    opening = (
        f"{invented}Blev brukarna nöjdare där IBIC började användas? Av {len(known)} frågor till "
        f"äldre utvecklades {counts.get(BETTER, 0)} bättre och {counts.get(WORSE, 0)} sämre i "
        f"kommuner som började med IBIC mellan {context['first']} och {context['second']} än i "
        f"kommuner utan IBIC (upp till {integer(treated)} och {integer(others)} kommuner). "
        f"{counts.get(EQUIVALENT, 0)} utvecklades likvärdigt, inom {points_in_text(margin)}, och "
        f"{counts.get(UNDECIDED, 0)} kan inte avgöras."
    )
    return (opening, *_found(known))


def _found(known: pd.DataFrame) -> tuple[str, ...]:
    found = known[known["verdict"].isin([BETTER, WORSE])].sort_values("estimate", ascending=False)
    return tuple(
        f"{_capital(question_name(row['service'], row['question']))} utvecklades {row['verdict']}: "
        f"{signed(row['estimate'])} procentenheter, med 95 procents säkerhet mellan "
        f"{signed(row['ci_low'])} och {signed(row['ci_high'])} ({integer(row['n_municipalities'])} "
        f"kommuner; p {p_value(row['p_holm'])} när hänsyn tas till antalet frågor)."
        for row in found.to_dict("records")
    )


def _no_conclusion(coverage: pd.DataFrame) -> tuple[str, ...]:
    rows = coverage[coverage["service"].isin(DISABILITY)]
    if rows.empty or rows["conclusion"].eq("slutsats").any():
        return ()
    return ("För LSS dras ingen slutsats: för få kommuner har resultat båda åren.",)


def _own_result(own: pd.DataFrame, context: Context) -> tuple[str, ...]:
    return tuple(
        filter(None, (_own_sentence(own, context, service, "helhetssyn") for service in OLDER))
    )


def _own_sentence(own: pd.DataFrame, context: Context, service: str, question: str) -> str:
    rows = own[own["service"].eq(service) & own["question"].eq(question) & own["gender"].eq("T")]
    mine = rows[rows["level"].eq("kommun") & rows["status"].eq("visas")].sort_values("year")
    if mine.empty:
        return ""
    last = mine.iloc[-1]
    nation = rows[rows["level"].eq("riket") & rows["year"].eq(last["year"])]
    beside = f", mot {percent(nation['share'].iloc[0])} i riket" if len(nation) else ""
    sure = interval(last["ci_low"], last["ci_high"])
    return (
        f"{context['name']} {last['year']}: {percent(last['share'])} nöjda med "
        f"{_WHOLE[service]} (95 procents KI {sure}, {integer(last['n'])} svarande){beside}."
    )


_WHOLE: Mapping[str, str] = {
    "hemtjanst": "hemtjänsten som helhet",
    "sarskilt_boende": "sitt särskilda boende som helhet",
}


def verdict_sentences(effects: pd.DataFrame, context: Context, margin: float) -> Prose:
    """Name the questions by verdict, with differences and 90 percent intervals."""
    rows = main_effects(effects)
    known = rows[rows["status"].eq(ESTIMATED)]
    if known.empty:
        return missing("Omdömen om frågorna.") if rows.empty else not_estimated(rows)
    openings = {
        BETTER: "Bättre i kommuner som började",
        WORSE: "Sämre i kommuner som började",
        EQUIVALENT: f"Likvärdigt, inom {points_in_text(margin)}",
        UNDECIDED: "Kan inte avgöras",
    }
    told = [
        f"{opening}: {_named(known[known['verdict'].eq(verdict)].to_dict('records'))}."
        for verdict, opening in openings.items()
        if known["verdict"].eq(verdict).any()
    ]
    return Prose(tuple(told), as_list=True)


def not_estimated(rows: pd.DataFrame) -> Prose:
    """Say why no effects could be estimated."""
    reasons = tuple(dict.fromkeys(map(str, rows["reason"])))
    return Prose(("Skillnaderna kan inte skattas.", *reasons), kind="saknas")


def _named(rows: Sequence[Mapping[Any, Any]]) -> str:
    return enumeration(
        f"{question_name(row['service'], row['question'])} ({signed(row['estimate'])}; 90 % KI "
        f"{signed_interval(row['equivalence_low'], row['equivalence_high'])})"
        for row in rows
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
