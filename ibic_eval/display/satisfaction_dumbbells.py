"""Groups of municipalities from one wave to the next, as dumbbells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.display import drawn
from ibic_eval.display.canvas import headed, house_style, mark_axis, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Gallery, Image, Shown, Strips, missing
from ibic_eval.display.numbers import (
    integer,
    is_missing,
    percent,
    whole_percent,
)
from ibic_eval.display.palette import GRID, INK, MARKERS, SERIES, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_words import (
    COMPARED,
    GROUPS,
    QUESTIONS,
    SERVICES,
    Context,
    computed_source,
    signed,
    signed_interval,
)
from ibic_eval.display.wording import lower_first

_LEFT, _RIGHT, _HEAD = 1.55, 2.75, 0.35
_COLUMNS = (4.75, 5.55, 6.95)
_LOOK = dict(zip(COMPARED, zip(MARKERS, SERIES, strict=True), strict=True))
_ROOM = 0.03
_UNWEIGHTED = "oviktad"


@dataclass(frozen=True)
class Row:
    """One group's means in the two waves and its change, as drawn; shares are 0–1."""

    heading: str
    group: str
    first: float
    second: float
    change: float
    ci_low: float | None
    ci_high: float | None
    n: int


def group_figures(
    groups: pd.DataFrame, changes: pd.DataFrame, context: Context, services: Sequence[str]
) -> Gallery:
    """Show each service's questions as dumbbells, one a group, from the first wave to the second.

    `groups` and `changes` are the frames of `estimates.group_means`, of which each municipality
    counted alike is drawn.
    """
    shown = [_figure(groups, changes, context, service) for service in services]
    return Gallery(tuple(shown) if len(groups) else (shown[0],))


def _figure(groups: pd.DataFrame, changes: pd.DataFrame, context: Context, service: str) -> Shown:
    first, second = context["first"], context["second"]
    caption = f"{SERVICES[service]}: nöjdhet {first} och {second}, efter användning av IBIC."
    rows = _rows(groups, changes, service)
    if not rows:
        return missing(caption)
    shares = [share for row in rows for share in (row.first, row.second)]
    limits = (min(shares) - _ROOM, max(shares) + _ROOM)
    panels = drawn.once(_panels, rows, limits, (first, second))
    notes = (
        f"Ofylld markör är {first}, fylld är {second}. Varje kommun väger lika. Ändringen är i "
        "procentenheter, med 95 procents konfidensintervall (KI), och gäller kommuner med värden "
        "båda åren; n är antalet sådana.",
        "Strecket visar inte vad IBIC har lett till: grupperna kan skilja sig åt av andra skäl.",
    )
    slug = f"nojdhet-{service.replace('_', '-')}"
    return Exhibit("figur", slug, caption, panels, computed_source(context), notes)


def _rows(groups: pd.DataFrame, changes: pd.DataFrame, service: str) -> list[Row]:
    changed = changes[_drawn(changes, service)]
    means = groups[_drawn(groups, service)].set_index(["question", "group", "year"])["estimate"]
    order = {name: place for place, name in enumerate(QUESTIONS)}
    rows = [
        Row(
            QUESTIONS[row["question"]],
            row["group"],
            float(means[row["question"], row["group"], row["first"]]),
            float(means[row["question"], row["group"], row["second"]]),
            float(row["estimate"]),
            _known(row["ci_low"]),
            _known(row["ci_high"]),
            int(row["n_municipalities"]),
        )
        for row in row_dicts(changed)
    ]
    codes = {text: code for code, text in QUESTIONS.items()}
    return sorted(rows, key=lambda row: (order[codes[row.heading]], COMPARED.index(row.group)))


def _drawn(frame: pd.DataFrame, service: str) -> pd.Series:
    kept = frame["service"].eq(service) & frame["weighting"].eq(_UNWEIGHTED)
    return kept & frame["gender"].eq("T") & frame["estimate"].notna()


def _known(value: Any) -> float | None:
    return None if is_missing(value) else float(value)


def _panels(
    rows: Sequence[Row], limits: tuple[float, float], years: tuple[int, int]
) -> tuple[Image | Strips, ...]:
    def draw(part_rows: list[Row], part: Part) -> Image:
        return _panel(part_rows, limits, years, part)

    with house_style():
        return in_parts(rows, lambda row: row.heading, draw)


def _panel(
    rows: Sequence[Row], limits: tuple[float, float], years: tuple[int, int], part: Part
) -> Image:
    blocks = headed([(row.heading, GROUPS[row.group]) for row in rows], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    canvas.axes.set_xlim(*limits)
    ticks = [tick / 100 for tick in range(0, 101, 10) if limits[0] <= tick / 100 <= limits[1]]
    mark_axis(canvas, {tick: f"{whole_percent(tick)}" for tick in ticks}, "Andel nöjda, procent")
    for tick in ticks:
        canvas.axes.axvline(tick, color=GRID, linewidth=0.7, zorder=0)
    for y, row in zip(canvas.row_places, rows, strict=True):
        marker, colour = _LOOK[row.group]
        look: dict[str, Any] = {"marker": marker, "linestyle": "none", "markersize": 6.5}
        canvas.axes.plot([row.first, row.second], [y, y], color=colour, linewidth=1.6, zorder=1)
        for share, face in ((row.first, WHITE), (row.second, colour)):
            canvas.axes.plot(
                [share], [y], markerfacecolor=face, markeredgecolor=colour, zorder=2, **look
            )
    columns = {
        f"{years[0]}, {years[1]}": [f"{whole_percent(r.first)}, {percent(r.second)}" for r in rows],
        "Ändring (KI)": [_change(row) for row in rows],
        "n": [integer(row.n) for row in rows],
    }
    for at, (head, texts) in zip(_COLUMNS, columns.items(), strict=True):
        canvas.column(at, head, texts)
    canvas.axes.tick_params(colors=INK)
    return save(canvas.figure, _alt(rows, years))


def _change(row: Row) -> str:
    return f"{signed(row.change)} ({signed_interval(row.ci_low, row.ci_high)})"


def _alt(rows: Sequence[Row], years: tuple[int, int]) -> str:
    return " ".join(
        f"{row.heading}, {lower_first(GROUPS[row.group])}: {percent(row.first)} {years[0]} och "
        f"{percent(row.second)} {years[1]}, ändring {_change(row)}, n {row.n}."
        for row in rows
    )
