"""The plan's risks: where they stood, where they stand, and which became real."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import is_missing
from ibic_eval.display.outcome_words import (
    NOTHING,
    Chapter,
    Row,
    counted,
    has,
    source,
    written,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration, lower_first

_FILE = "risklage.csv"
MOVEMENT = {
    "hogre": "högre",
    "lagre": "lägre",
    "samma": "samma",
    "inte_bedomd": "inte bedömd på nytt",
    "gar_inte_att_jamfora": "går inte att jämföra",
}
OCCURRED = {"ja": "ja", "delvis": "delvis", "nej": "nej"}


def risk_table(plan: Chapter) -> Shown:
    """Show each risk with its level then and now, and what was to be done."""
    if not plan.context["available"] or plan.risks.empty:
        return NOTHING
    judged = _FILE not in plan.context["lacks"]
    lines = [_line(row, judged) for row in row_dicts(plan.risks)]
    return table(
        pd.DataFrame(lines), slug="plan-risker",
        caption="Planens risker och vad som blev av dem." if judged else "Planens risker.",
        source=source(plan.context, _FILE),
        words=("Risk", "För att förebygga", "Om den inträffar", "Inträffat", "Ändring"),
        notes=("Nivå är sannolikhet gånger konsekvens på planens skala.",),
    )  # fmt: skip


def _line(row: Row, judged: bool) -> dict[str, str]:
    kept = {"Nr": str(row["number"]), "Risk": str(row["risk"]), "Nivå": _level(row["level"])}
    if not judged:
        return {**kept, "För att förebygga": written(row["prevention"]),
                "Om den inträffar": written(row["response"])}  # fmt: skip
    return {
        **kept,
        "Nivå nu": _level(row["level_now"]),
        "Ändring": MOVEMENT[str(row["movement"])],
        "Inträffat": OCCURRED.get(str(row["occurred"]), "inte rapporterat"),
        "Om den inträffar": written(row["response"]),
    }


def _level(value: object) -> str:
    return "–" if is_missing(value) else str(int(value))  # type: ignore[call-overload]


def told_risks(plan: Chapter) -> list[str]:
    """Return the sentences on which risks became real, moved, or were never judged anew."""
    if not plan.context["available"]:
        return []
    if plan.risks.empty:
        return ["Planen återger inga risker."]
    total = counted(len(plan.risks), "risk", "risker")
    if _FILE in plan.context["lacks"]:
        return [f"Planen har {total}; om någon har blivit verklighet är inte rapporterat."]
    rows = row_dicts(plan.risks)
    return [f"Planen har {total}.", *_real(rows), *_moved(rows)]


def _real(rows: list[Row]) -> list[str]:
    real = [_named(row) for row in rows if row["occurred"] == "ja"]
    partly = [_named(row) for row in rows if row["occurred"] == "delvis"]
    told = []
    if real:
        told.append(f"Verklighet har blivit: {enumeration(real)}.")
    if partly:
        told.append(f"Delvis verklighet har blivit: {enumeration(partly)}.")
    return told


def _moved(rows: list[Row]) -> list[str]:
    higher = [_named(row) for row in rows if row["movement"] == "hogre"]
    never = [row for row in rows if row["movement"] == "inte_bedomd"]
    told = [f"Större än i planen är nu: {enumeration(higher)}."] if higher else []
    if never:
        told.append(f"{counted(len(never), 'risk', 'risker')} har inte bedömts på nytt.")
    return told


def _named(row: Row) -> str:
    return f"”{lower_first(str(row['risk']))}”" if has(row["risk"]) else f"risk {row['number']}"
