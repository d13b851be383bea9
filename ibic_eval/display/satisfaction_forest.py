"""A forest of effects with their intervals against the margin of equivalence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.display import drawn
from ibic_eval.display.canvas import Canvas, headed, house_style, mark_axis, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown, Strips, missing
from ibic_eval.display.numbers import decimal, p_value
from ibic_eval.display.palette import FAINT, GRID, INK, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_words import (
    ESTIMATED,
    QUESTIONS,
    SERVICES,
    Context,
    computed_source,
    points_in_text,
    signed,
    signed_interval,
)

_LEFT, _RIGHT, _HEAD = 1.6, 4.05, 0.35
_COLUMNS = (3.42, 4.85, 5.42, 5.98, 6.38)
_MARKERS: Mapping[str, tuple[str, str]] = {
    "bättre": (">", "#0b3c6f"),
    "sämre": ("<", "#b65c12"),
    "likvärdig": ("s", "#5b6470"),
    "kan inte avgöras": ("o", WHITE),
}


@dataclass(frozen=True)
class Row:
    """One effect as it is drawn and written; differences of shares, 0–1."""

    heading: str
    label: str
    estimate: float
    ci: tuple[float, float]
    narrow: tuple[float, float]
    n_treated: int
    n_control: int
    p: float
    smallest: float
    verdict: str


def effect_forest(
    effects: pd.DataFrame,
    context: Context,
    *,
    slug: str,
    caption: str,
    margin: float,
    notes: Sequence[str] = (),
) -> Shown:
    """Show effects with 95 and 90 percent intervals against the margin, n, p and verdict.

    `effects` has the columns of `estimates.equivalence.judged_effects`; rows that couldn't be
    estimated are left out.
    """
    known = effects[effects["status"].eq(ESTIMATED)]
    if known.empty:
        return missing(caption)
    rows = [_row(record) for record in row_dicts(known)]
    widest = max(max(abs(end) for end in row.ci) for row in rows)
    panels = drawn.once(_panels, rows, margin, widest)
    told = (*notes, *_notes(margin, int(known["n_family"].max())))
    return Exhibit("figur", slug, caption, panels, computed_source(context), told)


def _row(record: Mapping[Any, Any]) -> Row:
    treated = int(record["n_treated"])
    return Row(
        SERVICES[record["service"]],
        QUESTIONS[record["question"]],
        float(record["estimate"]),
        (float(record["ci_low"]), float(record["ci_high"])),
        (float(record["equivalence_low"]), float(record["equivalence_high"])),
        treated,
        int(record["n_municipalities"]) - treated,
        float(record["p_holm"]),
        float(record["smallest_detectable"]),
        str(record["verdict"]),
    )


def _notes(margin: float, family: int) -> tuple[str, ...]:
    return (
        "Tunt streck är 95 procents konfidensintervall (KI) och tjockt 90 procents. Det grå bandet "
        f"är {points_in_text(margin)} åt vardera hållet: ligger hela det tjocka strecket där, "
        "också efter justering för antalet frågor, är utvecklingen likvärdig.",
        "n är kommuner som började och kommuner som inte använde IBIC. p är hur ofta slumpen ensam "
        f"skulle ge minst så stor skillnad, justerat med Holms metod för {family} frågor.",
        "Synlig är den minsta skillnad som hade upptäckts i åtta fall av tio.",
    )


def _panels(rows: Sequence[Row], margin: float, widest: float) -> tuple[Image | Strips, ...]:
    def draw(part_rows: list[Row], part: Part) -> Image:
        return _panel(part_rows, margin, widest, part)

    with house_style():
        return in_parts(rows, lambda row: row.heading, draw)


def _panel(rows: Sequence[Row], margin: float, widest: float, part: Part) -> Image:
    blocks = headed([(row.heading, row.label) for row in rows], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    _axis(canvas, max(widest, margin), margin)
    for y, row in zip(canvas.row_places, rows, strict=True):
        marker, face = _MARKERS[row.verdict]
        canvas.axes.plot(row.ci, [y, y], color=INK, linewidth=1)
        canvas.axes.plot(row.narrow, [y, y], color=INK, linewidth=2.6, solid_capstyle="butt")
        look: dict[str, Any] = {"markersize": 7, "markeredgecolor": INK, "markerfacecolor": face}
        canvas.axes.plot([row.estimate], [y], marker=marker, linestyle="none", **look)
    columns = {
        "Skillnad (KI)": [f"{signed(row.estimate)} ({signed_interval(*row.ci)})" for row in rows],
        "n": [f"{row.n_treated}, {row.n_control}" for row in rows],
        "p": [p_value(row.p) for row in rows],
        "Synlig": [decimal(100 * row.smallest, 1) for row in rows],
        "Omdöme": [row.verdict for row in rows],
    }
    for at, (head, texts) in zip(_COLUMNS, columns.items(), strict=True):
        canvas.column(at, head, texts)
    return save(canvas.figure, " ".join(map(_sentence, rows)))


def _axis(canvas: Canvas, widest: float, margin: float) -> None:
    step = 0.05 if widest > 0.04 else 0.02
    steps = int(widest / step) + 1
    limit = max(widest * 1.08, step)
    canvas.axes.set_xlim(-limit, limit)
    ticks = [k * step for k in range(-steps, steps + 1) if abs(k * step) <= limit]
    words = {tick: signed(tick).removesuffix(",0").lstrip("±") for tick in ticks}
    mark_axis(canvas, words, "Skillnad, procentenheter")
    canvas.axes.axvspan(-margin, margin, color=GRID, alpha=0.6, linewidth=0, zorder=0)
    canvas.axes.axvline(0, color=FAINT, linewidth=0.9, zorder=0)


def _sentence(row: Row) -> str:
    return (
        f"{row.heading}, {row.label.lower()}: {signed(row.estimate)} procentenheter "
        f"({signed_interval(*row.ci)}), {row.n_treated} mot {row.n_control} kommuner, "
        f"p {p_value(row.p)}, minsta synliga {decimal(100 * row.smallest, 1)}, {row.verdict}."
    )
