"""Results over three reports or more, as small charts with the same scale of time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from ibic_eval.display.exhibits import Exhibit, Shown
from ibic_eval.display.final_words import span
from ibic_eval.display.history_words import NOTHING, History, name, source, value
from ibic_eval.display.numbers import is_missing, month_of
from ibic_eval.display.palette import FAINT, GRID, INK
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_panels import Panel, floats, panel_rows
from ibic_eval.display.time_words import change

KINDS = ("egna_fore_efter", "egen_matning", "granskning")
_LOOKS: Sequence[Mapping[str, Any]] = (
    {"color": INK, "marker": "o", "linestyle": "-"},
    {"color": FAINT, "marker": "s", "linestyle": "--", "markerfacecolor": "white"},
    {"color": INK, "marker": "^", "linestyle": ":", "markerfacecolor": "white"},
    {"color": FAINT, "marker": "D", "linestyle": "-."},
)
_SIDE, _LONGEST = 0.035, 43


def series_figure(history: History) -> Shown:
    """Draw each measure of the municipality's own data, a line for each of its parts."""
    rows = history.series[history.series["kind"].isin(KINDS)]
    rows = rows[rows["ci_low"].notna()]
    if rows.empty:
        return NOTHING
    by_measure = rows.groupby("measure", sort=False)
    panels = [Panel(_title(mine), mine, _words(mine)) for _, mine in by_measure]
    return Exhibit(
        "figur", "historik-serier", "Resultaten i kommunens rapporter, den senaste sist.",
        panel_rows(panels, _draw, "", {}), source(history),
        ("Punkt och 95 procents konfidensintervall vid sista dagen för uppgifterna. Där "
         "uppgifterna växer från rapport till rapport är punkterna inte oberoende av varandra.",),
    )  # fmt: skip


def _title(rows: pd.DataFrame) -> str:
    what = str(rows["what"].iloc[0]).replace("Granskade handlingar", "Handlingar")
    return what if len(what) <= _LONGEST else f"{what[: _LONGEST - 1].rstrip()}…"


def _words(rows: pd.DataFrame) -> str:
    lines = [
        f"{name(mine.iloc[-1].to_dict())}: {', '.join(map(_point, row_dicts(mine)))}."
        for _, mine in rows.groupby("id", sort=False)
    ]
    return " ".join(lines)


def _point(row: Mapping[Any, Any]) -> str:
    ends = "" if is_missing(row["ci_low"]) else f" ({span(row)})"
    return f"{value(row)}{ends} i {month_of(str(row['period_to']))}"


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    parts = list(rows.groupby("id", sort=False))
    for place, (_, mine) in enumerate(parts):
        look = _LOOKS[place % len(_LOOKS)]
        at = mine["period_to"].map(_year) + (place - (len(parts) - 1) / 2) * _SIDE
        axes.vlines(at, floats(mine["ci_low"]), floats(mine["ci_high"]), color=look["color"],
                    linewidth=1)  # fmt: skip
        label = name(mine.iloc[-1].to_dict()).removeprefix(f"{mine['what'].iloc[0]}, ")
        axes.plot(at, floats(mine["estimate"]), markersize=4.5, linewidth=1, label=label, **look)
    _scale(axes, str(rows["form"].iloc[0]))
    days = sorted(set(rows["period_to"]))
    axes.set_xticks([_year(day) for day in days], [day[:7] for day in days])
    axes.margins(x=0.12)
    if len(parts) > 1:
        axes.legend(frameon=False, fontsize=7, loc="best", handlelength=2.4)


def _scale(axes: Axes, form: str) -> None:
    if form == "andel":
        axes.set_ylim(0, 1.02)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share * 100:.0f} %"))
    if form == "kvot":
        axes.axhline(1, color=GRID, linewidth=1)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda ratio, _: change(ratio)))


def _year(day: str) -> float:
    date = dt.date.fromisoformat(day)
    return date.year + (date.timetuple().tm_yday - 1) / 365.25
