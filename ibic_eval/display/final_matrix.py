"""The matrix of goals and kinds of evidence: signs, counts and words, never colour alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from ibic_eval.display.canvas import Canvas, headed, house_style, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.final_words import (
    NOTHING,
    SIGNS,
    STATUSES,
    VERDICT_SIGNS,
    VERDICTS,
    Final,
    Row,
    has_outcomes,
    names,
    source_of,
)
from ibic_eval.display.numbers import integer
from ibic_eval.display.palette import FAINT, GRID, WHITE, text_on
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

_LEFT, _RIGHT, _HEAD = 2.6, 1.35, 0.5
_COLUMNS: Mapping[str, str] = {
    "egna_fore_efter": "Ärenden\nföre/efter",
    "kvasiexperiment": "Brukar-\nenkäter",
    "egen_matning": "Egen\nnivå",
    "granskning": "Gransk-\nning",
    "process": "Pro-\njektet",
    "egen_enkat": "Kommun-\nens svar",
    "personal": "Med-\narbetare",
}
_HEADINGS: Mapping[str, str] = {
    "effektmal": "Effektmål", "prioriteringar": "Prioriteringar", "syfte": "Syften",
    "projektmal": "Projektmål",
}  # fmt: skip
_FILLS: Mapping[str, str] = {
    "for": "#0b3c6f", "emot": "#b65c12", "ingen_skillnad": "#ced4db", "blandat": "#c5dbee",
    "kan_inte_avgoras": WHITE,
}  # fmt: skip
_LONGEST = 62


@dataclass(frozen=True)
class Line:
    """One goal as it is drawn: heading, label, verdicts by kind of evidence, status."""

    heading: str
    label: str
    cells: Mapping[str, Mapping[str, int]]
    status: str


def goal_matrix(final: Final) -> Shown:
    """Draw what each kind of evidence says of each goal, and the goal's status last."""
    lines = matrix_lines(final)
    if not lines or final.goal_evidence.empty or not has_outcomes(final):
        return NOTHING

    def draw(rows: list[Line], part: Part) -> Image:
        return _panel(rows, part)

    with house_style():
        images = in_parts(lines, lambda line: line.heading, draw)
    signs = ", ".join(f"{sign} {VERDICTS[code].lower()}" for code, sign in VERDICT_SIGNS.items())
    return Exhibit(
        "figur", "slutrapport-matris", "Vad varje slag av underlag säger om varje mål.",
        images, source_of(final.context),
        (f"Siffran är antalet resultat: {signs}. Tomt: inget underlag. Antalen är inga "
         "röster: huvudmåttet avgör målets läge.",),
    )  # fmt: skip


def matrix_lines(final: Final) -> list[Line]:
    """Return the goals by kind, with counts of verdicts by kind of evidence."""
    shown = final.evidence[final.evidence["status"].eq("visas")]
    found = final.goal_evidence.merge(shown, left_on="evidence", right_on="id")
    rows = row_dicts(final.goals)
    return [
        Line(
            _HEADINGS[kind],
            _label(final, row),
            _cells(found[found["goal"].eq(row["goal"])]),
            str(row["status"]),
        )
        for kind in _HEADINGS
        for row in rows
        if row["kind"] == kind
    ]


def _label(final: Final, row: Row) -> str:
    about = names(row["aspects"], final.aspects, "aspect", "label")
    words = enumeration(about) if about else str(row["text"])
    return f"{row['goal']} {shorten(words, _LONGEST, placeholder=' …')}"


def _cells(found: pd.DataFrame) -> dict[str, dict[str, int]]:
    counted = found.groupby(["kind", "verdict"]).size()
    return {
        kind: {code: int(counted.get((kind, code), 0)) for code in VERDICTS if
               counted.get((kind, code), 0)}
        for kind in _COLUMNS
    }  # fmt: skip


def _panel(lines: Sequence[Line], part: Part) -> Image:
    blocks = headed([(line.heading, line.label) for line in lines], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, Part(part.head, False))
    canvas.axes.set_xlim(0, len(_COLUMNS))
    canvas.axes.set_xticks([])
    if part.head:
        _heads(canvas)
    for y, line in zip(canvas.row_places, lines, strict=True):
        for at, kind in enumerate(_COLUMNS):
            _draw_cell(canvas, at, y, line.cells[kind])
        canvas.margin_text(6.12, y, f"{SIGNS[line.status]} {STATUSES[line.status]}", fontsize=8.5)
    return save(canvas.figure, _alt(lines, part))


def _heads(canvas: Canvas) -> None:
    for at, word in enumerate(_COLUMNS.values()):
        canvas.axes.text(at + 0.5, -0.03, word, fontsize=6.6, color=FAINT, ha="center", va="bottom")
    canvas.margin_text(6.12, -0.03, "Hände det?", fontsize=8, color=FAINT, va="bottom")


def _draw_cell(canvas: Canvas, at: int, y: float, cell: Mapping[str, int]) -> None:
    if not cell:
        return
    told = [code for code in cell if code != "kan_inte_avgoras"]
    look = _FILLS[told[0] if len(told) == 1 else "blandat" if told else "kan_inte_avgoras"]
    box = Rectangle(
        (at + 0.05, y - 0.085), 0.9, 0.17, facecolor=look, edgecolor=GRID, linewidth=0.8
    )
    canvas.axes.add_patch(box)
    words = " ".join(f"{integer(n)}{VERDICT_SIGNS[code]}" for code, n in cell.items())
    style: dict[str, Any] = {
        "fontsize": 7.5,
        "ha": "center",
        "va": "center",
        "color": text_on(look),
    }
    canvas.axes.text(at + 0.5, y, words, **style)


def _alt(lines: Sequence[Line], part: Part) -> str:
    opening = ["Matris över mål och slag av underlag."] if part.head else []
    return " ".join([*opening, *map(sentence_of, lines)])


def sentence_of(line: Line) -> str:
    """Return a goal's line of the matrix in words, as the alternative text has it."""
    told = [
        f"{_whole(_COLUMNS[kind])} "
        + ", ".join(f"{n} {VERDICTS[code].lower()}" for code, n in cell.items())
        for kind, cell in line.cells.items()
        if cell
    ]
    return f"{line.label}: {'; '.join(told) or 'inget underlag'}. {STATUSES[line.status]}."


def _whole(head: str) -> str:
    """Return a head that is broken over lines in the figure as words."""
    return head.replace("-\n", "").replace("\n", " ").lower()
