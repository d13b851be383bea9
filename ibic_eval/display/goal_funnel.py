"""The funnel plot of providers, and beside it the best guess for each: never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from textwrap import shorten
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from ibic_eval.display.canvas import WIDTH, house_style, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.goal_words import (
    ALL,
    AREAS,
    NOTHING,
    SHOWN,
    Context,
    chosen,
    source,
)
from ibic_eval.display.goal_words import Row as Record
from ibic_eval.display.numbers import integer, interval, percent
from ibic_eval.display.palette import FAINT, GRID, INK, SERIES, WHITE
from ibic_eval.display.row_dicts import row_dicts

POSITIONS = {
    "inom": "inom",
    "utanfor_95": "utanför 95 %",
    "utanfor_998": "utanför 99,8 %",
}
_MARKERS = {"inom": ("o", WHITE), "utanfor_95": ("D", SERIES[1]), "utanfor_998": ("s", SERIES[0])}
_FUNNEL = (0.45, 2.85)
_NAMES_AT, _GUESS = 3.5, (5.6, 1.7)
_ROW, _TOP, _FOOT, _LEAST = 0.21, 0.55, 0.45, 1.9
_LONGEST = 28
_LETTERED = len(ascii_uppercase)


@dataclass(frozen=True)
class Scale:
    """Ends of the axis of shares, in percent, and the mean of the area."""

    low: float
    high: float
    mean: float


def funnel_figure(providers: pd.DataFrame, funnel: pd.DataFrame, context: Context) -> Shown:
    """Show by area each provider against its control limits, with the shrunken estimate beside.

    `providers` and `funnel` are the tables with those names. Providers stand by name.
    """
    known = chosen(providers, status=SHOWN).dropna(subset=["adjusted", "n_effective"])
    drawn = []
    with house_style():
        for area in [area for area in AREAS if known["area"].eq(area).any()]:
            limits = funnel[funnel["area"].eq(area)].sort_values("n_effective")
            rows = row_dicts(known[known["area"].eq(area)])
            if len(limits):
                drawn.append(_image(area, rows, limits))
    if not drawn:
        return NOTHING
    notes = (
        "Till vänster: andel nådda mål (helt eller delvis) hos varje utförare, räknad som om alla "
        "hade samma livsområden och lägen att börja med, mot hur många oberoende mål den "
        "vilar på. Är utförarna så lika som kommunens utförare i allmänhet hamnar 95 av 100 mellan "
        "de streckade linjerna och 998 av 1 000 mellan de heldragna. Skiljer sig utförarna mer än "
        "slumpen ger är gränserna vidgade med det som är vanligt bland dem (Spiegelhalter 2005). "
        "Vågrät linje: områdets medel.",
        "Till höger: den bästa gissningen om var utföraren ligger, med 95 procents intervall; små "
        "utförare dras mot medlet (det öppna korset är andelen före). Ordningen är "
        "utförarnas namn, inte resultatet.",
    )
    caption = "Utförarna jämförda med vad slumpen och vanliga skillnader ger."
    return Exhibit("figur", "mal-utforare", caption, tuple(drawn), source(context), notes)


def sign_of(place: int) -> str:
    """Return the sign of a provider in the plot: A, B … Z, then A2, B2 …"""
    turn, at = divmod(place, _LETTERED)
    return f"{ascii_uppercase[at]}{turn + 1 if turn else ''}"


def _image(area: str, rows: Sequence[Record], limits: pd.DataFrame) -> Image:
    height = max(_LEAST, _ROW * len(rows)) + _TOP + _FOOT
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasSVG(figure)
    scale = _scale(rows, limits)
    _draw_funnel(_axes(figure, _FUNNEL, height), rows, limits, scale)
    _draw_guesses(_axes(figure, _GUESS, height), rows, scale)
    words: dict[str, Any] = {"va": "top", "transform": figure.dpi_scale_trans}
    figure.text(0.05, height - 0.05, AREAS[area], weight="bold", **words)
    small = {**words, "fontsize": 8, "color": FAINT, "va": "bottom"}
    figure.text(_FUNNEL[0], height - _TOP + 0.08, "Andel nådda mål, procent", **small)
    figure.text(_NAMES_AT, height - _TOP + 0.08, "Utförare, i namnordning", **small)
    figure.text(_GUESS[0], height - _TOP + 0.08, "Bästa gissning", **small)
    return save(figure, _alt(area, rows, limits))


def _axes(figure: Figure, place: tuple[float, float], height: float) -> Axes:
    left, width = place
    tall = (height - _TOP - _FOOT) / height
    axes = figure.add_axes((left / WIDTH, _FOOT / height, width / WIDTH, tall))
    axes.spines[["right", "top"]].set_visible(False)
    axes.tick_params(labelsize=8, length=2)
    return axes


def _scale(rows: Sequence[Record], limits: pd.DataFrame) -> Scale:
    """Return an axis that holds every point; the widest limits, of the fewest goals, may be cut."""
    smallest = min(float(row["n_effective"]) for row in rows)
    near = limits[limits["n_effective"].ge(smallest)]
    ends = [float(row[name]) for row in rows for name in _DRAWN]
    ends += [float(edge) for name in ("low_95", "high_95") for edge in near[name]]
    low, high = 100 * min(ends), 100 * max(ends)
    mean = 100 * float(limits["mean"].iloc[0])
    return Scale(max(0, 10 * (low // 10)), min(100, 10 * (high // 10 + 1)), mean)


_DRAWN = ("adjusted", "shrunken_low", "shrunken_high")


def _draw_funnel(axes: Axes, rows: Sequence[Record], limits: pd.DataFrame, scale: Scale) -> None:
    sizes = limits["n_effective"].astype("float64").to_numpy()
    for names, look in ((("low_95", "high_95"), "--"), (("low_998", "high_998"), "-")):
        for name in names:
            edge = 100 * limits[name].astype("float64").to_numpy()
            axes.plot(sizes, edge, color=FAINT, linewidth=1, linestyle=look)
    axes.axhline(scale.mean, color=INK, linewidth=0.9)
    for place, row in enumerate(rows):
        marker, face = _MARKERS[str(row["position"])]
        at = (float(row["n_effective"]), 100 * float(row["adjusted"]))
        axes.plot(*at, marker=marker, color=face, markeredgecolor=INK, markersize=6.5, zorder=3)
        axes.annotate(
            sign_of(place), at, xytext=(6, 3), textcoords="offset points", fontsize=8, weight="bold"
        )
    most = max(float(row["n_effective"]) for row in rows)
    axes.set_xlim(0, 1.12 * most)
    axes.set_ylim(scale.low, scale.high)
    axes.set_xlabel("Oberoende mål", fontsize=8)


def _draw_guesses(axes: Axes, rows: Sequence[Record], scale: Scale) -> None:
    for place, row in enumerate(rows):
        ends = [100 * float(row[name]) for name in ("shrunken_low", "shrunken_high")]
        axes.plot(ends, [place, place], color=INK, linewidth=1.3)
        axes.plot(100 * float(row["adjusted"]), place, marker="x", color=FAINT, markersize=5)
        axes.plot(
            100 * float(row["shrunken"]), place, marker="o", color=SERIES[0], markeredgecolor=INK,
            markersize=6,
        )  # fmt: skip
        name = shorten(str(row["provider"]), _LONGEST, placeholder="…")
        axes.annotate(
            f"{sign_of(place)}  {name}", (_NAMES_AT, place), va="center", fontsize=8.5,
            xycoords=("figure points", "data"), xytext=(72 * _NAMES_AT, place),
            textcoords=("figure points", "data"), annotation_clip=False,
        )  # fmt: skip
    axes.axvline(scale.mean, color=GRID, linewidth=1, zorder=0)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(scale.low, scale.high)
    axes.set_xlabel("Andel nådda mål, procent", fontsize=8)


def _alt(area: str, rows: Sequence[Record], limits: pd.DataFrame) -> str:
    name = f"Trattdiagram, {AREAS[area].lower()}" if area == ALL else f"Trattdiagram, {AREAS[area]}"
    told = " ".join(_sentence(row) for row in rows)
    return f"{name}: medel {percent(limits['mean'].iloc[0])}. {told}"


def _sentence(row: Record) -> str:
    limits = interval(row["low_95"], row["high_95"])
    guess = f"{percent(row['shrunken'])} ({interval(row['shrunken_low'], row['shrunken_high'])})"
    return (
        f"{row['provider']}: {percent(row['adjusted'])}, {integer(row['n'])} mål, gränser 95 % "
        f"{limits}, {POSITIONS[str(row['position'])]} gränserna; bästa gissning {guess}."
    )
