"""The goals of the plan: what became of each, how sure that is, and what it rests on."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.final_goal_words import ABOUT, CAUSE_REASONS, CAUSES, RULES
from ibic_eval.display.final_words import (
    KINDS,
    NOTHING,
    SURENESS,
    VERDICTS,
    Final,
    Row,
    evidence_sentence,
    files,
    has_outcomes,
    hidden_note,
    names,
    source_of,
    status_word,
    verdict_word,
)
from ibic_eval.display.numbers import DASH, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration, lower_first

EFFECTS, PROJECT = ("effektmal", "prioriteringar", "syfte"), ("projektmal",)
_HEADINGS = {
    "effektmal": "Effektmål",
    "prioriteringar": "Prioriteringar",
    "syfte": "Syften",
    "projektmal": "Projektmål",
}
_NO_MEASURE = (
    "Inget av rapportens mått visar det; det behövs en indikator i planen, med utfall i "
    "indikatorer.csv"
)

# What the municipality can do where it hasn't chosen
_CHOICES = {
    "slag_saknas": "Skriv galler för målet i slutrapport.yml.",
    "inget_huvudmatt": "Skriv i slutrapport.yml vilket mått som avgör det (huvudmatt), innan nästa "
    "mätning.",
}


def goal_table(final: Final, kinds: Sequence[str], slug: str, caption: str) -> Shown:
    """Show each goal with its status in words and sign, cause, sureness and the rule behind."""
    rows = _goals(final, kinds)
    if not rows:
        return NOTHING
    if not has_outcomes(final):
        return _needs_table(final, rows, slug, caption)
    lines = [
        {
            "Mål": f"{row['goal']}. {row['text']}",
            "Gäller": ABOUT[str(row["about"])],
            "Hände det?": status_word(str(row["status"])),
            "Beror det på IBIC?": CAUSES[str(row["cause"])],
            "Hur säkert": DASH if is_missing(row["sureness"]) else SURENESS[str(row["sureness"])],
            "Slag": _HEADINGS[str(row["kind"])],
        }
        for row in rows
    ]
    return table(
        pd.DataFrame(lines), slug=slug, caption=caption, source=source_of(final.context),
        words=("Gäller", "Hände det?", "Beror det på IBIC?", "Hur säkert"), group_by="Slag",
        notes=("Ett mål som gäller användningen säger hur långt metoden används, och ett som "
               "gäller arbetet hur det går till. Bara mål om den enskilde säger något om effekten "
               "för den enskilde. Stegen bakom varje läge står i en tabell för sig. Hur säkert "
               "gäller om det hände, inte varför.",),
    )  # fmt: skip


def _needs_table(final: Final, rows: Sequence[Row], slug: str, caption: str) -> Shown:
    """Show what would answer each goal, where nothing at all is known of any outcome."""
    lines = [
        {
            "Mål": f"{row['goal']}. {row['text']}",
            "Det som skulle besvara det": _wanted(row, final),
            "Slag": _HEADINGS[str(row["kind"])],
        }
        for row in rows
    ]
    return table(
        pd.DataFrame(lines), slug=slug, source=source_of(final.context), group_by="Slag",
        caption=f"{caption} Inget går att avgöra än: underlag saknas.",
        words=("Det som skulle besvara det",),
    )  # fmt: skip


def _wanted(row: Row, final: Final) -> str:
    tied = final.indicators["goals"].fillna("").str.split().map(lambda ids: row["goal"] in ids)
    own = "planens egna indikatorer (indikatorer.csv)" if tied.any() else ""
    wanted = files(row["lacks"], with_names=True)
    wanted = (
        f"{wanted}. Därtill {own}"
        if wanted and own
        else wanted
        or own
        or ("inget mått i rapporten kan avgöra målet, och planen har ingen indikator för det")
    )
    comment = "" if is_missing(row["comment"]) or not row["comment"] else f". {row['comment']}"
    return f"{wanted[:1].upper()}{wanted[1:]}{comment}"


def goal_sentences(final: Final, kinds: Sequence[str]) -> Prose:
    """Tell for each goal why it has its status, and which data would answer what is open."""
    if not has_outcomes(final):
        return NOTHING
    return Prose(tuple(_sentence(final, row) for row in _goals(final, kinds)), as_list=True)


def _goals(final: Final, kinds: Sequence[str]) -> list[Row]:
    rows = final.goals[final.goals["kind"].isin(kinds)]
    order = {kind: place for place, kind in enumerate(kinds)}
    return row_dicts(rows.sort_values("kind", key=lambda k: k.map(order), kind="stable"))


def _sentence(final: Final, row: Row) -> str:
    about = names(row["aspects"], final.aspects, "aspect", "label")
    told = f" ({lower_first(enumeration(map(lower_first, about)))})" if about else ""
    parts = [f"{row['goal']}{told}: {RULES[str(row['rule'])]}", *_counts(row), cause_words(row)]
    if str(row["status"]) == "kan_inte_avgoras":
        parts += [_needed(final, row)]
    if not is_missing(row["comment"]) and row["comment"]:
        parts.append(str(row["comment"]))
    return " ".join(filter(None, parts))


def _counts(row: Row) -> list[str]:
    """Tell what other results about the same thing say, which supports but never decides."""
    words = {"n_for": "för", "n_against": "emot", "n_same": "ingen skillnad",
             "n_unknown": "kan inte avgöras"}  # fmt: skip
    found = [f"{integer(row[name])} {word}" for name, word in words.items() if row[name]]
    told = [f"Andra mått om samma sak, som inte avgör: {enumeration(found)}."] if found else []
    judged = [
        f"{integer(row[name])} {word}"
        for name, word in (("n_judged_for", "för"), ("n_judged_against", "emot"))
        if row[name]
    ]
    return [*told, *([f"Bedömningar: {enumeration(judged)}."] if judged else [])]


def cause_words(row: Row) -> str:
    """Tell whether IBIC can be the cause, blank where the question isn't asked."""
    if str(row["cause_reason"]) == "anvandning":
        return "Målet gäller hur långt metoden används, och det är ingen effekt av den."
    if not row["cause"]:
        return ""
    why = CAUSE_REASONS[str(row["cause_reason"])]
    if row["cause"] == "trolig":
        return f"Troligen på grund av IBIC: kommunen är jämförd med andra, och {why}."
    if row["cause"] == "forenligt":
        return (
            f"Det är förenligt med att IBIC bidrog ({why}), men visar det inte: ändringen kan ha "
            "kommit ändå."
        )
    return f"Om IBIC är orsaken går inte att avgöra: {why}."


