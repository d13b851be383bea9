"""Better, the same, worse or not known by life area, with the share that reached the goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ibic_eval.display.canvas import Block, Canvas, house_style, open_canvas, percent_axis, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.goal_words import (
    ALL,
    FEW,
    LIFE_AREAS,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Context,
    Row,
    bare_interval,
    hidden_or,
    source,
)
from ibic_eval.display.numbers import HIDDEN, MISSING, integer, percent
from ibic_eval.display.palette import FAINT, INK, WHITE, fill, text_on
from ibic_eval.display.row_dicts import row_dicts

DIRECTIONS: Mapping[str, tuple[str, str]] = {
    "battre": ("Bättre", "okat"),
    "samma": ("Samma", "oforandrat"),
    "samre": ("Sämre", "minskat"),
    "kan_inte_bedomas": ("Kan inte bedömas", "vet_inte"),
}
_LEFT, _RIGHT, _HEAD = 1.5, 2.45, 0.55
_COLUMNS = (5.1, 5.7, 6.85)
_BAR = 0.2
_SMALLEST_WRITTEN = 0.06


@dataclass(frozen=True)
class Bar:
    """One life area: the counts that may be shown (None: hidden), their sum, and its goals."""

    label: str
    counts: Mapping[str, int | None]
    total: int
    goals: Row | None


def direction_figure(directions: pd.DataFrame, tests: pd.DataFrame, context: Context) -> Shown:
    """Show by life area how the state changed until follow-up and how many goals were reached.

    `directions` and `tests` are the tables `directions` and `life_area_tests`.
    """
    bars = [bar for area in LIFE_AREAS if (bar := _bar(area, directions, tests)) is not None]
    if not bars:
        return NOTHING
    with house_style():
        image = _panel(bars)
    hidden = any(None in bar.counts.values() or _goals(bar.goals) == HIDDEN for bar in bars)
    notes = (
        "Bättre är att begränsningen är mindre vid uppföljningen än vid bedömningen. n är antalet "
        "personer som har följts upp, med sin senaste uppföljda bedömning i varje livsområde; i "
        "raden för alla livsområden räknas en person en gång per område.",
        "Nådde målet är andelen av målen som nåddes helt eller delvis, med 95 procents "
        "konfidensintervall (KI) i procent, och antalet mål. Ett mål att behålla läget är nått om "
        "läget är kvar, så målet kan vara nått fast inget blev bättre.",
        *((FEW,) if hidden else ()),
    )
    caption = "Läget vid uppföljningen jämfört med bedömningen, per livsområde."
    return Exhibit("figur", "mal-livsomraden", caption, (image,), source(context), notes)


def _bar(area: str, directions: pd.DataFrame, tests: pd.DataFrame) -> Bar | None:
    """Return a life area's bar, nothing where how many were followed up may not be shown."""
    rows = directions[directions["life_area"].eq(area)]
    found = {row["direction"]: row for row in row_dicts(rows)}
    whole = found.get(ALL)
    if whole is None or whole["status"] != SHOWN or not whole["n"]:
        return None
    counts = {
        code: int(row["n"]) if row["status"] == SHOWN else None
        for code in DIRECTIONS
        if (row := found.get(code)) is not None
    }
    goals = row_dicts(tests[tests["life_area"].eq(area)])
    return Bar(LIFE_AREAS[area], counts, int(whole["n"]), goals[0] if goals else None)


def _panel(bars: list[Bar]) -> Image:
    blocks = [Block("", tuple(bar.label for bar in bars))]
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD)
    percent_axis(canvas, "Andel av dem som har följts upp, procent")
    _legend(canvas, bars)
    canvas.column(_COLUMNS[0], "n", [integer(bar.total) for bar in bars])
    canvas.column(_COLUMNS[1], "Nådde målet", [_reached(bar.goals) for bar in bars])
    canvas.column(_COLUMNS[2], "Mål", [_goals(bar.goals) for bar in bars])
    for y, bar in zip(canvas.row_places, bars, strict=True):
        _draw(canvas.axes, y, bar)
    return save(canvas.figure, " ".join(["Staplat stapeldiagram.", *map(_sentence, bars)]))


def _draw(axes: Axes, y: float, bar: Bar) -> None:
    """Draw the known parts from the left; what is hidden is left open at the right end."""
    start = 0.0
    for code, number in bar.counts.items():
        width = (number or 0) / bar.total
        look = fill(DIRECTIONS[code][1])
        edge = FAINT if look.outlined else WHITE
        axes.barh(y, width, _BAR, start, color=look.colour, hatch=look.hatch, edgecolor=edge,
                  linewidth=0.7)  # fmt: skip
        if width >= _SMALLEST_WRITTEN:
            back = {"facecolor": WHITE, "edgecolor": "none", "pad": 0.8} if look.hatch else None
            ink = INK if look.hatch else text_on(look.colour)
            words: dict[str, Any] = {"ha": "center", "va": "center", "color": ink, "bbox": back}
            axes.text(start + width / 2, y, percent(width)[:-2], fontsize=8, **words)
        start += width
    if None in bar.counts.values():
        rest = 1 - start
        axes.barh(y, rest, _BAR, start, color=WHITE, edgecolor=FAINT, linestyle=":", linewidth=0.8)
        axes.text(start + rest / 2, y, HIDDEN, ha="center", va="center", fontsize=8)


def _legend(canvas: Canvas, bars: list[Bar]) -> None:
    present = [code for code in DIRECTIONS if any(bar.counts.get(code) != 0 for bar in bars)]
    patches = [
        Patch(facecolor=(look := fill(DIRECTIONS[code][1])).colour, hatch=look.hatch,
              edgecolor=FAINT, linewidth=0.5, label=DIRECTIONS[code][0])
        for code in present
    ]  # fmt: skip
    canvas.figure.legend(
        handles=patches, loc="upper left", ncols=len(patches), frameon=False, fontsize=8.5
    )


def _reached(goals: Row | None) -> str:
    if goals is None:
        return ""
    limits = bare_interval(goals["success_low"], goals["success_high"])
    return _known(goals, "success", f"{percent(goals['success'])} ({limits})")


def _goals(goals: Row | None) -> str:
    return "" if goals is None else _known(goals, "n_goals", integer(goals["n_goals"]))


def _known(goals: Row, name: str, text: str) -> str:
    """Write a number of a row that may be shown while that number itself is hidden."""
    return hidden_or(goals, HIDDEN if pd.isna(goals[name]) else text)


def _sentence(bar: Bar) -> str:
    parts = [
        f"{DIRECTIONS[code][0].lower()} {_part(number, bar.total)}"
        for code, number in bar.counts.items()
    ]
    reached = _reached(bar.goals)
    told = {"": "", HIDDEN: "; nådda mål dolda", MISSING: "; nådda mål saknas"}
    goals = told.get(reached, f"; nådde målet {reached}, {_goals(bar.goals)} mål")
    return f"{bar.label} (n = {integer(bar.total)}): {', '.join(parts)}{goals}."


def _part(number: int | None, total: int) -> str:
    return SUPPRESSED if number is None else percent(number / total)
