"""How many are followed up within 6, 12 and 24 months: by person, group and provider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ibic_eval.display.canvas import Block, Canvas, house_style, open_canvas, percent_axis, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.goal_words import (
    ALL,
    AREAS,
    FEW,
    LACKING,
    NOTHING,
    SHOWN,
    Context,
    bare_interval,
    hidden_or,
    source,
)
from ibic_eval.display.goal_words import Row as Record
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    integer,
    interval,
    is_missing,
    percent,
    whole_percent,
)
from ibic_eval.display.palette import GRID, INK, MARKERS, SERIES
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts

HORIZONS = (6, 12, 24)
LEVELS: Mapping[str, str] = {
    "person": "Personer (senaste bedömningen som är gammal nog)",
    "grupp": "Bedömningar, per område",
    "utforare": "Bedömningar, per utförare",
}
_LEFT, _RIGHT, _HEAD = 1.85, 3.85, 0.72
_COLUMNS = (3.68, 4.48, 5.28, 6.1)
_OFFSETS = (-0.055, 0.0, 0.055)
_MOST_LINES = 24


@dataclass(frozen=True)
class Line:
    """One unit at a level, with the row of each horizon (None: not there)."""

    heading: str
    label: str
    rows: tuple[Record | None, ...]


def follow_up_figure(follow_up: pd.DataFrame, context: Context) -> Shown:
    """Show the share followed up within each horizon, a line a person group, area or provider.

    `follow_up` is the table `follow_up`; providers stand by name.
    """
    lines = _lines(follow_up)
    if not any(row for line in lines for row in line.rows if row and row["status"] == SHOWN):
        return NOTHING

    def draw(part_lines: list[Line], part: Part) -> Image:
        return _panel(part_lines, part)

    with house_style():
        panels = in_parts(lines, lambda line: line.heading, draw, _MOST_LINES)
    hidden = any(row and row["status"] == "dold" for line in lines for row in line.rows)
    notes = (
        "Andel i procent med 95 procents konfidensintervall, och n för 6 · 12 · 24 månader. n är "
        "antalet som är gamla nog vid uttaget: en bedömning som är ett halvår gammal säger inget "
        "om 24 månader, så de tre andelarna gäller inte samma bedömningar. – = ingen är så gammal.",
        *((FEW,) if hidden else ()),
    )
    return Exhibit(
        "figur", "mal-uppfoljning", "Andel som har följts upp inom 6, 12 och 24 månader.",
        panels, source(context), notes,
    )  # fmt: skip


def _lines(follow_up: pd.DataFrame) -> list[Line]:
    rows = follow_up[follow_up["status"].ne(LACKING)]
    return [
        Line(heading, label, tuple(_at(part, months) for months in HORIZONS))
        for level, heading in LEVELS.items()
        for label, part in _units(rows[rows["level"].eq(level)], level)
    ]


def _units(rows: pd.DataFrame, level: str) -> list[tuple[str, pd.DataFrame]]:
    if level == "utforare":
        return [(str(name), part) for name, part in rows.groupby("unit", sort=True)]
    return [
        (name, part) for area, name in AREAS.items() if len(part := rows[rows["area"].eq(area)])
    ]


def _at(rows: pd.DataFrame, months: int) -> Record | None:
    found = row_dicts(rows[rows["months"].eq(months)])
    return found[0] if found else None


def _panel(lines: Sequence[Line], part: Part) -> Image:
    blocks = [
        Block(heading, tuple(_short(line.label) for line in group))
        for heading, group in groupby(lines, key=lambda line: line.heading)
    ]
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    percent_axis(canvas, "Andel uppföljda, procent")
    if part.head:
        _legend(canvas)
    for at, months, place in zip(_COLUMNS, HORIZONS, range(3), strict=False):
        canvas.column(at, f"{months} månader", [_share(line.rows[place]) for line in lines])
    canvas.column(_COLUMNS[-1], "n", [_counts(line) for line in lines])
    for y, line in zip(canvas.row_places, lines, strict=True):
        _draw(canvas.axes, y, line)
    opening = ["Punktdiagram."] if part.head else []
    return save(canvas.figure, " ".join([*opening, *map(_sentence, lines)]))


def _draw(axes: Axes, y: float, line: Line) -> None:
    axes.axhline(y, color=GRID, linewidth=0.8, zorder=0)
    for place, row in enumerate(line.rows):
        if row is None or row["status"] != SHOWN or is_missing(row["share"]):
            continue
        at = y + _OFFSETS[place]
        ends = (float(row["ci_low"]), float(row["ci_high"]))
        look: dict[str, Any] = {"color": SERIES[place], "marker": MARKERS[place]}
        axes.plot(ends, (at, at), color=SERIES[place], linewidth=1.1)
        axes.plot(
            float(row["share"]), at, markersize=5.5, markeredgecolor=INK, clip_on=False, **look
        )


def _legend(canvas: Canvas) -> None:
    handles = [
        Line2D([], [], linestyle="", color=colour, marker=marker, markeredgecolor=INK,
               label=f"Inom {months} månader")
        for months, colour, marker in zip(HORIZONS, SERIES, MARKERS, strict=True)
    ]  # fmt: skip
    canvas.figure.legend(
        handles=handles, loc="upper left", ncols=len(handles), frameon=False, fontsize=8.5
    )


def _share(row: Record | None) -> str:
    if row is None:
        return MISSING
    if row["status"] != SHOWN or is_missing(row["share"]):
        return hidden_or(row, MISSING)
    return f"{whole_percent(row['share'])} ({bare_interval(row['ci_low'], row['ci_high'])})"


def _counts(line: Line) -> str:
    return " · ".join(_n(row) for row in line.rows)


def _n(row: Record | None) -> str:
    return MISSING if row is None else hidden_or(row, integer(row["n"]))


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


_LONGEST = 26


def _sentence(line: Line) -> str:
    told = ", ".join(
        f"{months} månader {_told(row)}" for months, row in zip(HORIZONS, line.rows, strict=True)
    )
    name = f"{line.label}, personer" if line.heading == LEVELS["person"] else line.label
    return f"{name}: {told}."


def _told(row: Record | None) -> str:
    text = _share(row)
    if row is None or text in (HIDDEN, MISSING):
        return {HIDDEN: "dold"}.get(text, "saknas")
    limits = interval(row["ci_low"], row["ci_high"])
    return f"{percent(row['share'])} ({limits}, n = {integer(row['n'])})"


def main_row(follow_up: pd.DataFrame, months: int) -> Record | None:
    """Return the row of all assessments in the municipality at a horizon, where it is shown."""
    rows = row_dicts(
        follow_up[
            follow_up["level"].eq("grupp")
            & follow_up["area"].eq(ALL)
            & follow_up["months"].eq(months)
            & follow_up["status"].eq(SHOWN)
        ]
    )
    return rows[0] if rows else None
