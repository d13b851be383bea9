"""How the trained became more month by month: a strip for each group, on the same time axis."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from ibic_eval.display.canvas import WIDTH, house_style, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import integer, is_missing, month_of, percent
from ibic_eval.display.palette import FAINT, GRID, INK, SERIES
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.training_words import (
    FULL,
    NOTHING,
    Chapter,
    Row,
    by_training,
    own_source,
)

_STRIP, _GAP, _FOOT, _HEAD, _LEFT, _RIGHT = 0.95, 0.34, 0.4, 0.3, 0.5, 1.1


def curve_figure(chapter: Chapter) -> Shown:
    """Draw the share trained at the end of each month, with the plan's period and the target."""
    context = chapter.context
    rows = chapter.curve[chapter.curve["share"].notna()]
    if not context["available"] or rows.empty:
        return NOTHING
    names = list(dict.fromkeys(rows["training"]))
    with house_style():
        image = _draw([rows[rows["training"].eq(name)] for name in names], chapter)
    return Exhibit(
        "figur", "utbildning-tid", "Andel utbildade vid slutet av varje månad.", (image,),
        own_source(context, "utbildning.csv", "bemanning.csv", "project.yml"),
        ("Skuggat är tiden då utbildningen skulle hållas enligt planen, där den säger det. "
         "Streckad "
         "linje är målnivån. Månader då färre än fem blev klara är lagda till nästa månad. "
         "Antalet i gruppen är det senaste kända hela tiden.",),
    )  # fmt: skip


def _draw(curves: Sequence[pd.DataFrame], chapter: Chapter) -> Image:
    count = len(curves)
    height = _HEAD + count * _STRIP + (count - 1) * _GAP + _FOOT
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasSVG(figure)
    planned = {row["training"]: row for row in row_dicts(chapter.planned)}
    covered = by_training(chapter.coverage, FULL)
    begin, end = _limits(chapter)
    said = []
    for place, curve in enumerate(curves):
        bottom = _FOOT + (count - 1 - place) * (_STRIP + _GAP)
        box = (_LEFT / WIDTH, bottom / height, (WIDTH - _LEFT - _RIGHT) / WIDTH, _STRIP / height)
        axes = figure.add_axes(box)
        name = curve["training"].iloc[0]
        _strip(axes, curve, planned[name], covered[name], (begin, end))
        _time_axis(axes, begin, end, last=place == count - 1)
        said.append(_sentence(curve, covered[name]))
    return save(figure, " ".join(["Linjediagram, en remsa för varje grupp.", *said]))


def _limits(chapter: Chapter) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last day of the axis: what was done, and what was planned near it."""
    shown = chapter.planned["training"].isin(chapter.curve["training"])
    first = min(chapter.curve["date"].min(), chapter.planned.loc[shown, "start"].min())
    last = chapter.curve["date"].max()
    begin = pd.Timestamp(first if pd.notna(first) else chapter.curve["date"].min())
    return begin - pd.Timedelta(days=35), pd.Timestamp(last) + pd.Timedelta(days=10)


def _strip(
    axes: Axes,
    curve: pd.DataFrame,
    planned: Row,
    covered: Row,
    limits: tuple[pd.Timestamp, pd.Timestamp],
) -> None:
    start, end = (limits[at] if is_missing(planned[name]) else pd.Timestamp(planned[name])
                  for at, name in enumerate(("start", "end")))  # fmt: skip
    if not (is_missing(planned["start"]) and is_missing(planned["end"])):
        axes.axvspan(_at(start, limits), _at(min(end, limits[1]), limits), color="#e6eaee",
                     zorder=0)  # fmt: skip
    days = [_at(pd.Timestamp(day), limits) for day in (limits[0], *curve["date"])]
    shares = [0.0, *curve["share"].astype(float)]
    axes.plot(days, shares, drawstyle="steps-post", color=SERIES[0], linewidth=1.8)
    axes.plot(days[1:], shares[1:], "o", color=SERIES[0], markersize=4)
    if not is_missing(covered["target"]):
        axes.axhline(float(covered["target"]), color=SERIES[1], linestyle="--", linewidth=1.2)
    axes.set_ylim(0, max(1.05, max(shares) + 0.05))
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100"], fontsize=8)
    axes.set_title(str(planned["label"]), loc="left", fontsize=9, weight="bold", color=INK, pad=3)
    last = curve.iloc[-1]
    words = f"{percent(last['share'])}\n{integer(last['count'])} av {integer(last['n'])}"
    axes.annotate(words, (1.015, min(shares[-1], 0.9)), xycoords=("axes fraction", "data"),
                  va="center", fontsize=8.5, annotation_clip=False)  # fmt: skip
    axes.spines[["top", "right"]].set_visible(False)


def _time_axis(axes: Axes, begin: pd.Timestamp, end: pd.Timestamp, *, last: bool) -> None:
    axes.set_xlim(0, _at(end, (begin, end)))
    months = pd.date_range(begin, end, freq="QS")
    axes.set_xticks(
        [_at(day, (begin, end)) for day in months],
        [f"{day.year}-{day.month:02d}" if last else "" for day in months],
        fontsize=8,
    )
    axes.tick_params(length=2, color=FAINT)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)


def _at(day: pd.Timestamp, limits: tuple[pd.Timestamp, pd.Timestamp]) -> float:
    """Return where a day stands on the axis: days from its beginning."""
    return (day - limits[0]) / pd.Timedelta(days=1)


def _sentence(curve: pd.DataFrame, covered: Row) -> str:
    points = ", ".join(
        f"{month_of(pd.Timestamp(row['date']).date().isoformat())} {percent(row['share'])}"
        for row in row_dicts(curve)
    )
    aim = covered["target"]
    target = "" if is_missing(aim) else f"; målnivå {percent(aim)}"
    return f"{curve['label'].iloc[0]}: {points}{target}."
