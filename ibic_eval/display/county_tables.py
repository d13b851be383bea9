"""Tables: how many have each part, what sources say of the county, and years since the start."""

import pandas as pd

from ibic_eval.display.county_words import (
    BY_WORDS,
    BY_WORDS_NOTE,
    LEVELS,
    NOTHING,
    PARTS,
    UNKNOWN,
    Chapter,
    Row,
    answer_word,
    group_name,
    in_area,
    own_is_member,
    possible,
    source_of,
    whole,
)
from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import DASH, MISSING, NBSP, decimal, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

_COUNTED = "Antal kommuner|"
_UNTOLD = "okant"


def count_table(chapter: Chapter) -> Shown:
    """Show how many have each part, how many aren't known, and the bounds; the own answer beside.

    No interval stands there: every municipality of the group is meant.
    """
    context = chapter.context
    if not context["available"]:
        return NOTHING
    own = own_is_member(chapter)
    rows = row_dicts(chapter.counts)
    against = [PARTS[row["part"]].label for row in rows if row["against_words"]]
    notes = (
        f"Möjligt antal är det lägsta och högsta antal av {whole(context)}s kommuner som kan ha "
        "delen: de okända kan alla sakna den eller alla ha den. Planerat räknas som nej, och de "
        "som har en del delvis räknas inte in i det möjliga antalet.",
        *([BY_WORDS_NOTE] if chapter.counts["by_words"].any() else []),
        *(f"{name}: källans ord om länet går inte ihop med det som är känt om kommunerna och "
          "används inte." for name in against),
    )  # fmt: skip
    return table(
        pd.DataFrame([_count_row(row, context["name"] if own else "") for row in rows]),
        slug="lan-antal",
        caption=f"Så många kommuner i {group_name(context)} har varje del {in_area(context)}.",
        source=source_of(chapter), words=(context["name"],) if own else (), notes=notes,
    )  # fmt: skip


def _count_row(row: Row, own: str) -> dict[str, str]:
    sign = BY_WORDS if row["by_words"] else ""
    return {
        "Del": PARTS[row["part"]].label,
        **({own: answer_word(row["own"])} if own else {}),
        f"{_COUNTED}Ja": integer(row["yes"]),
        f"{_COUNTED}Delvis": integer(row["partly"]),
        f"{_COUNTED}Nej": integer(row["no"]),
        f"{_COUNTED}{UNKNOWN.capitalize()}": integer(row["unknown"]),
        f"{_COUNTED}Möjligt antal": f"{possible(row['low'], row['high'], row['n'])}{sign}",
    }


def statement_table(chapter: Chapter) -> Shown:
    """Show what sources say of the county without naming municipalities, and how it is read."""
    if chapter.statements.empty:
        return NOTHING
    order = list(PARTS)
    said = chapter.statements.sort_values("part", key=lambda part: part.map(order.index),
                                          kind="stable")  # fmt: skip
    lines = [
        {
            "Del": PARTS[row["part"]].label,
            "Källans ord": f"”{str(row['wording']).rstrip('.')}”",
            "Läses som": _read_as(row),
        }
        for row in row_dicts(said)
    ]
    size = integer(chapter.context["n"])
    named = () if chapter.context["fictional"] else (
        f"Källan nämner inte vilka kommuner det gäller, och inte heller om alla {size} deltog. "
        f"Talen förutsätter att orden gäller länets {size} kommuner.",
    )  # fmt: skip
    return table(
        pd.DataFrame(lines), slug="lan-ord",
        caption=f"Vad som sägs om kommunerna i {group_name(chapter.context)} utan att de nämns.",
        source=source_of(chapter), words=("Källans ord", "Läses som"),
        notes=(*named, "Få läses som färre än hälften, flera som minst två och flertalet som mer "
               "än hälften. Uttalandena läggs aldrig på en enskild kommun."),
    )  # fmt: skip


def _read_as(row: Row) -> str:
    if row["word"] == "inget_antal":
        return "Inget antal"
    span = possible(row["least"], row["most"], row["n"])
    return f"{span} {'har' if row['answer'] == 'ja' else 'saknar'} delen"


def level_table(chapter: Chapter) -> Shown:
    """Show the years since the start by how far the municipalities judge themselves to have come.

    Left out where no judgement stands beside a known year.
    """
    levels = chapter.levels[chapter.levels["how_far"].ne(_UNTOLD)]
    if not chapter.context["available"] or not levels["n_year"].sum():
        return NOTHING
    return table(
        pd.DataFrame([_level_row(row) for row in row_dicts(chapter.levels)]),
        slug="lan-ar",
        caption="År från starten till kartläggningen, efter hur långt kommunerna bedömer att de "
        "har kommit.",
        source=source_of(chapter),
        notes=("Det är få kommuner i varje rad, och bedömningarna är kommunernas egna. Tabellen "
               "visar inte att tiden ensam avgör hur långt en kommun kommer.",),
    )  # fmt: skip


def _level_row(row: Row) -> dict[str, str]:
    few, most = row["fewest_years"], row["most_years"]
    span = MISSING if is_missing(few) else f"{integer(few)}{DASH}{integer(most)}{NBSP}år"
    return {
        "Bedömer sig ha kommit": LEVELS[row["how_far"]],
        "Kommuner": integer(row["n"]),
        "Med känt startår": integer(row["n_year"]),
        "Median, år": _years(row["median_years"]),
        "Kortast och längst": span,
    }


def _years(value: float | None) -> str:
    if value is None or is_missing(value):
        return MISSING
    return integer(value) if float(value).is_integer() else decimal(value)
