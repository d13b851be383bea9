"""Boxes and block arrows of a drawing whose axes count inches, with text that keeps inside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon, Rectangle
from matplotlib.textpath import TextToPath

from ibic_eval.display.palette import FAINT, GRID, INK, WHITE
from ibic_eval.estimates.final_schemas import BOTH
from ibic_eval.estimates.logic_paths import LACKING

FONT = "DejaVu Sans"
_PATHS = TextToPath()
TITLE, TEXT, SMALL = 8.2, 7.6, 7.0
_FILLED = 0.95  # of a line, since a reader may lack the font and see one like it
_LEADING = 0.0168  # inches a line and point of size
PADDING = 0.06
_TIP = 0.09


@dataclass(frozen=True)
class Look:
    """How an arrow's edge is drawn, so that it is told apart without colour."""

    edge: str
    fill: str
    line: Any
    width: float


LOOKS: Mapping[str, Look] = {
    "for": Look("#0b3c6f", "#dce9f5", "-", 1.8),
    "emot": Look("#9a4a0c", "#f8e4d3", (0, (7, 1.5, 1.5, 1.5)), 1.8),
    BOTH: Look("#2f7479", "#e3f0f0", (0, (9, 2.5)), 1.6),
    "ingen_skillnad": Look(INK, "#eceff2", (0, (3.5, 2)), 1.3),
    "kan_inte_avgoras": Look(FAINT, WHITE, (0, (1.2, 1.6)), 1.3),
    LACKING: Look(FAINT, WHITE, (0, (1, 3.5)), 0.9),
}


@dataclass(frozen=True)
class Place:
    """A rectangle in inches from the drawing's upper left corner."""

    left: float
    top: float
    width: float
    height: float


def wrapped(text: str, width: float, size: float) -> str:
    """Break each line of a text to fit `width` inches inside a box, at a size in points."""
    room = (width - 2 * PADDING) * _FILLED
    return "\n".join(
        broken
        for line in text.split("\n")
        for broken in _broken(line.split(" "), lambda words: _width(words, size) <= room)
    )


def _broken(words: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    """Put as many words on each line as fit; a word that is wider than a line is parted."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if fits(joined):
            lines[-1:] = [joined]
        else:
            lines += _parted(word, fits)
    return lines


def _parted(word: str, fits: Callable[[str], bool]) -> list[str]:
    if fits(word) or len(word) < 2:
        return [word]
    most = max((at for at in range(1, len(word)) if fits(f"{word[:at]}-")), default=1)
    return [f"{word[:most]}-", *_parted(word[most:], fits)]


@lru_cache(maxsize=4096)
def _width(text: str, size: float) -> float:
    font = FontProperties(family=FONT, size=size)
    return float(_PATHS.get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def text_height(text: str, size: float) -> float:
    """Return the inches that the lines of a text take."""
    return (text.count("\n") + 1) * _LEADING * size if text else 0.0


def box_height(title: str, text: str, size: float = TEXT) -> float:
    """Return the inches that a box needs for its title and text, both already broken."""
    return 2 * PADDING + text_height(title, TITLE) + text_height(text, size)


def box(axes: Axes, place: Place, title: str, text: str, size: float = TEXT) -> None:
    """Draw a box with a bold title and a text below it, both already broken into lines."""
    axes.add_patch(
        Rectangle(
            (place.left, place.top), place.width, place.height,
            facecolor=WHITE, edgecolor=INK, linewidth=1, zorder=3,
        )
    )  # fmt: skip
    left, top = place.left + PADDING, place.top + PADDING
    words(axes, left, top, title, size=TITLE, weight="bold")
    words(axes, left, top + text_height(title, TITLE), text, size=size)


def words(axes: Axes, left: float, top: float, text: str, size: float, **look: Any) -> None:
    """Write lines of text from a point, downwards."""
    if text:
        style = {"va": "top", "ha": "left", "linespacing": 1.15, "zorder": 5, **look}
        axes.text(left, top, text, fontsize=size, **style)


def block_arrow(
    axes: Axes, place: Place, verdict: str, label: Sequence[str], *, down: bool = False
) -> None:
    """Draw an arrow, to the right or down, with its two lines of words inside."""
    look = LOOKS[verdict]
    corners = _downwards(place) if down else _rightwards(place)
    axes.add_patch(
        Polygon(
            corners, closed=True, facecolor=look.fill, edgecolor=look.edge,
            linestyle=look.line, linewidth=look.width, zorder=4,
        )
    )  # fmt: skip
    tip = (0, _TIP / 2) if down else (_TIP / 2, 0)
    axes.text(
        place.left + place.width / 2 - tip[0], place.top + place.height / 2 - tip[1],
        "\n".join(label), fontsize=6.8, ha="center", va="center", linespacing=1.1, zorder=5,
    )  # fmt: skip


def _rightwards(at: Place) -> list[tuple[float, float]]:
    right, low = at.left + at.width, at.top + at.height
    return [
        (at.left, at.top), (right - _TIP, at.top), (right, at.top + at.height / 2),
        (right - _TIP, low), (at.left, low),
    ]  # fmt: skip


def _downwards(at: Place) -> list[tuple[float, float]]:
    right, low = at.left + at.width, at.top + at.height
    return [
        (at.left, at.top), (right, at.top), (right, low - _TIP),
        (at.left + at.width / 2, low), (at.left, low - _TIP),
    ]  # fmt: skip


def rail(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a thin line that ties arrows to the box they come from."""
    axes.plot([start[0], end[0]], [start[1], end[1]], color=GRID, linewidth=1.4, zorder=1)


def pointer(axes: Axes, left: float, right: float, y: float) -> None:
    """Draw a thin line with a head, from the arrows of a row to the goal they lead to."""
    look = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (right, y), (left, y), arrowprops=look, zorder=2)
