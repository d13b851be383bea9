"""The learning curve: how much longer it takes, by months since the introduction."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from ibic_eval.display.exhibits import Exhibit, Prose, Shown
from ibic_eval.display.numbers import integer
from ibic_eval.display.palette import FAINT, GRID, INK, SERIES
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_forest import ratio_ticks
from ibic_eval.display.time_panels import Panel, floats, panel_rows
from ibic_eval.display.time_words import (
    AREAS,
    CLOCKS_IN_TEXT,
    COMPATIBLE,
    EQUIVALENT,
    FALLS,
    NOTHING,
    RISES,
    SHOWN,
    Context,
    caveats,
    change,
    change_interval,
    chosen,
    in_order,
    in_percent,
    source,
    within,
)
from ibic_eval.display.time_words import Row as Record

START, END, CHANGE = "vid_start", "vid_slut", "andring"
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Kvartal med KI": {"color": INK, "marker": "o", "markersize": 4, "linewidth": 1},
    "Anpassad linje": {"color": SERIES[0], "linewidth": 2},
    "Trenden före": {"color": FAINT, "linewidth": 0.9},
}
_WIDEST = 4.0
_QUARTER = 3


def learning_figure(
    learning: pd.DataFrame, fits: pd.DataFrame, context: Context, clock: str
) -> Shown:
    """Show the ratio to the time before, quarter by quarter, with the fitted decline.

    `learning` and `fits` are the tables `learning` and `learning_fit`.
    """
    known = chosen(learning, clock=clock, status=SHOWN).dropna(subset=["estimate"])
    if known.empty:
        return NOTHING
    lines = chosen(fits, clock=clock, status=SHOWN)
    limits = _limits(known)
    margin = float(context.get("margin", 0.9))
    panels = [
        Panel(AREAS[area], rows, _words(area, rows))
        for area in in_order(known)
        if len(rows := known[known["area"].eq(area)])
    ]

    def draw(axes: Axes, rows: pd.DataFrame) -> None:
        _band(axes, limits, margin)
        _draw(axes, rows, chosen(lines, area=str(rows["area"].iloc[0])))

    images = panel_rows(panels, draw, "Månader sedan införandet", _LOOKS)
    notes = (
        f"Tid {CLOCKS_IN_TEXT[clock]}, räknad högst så länge som ärendena följs. Lodrätt: ändring "
        "i procent mot vad nivån och trenden före införandet hade lett till, med 95 procents "
        "konfidensintervall (KI) för varje kvartal. Det grå bandet är "
        f"{change_interval(margin, 1 / margin)} procent. Kvartal med för få ärenden saknas.",
        *caveats(known),
    )
    caption = "Hur mycket längre eller kortare det tar, efter tid sedan införandet."
    return Exhibit("figur", "tid-inlarning", caption, images, source(context), notes)


def _limits(known: pd.DataFrame) -> tuple[float, float]:
    low, high = float(known["ci_low"].min()), float(known["ci_high"].max())
    return max(min(low, 0.85), 1 / _WIDEST), min(max(high, 1.2), _WIDEST) * 1.04


def _band(axes: Axes, limits: tuple[float, float], margin: float) -> None:
    axes.set_yscale("log")
    axes.yaxis.set_minor_locator(NullLocator())
    ticks = ratio_ticks(limits)
    axes.set_yticks(ticks, [change(tick, "").lstrip("±") for tick in ticks])
    axes.set_ylim(*limits)
    axes.axhspan(margin, 1 / margin, color=GRID, alpha=0.6, linewidth=0, zorder=0)
    axes.axhline(1, zorder=0, **_LOOKS["Trenden före"])


def _draw(axes: Axes, rows: pd.DataFrame, fits: pd.DataFrame) -> None:
    at = (rows["from_month"] + rows["to_month"] + 1).astype(float) / 2
    axes.vlines(at, floats(rows["ci_low"]), floats(rows["ci_high"]), color=INK, linewidth=1)
    axes.plot(at, floats(rows["estimate"]), color=INK, marker="o", markersize=4, linestyle="none")
    ends = fits.set_index("term").to_dict("index")
    if START in ends and END in ends:
        values = [float(ends[term]["estimate"]) for term in (START, END)]
        axes.plot([0, int(ends[END]["months"])], values, **_LOOKS["Anpassad linje"])
    last = int(rows["to_month"].max()) + 1
    axes.set_xlim(-0.5, last + 0.5)
    axes.set_xticks(range(0, last + 1, 2 * _QUARTER))


def _words(area: str, rows: pd.DataFrame) -> str:
    told = ", ".join(
        f"månad {row['from_month']}–{row['to_month']} {change(row['estimate'])} "
        f"({change_interval(row['ci_low'], row['ci_high'])}, n {integer(row['n'])})"
        for row in row_dicts(rows)
    )
    return f"{AREAS[area]}: {told}."


def learning_sentences(fits: pd.DataFrame, clock: str) -> Prose:
    """Tell by area where it began, where it is after 18 months, and whether it falls."""
    known = chosen(fits, clock=clock, status=SHOWN)
    told = [learning_clause(chosen(known, area=area)) for area in in_order(known)]
    return Prose(tuple(f"{clause[:1].upper()}{clause[1:]}." for clause in told if clause), True)


def learning_clause(fits: pd.DataFrame) -> str:
    """Tell the decline of one area as a clause that begins in lower case; "" where unknown."""
    rows = fits.set_index("term").to_dict("index")
    if not {START, END, CHANGE} <= set(rows):
        return ""
    first, last, whole = rows[START], rows[END], rows[CHANGE]
    n = f"n {integer(whole['n_before'])} före, {integer(whole['n_after'])} efter"
    return (
        f"{within(whole['area'])} tog det {_than_before(first)} än trenden före hade gett vid "
        f"starten ({_limits_of(first)}) och {_than_before(last)} efter {whole['months']} månader "
        f"({_limits_of(last)}; {n}): "
        f"{_course(whole)}"
    )


def _than_before(row: Record) -> str:
    ratio = float(row["estimate"])
    if change(ratio, "") == change(1, ""):
        return "varken längre eller kortare tid"
    return f"{in_percent(ratio)} {'längre' if ratio > 1 else 'kortare'} tid"


def _limits_of(row: Record) -> str:
    return f"KI {change_interval(row['ci_low'], row['ci_high'])}"


def _course(row: Record) -> str:
    verdict = str(row["verdict"])
    size = f"{change(row['estimate'])}, KI {change_interval(row['ci_low'], row['ci_high'])}"
    words = {
        FALLS: f"tiden faller ({size}), vilket är {COMPATIBLE} inlärning",
        RISES: f"tiden stiger ({size})",
        EQUIVALENT: f"tiden är densamma ({size})",
    }
    needed = f"en sänkning på {in_percent(1 / float(row['smallest_detectable']))} hade synts"
    return words.get(verdict, f"om tiden faller kan inte avgöras ({size}; {needed})")
