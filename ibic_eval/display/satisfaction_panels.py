"""Small charts in rows of three, each a question over the years."""

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
from ibic_eval.display.numbers import MINUS
from ibic_eval.display.satisfaction_words import QUESTIONS

_ACROSS = 3
_HEIGHT, _LEGEND_HEIGHT = 1.65, 0.3
_LEFT, _RIGHT, _GAP, _FOOT, _TOP = 0.42, 0.08, 0.38, 0.3, 0.27

Draw = Callable[[Axes, pd.DataFrame], None]


@dataclass(frozen=True)
class Panel:
    """One small chart: its title, its rows and the words that stand for it."""

    title: str
    rows: pd.DataFrame
    words: str


def row_images(panels: Sequence[Panel], draw: Draw) -> tuple[Image, ...]:
    """Draw the panels, three in each image; a page may break between two images."""
    with house_style():
        return tuple(
            _row_image(panels[at : at + _ACROSS], draw) for at in range(0, len(panels), _ACROSS)
        )


def _row_image(panels: Sequence[Panel], draw: Draw) -> Image:
    figure = Figure(figsize=(WIDTH, _HEIGHT))
    FigureCanvasSVG(figure)
    width = (WIDTH - _LEFT - _RIGHT - (_ACROSS - 1) * _GAP) / _ACROSS
    for place, panel in enumerate(panels):
        left = _LEFT + place * (width + _GAP)
        tall = (_HEIGHT - _FOOT - _TOP) / _HEIGHT
        axes = figure.add_axes((left / WIDTH, _FOOT / _HEIGHT, width / WIDTH, tall))
        axes.spines[["right", "top"]].set_visible(False)
        axes.tick_params(labelsize=7.5, length=2)
        draw(axes, panel.rows)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}".replace("-", MINUS))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}".replace("-", MINUS))
        axes.set_title(panel.title, fontsize=8, loc="left", weight="bold", pad=4)
    return save(figure, " ".join(panel.words for panel in panels))


def legend(looks: Mapping[str, Mapping[str, Any]]) -> Image:
    """Draw the names of lines with their looks, to stand above the panels."""
    with house_style():
        figure = Figure(figsize=(WIDTH, _LEGEND_HEIGHT))
        FigureCanvasSVG(figure)
        lines = [Line2D([], [], **look) for look in looks.values()]
        figure.legend(
            lines, list(looks), loc="center left", ncols=len(lines), frameon=False, fontsize=8
        )
        return save(figure, f"Linjer: {', '.join(looks)}.")


def by_question(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows of each question, in the order questions stand."""
    present = set(rows["question"])
    return [(q, rows[rows["question"].eq(q)]) for q in QUESTIONS if q in present]


def limits_of(*tables: "pd.DataFrame | pd.Series[Any]") -> tuple[float, float]:
    """Return the smallest and largest number in some tables, with a little room."""
    numbers = pd.concat([floats(pd.Series(each.to_numpy().ravel())) for each in tables]).dropna()
    room = 0.06 * (numbers.max() - numbers.min() or 0.1)
    return float(numbers.min() - room), float(numbers.max() + room)


def floats(numbers: "pd.Series[Any]") -> "pd.Series[float]":
    """Return numbers as floats, nan where there is none."""
    return pd.to_numeric(numbers, errors="coerce").astype("Float64").astype("float64")


def year_ticks(years: tuple[int, int]) -> list[int]:
    """Return some four years from the first on."""
    step = max(1, round((years[1] - years[0]) / 3))
    return list(range(years[0], years[1] + 1, step))
