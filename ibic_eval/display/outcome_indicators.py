"""The plan's indicators beside what was measured, and what is to hold when the project closes."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import HIDDEN, decimal, integer, interval, is_missing, percent
from ibic_eval.display.outcome_words import (
    NOT_SAID,
    NOTHING,
    SUPPRESSED,
    Chapter,
    Row,
    counted,
    day,
    has,
    source,
    when,
    written,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

VERDICTS = {
    "nadd": "nådd",
    "inte_nadd": "inte nådd",
    "kan_inte_avgoras": "kan inte avgöras",
    "inte_matt": "inte mätt",
    "malniva_saknas": "planen anger ingen målnivå",
}
DIRECTIONS = {"minst": "minst", "hogst": "högst"}
_PERCENT = "procent"
_STATES = {
    "fattat": "fattat",
    "foreslaget": "föreslaget",
    "planerat": "planerat",
    "oklart": "oklart om det är fattat",
}
_FEW = f"{HIDDEN} = dold, för få för att visas."


def indicator_table(plan: Chapter) -> Shown:
    """Show each indicator with its target, latest value with interval, and the verdict."""
    if not plan.context["available"] or plan.indicators.empty:
        return NOTHING
    rows = row_dicts(plan.indicators)
    lines = [_line(row) for row in rows]
    hidden = (_FEW,) if any(row["status"] == SUPPRESSED for row in rows) else ()
    return table(
        pd.DataFrame(lines), slug="plan-indikatorer",
        caption="Planens indikatorer, senaste mätningen mot målnivån.",
        source=source(plan.context, "indikatorer.csv"), words=("Mål", "Omdöme"),
        notes=("Andelar har Wilsons intervall. Nådd är en andel först när hela intervallet ligger "
               "på rätt sida om målnivån, om den inte är räknad på alla. Fem av fem visar alltså "
               "inte 100 procent, och en procentsats utan antal avgör ingenting.", *hidden),
    )  # fmt: skip


def _line(row: Row) -> dict[str, str]:
    return {
        "Indikator": str(row["text"]),
        "Mål": written(row["goals"]),
        "Målnivå": _target(row),
        "Utfall": _value(row),
        "95 % KI": _ends(row),
        "n": HIDDEN if row["status"] == SUPPRESSED else integer(row["n"]) if has(row["n"]) else "–",
        "Mätt": day(row["date"]),
        "Omdöme": VERDICTS[str(row["verdict"])],
    }


def _target(row: Row) -> str:
    if is_missing(row["target"]):
        return NOT_SAID
    unit = written(row["target_unit"], "")
    number = _number(float(row["target"]))
    written_level = f"{number} %" if unit == _PERCENT else f"{number} {unit}".strip()
    return f"{DIRECTIONS[str(row['direction'])]} {written_level}"


def _value(row: Row) -> str:
    if row["status"] == SUPPRESSED:
        return HIDDEN
    if has(row["estimate"]):
        return percent(float(row["estimate"]))
    if has(row["value"]):
        return f"{_number(float(row['value']))} {written(row['unit'], '')}".strip()
    return "–"


def _ends(row: Row) -> str:
    return "–" if is_missing(row["ci_low"]) else interval(row["ci_low"], row["ci_high"])


def _number(value: float) -> str:
    return integer(value) if value == int(value) else decimal(value)


def told_indicators(plan: Chapter) -> list[str]:
    """Return the sentences on the indicators: how many reached, not, undecided, not measured."""
    if not plan.context["available"]:
        return []
    if plan.indicators.empty:
        return ["Planen anger inga indikatorer."]
    counts = plan.indicators["verdict"].value_counts()
    total = counted(len(plan.indicators), "indikator", "indikatorer")
    without = int(plan.indicators["target"].isna().sum())
    level = (
        f" {'Ingen' if without == len(plan.indicators) else integer(without)} av dem har "
        f"{'någon' if without == len(plan.indicators) else 'ingen'} målnivå i planen."
        if without
        else ""
    )
    if int(counts.get("inte_matt", 0)) == len(plan.indicators):
        return [f"Planen har {total}; ingen av dem har ett utfall i underlaget.{level}"]
    parts = [f"{int(counts[code])} {_many(words, int(counts[code]))}"
             for code, words in VERDICTS.items() if code in counts]  # fmt: skip
    return [f"Planen har {total}: {enumeration(parts)}."]


def _many(words: str, count: int) -> str:
    """Bend a verdict after how many it is said of."""
    told = {
        VERDICTS["kan_inte_avgoras"]: "som inte går att avgöra",
        VERDICTS["malniva_saknas"]: "utan målnivå",
    }.get(words, words)
    bent = {"nådd": "nådda", "inte nådd": "inte nådda", "inte mätt": "inte mätta"}
    return told if count == 1 else bent.get(told, told)


def closing_table(plan: Chapter) -> Shown:
    """Show what is to hold when the project closes."""
    if not plan.context["available"] or plan.closing.empty:
        return NOTHING
    lines = [{"Kriterium": row["text"], "Id": row["id"]} for row in row_dicts(plan.closing)]
    return table(
        pd.DataFrame(lines), slug="plan-avslut", source=source(plan.context),
        caption="Vad som ska vara uppfyllt när projektet avslutas.",
        notes=("Slutrapporten säger vilka av dem som underlaget visar.",),
    )  # fmt: skip


def decision_table(plan: Chapter) -> Shown:
    """Show the decisions that the plan tells of, and whether they are taken according to it."""
    if not plan.context["available"] or plan.decisions.empty:
        return NOTHING
    lines = [
        {
            "Beslut": row["text"],
            "Av": written(row["body"]),
            "Datum": when(row["date_from"], row["date_to"]),
            "Enligt planen": _STATES.get(str(row["state"]), "–"),
        }
        for row in row_dicts(plan.decisions)
    ]
    return table(
        pd.DataFrame(lines), slug="plan-beslut", caption="Beslut som planen talar om.",
        source=source(plan.context), words=("Av", "Datum", "Enligt planen"),
    )  # fmt: skip


def administration_table(plan: Chapter) -> Shown:
    """Show who is to look after IBIC when the project is over."""
    if not plan.context["available"] or plan.administration.empty:
        return NOTHING
    lines = [
        {
            "Vad som gäller": row["text"],
            "Vilka": written(row["members"]),
            "Hur ofta": written(row["meetings"]),
        }
        for row in row_dicts(plan.administration)
    ]
    return table(
        pd.DataFrame(lines), slug="plan-forvaltning", caption="Vad som gäller efter projektet.",
        source=source(plan.context), words=("Vilka", "Hur ofta"),
    )  # fmt: skip
