"""Where people stood, where they were meant to come and where they came, as a heat table."""

from collections.abc import Mapping
from functools import cache
from html import escape

import pandas as pd

from ibic_eval.display.exhibits import Exhibit, Markup, Shown
from ibic_eval.display.goal_words import (
    ALL,
    FEW,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Context,
    Row,
    anything,
    source,
)
from ibic_eval.display.numbers import HIDDEN, MISSING, integer, is_missing
from ibic_eval.display.palette import INK, READABLE, WHITE, contrast, text_on
from ibic_eval.display.row_dicts import row_dicts

Cells = Mapping[tuple[str, str], Row]
INTENDED, REACHED = "nu_avsett", "nu_uppnatt"
_TABLES = {INTENDED: "Avsett läge (målet)", REACHED: "Läge vid uppföljning"}
_UNKNOWN = "okand"
_ROWS = {
    "0": "0 ingen",
    "1": "1 lätt",
    "2": "2 måttlig",
    "3": "3 svår",
    "4": "4 total",
    _UNKNOWN: "Okänt",
    ALL: "Alla",
}
_STATES = tuple(code for code in _ROWS if code != ALL)
_LAST_HEAD = {INTENDED: "Utan mål", REACHED: "Okänt"}
_DARKEST = (11, 60, 111)
_STEPS = 8
_CELL = (
    "text-align:right;white-space:nowrap;min-width:2.6em;padding:.3rem .4rem;vertical-align:middle;"
)
_STUB = "white-space:nowrap;padding:.3rem .5rem .3rem 0;vertical-align:middle;"
_FIRST = "border-left:.6em solid white;"
_COLOURED = "-webkit-print-color-adjust:exact;print-color-adjust:exact;"


def transition_table(transitions: pd.DataFrame, context: Context) -> Shown:
    """Show how many stood in each present state by intended and by reached state.

    `transitions` is the table `transitions`. The more persons the darker the cell; the number
    stands in every cell, and those without change have a frame.
    """
    found = {
        name: {(row["present"], row["other"]): row for row in row_dicts(rows)}
        for name in _TABLES
        if len(rows := transitions[transitions["table"].eq(name)]) and anything(rows, "n")
    }
    if not found:
        return NOTHING
    hidden = transitions["status"].eq(SUPPRESSED).any()
    notes = (
        "Antal personer, en gång för varje livsområde, med den senaste uppföljda bedömningen. "
        "Raden är läget vid bedömningen och kolumnerna målet och läget vid uppföljningen, från 0 "
        "(ingen begränsning) till 4 (total). Den inramade rutan är oförändrat läge: till vänster "
        "om den är begränsningen mindre, till höger större. Mörkare är fler. Okänt är ej "
        "specificerat, ej tillämpligt eller tomt.",
        *((FEW,) if hidden else ()),
    )
    caption = "Från nuläget till målet, och till läget vid uppföljningen."
    made = (Markup(_heat_table(found)),)
    return Exhibit("tabell", "mal-overgangar", caption, made, source(context), notes)


def _heat_table(tables: Mapping[str, Cells]) -> str:
    most = {name: _most(cells) for name, cells in tables.items()}
    over = "".join(
        f'<th colspan="{len(_STATES)}" scope="colgroup">{escape(_TABLES[name])}</th>'
        for name in tables
    )
    heads = "".join(
        f'<th scope="col" style="{_CELL}{_divided(code)}">{escape(_column_head(code, name))}</th>'
        for name in tables
        for code in _STATES
    )
    body = "\n".join(_line(present, tables, most) for present in _ROWS)
    return (
        '<table id="tabell-mal-overgangar">\n<thead>\n'
        f'<tr><th rowspan="2" scope="col">Nuläge</th>{over}'
        f'<th rowspan="2" scope="col" style="{_CELL}">{_ROWS[ALL]}</th></tr>\n'
        f"<tr>{heads}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _most(cells: Cells) -> int:
    inner = [row["n"] for key, row in cells.items() if ALL not in key]
    return max((int(number) for number in inner if not is_missing(number)), default=0)


def _line(present: str, tables: Mapping[str, Cells], most: Mapping[str, int]) -> str:
    """Write a row; its sum is the same in both tables and stands once, last."""
    cells = "".join(
        _cell(tables[name].get((present, other)), present, other, most[name])
        for name in tables
        for other in _STATES
    )
    sums = [row for table in tables.values() if (row := table.get((present, ALL))) is not None]
    total = _cell(sums[-1] if sums else None, present, ALL, 0)
    return f'<tr><th scope="row" style="{_STUB}">{escape(_ROWS[present])}</th>{cells}{total}</tr>'


def _divided(code: str) -> str:
    """Set the first column of each half apart."""
    return _FIRST if code == _STATES[0] else ""


def _column_head(code: str, name: str) -> str:
    """Return the head of a column; an intended state that isn't known is no goal."""
    return _LAST_HEAD[name] if code == _UNKNOWN else code


def _cell(row: Row | None, present: str, other: str, most: int) -> str:
    if row is None or row["status"] != SHOWN:
        text = HIDDEN if row is not None and row["status"] == SUPPRESSED else MISSING
        colour = WHITE
    else:
        text = integer(row["n"])
        colour = WHITE if ALL in (present, other) else _shade(int(row["n"]), most)
    unchanged = present == other and present.isdigit()
    frame = f"outline:2px solid {INK};outline-offset:-2px;" if unchanged else ""
    look = f"background:{colour};color:{text_on(colour)};{_COLOURED}{_divided(other)}"
    return f'<td style="{_CELL}{look}{frame}">{text}</td>'


def _shade(number: int, most: int) -> str:
    """Return white for none to dark blue for the most, in steps that the eye can tell apart."""
    shades = _shades()
    return shades[-(-number * (len(shades) - 1) // most) if most else 0]


@cache
def _shades() -> tuple[str, ...]:
    """Return the tones from white to the darkest on which a number can be read."""
    tones = (
        "#" + "".join(f"{round(255 - (255 - dark) * step / _STEPS):02x}" for dark in _DARKEST)
        for step in range(_STEPS + 1)
    )
    return tuple(tone for tone in tones if contrast(text_on(tone), tone) >= READABLE)
