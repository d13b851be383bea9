"""The drawing surface all figures share: rows in inches, one style, the same bytes each time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from textwrap import fill
from typing import Any

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

from ibic_eval.display.exhibits import Image
from ibic_eval.display.palette import FAINT, GRID, INK, WHITE
from ibic_eval.display.panels import WHOLE, Part

WIDTH = 7.4
PIXELS_AN_INCH = 96
SIDE_LABELS = 2.95
_HEADING_CHARACTERS = 92
_SIDE_CHARACTERS = 41
_CHARACTER = 0.078
_LINE = 0.155
_PADDING = 0.075
_GAP = 0.09
_FOOT = 0.42
_THIN = 0.02
_FONT = "DejaVu Sans"
_FALLBACKS = f"'{_FONT}', Verdana, Arial, sans-serif"
_STYLE: dict[str, Any] = {
    "font.family": _FONT,
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "axes.edgecolor": GRID,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "ibic-eval",
    "svg.fonttype": "none",
}
_in_style: ContextVar[bool] = ContextVar("in_style", default=False)

_PAPER = {"facecolor": WHITE, "edgecolor": "none", "pad": 1.5}


@dataclass(frozen=True)
class Block:
    """A heading with the labels of the rows below it; the heading may be empty."""

    heading: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Canvas:
    """A figure whose y axis counts inches downwards; `row_places` are the middles of its rows.

    `part` tells whether it is the whole figure or a part of it.
    """

    figure: Figure
    axes: Axes
    row_places: tuple[float, ...]
    part: Part = WHOLE

    def margin_text(self, inches: float, y: float, text: str, **look: Any) -> None:
        """Write beside the bars, `inches` from the left edge of the figure."""
        beside = blended_transform_factory(self.figure.dpi_scale_trans, self.axes.transData)
        look = {"va": "center", "ha": "left", **look}
        self.axes.text(inches, y, text, transform=beside, clip_on=False, **look)

    def column(self, inches: float, head: str, texts: Sequence[str]) -> None:
        """Write one column beside the bars: a faint head above it and a text a row."""
        if self.part.head:
            self.margin_text(inches, -0.02, head, color=FAINT, fontsize=8, va="bottom")
        for y, text in zip(self.row_places, texts, strict=True):
            self.margin_text(inches, y, text, fontsize=8.5)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with the house style over matplotlib's defaults, free of the user's own settings.

    Within the style it changes nothing: setting matplotlib's three hundred values takes its time.
    """
    if _in_style.get():
        yield
        return
    with style.context(["default", _STYLE]):
        outside = _in_style.set(True)
        try:
            yield
        finally:
            _in_style.reset(outside)


def headed(rows: Sequence[tuple[str, str]], left: float) -> list[Block]:
    """Gather rows of (heading, label) under their headings, in order.

    Labels are broken to fit a left margin of `left` inches.
    """
    characters = int(left / _CHARACTER)
    return [
        Block(
            fill(heading, _HEADING_CHARACTERS), tuple(fill(label, characters) for _, label in group)
        )
        for heading, group in groupby(rows, key=lambda row: row[0])
    ]


def side(label: str) -> str:
    """Break a label so that it fits beside the bars."""
    return fill(label, _SIDE_CHARACTERS)


def lay_out(
    rows: Sequence[tuple[str, str]], left: float, part: Part = WHOLE
) -> tuple[list[Block], float]:
    """Return blocks and the left margin (inches) for rows of (heading, label).

    Where every heading of a whole figure has one row without a label, the headings move to the
    side of the bars.
    """
    blocks = headed(rows, left)
    if part != WHOLE or any(block.rows != ("",) for block in blocks):
        return blocks, left
    return [Block("", tuple(side(heading) for heading, _ in rows))], SIDE_LABELS


def open_canvas(
    blocks: Sequence[Block], left: float, right: float, head: float, part: Part = WHOLE
) -> Canvas:
    """Lay blocks out from the top and return the surface to draw their rows on.

    `left`, `right` and `head` are the margins in inches around the bars; a part without head or
    foot has none there.
    """
    headings, rows, height = _places(blocks)
    height = max(height, _THIN)
    foot = _FOOT if part.foot else 0
    total = (head if part.head else 0) + height + foot
    figure = Figure(figsize=(WIDTH, total))
    FigureCanvasSVG(figure)
    box = (left / WIDTH, foot / total, (WIDTH - left - right) / WIDTH, height / total)
    axes = figure.add_axes(box)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_visible(part.foot)
    canvas = Canvas(figure, axes, tuple(y for y, _ in rows), part)
    for y, text in headings:
        canvas.margin_text(0.05, y, text, weight="bold", bbox=_PAPER)
    for y, text in rows:
        canvas.margin_text(0.05, y, text)
    return canvas


def plain_axes(height: float, sides: tuple[float, float], foot: float) -> tuple[Figure, Axes]:
    """Return a figure and its axes; its height, side margins and foot are in inches."""
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasSVG(figure)
    left, right = sides
    box = (left / WIDTH, foot / height, (WIDTH - left - right) / WIDTH, 1 - foot / height)
    axes = figure.add_axes(box)
    axes.spines[["right", "top"]].set_visible(False)
    return figure, axes


def percent_axis(canvas: Canvas, label: str) -> None:
    """Mark every 20 percent from 0 to 100 on an axis of shares (0–1)."""
    canvas.axes.set_xlim(0, 1)
    mark_axis(canvas, {tick / 100: f"{tick}" for tick in range(0, 101, 20)}, label)


def mark_axis(canvas: Canvas, ticks: Mapping[float, str], label: str) -> None:
    """Write the ticks and the label of the x axis, where the drawing has a foot."""
    shown = ticks if canvas.part.foot else {}
    canvas.axes.set_xticks(list(shown), list(shown.values()))
    canvas.axes.tick_params(axis="x", length=0)
    canvas.axes.set_xlabel(label if shown else "", fontsize=8)


def save(figure: Figure, alt: str) -> Image:
    """Return the figure as SVG text that depends on what is drawn and on nothing else."""
    buffer = StringIO()
    with house_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue().replace(f"'{_FONT}'", _FALLBACKS)
    return Image(svg, alt, round(WIDTH * PIXELS_AN_INCH))


def _places(
    blocks: Sequence[Block],
) -> tuple[list[tuple[float, str]], list[tuple[float, str]], float]:
    headings, rows, y = [], [], 0.0
    for block in blocks:
        if block.heading:
            height = _height(block.heading)
            headings.append((y + height / 2, block.heading))
            y += height
        for text in block.rows:
            height = _height(text)
            rows.append((y + height / 2, text))
            y += height
        y += _GAP
    return headings, rows, y


def _height(text: str) -> float:
    return _LINE * (text.count("\n") + 1) + _PADDING