def _needed(final: Final, row: Row) -> str:
    if str(row["rule"]) == "inte_kopplat":
        named = any(row["goal"] in str(goals).split() for goals in final.indicators["goals"])
        also = ", och lägg utfallet av planens indikator i indikatorer.csv" if named else ""
        return f"Skriv i slutrapport.yml vad målet handlar om{also}."
    if str(row["rule"]) in _CHOICES:
        return _CHOICES[str(row["rule"])]
    wanted = files(row["lacks"], with_names=True)
    if wanted:
        return f"Det som skulle besvara det är {wanted}."
    lacking = str(row["rule"]) in ("bara_bedomningar", "underlag_saknas")
    return f"{_NO_MEASURE}." if lacking else ""


def goal_evidence(final: Final, kinds: Sequence[str]) -> Shown:
    """Show every piece of evidence once, by its kind, with the goals that it bears on."""
    wanted = [str(row["goal"]) for row in _goals(final, kinds)]
    joined = final.goal_evidence[final.goal_evidence["goal"].isin(wanted)]
    goals = joined.groupby("evidence", sort=False)["goal"].agg(", ".join).to_dict()
    found = final.evidence[final.evidence["id"].isin(goals)]
    if found.empty:
        return NOTHING
    lines = [
        {
            "Resultat": _without_verdict(row),
            "Talar": verdict_word(str(row["verdict"])),
            "Hur säkert": SURENESS[str(row["sureness"])],
            "Mål": goals[row["id"]],
            "Slag av underlag": words,
        }
        for kind, words in KINDS.items()
        for row in row_dicts(found[found["kind"].eq(kind)])
    ]
    return table(
        pd.DataFrame(lines), slug="slutrapport-underlag-per-mal", group_by="Slag av underlag",
        caption="Allt underlag bakom målen.", source=source_of(final.context),
        words=("Talar", "Hur säkert", "Mål"),
        notes=(f"{VERDICTS['kan_inte_avgoras']}: intervallet rymmer båda svaren, eller så finns "
               "varken målnivå eller något att jämföra med. Kommunens svar och medarbetares "
               "bedömning avgör inte.", *hidden_note(found)),
    )  # fmt: skip


def _without_verdict(row: Row) -> str:
    told = evidence_sentence(row)
    if row["kind"] == "egen_enkat":
        return f"{told.rpartition(' (')[0]}."
    return f"{told.rpartition(';')[0]})."
