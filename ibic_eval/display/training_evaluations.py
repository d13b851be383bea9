"""What those who were trained thought of it: shares with intervals, by question and training."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.canvas import (
    Canvas,
    headed,
    house_style,
    open_canvas,
    percent_axis,
    save,
)
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import HIDDEN, integer, interval, is_missing, percent
from ibic_eval.display.palette import GRID, INK, SERIES
from ibic_eval.display.panels import WHOLE, Part, in_parts
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.training_words import (
    FEW,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Row,
    cell,
    own_source,
)

QUESTIONS: Mapping[str, str] = {
    "innehall": "Innehållet motsvarade det jag behöver i mitt arbete",
    "forstod": "Jag förstod innehållet",
    "anvanda": "Jag kan använda det jag har lärt mig i mitt arbete",
    "helhet": "Jag är som helhet nöjd med utbildningen",
}
_LEFT, _RIGHT, _HEAD = 1.95, 1.9, 0.25
_N_AT, _SHARE_AT, _ENDS_AT = 5.65, 6.1, 6.6
_FILE = "kursutvardering.csv"
_HOW = (
    "Andelen är de som svarade i hög eller mycket hög grad, av dem som tog ställning (n); vet inte "
    "räknas inte med."
)


def evaluation_figure(chapter: Chapter) -> Shown:
    """Draw the share satisfied with its interval, for each question and training."""
    rows = _ordered(chapter)
    if not any(row["status"] == SHOWN for row in rows):
        return NOTHING

    def draw(part_rows: list[Row], part: Part) -> Image:
        return _panel(part_rows, part)

    with house_style():
        images = in_parts(rows, lambda row: row["question"], draw)
    hidden = (FEW,) if any(row["status"] == SUPPRESSED for row in rows) else ()
    return Exhibit(
        "figur", "utbildning-utvardering", "Deltagarnas omdöme om utbildningen.", images,
        own_source(chapter.context, _FILE),
        (f"{_HOW} Strecket är 95 procents konfidensintervall (KI).", *hidden),
    )  # fmt: skip


def evaluation_table(chapter: Chapter) -> Shown:
    """Show each question's share, interval, n and don't know, by training."""
    rows = _ordered(chapter)
    if not rows:
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Fråga": QUESTIONS[row["question"]],
                "Utbildning": str(row["label"]),
                "Andel": cell(row, percent(row["estimate"])),
                "95 % KI": cell(row, interval(row["ci_low"], row["ci_high"])),
                "n": cell(row, integer(row["n"])),
                "Vet inte": cell(row, integer(row["n_unsure"])),
            }
            for row in rows
        ]
    )
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines[["Utbildning", *[name for name in lines if name != "Utbildning"]]],
        slug="utbildning-utvardering", group_by="Fråga", caption="Deltagarnas omdöme i siffror.",
        source=own_source(chapter.context, _FILE), notes=(_HOW, *hidden),
    )  # fmt: skip


def rate_table(chapter: Chapter) -> Shown:
    """Show how many of those attending that evaluated each training."""
    if chapter.rates.empty:
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Utbildning": str(row["label"]),
                "Utvärderingar": _number(row, "count"),
                "Närvarande de dagarna": _number(row, "n"),
                "Svarsfrekvens": cell(row, percent(row["estimate"])),
            }
            for row in row_dicts(chapter.rates)
        ]
    )
    reasons = tuple(
        f"{row['label']}: {row['reason']}" for row in row_dicts(chapter.rates)
        if row["status"] not in (SHOWN, SUPPRESSED)
    )  # fmt: skip
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="utbildning-svarsfrekvens", caption="Hur många som utvärderade utbildningen.",
        source=own_source(chapter.context, _FILE, "utbildning.csv"),
        notes=("Den som gick flera dagar räknas en gång för varje dag, bland svaren som bland de "
               "närvarande.", *reasons, *hidden),
    )  # fmt: skip


def _number(row: Row, name: str) -> str:
    return HIDDEN if row["status"] == SUPPRESSED else integer(row[name])


def _ordered(chapter: Chapter) -> list[Row]:
    rows = chapter.evaluations
    return [row for question in QUESTIONS for row in row_dicts(rows[rows["question"].eq(question)])]


def _panel(rows: Sequence[Row], part: Part = WHOLE) -> Image:
    names = [(QUESTIONS[row["question"]], str(row["label"])) for row in rows]
    canvas = open_canvas(headed(names, _LEFT), _LEFT, _RIGHT, _HEAD, part)
    percent_axis(canvas, "I hög eller mycket hög grad, procent")
    canvas.column(_N_AT, "n", [cell(row, integer(row["n"])) for row in rows])
    canvas.column(_SHARE_AT, "Andel", [cell(row, percent(row["estimate"])) for row in rows])
    canvas.column(_ENDS_AT, "95 % KI", [cell(row, interval(row["ci_low"], row["ci_high"]))
                                        for row in rows])  # fmt: skip
    for y, row in zip(canvas.row_places, rows, strict=True):
        _mark(canvas, y, row)
    opening = ["Punktdiagram."] if part.head else []
    return save(canvas.figure, " ".join([*opening, *map(_sentence, rows)]))


def _mark(canvas: Canvas, y: float, row: Row) -> None:
    canvas.axes.axhline(y, color=GRID, linewidth=0.8, zorder=0)
    if row["status"] != SHOWN or is_missing(row["estimate"]):
        return
    look: dict[str, Any] = {"color": SERIES[0], "clip_on": False}
    canvas.axes.plot([float(row["ci_low"]), float(row["ci_high"])], [y, y], linewidth=1.6, **look)
    canvas.axes.plot(float(row["estimate"]), y, "o", markersize=6.5, markeredgecolor=INK, **look)


def _sentence(row: Row) -> str:
    name = f"{QUESTIONS[row['question']]}, {row['label']}"
    if row["status"] != SHOWN:
        return f"{name}: {'dold' if row['status'] == SUPPRESSED else 'uppgift saknas'}."
    ends = interval(row["ci_low"], row["ci_high"])
    return f"{name}: {percent(row['estimate'])} (KI {ends}, n = {integer(row['n'])})."
