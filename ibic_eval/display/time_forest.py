"""A forest of ratios as changes in percent, against the band in which they count as alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import log
from typing import Any

from matplotlib.ticker import NullLocator

from ibic_eval.display.canvas import Block, Canvas, house_style, mark_axis, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Image
from ibic_eval.display.numbers import MISSING
from ibic_eval.display.palette import FAINT, GRID, INK, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.time_words import (
    COMPATIBLE,
    EQUIVALENT,
    HIGHER,
    LONGER,
    LOWER,
    SHORTER,
    UNDECIDED,
    change,
    change_interval,
)

_LEFT, _RIGHT, _HEAD = 2.05, 3.95, 0.35
_COLUMNS = (3.55, 5.07, 5.92, 6.36)
_MARKERS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((LONGER, HIGHER), (">", "#0b3c6f")),
    **dict.fromkeys((SHORTER, LOWER), ("<", "#b65c12")),
    f"{COMPATIBLE}\n{LONGER}": (">", WHITE),
    f"{COMPATIBLE}\n{SHORTER}": ("<", WHITE),
    EQUIVALENT: ("s", "#5b6470"),
    UNDECIDED: ("o", WHITE),
}
_STEPS = (
    (0.8, 0.9, 1, 1.1, 1.2, 1.3),
    (0.6, 0.8, 1, 1.25, 1.5, 1.75),
    (0.5, 0.7, 1, 1.5, 2, 3),
    (0.4, 0.6, 1, 1.6, 2.5, 4),
    (0.25, 0.5, 1, 2, 4),
)
_WIDEST = 5.0
_CLOSEST = 0.24


@dataclass(frozen=True)
class Row:
    """One ratio as it is drawn and written; `label` may have two lines, `words` are the alt text.

    `narrow` is the 90 percent interval that decides whether it is alike.
    """

    heading: str
    label: str
    ratio: float
    ci: tuple[float, float]
    narrow: tuple[float, float]
    n: str
    smallest: float | None
    verdict: str
    words: str


def ratio_forest(
    rows: Sequence[Row],
    margins: tuple[float, float],
    *,
    slug: str,
    caption: str,
    source: str,
    notes: Sequence[str],
) -> Exhibit:
    """Draw ratios with their 95 and 90 percent intervals against `margins` (ratios)."""
    limits = _limits(rows, margins)

    def draw(part_rows: list[Row], part: Part) -> Image:
        return _panel(part_rows, margins, limits, part)

    with house_style():
        panels = in_parts(rows, _heading, draw)
    return Exhibit("figur", slug, caption, panels, source, (*notes, *_notes(margins)))


def _notes(margins: tuple[float, float]) -> tuple[str, ...]:
    return (
        "Tunt streck är 95 procents konfidensintervall (KI) och tjockt 90 procents. Det grå bandet "
        f"är {change_interval(*margins)} procent: ligger hela det tjocka strecket där, också "
        "efter justering för antalet jämförelser, är det likvärdigt.",
        "n är antalet före och efter, i tiotal. Synlig är den minsta ökning som hade upptäckts "
        "i åtta fall av tio.",
    )


_heading: Callable[[Row], str] = lambda row: row.heading  # noqa: E731


def _limits(rows: Sequence[Row], margins: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of the axis; an interval beyond them is cut, its numbers still stand."""
    low = min(margins[0], *(row.ci[0] for row in rows))
    high = max(margins[1], *(row.ci[1] for row in rows))
    return max(low, 1 / _WIDEST) / 1.06, min(high, _WIDEST) * 1.06


def _panel(
    rows: Sequence[Row],
    margins: tuple[float, float],
    limits: tuple[float, float],
    part: Part,
) -> Image:
    blocks = [
        Block(heading, tuple(row.label for row in group))
        for heading, group in groupby(rows, _heading)
    ]
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    _axis(canvas, margins, limits)
    for y, row in zip(canvas.row_places, rows, strict=True):
        _draw(canvas, y, row)
    columns = {
        "Förändring (KI)": [f"{change(row.ratio)} ({change_interval(*row.ci)})" for row in rows],
        "n": [row.n for row in rows],
        "Synlig": [MISSING if row.smallest is None else change(row.smallest, "") for row in rows],
        "Omdöme": [row.verdict for row in rows],
    }
    for at, (head, texts) in zip(_COLUMNS, columns.items(), strict=True):
        canvas.column(at, head, texts)
    return save(canvas.figure, " ".join(row.words for row in rows))


def _draw(canvas: Canvas, y: float, row: Row) -> None:
    marker, face = _MARKERS.get(row.verdict, ("o", WHITE))
    canvas.axes.plot(row.ci, [y, y], color=INK, linewidth=1)
    canvas.axes.plot(row.narrow, [y, y], color=INK, linewidth=2.6, solid_capstyle="butt")
    look: dict[str, Any] = {"markersize": 7, "markeredgecolor": INK, "markerfacecolor": face}
    canvas.axes.plot([row.ratio], [y], marker=marker, linestyle="none", **look)


def _axis(canvas: Canvas, margins: tuple[float, float], limits: tuple[float, float]) -> None:
    log_axis(canvas)
    canvas.axes.set_xlim(*limits)
    ticks = ratio_ticks(limits)
    words = {tick: change(tick, "").lstrip("±") for tick in ticks}
    mark_axis(canvas, words, "Förändring, procent")
    canvas.axes.axvspan(*margins, color=GRID, alpha=0.6, linewidth=0, zorder=0)
    canvas.axes.axvline(1, color=FAINT, linewidth=0.9, zorder=0)


def log_axis(canvas: Canvas) -> None:
    """Make twice as much and half as much stand equally far from no change."""
    canvas.axes.set_xscale("log")
    canvas.axes.xaxis.set_minor_locator(NullLocator())


def ratio_ticks(limits: tuple[float, float]) -> list[float]:
    """Return ratios to mark on a logarithmic axis: as many as leave room for their words."""
    low, high = limits
    ticks: list[float] = []
    for steps in _STEPS:
        ticks = [step for step in steps if low <= step <= high]
        gaps = [log(after / before) / log(high / low) for before, after in pairwise(ticks)]
        if gaps and min(gaps) >= _CLOSEST and steps[-1] * 1.35 >= high:
            return ticks
    return ticks
