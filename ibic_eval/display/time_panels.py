"""Small charts side by side, two in a row, and the row of signs that explains their lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ibic_eval.display.canvas import WIDTH, house_style, save
from ibic_eval.display.exhibits import Image

_LEFT, _RIGHT, _GAP, _FOOT, _TOP = 0.5, 0.1, 0.55, 0.42, 0.3
_HEIGHT, _LEGEND_HEIGHT = 2.05, 0.3

Draw = Callable[[Axes, pd.DataFrame], None]
Looks = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Panel:
    """One chart: its title, the rows it draws and the words that stand for it."""

    title: str
    rows: pd.DataFrame
    words: str


def panel_row(panels: Sequence[Panel], draw: Draw, axis: str, looks: Looks | None = None) -> Image:
    """Draw one or two panels beside each other; `axis` is what is below.

    `looks` are the names of lines and markers with their looks, which then stand above.
    """
    head = _LEGEND_HEIGHT if looks else 0
    height = _HEIGHT + head
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasSVG(figure)
        across = max(len(panels), 2)
        width = (WIDTH - _LEFT - _RIGHT - (across - 1) * _GAP) / across
        for place, panel in enumerate(panels):
            left = _LEFT + place * (width + _GAP)
            tall = (_HEIGHT - _FOOT - _TOP) / height
            axes = figure.add_axes((left / WIDTH, _FOOT / height, width / WIDTH, tall))
            axes.spines[["right", "top"]].set_visible(False)
            axes.tick_params(labelsize=8, length=2)
            draw(axes, panel.rows)
            axes.set_title(panel.title, fontsize=8.5, loc="left", weight="bold", pad=5)
            axes.set_xlabel(axis, fontsize=8)
        _signs(figure, looks or {})
        return save(figure, " ".join(panel.words for panel in panels))


def panel_rows(panels: Sequence[Panel], draw: Draw, axis: str, looks: Looks) -> tuple[Image, ...]:
    """Draw panels two by two, the signs above the first; a page may break between two rows."""
    return tuple(
        panel_row(panels[at : at + 2], draw, axis, None if at else looks)
        for at in range(0, len(panels), 2)
    )


def _signs(figure: Figure, looks: Looks) -> None:
    lines = [Line2D([], [], **look) for look in looks.values()]
    if lines:
        figure.legend(
            lines, list(looks), loc="upper left", ncols=len(lines), frameon=False, fontsize=8,
            columnspacing=1.2, handletextpad=0.6,
        )  # fmt: skip


def floats(numbers: "pd.Series[Any]") -> "pd.Series[float]":
    """Return numbers as floats, nan where there is none."""
    return pd.to_numeric(numbers, errors="coerce").astype("Float64").astype("float64")
