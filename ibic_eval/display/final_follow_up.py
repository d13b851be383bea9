"""What to follow up after the report, when and by whom, and which data are missing."""

import datetime as dt

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.final_words import FETCHED, FILES, NOTHING, Final, Row, source_of
from ibic_eval.display.numbers import month_of
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

_UNKNOWN = "sägs inte"
_ORIGINS = {
    "plan": "Planen",
    "indikator": "Planens indikatorer",
    "kommunen": "Kommunen (slutrapport.yml)",
}


def follow_up_table(final: Final) -> Shown:
    """Show what the municipality and the plan say is to be followed up; a blank is unknown."""
    rows = final.follow_up[final.follow_up["origin"].ne("underlag")]
    if rows.empty:
        return NOTHING
    lines = [
        {
            "Vad": row["what"],
            "När": when(str(row["when"])) or _UNKNOWN,
            "Vem": row["who"] or _UNKNOWN,
            "Varifrån": _ORIGINS[str(row["origin"])],
        }
        for row in row_dicts(rows)
    ]
    return table(
        pd.DataFrame(lines), slug="slutrapport-uppfoljning", source=source_of(final.context),
        caption="Vad som ska följas upp, när och av vem.", words=("När", "Vem"),
        group_by="Varifrån",
        notes=("En tid som har passerat säger inte att uppföljningen har gjorts.",),
    )  # fmt: skip


def lacks_table(final: Final) -> Shown:
    """Show the files that are missing, what each would show, and which goals it would answer."""
    rows = final.lacks
    if rows.empty or not final.context["has_plan"]:
        return NOTHING
    lines = [
        {
            "Uppgifter": _named(row),
            "Vad de visar": row["what"],
            "Mål de kan besvara": ", ".join(str(row["goals"]).split()) or "inget av planens mål",
        }
        for row in row_dicts(rows)
    ]
    return table(
        pd.DataFrame(lines), slug="slutrapport-saknas", source=source_of(final.context),
        caption="Uppgifter som saknas, och vad de skulle besvara.",
        words=("Vad de visar", "Mål de kan besvara"),
    )  # fmt: skip


def _named(row: Row) -> str:
    file = str(row["file"])
    words = FILES.get(file, file)
    return f"{words[:1].upper()}{words[1:]} ({FETCHED.get(file, file)})"


def when(times: str) -> str:
    """Write ISO days and spans of days: "2019-12-01/2019-12-31" is "december 2019"."""
    if "-" not in times:
        return times
    spans = times.split()
    if not all(each[:1].isdigit() and len(each) >= len("2019-12-01") for each in spans):
        return times
    return ", ".join(map(_span, spans))


def _span(text: str) -> str:
    first, _, last = text.partition("/")
    if not last:
        return f"från {month_of(first)}" if "/" in text else month_of(first)
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31) and begin.year == end.year:
        return str(begin.year)
    if (begin.year, begin.month) == (end.year, end.month):
        return month_of(first)
    return f"{month_of(first)}–{month_of(last)}"
