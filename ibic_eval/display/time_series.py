"""Month by month: the series with its line, and what the time before would have led to."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import decimal, month_of
from ibic_eval.display.palette import FAINT, GRID, SERIES
from ibic_eval.display.time_panels import Panel, floats, panel_row, panel_rows
from ibic_eval.display.time_words import (
    AREAS,
    CLOCKS_IN_TEXT,
    NOTHING,
    Context,
    chosen,
    in_order,
    source,
    span,
)
from ibic_eval.display.wording import lower_first

OWN, AGAINST = "egen", "jamforande"
BEFORE, TRANSITION, AFTER = "fore", "overgang", "efter"
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Månadens medel": {"color": FAINT, "marker": "o", "markersize": 3, "linestyle": "none"},
    "Modellens linje": {"color": SERIES[0], "linewidth": 2},
    "Om tiden före hade fortsatt": {"color": SERIES[1], "linewidth": 1.5, "linestyle": "--"},
    "Övergång": {"color": GRID, "linewidth": 7},
    "IBIC börjar": {"color": FAINT, "linewidth": 1, "linestyle": ":"},
}
_MONTHS_A_YEAR = 12
_DAYS_A_YEAR = 365.25
_ROOM = 0.12
_MOST_PLACES, _TINY = 3, 1e-9


def series_figure(series: pd.DataFrame, context: Context, clock: str) -> Shown:
    """Show each area's months, alone and against an area that hadn't begun.

    `series` is the table `series`. Shows nothing where no line could be fitted.
    """
    fitted = chosen(series, clock=clock).dropna(subset=["month"])
    fitted = fitted[fitted["area"].isin(fitted.loc[fitted["fitted"].notna(), "area"])]
    if fitted.empty:
        return NOTHING
    notes = (
        f"Tid {CLOCKS_IN_TEXT[clock]}: månadens geometriska medelvärde i dagar, räknade högst så "
        "länge som ärendena följs, där både den första och den sista dagen räknas med. Den "
        "streckade linjen har 95 procents "
        "konfidensintervall (KI).",
        *_against_note(fitted),
        "Månader med färre än fem ärenden är inte utritade.",
    )
    images = _images(fitted, context)
    caption = "Tiden till beslut månad för månad, och om tiden före hade fortsatt."
    return Exhibit("figur", "tid-manader", caption, images, source(context), notes)


def _against_note(fitted: pd.DataFrame) -> tuple[str, ...]:
    if not fitted["model"].eq(AGAINST).any():
        return ()
    return (
        "Till höger är områdets tid delad med tiden i ett område som inte hade börjat: det som "
        "ändrades lika i båda försvinner.",
    )


def _images(fitted: pd.DataFrame, context: Context) -> tuple[Image, ...]:
    """Draw an area a row with its comparison beside; two areas a row where none is compared."""
    starts = context.get("starts") or {}

    def draw(axes: Axes, rows: pd.DataFrame) -> None:
        _draw(axes, rows, starts.get(str(rows["area"].iloc[0])))

    by_area = [_panels(fitted[fitted["area"].eq(area)]) for area in in_order(fitted)]
    if all(len(panels) == 1 for panels in by_area):
        return panel_rows([panels[0] for panels in by_area], draw, "", _LOOKS)
    return tuple(
        panel_row(panels, draw, "", None if at else _LOOKS) for at, panels in enumerate(by_area)
    )


def _panels(mine: pd.DataFrame) -> list[Panel]:
    return [
        Panel(_title(rows), rows, _words(rows))
        for model in (OWN, AGAINST)
        if len(rows := mine[mine["model"].eq(model)])
    ]


def _title(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    name = AREAS[first["area"]]
    if first["model"] == OWN:
        return f"{name}: dagar"
    return f"{name} delat med {lower_first(AREAS[first['control_area']])}: kvot"


def _draw(axes: Axes, rows: pd.DataFrame, start: str | None) -> None:
    at = rows["month"].map(_year)
    transition = at[rows["period"].eq(TRANSITION)]
    if len(transition):
        axes.axvspan(transition.min(), transition.max() + 1 / _MONTHS_A_YEAR, color=GRID, alpha=0.8,
                     linewidth=0, zorder=0)  # fmt: skip
    if start:
        axes.axvline(_year(pd.Timestamp(start)), **_LOOKS["IBIC börjar"])
    axes.plot(at, floats(rows["days"]), **_LOOKS["Månadens medel"])
    after = rows["period"].ne(BEFORE)
    low, high = (floats(rows[f"counterfactual_{end}"])[after] for end in ("low", "high"))
    axes.fill_between(at[after], low, high, color=SERIES[1], alpha=0.18, linewidth=0)
    axes.plot(at[after], floats(rows["counterfactual"])[after],
              **_LOOKS["Om tiden före hade fortsatt"])  # fmt: skip
    for period in (BEFORE, AFTER):
        part = rows["period"].eq(period)
        axes.plot(at[part], floats(rows["fitted"])[part], **_LOOKS["Modellens linje"])
    axes.set_ylim(bottom=0)
    first, last = at.min() - _ROOM, at.max() + _ROOM
    axes.set_xlim(first, last)
    axes.set_xticks([year for year in range(int(first), int(last) + 1) if year >= first])
    axes.yaxis.set_major_formatter(FuncFormatter(_tick))


def _tick(value: float, _: int) -> str:
    """Write a tick as exactly as it stands: 20, 0.5 and 0.25."""
    return decimal(value, next(places for places in (0, 1, 2, 3) if _is_round(value, places)))


def _is_round(value: float, places: int) -> bool:
    return places == _MOST_PLACES or abs(value - round(value, places)) < _TINY


def _year(month: pd.Timestamp | dt.datetime) -> float:
    stamp = pd.Timestamp(month)
    return float(stamp.year + (stamp.dayofyear - 1) / _DAYS_A_YEAR)


def _words(rows: pd.DataFrame) -> str:
    """Tell the line at its ends, and how far it is at last from what the time before led to."""
    known = rows[rows["fitted"].notna()]
    before, after = (known[known["period"].eq(period)] for period in (BEFORE, AFTER))
    told = [f"{_title(rows)}, {int(rows['days'].notna().sum())} månader."]
    if len(before):
        told.append(f"Före går linjen {_course(before)}.")
    if len(after):
        last = after.iloc[-1]
        places = _places(rows)
        limits = span(last["counterfactual_low"], last["counterfactual_high"], places)
        told.append(
            f"Efter övergången går den {_course(after)}, där tiden före hade lett till "
            f"{decimal(last['counterfactual'], places)} (KI {limits})."
        )
    return " ".join(told)


def _course(rows: pd.DataFrame) -> str:
    ends = [rows.iloc[0], rows.iloc[-1]]
    first, last = (
        f"{decimal(row['fitted'], _places(rows))} i {month_of(row['month'].date().isoformat())}"
        for row in ends
    )
    return f"från {first} till {last}"


def _places(rows: pd.DataFrame) -> int:
    """Return how many decimals tell days, or a ratio, exactly enough."""
    return 1 if rows["model"].iloc[0] == OWN else 2
