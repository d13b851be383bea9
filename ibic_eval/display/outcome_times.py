"""The time plan beside what happened: what was done when, and what slipped."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import integer, is_missing
from ibic_eval.display.outcome_words import (
    NOTHING,
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
from ibic_eval.display.wording import enumeration, lower_first

# How each status is told, and the sign it has in the figure.
STATUS = {
    "klar_i_tid": "klar i tid",
    "klar_sen": "klar senare än planerat",
    "klar_okand_tid": "klar, oklart när",
    "pagar_sen": "pågår efter planerat slut",
    "vantas_sen": "väntas bli senare",
    "pagar": "pågår enligt plan",
    "ej_avstamd": "inte avstämd sedan planerat slut",
    "installd": "inställd",
    "ej_rapporterad": "inte rapporterad",
    "ingen_tid": "planen anger ingen tid",
}
_LATE = ("klar_sen", "pagar_sen", "vantas_sen")


def name_of(row: Row) -> str:
    """Return what an activity is called."""
    return str(row["name"])


def told_apart(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with a few words of the text added to names that several share."""
    counts = Counter(name_of(row) for row in rows)
    return [{**row, "name": _described(row)} if counts[name_of(row)] > 1 else row for row in rows]


def planned(row: Row) -> str:
    """Write the planned time, start and end as coarse as the plan tells them."""
    start = when(row["start_from"], row["start_to"], row["start_says"])
    end = when(row["end_from"], row["end_to"], row["end_says"])
    if start == end or not has(row["start_from"]):
        return end if has(row["end_from"]) else start
    return f"{start} till {end}" if has(row["end_from"]) else f"från {start}"


def slippage(row: Row) -> str:
    """Write how many days late, as a span where the plan is coarse; nothing where not late."""
    low, high = row["late_min"], row["late_max"]
    if is_missing(low):
        return ""
    if is_missing(high) or high == low:
        return counted(int(low), "dag", "dagar")
    return f"{integer(low)}–{counted(int(high), 'dag', 'dagar')}"


def time_table(plan: Chapter) -> Shown:
    """Show every activity: planned and real time, state, and how late."""
    if not plan.context["available"] or plan.activities.empty:
        return NOTHING
    reported = "aktivitetslage.csv" not in plan.context["lacks"]
    lines = [_line(row, reported) for row in row_dicts(plan.activities)]
    notes = (
        "En aktivitet är sen först när hela den tid som planen anger har gått: ”december 2023” är "
        "sen efter den 31 december. Är planen grov ligger förseningen i ett spann.",
    )
    return table(
        pd.DataFrame(lines), slug="plan-tidplan", caption="Planens aktiviteter och vad som hände."
        if reported else "Planens aktiviteter.", source=source(plan.context, "aktivitetslage.csv"),
        words=("Planerad tid", "Läge", "Ansvarig"), notes=notes if reported else (),
    )  # fmt: skip


def _line(row: Row, reported: bool) -> dict[str, str]:
    kept = {"Aktivitet": _described(row), "Planerad tid": planned(row)}
    if not reported:
        return {**kept, "Ansvarig": written(row["responsible"])}
    return {**kept, "Blev klar": day(row["end"]), "Läge": STATUS[row["status"]],
            "Försening": slippage(row) or "–"}  # fmt: skip


def _described(row: Row) -> str:
    text = row["text"]
    short = has(text) and len(str(text)) <= 40 and str(text) != str(row["name"])
    return f"{row['name']} ({lower_first(str(text))})" if short else str(row["name"])


def told_times(plan: Chapter) -> list[str]:
    """Return the sentences on the time plan: how many done, late, cancelled and unreported."""
    if not plan.context["available"] or plan.activities.empty:
        return []
    total = len(plan.activities)
    if "aktivitetslage.csv" in plan.context["lacks"]:
        return [f"Planen har {counted(total, 'aktivitet', 'aktiviteter')}; läget för dem är inte "
                "rapporterat."]  # fmt: skip
    counts = plan.activities["status"].value_counts()
    parts = [
        f"{int(counts[status])} {_in_number(words, int(counts[status]))}"
        for status, words in STATUS.items()
        if status in counts
    ]
    return [
        f"Planen har {counted(total, 'aktivitet', 'aktiviteter')}: {enumeration(parts)}.",
        *_latest_ones(plan),
    ]


def _in_number(words: str, count: int) -> str:
    """Bend what a status says after how many it is said of: "2 klara i tid", "2 inställda"."""
    if count == 1 or words == STATUS["ingen_tid"]:
        return words.replace("planen anger ingen tid", "utan tid i planen")
    bent = {"klar": "klara", "inställd": "inställda", "rapporterad": "rapporterade",
            "avstämd": "avstämda"}  # fmt: skip
    return " ".join(bent.get(word.rstrip(","), word) for word in words.split(" "))


def _latest_ones(plan: Chapter) -> list[str]:
    late = plan.activities[plan.activities["status"].isin(_LATE)]
    rows = told_apart(row_dicts(late.sort_values("late_min", ascending=False, kind="stable")))
    told = [f"{lower_first(name_of(row))} ({slippage(row)})" for row in rows if slippage(row)]
    return [f"Mest försenad är {enumeration(told[:2])}."] if told else []
