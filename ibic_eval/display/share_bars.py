"""Bars of single shares with their interval; a published span is drawn as the span it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from ibic_eval.display.canvas import (
    Canvas,
    house_style,
    lay_out,
    open_canvas,
    percent_axis,
    save,
)
from ibic_eval.display.exhibits import Image, Strips
from ibic_eval.display.numbers import (
    HIDDEN,
    HIDDEN_LEGEND,
    MISSING,
    NBSP,
    integer,
    interval,
    percent_span,
    reading,
)
from ibic_eval.display.palette import FAINT, INK, WHITE, Fill, fill
from ibic_eval.display.panels import MOST_LINES, Part, in_parts
from ibic_eval.display.selection import Share

_MOST_PLAIN_ROWS = 24
THIRD = 1 / 3
HALF = 1 / 2
READ_SIGN = "*"
SPAN = "spann"
READ_NOTE = f"{READ_SIGN} = källan ger bara ord, som har tolkats (streckad ruta)."
_LEFT = 2.4
_RIGHT = 2.2
_HEAD = 0.25
_BAR = 0.155
_COLUMNS = (5.35, 6.1, 6.9)
_THRESHOLDS = {THIRD: "1/3", HALF: "1/2"}


@dataclass(frozen=True)
class Bar:
    """One row: the heading it stands under, its own label and its share."""

    heading: str
    label: str
    share: Share


def share_bar_panels(
    bars: Sequence[Bar], thresholds: Sequence[float] = (), axis: str = "Andel, procent"
) -> tuple[Image | Strips, ...]:
    """Draw one bar a share, low end filled, span to the high end lighter, interval as whisker.

    What was read from words is a dashed box over the values that the words allow.
    """
    plain = not any(bar.label for bar in bars)
    most = 2 * _MOST_PLAIN_ROWS if plain else MOST_LINES

    def draw(rows: list[Bar], part: Part) -> Image:
        return _panel(rows, thresholds, axis, part)

    with house_style():
        return in_parts(bars, lambda bar: bar.heading, draw, most)


def share_bar_notes(shares: Sequence[Share]) -> tuple[str, ...]:
    """Return the short notes these bars need; the reading guide says the same at length."""
    printed = [share for share in shares if share.shown and not share.read_from_words]
    wide = any(share.low != share.high for share in printed)
    over_areas = any(share.area == SPAN for share in printed)
    narrowest = any(share.n_is_maximum for share in printed)
    needed = {
        "Ljusare del: spann över områdena.": wide and over_areas,
        "Ljusare del: spann.": wide and not over_areas,
        "Streck: 95 procents konfidensintervall (KI), det smalaste tänkbara eftersom n är högst "
        "det som står.": narrowest,
        "Streck: 95 procents konfidensintervall (KI).": not narrowest
        and any(map(_has_interval, shares)),
        READ_NOTE: any(share.read_from_words for share in shares),
        HIDDEN_LEGEND: any(share.hidden for share in shares),
    }
    return tuple(note for note, wanted in needed.items() if wanted)


def count_text(share: Share) -> str:
    """Write n, marked where it is only known as a maximum."""
    if share.hidden:
        return HIDDEN
    return f"≤{NBSP}{integer(share.n)}" if share.n_is_maximum else integer(share.n)


def value_text(share: Share) -> str:
    """Write a share or span, or the sign for a hidden or missing one."""
    if share.hidden:
        return HIDDEN
    if share.low is None or share.high is None:
        return MISSING
    if share.read_from_words:
        return f"{reading(share.low, share.high)}{NBSP}{READ_SIGN}"
    return percent_span(share.low, share.high)


def interval_text(share: Share) -> str:
    """Write the interval of a share, or the sign for a hidden or missing one."""
    if share.hidden:
        return HIDDEN
    return interval(share.ci_low, share.ci_high) if _has_interval(share) else MISSING


def _has_interval(share: Share) -> bool:
    return share.ci_low is not None and not share.read_from_words


def _panel(bars: Sequence[Bar], thresholds: Sequence[float], axis: str, part: Part) -> Image:
    blocks, left = lay_out([(bar.heading, bar.label) for bar in bars], _LEFT, part)
    canvas = open_canvas(blocks, left, _RIGHT, _HEAD, part)
    percent_axis(canvas, axis)
    threshold_lines(canvas, thresholds)
    shares = [bar.share for bar in bars]
    for at, head, write in zip(
        _COLUMNS, ("Andel", "95 % KI", "n"), (value_text, interval_text, count_text), strict=True
    ):
        canvas.column(at, head, [write(share) for share in shares])
    for y, share in zip(canvas.row_places, shares, strict=True):
        _bar(canvas.axes, y, share)
    return save(canvas.figure, _alt(bars, part))


def threshold_lines(canvas: Canvas, thresholds: Sequence[float]) -> None:
    """Draw limits across all rows with their names above."""
    for at in thresholds:
        canvas.axes.axvline(at, color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
        words: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": 8, "color": FAINT}
        if canvas.part.head:
            canvas.axes.text(at, -0.02, _THRESHOLDS.get(at, ""), **words)


def _bar(axes: Axes, y: float, share: Share) -> None:
    if share.low is None or share.high is None:
        return
    if share.read_from_words:
        _draw_reading(axes, y, share.low, share.high)
        return
    ends = None
    if share.ci_low is not None and share.ci_high is not None:
        ends = (share.ci_low, share.ci_high)
    draw_share(axes, y, share.answer, (share.low, share.high), ends)


def draw_share(
    axes: Axes, y: float, answer: str, span: tuple[float, float], ends: tuple[float, float] | None
) -> None:
    """Draw one span of shares as a bar in the answer's colour with its interval as a whisker."""
    look = fill(answer)
    low, high = span
    axes.barh(y, low, _BAR, color=look.colour, hatch=look.hatch, **_edge(look))
    if high > low:
        axes.barh(y, high - low, _BAR, low, color=look.colour, alpha=0.45, **_edge(look))
    if ends:
        axes.plot(ends, [y, y], color=WHITE, linewidth=3, solid_capstyle="butt")
        axes.plot(ends, [y, y], color=INK, linewidth=1.2, marker="|", markersize=5)


def _draw_reading(axes: Axes, y: float, low: float, high: float) -> None:
    look: dict[str, Any] = {"facecolor": WHITE, "edgecolor": FAINT, "linestyle": (0, (2, 2))}
    axes.barh(y, high - low, _BAR, low, linewidth=0.9, **look)


def _edge(look: Fill) -> dict[str, Any]:
    return {"edgecolor": FAINT if look.pale else WHITE, "linewidth": 0.7}


def _alt(bars: Sequence[Bar], part: Part) -> str:
    return " ".join([*(["Liggande staplar."] if part.head else []), *map(_sentence, bars)])


def _sentence(bar: Bar) -> str:
    name = ", ".join(part for part in (bar.heading, bar.label) if part)
    share = bar.share
    if share.hidden:
        return f"{name}: dold."
    known = f", konfidensintervall {interval_text(share)}" if _has_interval(share) else ""
    count = "" if share.n is None else f", n {'högst' if share.n_is_maximum else '='} {share.n}"
    return f"{name}: {value_text(share)}{known}{count}."
