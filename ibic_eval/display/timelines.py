"""Shares year by year as lines with their values written at the points."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from ibic_eval.display import drawn
from ibic_eval.display.canvas import house_style, plain_axes, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown, missing
from ibic_eval.display.numbers import integer, percent, whole_percent
from ibic_eval.display.palette import MARKERS, SERIES

_HEIGHT = 3.5
_TOP = 0.1


def published_timeline(
    published: pd.DataFrame,
    names: Mapping[str, str],
    *,
    item: str,
    section: str,
    slug: str,
    caption: str,
    source: str,
) -> Shown:
    """Show a published share over the years, one line an area, with n under each year.

    `published` is the table of published figures, of which the rows of `item` in `section` are
    drawn; `names` the areas' words.
    """
    rows = published[published["item"].eq(item) & published["section"].eq(section)]
    series = rows[rows["area"].isin(list(names))].assign(share=rows["low"] / 100)
    if series.empty:
        return missing(caption)
    with house_style():
        image = drawn.once(_draw, series, names)
    return Exhibit("figur", slug, caption, (image,), source)


def _draw(series: pd.DataFrame, names: Mapping[str, str]) -> Image:
    figure, axes = plain_axes(_HEIGHT, (0.5, 2.3), foot=0.55)
    sns.lineplot(
        series.astype({"year": "int64"}).assign(område=series["area"].map(dict(names))),
        x="year",
        y="share",
        hue="område",
        style="område",
        hue_order=list(names.values()),
        style_order=list(names.values()),
        palette=list(SERIES[: len(names)]),
        markers=list(MARKERS[: len(names)]),
        dashes=False,
        errorbar=None,
        legend=False,
        linewidth=1.8,
        markersize=7,
        ax=axes,
    )
    _axis(axes, series)
    highest = series.groupby("area")["share"].max().idxmax()
    for area, colour in zip(names, SERIES, strict=False):
        above = area == highest
        _values(axes, series[series["area"].eq(area)], names[area], colour, above)
    return save(figure, _alt(series, names))


def _axis(axes: Axes, series: pd.DataFrame) -> None:
    answered = series.groupby("year")["n"].first()
    words = [f"{year}\nn = {integer(n)}" for year, n in answered.items()]
    axes.set_xticks(list(answered.index), words)
    axes.set_ylim(0, series["share"].max() + _TOP)
    axes.set_yticks([0, 0.2, 0.4, 0.6], ["0", "20", "40", "60"])
    axes.set_xlabel("")
    axes.set_ylabel("Procent", fontsize=8)


def _values(axes: Axes, line: pd.DataFrame, name: str, colour: str, above: bool) -> None:
    """Write the values above the highest line and below the others, where no line is near."""
    words: dict[str, Any] = {"color": colour, "textcoords": "offset points"}
    for year, share in zip(line["year"], line["share"], strict=True):
        place = {"xytext": (0, 6), "va": "bottom"} if above else {"xytext": (0, -6), "va": "top"}
        look = {**words, **place, "ha": "center", "fontsize": 8.5}
        axes.annotate(f"{whole_percent(share)}", (year, share), **look)
    last = line.iloc[-1]
    beside = {**words, "xytext": (14, 0), "va": "center", "weight": "bold"}
    axes.annotate(name, (last["year"], last["share"]), **beside)


def _alt(series: pd.DataFrame, names: Mapping[str, str]) -> str:
    rows = []
    for area, name in names.items():
        line = series[series["area"].eq(area)]
        values = ", ".join(
            f"{year} {percent(share)} (n = {integer(n)})"
            for year, share, n in zip(line["year"], line["share"], line["n"], strict=True)
        )
        rows.append(f"{name}: {values}.")
    return " ".join(["Linjediagram.", *rows])
