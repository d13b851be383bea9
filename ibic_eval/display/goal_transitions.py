"""Where people stood, where they were meant to come and where they came, as two heat tables."""

from html import escape

import pandas as pd

from ibic_eval.display.exhibits import Exhibit, Markup, Shown
from ibic_eval.display.goal_words import (
    ALL,
    FEW,
    NOTHING,
    SHOWN,
    STATES,
    SUPPRESSED,
    Context,
    Row,
    source,
)
from ibic_eval.display.numbers import HIDDEN, MISSING, integer, is_missing
from ibic_eval.display.palette import INK, WHITE, text_on

_TABLES = {"nu_avsett": "Avsett läge (målet)", "nu_uppnatt": "Läge vid uppföljning"}
_DARKEST = (11, 60, 111)
_TOTAL = "Alla"
_NO_GOAL = "Utan mål"
_STEPS = 8
_CELL = "text-align:right;white-space:nowrap;padding:.35rem .6rem;vertical-align:middle;"
_STUB = "white-space:nowrap;padding:.35rem .75rem .35rem 0;vertical-align:middle;"
_COLOURED = "-webkit-print-color-adjust:exact;print-color-adjust:exact;"


def transition_tables(transitions: pd.DataFrame, context: Context) -> Shown:
    """Show how many stood in each present state by intended and by reached state.

    `transitions` is the table `transitions`. The more persons the darker the cell; the number
    stands in every cell, and those on the diagonal (no change) have a frame.
    """
    made = [
        _heat_table(rows, head, name)
        for name, head in _TABLES.items()
        if len(rows := transitions[transitions["table"].eq(name)])
        and rows["n"].fillna(0).gt(0).any()
    ]
    if not made:
        return NOTHING
    hidden = transitions["status"].eq(SUPPRESSED).any()
    notes = (
        "Antal personer och livsområden, den senaste uppföljda bedömningen av varje. Raden är "
        "läget vid bedömningen, från 0 (ingen begränsning) till 4 (total), kolumnen målet "
        "respektive läget vid uppföljningen. Den inramade rutan är oförändrat läge; till vänster "
        "om den är begränsningen mindre, till höger större. Mörkare är fler. Okänt är ej "
        "specificerat, ej tillämpligt eller tomt; är det avsedda läget det finns inget mål att "
        "följa upp.",
        *((FEW,) if hidden else ()),
    )
    caption = "Från nuläget till målet, och till läget vid uppföljningen."
    both = Markup("\n".join(made))
    return Exhibit("tabell", "mal-overgangar", caption, (both,), source(context), notes)


def _heat_table(rows: pd.DataFrame, head: str, name: str) -> str:
    found = {(row["present"], row["other"]): row for row in rows.to_dict("records")}
    inner = [row["n"] for key, row in found.items() if ALL not in key]
    most = max((int(number) for number in inner if not is_missing(number)), default=0)
    columns = [*STATES, ALL]
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{_column_head(code, name)}</th>' for code in columns
    )
    body = "\n".join(
        f'<tr><th scope="row" style="{_STUB}">{_head(present)}</th>'
        + "".join(_cell(found.get((present, other)), present, other, most) for other in columns)
        + "</tr>"
        for present in columns
    )
    return (
        f'<table id="tabell-mal-{name.replace("_", "-")}" style="margin-bottom:1rem">\n<thead>\n'
        f'<tr><th rowspan="2" scope="col">Nuläge</th>'
        f'<th colspan="{len(columns)}" scope="colgroup">{escape(head)}</th></tr>\n'
        f"<tr>{heads}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _head(code: str) -> str:
    return escape(_TOTAL if code == ALL else STATES[code])


def _column_head(code: str, name: str) -> str:
    """Return the head of a column; an intended state that isn't known is no goal."""
    return _NO_GOAL if (code, name) == ("okand", "nu_avsett") else _head(code)


def _cell(row: Row | None, present: str, other: str, most: int) -> str:
    if row is None or row["status"] != SHOWN:
        text = HIDDEN if row is not None and row["status"] == SUPPRESSED else MISSING
        colour = WHITE
    else:
        text = integer(row["n"])
        colour = WHITE if ALL in (present, other) else _shade(int(row["n"]), most)
    frame = f"outline:2px solid {INK};outline-offset:-2px;" if _unchanged(present, other) else ""
    look = f"background:{colour};color:{text_on(colour)};{_COLOURED}"
    return f'<td style="{_CELL}{look}{frame}">{text}</td>'


def _unchanged(present: str, other: str) -> bool:
    return present == other and present.isdigit()


def _shade(number: int, most: int) -> str:
    """Return white for none to dark blue for the most, in steps that the eye can tell apart."""
    step = -(-number * _STEPS // most) if most else 0
    parts = (round(255 - (255 - dark) * step / _STEPS) for dark in _DARKEST)
    return "#" + "".join(f"{part:02x}" for part in parts)
