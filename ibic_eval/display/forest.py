"""Differences between two groups with their intervals, told apart by verdict and marker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.display import drawn
from ibic_eval.display.canvas import (
    Canvas,
    headed,
    house_style,
    mark_axis,
    open_canvas,
    save,
)
from ibic_eval.display.exhibits import Exhibit, Image, Prose, Shown, Strips
from ibic_eval.display.numbers import (
    MISSING,
    decimal,
    is_missing,
    p_value,
    percent,
    points,
    points_interval,
    whole_percent,
)
from ibic_eval.display.palette import FAINT, GRID, INK, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import AREAS, GROUPS, answer_label, lower_first

_LEFT = 1.15
_RIGHT = 4.35
_HEAD = 0.35
_COLUMNS = (3.12, 3.95, 4.5, 5.36, 5.91, 6.37)
_MARKERS: Mapping[str, tuple[str, str]] = {
    "större": (">", "#0b3c6f"),
    "mindre": ("<", "#b65c12"),
    "likvärdig": ("s", "#5b6470"),
    "kan inte avgöras": ("o", WHITE),
}
_STEP = 0.2


@dataclass(frozen=True)
class Row:
    """One difference as it is drawn and written; shares and differences are 0–1."""

    heading: str
    label: str
    share_a: float
    share_b: float
    n_a: int
    n_b: int
    difference: float
    ci_low: float
    ci_high: float
    p: float
    smallest: float | None
    verdict: str


def forest(
    differences: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    slug: str,
    caption: str,
    source: str,
    margin: float,
) -> Shown:
    """Show differences of shares between two groups with n, interval, adjusted p and verdict.

    `differences` is the frame of `estimates.differences.group_differences`, one row an item and
    area; `margin` the smallest difference that matters (proportion), drawn as a band. Shows nothing
    where nothing could be compared.
    """
    known = differences.dropna(subset=["difference", "ci_low", "ci_high"])
    if known.empty:
        return Prose(())
    rows = [_row(record, labels) for record in row_dicts(known)]
    first = known.iloc[0]
    notes = _notes(str(first["group_a"]), str(first["group_b"]), margin)
    ends = max(max(abs(row.ci_low), abs(row.ci_high)) for row in rows)
    panels = drawn.once(_panels, rows, margin, ends)
    return Exhibit("figur", slug, caption, panels, source, notes)


def _row(record: Mapping[Any, Any], labels: Mapping[str, str]) -> Row:
    return Row(
        heading=f"{labels[record['item']]}: {lower_first(answer_label(record['answer']))}",
        label=AREAS.get(record["area"], record["area"]),
        share_a=float(record["share_a"]),
        share_b=float(record["share_b"]),
        n_a=int(record["n_a"]),
        n_b=int(record["n_b"]),
        difference=float(record["difference"]),
        ci_low=float(record["ci_low"]),
        ci_high=float(record["ci_high"]),
        p=float(record["p_holm"]),
        smallest=_known(record["smallest_detectable"]),
        verdict=str(record["verdict"]),
    )


def _known(value: Any) -> float | None:
    return None if is_missing(value) else float(value)


def _notes(group_a: str, group_b: str, margin: float) -> tuple[str, ...]:
    first, second = GROUPS[group_a], GROUPS[group_b]
    return (
        f"Skillnaden är andelen bland {first} minus andelen bland {second}, i procentenheter, med "
        "95 procents konfidensintervall (KI); n står i samma ordning.",
        f"Det grå bandet är skillnader som är mindre än {points(margin).lstrip('+')}.",
        "p är hur ofta slumpen ensam skulle ge en minst så stor skillnad, justerat för antalet "
        "jämförelser.",
        "Synlig är den minsta skillnad som hade upptäckts i åtta fall av tio med dessa antal.",
    )


def _panels(rows: Sequence[Row], margin: float, ends: float) -> tuple[Image | Strips, ...]:
    def draw(part_rows: list[Row], part: Part) -> Image:
        return _panel(part_rows, margin, ends, part)

    with house_style():
        return in_parts(rows, lambda row: row.heading, draw)


def _panel(rows: Sequence[Row], margin: float, widest: float, part: Part) -> Image:
    blocks = headed([(row.heading, row.label) for row in rows], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    _axis(canvas, widest, margin)
    columns = {
        "Andelar": [f"{whole_percent(row.share_a)} mot {percent(row.share_b)}" for row in rows],
        "n": [f"{row.n_a}, {row.n_b}" for row in rows],
        "Skillnad, KI": [points_interval(row.ci_low, row.ci_high) for row in rows],
        "p": [p_value(row.p) for row in rows],
        "Synlig": [_smallest(row) for row in rows],
        "Omdöme": [row.verdict for row in rows],
    }
    for at, (head, texts) in zip(_COLUMNS, columns.items(), strict=True):
        canvas.column(at, head, texts)
    for y, row in zip(canvas.row_places, rows, strict=True):
        marker, face = _MARKERS.get(row.verdict, ("o", WHITE))
        canvas.axes.plot([row.ci_low, row.ci_high], [y, y], color=INK, linewidth=1.3)
        style: dict[str, Any] = {"markersize": 7, "markeredgecolor": INK, "markerfacecolor": face}
        canvas.axes.plot([row.difference], [y], marker=marker, linestyle="none", **style)
    return save(canvas.figure, _alt(rows, part))


def _smallest(row: Row) -> str:
    return MISSING if row.smallest is None else decimal(100 * row.smallest, 0)


def _axis(canvas: Canvas, widest: float, margin: float) -> None:
    steps = max(2, int(widest / _STEP) + 1)
    ticks = [step * _STEP for step in range(-steps, steps + 1)]
    canvas.axes.set_xlim(ticks[0], ticks[-1])
    shown = ticks if len(ticks) < 6 else ticks[steps % 2 :: 2]
    words = {tick: points(tick, "").strip("±\u00a0") for tick in shown}
    mark_axis(canvas, words, "Skillnad, procentenheter")
    canvas.axes.axvspan(-margin, margin, color=GRID, alpha=0.5, linewidth=0, zorder=0)
    canvas.axes.axvline(0, color=FAINT, linewidth=0.9, zorder=0)


def _alt(rows: Sequence[Row], part: Part) -> str:
    opening = ["Skillnader mellan två grupper."] if part.head else []
    return " ".join([*opening, *map(_sentence, rows)])


def _sentence(row: Row) -> str:
    name = ", ".join(part for part in (row.heading, row.label) if part)
    return (
        f"{name}: {percent(row.share_a)} av {row.n_a} mot {percent(row.share_b)} av {row.n_b}, "
        f"skillnad {points(row.difference)} ({points_interval(row.ci_low, row.ci_high)}), "
        f"p {p_value(row.p)}, minsta synliga skillnad {_smallest(row)}, {row.verdict}."
    )
