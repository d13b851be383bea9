"""Stacked bars of whole answer distributions, one bar an item and area."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch

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
    integer,
    interval,
    percent,
    whole_percent,
)
from ibic_eval.display.palette import FAINT, INK, WHITE, fill, text_on
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.selection import Share
from ibic_eval.display.wording import AREAS, answer_label, answer_order

SMALLEST_WRITTEN = 0.03
_LEFT = 1.15
_RIGHT = 1.45
_HEAD = 0.5
BAR = 0.185
_N_AT = 6.02
_INTERVAL_AT = 6.42

Distribution = list[Share]


def likert_panels(
    distributions: Mapping[tuple[str, str], Distribution], labels: Mapping[str, str]
) -> tuple[Image | Strips, ...]:
    """Draw distributions as stacked bars, in strips where they are many.

    Keys are (item, area); each value holds the shares of every answer of the scale.
    """
    answers = answer_order(share.answer for shares in distributions.values() for share in shares)

    def draw(rows: list[tuple[tuple[str, str], Distribution]], part: Part) -> Image:
        return _panel(dict(rows), answers, labels, part)

    with house_style():
        return in_parts(list(distributions.items()), lambda row: row[0][0], draw)


def likert_notes(distributions: Mapping[tuple[str, str], Distribution]) -> tuple[str, ...]:
    """Return the short notes these bars need; the reading guide says the same at length."""
    hidden = any(share.hidden for row in distributions.values() for share in row)
    return (
        "n är antalet svarande. KI är 95 procents konfidensintervall för svaret längst till "
        "vänster.",
        *((HIDDEN_LEGEND,) if hidden else ()),
    )


def _panel(
    distributions: Mapping[tuple[str, str], Distribution],
    answers: Sequence[str],
    labels: Mapping[str, str],
    part: Part,
) -> Image:
    rows = list(distributions.values())
    names = [(labels[item], AREAS[area]) for item, area in distributions]
    blocks, left = lay_out(names, _LEFT, part)
    canvas = open_canvas(blocks, left, _RIGHT, _HEAD, part)
    percent_axis(canvas, "Andel av de svarande, procent")
    if part.head:
        _legend(canvas, answers)
    canvas.column(_N_AT, "n", [_count(shares[0]) for shares in rows])
    ends = [interval(shares[0].ci_low, shares[0].ci_high) for shares in rows]
    canvas.column(_INTERVAL_AT, "95 % KI", ends)
    for y, shares in zip(canvas.row_places, rows, strict=True):
        _row(canvas.axes, y, shares)
    return save(canvas.figure, _alt(distributions, labels, part))


def _count(share: Share) -> str:
    return integer(share.n) if share.shown else HIDDEN


def _row(axes: Axes, y: float, shares: Distribution) -> None:
    start = 0.0
    for share in shares:
        start = _segment(axes, y, start, share) if share.shown else start


def _segment(axes: Axes, y: float, start: float, share: Share) -> float:
    width = share.low or 0.0
    look = fill(share.answer)
    edge = FAINT if look.outlined else WHITE
    axes.barh(
        y, width, BAR, start, color=look.colour, hatch=look.hatch, edgecolor=edge, linewidth=0.7
    )
    if width >= SMALLEST_WRITTEN:
        back = {"facecolor": WHITE, "edgecolor": "none", "pad": 0.8} if look.hatch else None
        ink = INK if look.hatch else text_on(look.colour)
        words: dict[str, Any] = {
            "ha": "center",
            "va": "center",
            "fontsize": 8,
            "color": ink,
            "bbox": back,
        }
        axes.text(start + width / 2, y, f"{whole_percent(width)}", **words)
    return start + width


def _legend(canvas: Canvas, answers: Sequence[str]) -> None:
    patches = [
        Patch(
            facecolor=fill(answer).colour,
            hatch=fill(answer).hatch,
            edgecolor=FAINT,
            linewidth=0.5,
            label=answer_label(answer),
        )
        for answer in answers
    ]
    canvas.figure.legend(
        handles=patches, loc="upper left", ncols=len(patches), frameon=False, fontsize=8.5
    )


def _alt(
    distributions: Mapping[tuple[str, str], Distribution], labels: Mapping[str, str], part: Part
) -> str:
    rows = [_sentence(item, area, shares, labels) for (item, area), shares in distributions.items()]
    return " ".join([*(["Staplat stapeldiagram."] if part.head else []), *rows])


def _sentence(item: str, area: str, shares: Distribution, labels: Mapping[str, str]) -> str:
    place = f", {AREAS[area]}" if AREAS[area] else ""
    if not shares[0].shown:
        return f"{labels[item]}{place}: dold."
    values = ", ".join(f"{answer_label(s.answer).lower()} {percent(s.low)}" for s in shares)
    return f"{labels[item]}{place} (n = {shares[0].n}): {values}."
