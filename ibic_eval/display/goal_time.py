"""How long it takes to reach a goal: curves by area and the table of their quartiles."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ibic_eval.display.canvas import house_style, plain_axes, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.goal_words import (
    ALL,
    AREAS,
    NOTHING,
    Context,
    chosen,
    count,
    hidden_or,
    legend,
    source,
    span,
)
from ibic_eval.display.goal_words import Row as Record
from ibic_eval.display.numbers import MISSING, decimal, integer, interval, is_missing, percent
from ibic_eval.display.palette import GRID, INK, SERIES
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "aldreomsorg": {"color": SERIES[0], "linestyle": "-", "marker": "o"},
    "annan_sol": {"color": SERIES[1], "linestyle": "--", "marker": "s"},
    "lss": {"color": SERIES[2], "linestyle": "-.", "marker": "D"},
    ALL: {"color": INK, "linestyle": "-", "marker": "o"},
}
_TOLD_MONTHS = (6, 12, 24)
_HEIGHT, _LEFT, _RIGHT, _FOOT = 2.4, 0.55, 1.55, 0.5
_MARKED = 6
_APART = 8.5
_QUARTILES: Mapping[str, str] = {
    "q25": "En fjärdedel",
    "median": "Hälften",
    "q75": "Tre fjärdedelar",
}


def time_figure(curves: pd.DataFrame, context: Context) -> Shown:
    """Show the share that has reached its goal by months since the assessment, a line an area.

    `curves` is the table `time_curves`; the line of all areas only where it stands alone.
    """
    known = chosen(curves.dropna(subset=["share"]))
    parts = known[known["area"].ne(ALL)]
    rows = parts if len(parts) else known
    if rows.empty:
        return NOTHING
    with house_style():
        image = _draw(rows)
    notes = (
        "Lodrätt: procent av målen att förbättra ett läge som har nåtts, räknat från bedömningen. "
        "De som ännu inte har nått målet räknas med så länge de har följts (Kaplan–Meier). "
        "Fälten är 95 procents konfidensintervall. Ett mål kan ha nåtts före uppföljningen: det "
        "syns först då. Kurvan slutar där färre än fem personer är kvar; antalet mål står i "
        "tabellen.",
    )
    caption = "Andel mål som har nåtts, efter månader sedan bedömningen."
    return Exhibit("figur", "mal-tid", caption, (image,), source(context), notes)


def _draw(rows: pd.DataFrame) -> Image:
    figure, axes = plain_axes(_HEIGHT, (_LEFT, _RIGHT), _FOOT)
    areas = [area for area in AREAS if rows["area"].eq(area).any()]
    ends = {}
    for area in areas:
        line = rows[rows["area"].eq(area)].sort_values("month")
        _line(axes, line, _LOOKS[area])
        ends[area] = (int(line["month"].iloc[-1]), 100 * float(line["share"].iloc[-1]))
    last = max(month for month, _ in ends.values())
    _axis(axes, last)
    for area, y in _spread({area: share for area, (_, share) in ends.items()}).items():
        axes.annotate(
            AREAS[area], (last, y), xytext=(8, 0), textcoords="offset points", va="center",
            color=_LOOKS[area]["color"], weight="bold", fontsize=8.5, annotation_clip=False,
        )  # fmt: skip
    return save(figure, " ".join(["Linjediagram.", *(_words(area, rows) for area in areas)]))


def _line(axes: Axes, line: pd.DataFrame, look: Mapping[str, Any]) -> None:
    months = line["month"].astype(int).to_numpy()
    share, low, high = (
        100 * line[name].astype("float64").to_numpy() for name in ("share", "ci_low", "ci_high")
    )
    axes.fill_between(months, low, high, step="post", color=look["color"], alpha=0.13, linewidth=0)
    axes.step(months, share, where="post", linewidth=1.7, markersize=4, markevery=_MARKED, **look)


def _axis(axes: Axes, last: int) -> None:
    axes.set_xlim(0, max(last, 1))  # a curve may have the first month only
    axes.set_xticks(range(0, last + 1, _MARKED))
    axes.set_ylim(0, 106)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    axes.axhline(50, color=GRID, linewidth=0.8, zorder=0)
    axes.set_xlabel("Månader sedan bedömningen", fontsize=8)


def _spread(places: Mapping[str, float]) -> dict[str, float]:
    """Move names that would lie over each other apart, lowest first."""
    moved: dict[str, float] = {}
    lowest = -_APART
    for area, y in sorted(places.items(), key=lambda item: item[1]):
        lowest = max(y, lowest + _APART)
        moved[area] = lowest
    return moved


def _words(area: str, rows: pd.DataFrame) -> str:
    line = rows[rows["area"].eq(area) & rows["month"].isin(list(_TOLD_MONTHS))]
    told = ", ".join(
        f"{percent(row['share'])} ({interval(row['ci_low'], row['ci_high'])}) inom "
        f"{row['month']} månader"
        for row in row_dicts(line.sort_values("month"))
    )
    return f"{AREAS[area]}: {told or 'kortare tid än sex månader'}."


def time_table(times: pd.DataFrame, context: Context) -> Shown:
    """Show after how many days a quarter, half and three quarters of the goals were reached.

    `times` is the table `time_to_goal`.
    """
    rows = chosen(times[times["status"].ne("saknas")])
    if rows.empty:
        return NOTHING
    frame = pd.DataFrame(
        [
            {
                "Område": AREAS[row["area"]],
                "Mål": count(row),
                "Personer": count(row, "n_persons"),
                "Nådda": count(row, "n_reached"),
                **{
                    f"Dagar tills målen är nådda (KI){UNDER}{head}": hidden_or(
                        row, _days(row, name)
                    )
                    for name, head in _QUARTILES.items()
                },
            }
            for row in row_dicts(rows)
        ]
    )
    notes = (
        "Mål att förbättra ett läge. KI är 95 procents konfidensintervall. ”Inte nått” är att så "
        "få har nått målet att det inte går att säga, med intervallets nedre gräns inom parentes; "
        "en gräns som inte går att räkna står som –.",
        *legend(frame),
    )
    return table(
        frame, slug="mal-tid", caption="Dagar från bedömning till nått mål.",
        source=source(context), notes=notes,
    )  # fmt: skip


def _days(row: Record, name: str) -> str:
    if is_missing(row[name]):
        least = row[f"{name}_low"]
        return "Inte nått" if is_missing(least) else f"Inte nått (från {integer(least)})"
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if not (is_missing(low) or is_missing(high)):
        return f"{integer(row[name])} ({span(low, high)})"
    ends = (MISSING if is_missing(end) else decimal(end, 0) for end in (low, high))
    return f"{integer(row[name])} ({' till '.join(ends)})"
