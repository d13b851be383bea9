"""Indicators and closing criteria of the plan, and the cost of the introduction."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.final_results import budget, hours, money
from ibic_eval.display.final_words import (
    NOTHING,
    SUPPRESSED,
    VERDICTS,
    Final,
    Row,
    fact,
    hidden_note,
    source_of,
    status_word,
)
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    NBSP,
    decimal,
    integer,
    interval,
    is_missing,
    percent,
)
from ibic_eval.display.outcome_indicators import DIRECTIONS
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

_NO_INDICATOR = "Ingen indikator är kopplad till det; kommunen får bedöma själv."


def indicator_table(final: Final) -> Shown:
    """Show each indicator with its latest value, its target, and whether it is reached."""
    known = final.indicators[["estimate", "target"]].notna().any(axis=None)
    if final.indicators.empty or not (known or final.indicators["status"].eq(SUPPRESSED).any()):
        return NOTHING
    lines = [
        {
            "Indikator": row["text"],
            "Mål": MISSING if not row["goals"] else ", ".join(str(row["goals"]).split()),
            "Utfall": _value(row),
            "n": integer(row["n"]),
            "Målnivå": _target(row),
            "Nådd": _reached(row),
        }
        for row in row_dicts(final.indicators)
    ]
    return table(
        pd.DataFrame(lines), slug="slutrapport-indikatorer", source=source_of(final.context),
        caption="Planens indikatorer: senaste utfall mot målnivån.", words=("Mål", "Nådd"),
        notes=("Om målnivån är nådd avgörs i kapitlet om införandet: en andel ur ett urval först "
               "när hela konfidensintervallet ligger på ena sidan, en andel av alla som den är.",
               *hidden_note(final.indicators)),
    )  # fmt: skip


def _value(row: Row) -> str:
    if row["status"] == SUPPRESSED:
        return HIDDEN
    if is_missing(row["estimate"]):
        return str(row["reason"]) or MISSING
    if row["unit"] == "procent":
        ends = "" if is_missing(row["ci_low"]) else f" ({interval(row['ci_low'], row['ci_high'])})"
        return f"{percent(row['estimate'])}{ends}"
    return f"{decimal(row['estimate'], 0)}{NBSP}{row['unit']}"


def _target(row: Row) -> str:
    if is_missing(row["target"]):
        says = "" if is_missing(row["target_says"]) else str(row["target_says"])
        return says or "ingen i planen"
    unit = "%" if row["unit"] == "procent" else ("" if is_missing(row["unit"]) else row["unit"])
    return f"{DIRECTIONS[str(row['direction'])]} {integer(row['target'])}{NBSP}{unit}".strip()


def _reached(row: Row) -> str:
    if row["status"] == SUPPRESSED:
        return VERDICTS["kan_inte_avgoras"]
    if is_missing(row["estimate"]) and not row["reason"]:
        return "Utfall saknas"
    words = {"for": "Ja", "emot": "Nej", "ingen_skillnad": "Nej"}
    return words.get(str(row["verdict"]), VERDICTS["kan_inte_avgoras"])


def closing_table(final: Final) -> Shown:
    """Show the plan's closing criteria, met as far as an indicator tells."""
    if final.closing.empty:
        return NOTHING
    texts = final.indicators.set_index("indicator")["text"].to_dict()
    lines = [
        {
            "Avslutskriterium": row["text"],
            "Läge": status_word(str(row["status"])),
            "Vad det vilar på": texts.get(row["indicator"], _NO_INDICATOR),
        }
        for row in row_dicts(final.closing)
    ]
    return table(
        pd.DataFrame(lines), slug="slutrapport-avslut", source=source_of(final.context),
        caption="Vad planen säger ska vara uppfyllt vid avslut.",
        words=("Läge", "Vad det vilar på"),
    )  # fmt: skip


def cost_sentences(final: Final) -> Prose:
    """Tell what the introduction was to cost and cost, and what it costs each year."""
    if not final.context["has_plan"]:
        return NOTHING
    told, work = budget(final), hours(final)
    return Prose(
        (
            "Varken budget eller utfall i pengar finns i underlaget." if told is None
            else told.sentence,
            _gap(final),
            "Om varje utredning tar mer arbetstid än före IBIC går inte att säga (arenden.csv)."
            if work is None else work.sentence,
            "" if work is None else "Vad som har sparats på annat håll är inte med.",
        )
    )  # fmt: skip


def _gap(final: Final) -> str:
    planned, spent = fact(final, "budget"), fact(final, "utfall")
    if planned is None or spent is None:
        return ""
    gap = float(spent["value"]) - float(planned["value"])
    share = percent(abs(gap) / float(planned["value"]))
    beside = fact(final, "utanfor_budget")
    outside = "" if beside is None else (
        f" {money(float(beside['value']))} av utfallet hör inte till någon post i budgeten."
    )  # fmt: skip
    if not gap:
        return f"Det är lika mycket.{outside}"
    way = "mer" if gap > 0 else "mindre"
    return f"Det är {money(abs(gap))} {way}, eller {share} av budgeten.{outside}"
