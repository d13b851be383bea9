"""Control charts of the reviews: points, limits as steps, signals by shape, and new levels."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ibic_eval.display.canvas import house_style, plain_axes, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import percent
from ibic_eval.display.palette import FAINT, GRID, INK, SERIES, WHITE
from ibic_eval.display.review_chart_words import in_words, title
from ibic_eval.display.review_words import NOTHING, WHOLE, Chapter, source
from ibic_eval.display.row_dicts import row_dicts

OUTSIDE, RUN = "utanför gränserna", "lång rad på samma sida"
_HEIGHT, _LEFT, _RIGHT, _FOOT, _TOP, _LEGEND = 1.85, 0.5, 0.75, 0.35, 0.28, 0.5
_MOST_PARTS = 4
_PAPER = {"facecolor": WHITE, "edgecolor": "none", "pad": 0.5, "alpha": 0.85}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Vecka": {"color": FAINT, "marker": "o", "markersize": 3.2, "linewidth": 0.7},
    "Utanför gränserna": {
        "color": SERIES[1], "marker": "D", "markersize": 6.5, "linestyle": "none",
    },
    "Lång rad på samma sida": {
        "color": INK, "marker": "s", "markersize": 5.5, "linestyle": "none",
        "markerfacecolor": WHITE,
    },
    "Mittlinje": {"color": SERIES[0], "linewidth": 1.8},
    "Styrgränser": {"color": SERIES[0], "linewidth": 0.9, "linestyle": "--"},
    "Ny nivå, med osäkerhet": {"color": SERIES[2], "linewidth": 1.5, "linestyle": ":"},
}  # fmt: skip
_NOTE = (
    "Lodrätt: procent av de granskade dokumenten. Varje punkt är en vecka, eller flera veckor "
    "sammanslagna tills minst fem dokument finns. Mittlinje och gränser räknas på de första 20 "
    "punkterna i varje nivå. Gränserna ligger tre standardavvikelser från mittlinjen, längre bort "
    "där få dokument annars ger falska larm. En signal är en punkt utanför gränserna, eller minst "
    "nio punkter i rad på samma sida av mittlinjen (fler där de flesta punkter ändå ligger på den "
    "sidan)."
)


def kind_charts(chapter: Chapter) -> Shown:
    """Draw for each kind the share of documents with all parts that apply."""
    known = _charted(chapter)
    drawn = known[known["criterion"].eq(WHOLE)]
    return _exhibit(
        chapter, drawn, "granskning-styrdiagram",
        "Andel dokument med alla delar som är aktuella, vecka för vecka.",
    )  # fmt: skip


def part_charts(chapter: Chapter) -> Shown:
    """Draw the parts of IBIC whose charts signal, at most four, of all kinds together.

    Where none signals the part with the lowest level is drawn.
    """
    known = _charted(chapter)
    parts = known[known["criterion"].ne(WHOLE)]
    if parts.empty:
        return NOTHING
    ranked = parts.sort_values(["phases", "signals"], ascending=False, kind="stable")
    loud = ranked[ranked["signals"].gt(0)].head(_MOST_PARTS)
    lowest = parts.sort_values("estimate", kind="stable").head(1)
    return _exhibit(
        chapter, loud if len(loud) else lowest, "granskning-styrdiagram-delar",
        "Delar av IBIC vecka för vecka, alla slag av dokument tillsammans.",
    )  # fmt: skip


def _charted(chapter: Chapter) -> pd.DataFrame:
    return chapter.charts[chapter.charts["status"].eq("visas")]


def _exhibit(chapter: Chapter, charts: pd.DataFrame, slug: str, caption: str) -> Shown:
    if charts.empty:
        return NOTHING
    with house_style():
        images = tuple(
            _image(chapter, row, legend=at == 0)
            for at, row in enumerate(row_dicts(charts))
        )  # fmt: skip
    return Exhibit("figur", slug, caption, images, source(chapter.context), (_NOTE,))


def _image(chapter: Chapter, chart: Mapping[Any, Any], *, legend: bool) -> Image:
    points, shifts = (
        frame[frame["kind"].eq(chart["kind"]) & frame["criterion"].eq(chart["criterion"])]
        for frame in (chapter.points, chapter.shifts)
    )
    height = _HEIGHT + (_LEGEND if legend else 0)
    figure, axes = plain_axes(height, (_LEFT, _RIGHT), _FOOT)
    top = _TOP + (_LEGEND if legend else 0)
    box = axes.get_position()
    axes.set_position((box.x0, box.y0, box.width, 1 - _FOOT / height - top / height))
    _draw(axes, points, shifts)
    axes.set_title(title(chart), fontsize=8.5, loc="left", weight="bold", pad=5)
    if legend:
        handles = [Line2D([], [], label=name, **look) for name, look in _LOOKS.items()]
        figure.legend(handles=handles, loc="upper left", ncols=3, frameon=False, fontsize=8)
    return save(figure, in_words(chart, points, shifts))


def _draw(axes: Axes, points: pd.DataFrame, shifts: pd.DataFrame) -> None:
    axes.plot(points["week"], _percent(points["estimate"]), **_LOOKS["Vecka"])
    for _, phase in points.groupby("phase"):
        _phase(axes, phase)
    for word, name in ((OUTSIDE, "Utanför gränserna"), (RUN, "Lång rad på samma sida")):
        marked = points[points["signal"].str.contains(word).fillna(False)]
        axes.plot(marked["week"], _percent(marked["estimate"]), **_LOOKS[name])
    for shift in row_dicts(shifts):
        axes.axvspan(shift["week_low"], shift["week_high"], color=SERIES[2], alpha=0.13, lw=0)
        axes.axvline(shift["week"], **_LOOKS["Ny nivå, med osäkerhet"])
    axes.set_ylim(-4, 104)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100"])
    axes.tick_params(labelsize=8, length=2)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    _dates(axes, points)


def _phase(axes: Axes, phase: pd.DataFrame) -> None:
    """Draw the centre line and the limits of one level; a limit is a step at each point."""
    axes.step(phase["week"], _percent(phase["lower"]), where="mid", **_LOOKS["Styrgränser"])
    axes.step(phase["week"], _percent(phase["upper"]), where="mid", **_LOOKS["Styrgränser"])
    axes.plot(phase["week"], _percent(phase["centre"]), **_LOOKS["Mittlinje"])
    last = phase.iloc[-1]
    axes.annotate(
        percent(last["centre"]), (last["week"], 100 * float(last["centre"])), xytext=(5, 3),
        textcoords="offset points", color=SERIES[0], fontsize=8.5, weight="bold",
        annotation_clip=False, va="bottom", bbox=_PAPER,
    )  # fmt: skip


def _dates(axes: Axes, points: pd.DataFrame) -> None:
    """Mark the first week of each quarter by its month."""
    ticks = pd.date_range(points["week"].min(), points["last_week"].max(), freq="QS")
    axes.set_xticks([*ticks.to_numpy()], [f"{tick.year}-{tick.month:02d}" for tick in ticks])


def _percent(shares: "pd.Series[Any]") -> "pd.Series[float]":
    return 100 * shares.astype("float64")
