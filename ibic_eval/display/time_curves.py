"""How many wait: the share still undecided by the day, before and after the introduction."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ibic_eval.display.exhibits import Exhibit, Shown
from ibic_eval.display.numbers import percent
from ibic_eval.display.palette import FAINT, GRID, SERIES
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_changes import MEDIAN
from ibic_eval.display.time_panels import Panel, floats, panel_rows
from ibic_eval.display.time_words import (
    AREAS,
    CLOCKS_IN_TEXT,
    NOTHING,
    SHOWN,
    Context,
    chosen,
    counts,
    in_order,
    source,
)

BEFORE, AFTER = "fore", "efter"
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    BEFORE: {"color": SERIES[1], "linewidth": 1.5, "linestyle": "--"},
    AFTER: {"color": SERIES[0], "linewidth": 2},
}
_NAMES = {BEFORE: "Före införandet", AFTER: "Efter övergången"}
_TOLD_DAYS = (14, 28, 56, 84)
_WEEKS_MARKED = 4
_WEEK = 7


def curves_figure(
    curves: pd.DataFrame, changes: pd.DataFrame, context: Context, clock: str
) -> Shown:
    """Show the share of cases still undecided by days waited, one panel an area.

    `curves` is the table `curves`; of `changes`, the table `time_changes`, the number of cases is
    taken. Shows nothing where there are no curves.
    """
    known = chosen(curves, clock=clock)
    if known.empty:
        return NOTHING
    panels = [
        Panel(f"{AREAS[area]}{_cases(changes, area, clock)}", rows, _words(area, rows))
        for area in in_order(known)
        if len(rows := known[known["area"].eq(area)])
    ]
    looks = {_NAMES[period]: look for period, look in _LOOKS.items()}
    images = panel_rows(panels, _draw, "Dagar", looks)
    notes = (
        f"Tid {CLOCKS_IN_TEXT[clock]}. Lodrätt: procent av ärendena som ännu inte är avgjorda "
        "(Kaplan–Meier, med öppna ärenden inräknade så länge de har väntat). Fälten är 95 procents "
        "konfidensintervall; n är antalet ärenden före och efter, i tiotal. Kurvan slutar där "
        "färre än fem personer är kvar.",
    )
    caption = "Hur många som ännu väntar på beslut, före och efter."
    return Exhibit("figur", "tid-kurvor", caption, images, source(context), notes)


def _cases(changes: pd.DataFrame, area: str, clock: str) -> str:
    found = row_dicts(chosen(changes, area=area, clock=clock, measure=MEDIAN, status=SHOWN))
    return f" (n {counts(found[0])})" if found else ""


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    for period, look in _LOOKS.items():
        line = rows[rows["period"].eq(period)].sort_values("day")
        days = line["day"].astype(int)
        share, low, high = (
            100 * floats(line[name]) for name in ("share_open", "ci_low", "ci_high")
        )
        axes.fill_between(days, low, high, step="post", color=look["color"], alpha=0.15,
                          linewidth=0)  # fmt: skip
        axes.step(days, share, where="post", **look)
    axes.axhline(50, color=GRID, linewidth=0.8, zorder=0)
    axes.set_ylim(0, 102)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    last = int(rows["day"].max())
    axes.set_xlim(0, last + _WEEK)
    axes.set_xticks(range(0, last + _WEEK, _WEEKS_MARKED * _WEEK))
    axes.spines["bottom"].set_color(FAINT)


def _words(area: str, rows: pd.DataFrame) -> str:
    told = []
    for period, name in _NAMES.items():
        line = rows[rows["period"].eq(period) & rows["day"].isin(_TOLD_DAYS)]
        shares = ", ".join(
            f"{percent(row['share_open'])} efter {row['day']} dagar"
            for row in row_dicts(line.sort_values("day"))
        )
        told += [f"{name}: {shares}."] if shares else []
    return f"{AREAS[area]}, andel som ännu väntar. {' '.join(told)}"
