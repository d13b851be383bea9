"""Groups beside each other on one line: a marker a group, so that the gap is what is seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.lines import Line2D

from ibic_eval.display.canvas import (
    Canvas,
    headed,
    house_style,
    open_canvas,
    percent_axis,
    save,
)
from ibic_eval.display.exhibits import Image, Strips
from ibic_eval.display.numbers import HIDDEN, whole_percent
from ibic_eval.display.palette import FAINT, GRID, INK, MARKERS, SERIES
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.selection import Share
from ibic_eval.display.share_bars import count_text, value_text
from ibic_eval.display.wording import AREAS, GROUPS_SHORT, answer_label, lower_first

_LEFT = 1.15
_RIGHT = 2.6
_HEAD = 0.5
_VALUES_AT = 4.95
_COUNTS_AT = 6.1

Line = tuple[str, str, str]
"""An item, an area and an answer: what the groups on one line have in common."""


def dot_panels(
    lines: Mapping[Line, Sequence[Share]], labels: Mapping[str, str], groups: Sequence[str]
) -> tuple[Image | Strips, ...]:
    """Draw one line an item and area with a marker for each group's share.

    `lines` holds each line's shares, in the order of `groups`; a hidden share has no marker.
    """

    def draw(rows: list[tuple[Line, Sequence[Share]]], part: Part) -> Image:
        return _panel(dict(rows), labels, groups, part)

    with house_style():
        return in_parts(list(lines.items()), lambda line: line[0][0], draw)


def _panel(
    lines: Mapping[Line, Sequence[Share]],
    labels: Mapping[str, str],
    groups: Sequence[str],
    part: Part,
) -> Image:
    names = [(_name(item, answer, labels), AREAS[area]) for item, area, answer in lines]
    canvas = open_canvas(headed(names, _LEFT), _LEFT, _RIGHT, _HEAD, part)
    percent_axis(canvas, "Andel av de svarande, procent")
    if part.head:
        _legend(canvas, groups)
    rows = list(lines.values())
    canvas.column(_VALUES_AT, "Procent", [" · ".join(map(_short, shares)) for shares in rows])
    canvas.column(_COUNTS_AT, "n", [" · ".join(map(count_text, shares)) for shares in rows])
    for y, shares in zip(canvas.row_places, rows, strict=True):
        _draw(canvas, y, shares, groups)
    return save(canvas.figure, _alt(lines, labels, part))


def _draw(canvas: Canvas, y: float, shares: Sequence[Share], groups: Sequence[str]) -> None:
    canvas.axes.axhline(y, color=GRID, linewidth=0.8, zorder=0)
    ends = [share.low for share in shares if share.low is not None]
    canvas.axes.plot([min(ends, default=0), max(ends, default=0)], [y, y], color=FAINT, linewidth=1)
    for share in shares:
        if share.low is not None:
            place = list(groups).index(share.group)
            look: dict[str, Any] = {"color": SERIES[place], "marker": MARKERS[place]}
            canvas.axes.plot(share.low, y, markersize=7, markeredgecolor=INK, clip_on=False, **look)


def _legend(canvas: Canvas, groups: Sequence[str]) -> None:
    handles = [
        Line2D([], [], linestyle="", color=colour, marker=marker, label=GROUPS_SHORT[group])
        for group, colour, marker in zip(groups, SERIES, MARKERS, strict=False)
    ]
    canvas.figure.legend(
        handles=handles, loc="upper left", ncols=len(handles), frameon=False, fontsize=8.5
    )


def _name(item: str, answer: str, labels: Mapping[str, str]) -> str:
    return f"{labels[item]}: {lower_first(answer_label(answer))}"


def _short(share: Share) -> str:
    return HIDDEN if share.low is None else f"{whole_percent(share.low)}"


def _alt(lines: Mapping[Line, Sequence[Share]], labels: Mapping[str, str], part: Part) -> str:
    rows = [_sentence(line, shares, labels) for line, shares in lines.items()]
    return " ".join([*(["Punktdiagram."] if part.head else []), *rows])


def _sentence(line: Line, shares: Sequence[Share], labels: Mapping[str, str]) -> str:
    item, area, answer = line
    place = f", {AREAS[area]}" if AREAS[area] else ""
    values = ", ".join(
        f"{lower_first(GROUPS_SHORT[share.group])} {value_text(share)} (n = {count_text(share)})"
        for share in shares
    )
    return f"{_name(item, answer, labels)}{place}: {values}."
