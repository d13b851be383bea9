"""Indicators and closing criteria of the plan, and the cost of the introduction."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.final_results import money
from ibic_eval.display.final_words import (
    CI,
    NOTHING,
    VERDICTS,
    Final,
    Row,
    fact,
    source_of,
    status_word,
)
from ibic_eval.display.numbers import MISSING, NBSP, decimal, integer, interval, is_missing, percent
from ibic_eval.display.tables import table
from ibic_eval.display.time_words import signed, signed_interval

_NO_INDICATOR = "Ingen indikator är kopplad till det; kommunen får bedöma själv."


def indicator_table(final: Final) -> Shown:
    """Show each indicator with its latest value, its target, and whether it is reached."""
    if final.indicators.empty:
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
        for row in final.indicators.to_dict("records")
    ]
    return table(
        pd.DataFrame(lines), slug="slutrapport-indikatorer", source=source_of(final.context),
        caption="Planens indikatorer: senaste utfall mot målnivån.", words=("Mål", "Nådd"),
        notes=("Nådd är en andel först när hela konfidensintervallet ligger på rätt sida om "
               "målnivån.",),
    )  # fmt: skip


def _value(row: Row) -> str:
    if is_missing(row["estimate"]):
        return MISSING
    if row["unit"] == "procent":
        ends = "" if is_missing(row["ci_low"]) else f" ({interval(row['ci_low'], row['ci_high'])})"
        return f"{percent(row['estimate'])}{ends}"
    return f"{decimal(row['estimate'], 0)}{NBSP}{row['unit']}"


def _target(row: Row) -> str:
    if is_missing(row["target"]):
        says = "" if is_missing(row["target_says"]) else str(row["target_says"])
        return says or "ingen i planen"
    unit = "%" if row["unit"] == "procent" else ("" if is_missing(row["unit"]) else row["unit"])
    return f"{integer(row['target'])}{NBSP}{unit}".strip()


def _reached(row: Row) -> str:
    if is_missing(row["estimate"]):
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
        for row in final.closing.to_dict("records")
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
    return Prose((_money(final), _hours(final), _kronor(final)))


def _money(final: Final) -> str:
    planned, spent = fact(final, "budget"), fact(final, "utfall")
    if planned is None and spent is None:
        return "Varken budget eller utfall i pengar finns i underlaget."
    if planned is None:
        return f"Planen anger ingen summa; införandet har kostat {money(_of(spent))}."
    if spent is None:
        return (
            f"Planens budget är {money(_of(planned))}. Utfallet finns inte i underlaget "
            "(kostnader.csv)."
        )
    gap = _of(spent) - _of(planned)
    return (
        f"Planens budget är {money(_of(planned))}, och införandet har kostat {money(_of(spent))}: "
        f"{money(abs(gap))} {'mer' if gap > 0 else 'mindre'}."
    )


def _hours(final: Final) -> str:
    hours = fact(final, "timmar_per_arende")
    if hours is None:
        return "Om varje utredning tar mer arbetstid än före IBIC går inte att säga (arenden.csv)."
    return (
        f"Arbetstiden per utredning har ändrats med {signed(hours['value'])} timmar ({CI} "
        f"{signed_interval(hours['ci_low'], hours['ci_high'])}; {integer(hours['n'])} ärenden)."
    )


def _kronor(final: Final) -> str:
    kronor = fact(final, "kronor_per_ar")
    if kronor is None:
        return ""
    ends = f"{CI} {money(kronor['ci_low'])} till {money(kronor['ci_high'])}"
    return (
        f"Med kommunens egen timkostnad och antal ärenden är det {money(kronor['value'])} om året "
        f"({ends}). Vad som har sparats på annat håll är inte med."
    )


def _of(row: Row | None) -> float:
    return 0.0 if row is None else float(row["value"])
