"""The matrix of municipalities and parts: a word and a sign in each cell, unknown said as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from matplotlib.patches import Rectangle

from ibic_eval.display.canvas import Block, Canvas, house_style, open_canvas, save
from ibic_eval.display.county_words import (
    BY_WORDS,
    BY_WORDS_NOTE,
    NO_AREA,
    NOTHING,
    PARTS,
    UNKNOWN,
    Chapter,
    Row,
    answer_word,
    group_name,
    in_area,
    known_parts,
    municipalities,
    part_row,
    possible,
    possible_in_text,
    source_of,
    swedish,
    whole,
)
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import is_missing
from ibic_eval.display.palette import FAINT, INK, WHITE, text_on
from ibic_eval.display.panels import HEAD
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import lower_first

# In groups larger than this those that nothing is known of are only named.
MOST_ROWS = 20
_ROWS_AN_IMAGE = 22
_PANELS = (
    ("start", "decision", "plan", "consequences", "local_goals", "organisation"),
    ("providers", "maintenance_plan", "induction", "review", "how_far"),
)
_LEFT, _RIGHT, _HEAD = 1.72, 0.05, 0.42
_LABEL_CHARACTERS = 22
_GAP, _THICK = 0.03, 0.185
_SHORT = 11  # characters of a word that fits a cell in the ordinary size
_YEARS = {"start": "start_year", "decision": "decision_year"}


@dataclass(frozen=True)
class Look:
    """How an answer is filled and which sign it has; the word stands beside it in any case."""

    colour: str
    sign: dict[str, Any] | None
    dashed: bool = False


def _sign(style: str) -> dict[str, Any]:
    return {"marker": "o", "markersize": 5.5, "fillstyle": style}


_HAS = Look("#0b3c6f", _sign("full"))
_PARTLY = Look("#c5dbee", _sign("left"))
_PLANNED = Look(WHITE, _sign("none"), dashed=True)
_HAS_NOT = Look(WHITE, _sign("none"))
_LACKS = Look("#f1f2f4", None)
_LOOKS: Mapping[str, Look] = {
    "ja": _HAS, "langt": _HAS, "delvis": _PARTLY, "en_bit": _PARTLY, "planerat": _PLANNED,
    "nej": _HAS_NOT, "i_borjan": _HAS_NOT, "inte_borjat": _HAS_NOT,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of the matrix: its label, whether it is the own one, and its cells by part."""

    label: str
    own: bool
    codes: Mapping[str, str | None]
    words: Mapping[str, str]


def matrix_figure(chapter: Chapter) -> Shown:
    """Draw what is known of each municipality and part, with the bounds of the whole group last."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    lines = matrix_lines(chapter)
    with house_style():
        images = tuple(
            _panel(lines[at : at + _ROWS_AN_IMAGE], parts, chapter, at + _ROWS_AN_IMAGE)
            for parts in _PANELS
            for at in range(0, len(lines), _ROWS_AN_IMAGE)
        )
    return Exhibit(
        "figur", "lan-matris",
        f"Vad som är känt om införandet {in_area(context)} i varje kommun i {group_name(context)}.",
        images, source_of(chapter), _notes(chapter, lines),
    )  # fmt: skip


def matrix_lines(chapter: Chapter) -> list[Line]:
    """Return the rows of the matrix: the own municipality first, then the others by name."""
    context = chapter.context
    told = {(row["municipality"], row["area"]): row for row in row_dicts(chapter.answers)}
    starts = {row["municipality"]: row for row in row_dicts(chapter.starts)}
    names = dict(zip(chapter.members["code"], chapter.members["name"], strict=True))
    order = sorted(names, key=lambda code: (code != context["code"], swedish(names[code])))
    lines = []
    for code in order:
        row = told.get((code, context["area"]), {})
        own = code == context["code"]
        if row_is_drawn(row, own, len(names)):
            lines.append(_line(names[code], own, row, starts[code]))
        apart = told.get((code, NO_AREA))
        if apart is not None and known_parts(apart):
            lines.append(_line(names[code], False, apart, None))
    return lines


def row_is_drawn(row: Row, own: bool, size: int) -> bool:
    """Tell whether a municipality has a row of its own: all do where the group is small."""
    return own or size <= MOST_ROWS or bool(row and known_parts(row))


def _line(name: str, own: bool, row: Row, start: Row | None) -> Line:
    codes = {part: _code(row.get(part)) for part in PARTS}
    words = {part: _word(part, codes[part], row) for part in PARTS}
    if start is not None and codes["start"] is None and not is_missing(start["years"]):
        codes["start"] = "ja"
        words["start"] = f"{'ja,' if start['exact'] else 'senast'} {start['year']}"
    administration = row.get("administration")
    label = name if is_missing(administration) else f"{name}, {lower_first(str(administration))}"
    apart = row.get("area") == NO_AREA
    return Line(f"{label} (område anges inte)" if apart else label, own, codes, words)


def _code(value: object) -> str | None:
    return None if is_missing(value) else str(value)


def _word(part: str, code: str | None, row: Row) -> str:
    word = answer_word(code)
    year = row.get(_YEARS.get(part, ""))
    if code is None or is_missing(year):
        return word
    return f"{word}{',' if code == 'ja' else ''} {year}"


def _panel(lines: Sequence[Line], parts: Sequence[str], chapter: Chapter, end: int) -> Image:
    last = end >= len(matrix_lines(chapter))
    labels = [fill(line.label, _LABEL_CHARACTERS) for line in lines]
    total = [f"Hela {whole(chapter.context)}"] if last else []
    blank = tuple("\n" * text.count("\n") for text in labels)
    rows = [Block("", (*blank, *("" for _ in total)))]
    canvas = open_canvas(rows, _LEFT, _RIGHT, _HEAD, HEAD)
    canvas.axes.set_xlim(0, len(parts))
    canvas.axes.set_axis_off()
    _heads(canvas, parts)
    for y, line, label in zip(canvas.row_places, lines, labels, strict=False):
        weight = "bold" if line.own else "normal"
        canvas.margin_text(0.05, y, label, weight=weight, fontsize=8.5, linespacing=1.0)
        for at, part in enumerate(parts):
            _cell(canvas, at, y, line.codes[part], line.words[part])
    if last:
        _totals(canvas, parts, chapter, total[0])
    return save(canvas.figure, _alt(lines, parts, chapter, last))


def _heads(canvas: Canvas, parts: Sequence[str]) -> None:
    for at, part in enumerate(parts):
        canvas.axes.text(at + 0.5, -0.05, PARTS[part].head, ha="center", va="bottom", fontsize=8,
                         color=FAINT, linespacing=1.05)  # fmt: skip


def _cell(canvas: Canvas, at: int, y: float, code: str | None, word: str) -> None:
    look = _LOOKS[code] if code else _LACKS
    edge: dict[str, Any] = {"edgecolor": FAINT if code else WHITE, "linewidth": 0.7}
    style: dict[str, Any] = {"linestyle": (0, (2.5, 2))} if look.dashed else {}
    box = Rectangle((at + _GAP, y - _THICK / 2), 1 - 2 * _GAP, _THICK, facecolor=look.colour,
                    **edge, **style)  # fmt: skip
    canvas.axes.add_patch(box)
    ink = text_on(look.colour) if code else FAINT
    if look.sign:
        canvas.axes.plot(at + 0.12, y, color=ink, markerfacecoloralt=WHITE, markeredgecolor=ink,
                         markeredgewidth=0.9, **look.sign)  # fmt: skip
    shift, size = (0.2, 7.8 if len(word) <= _SHORT else 7.1) if code else (0.5, 7)
    side = "left" if code else "center"
    canvas.axes.text(at + shift, y, word, ha=side, va="center_baseline", fontsize=size, color=ink)


def _totals(canvas: Canvas, parts: Sequence[str], chapter: Chapter, label: str) -> None:
    y = canvas.row_places[-1]
    canvas.axes.axhline(y - 0.118, color=INK, linewidth=0.9)
    canvas.margin_text(0.05, y, label, weight="bold", fontsize=8.5)
    for at, part in enumerate(parts):
        row = part_row(chapter.counts, part)
        text = possible(row["low"], row["high"], row["n"]) + BY_WORDS * bool(row["by_words"])
        canvas.axes.text(at + 0.5, y, text, ha="center", va="center", fontsize=8.2, weight="bold")


def _notes(chapter: Chapter, lines: Sequence[Line]) -> tuple[str, ...]:
    context = chapter.context
    drawn = sum("område anges inte" not in line.label for line in lines)
    absent = context["n"] - drawn
    last = (
        f"Fylld ring: har delen. Halv ring: delvis. Tom ring: nej, streckad ruta: planerat. "
        f"”{UNKNOWN.capitalize()}” betyder inte nej. Sista raden: det lägsta och högsta antal "
        f"kommuner i {whole(context)} som kan ha delen."
    )
    named = "Kommunen som rapporten gäller står först, med fet stil."
    more = (
        f"{municipalities(absent)} utan uppgifter i kartläggningen visas inte, men räknas med i "
        "sista raden."
    )
    apart = "Rader där området inte anges räknas inte."
    return (
        last,
        *([named] if any(line.own for line in lines) else []),
        *([more] if absent else []),
        *([BY_WORDS_NOTE] if chapter.counts["by_words"].any() else []),
        *([apart] if drawn < len(lines) else []),
    )


def _alt(lines: Sequence[Line], parts: Sequence[str], chapter: Chapter, last: bool) -> str:
    told = [f"{line.label}: {_told(line, parts)}." for line in lines]
    ends = []
    if last:
        each = [
            f"{lower_first(PARTS[part].label)} {possible_in_text(part_row(chapter.counts, part))}"
            for part in parts
        ]
        ends = [f"Hela {whole(chapter.context)}: {', '.join(each)}."]
    return " ".join(["Matris med en rad per kommun och en kolumn per del.", *told, *ends])


def _told(line: Line, parts: Sequence[str]) -> str:
    known = [f"{lower_first(PARTS[part].label)} {line.words[part]}" for part in parts
             if line.codes[part]]  # fmt: skip
    lacking = len(parts) - len(known)
    if not known:
        return f"{UNKNOWN} om alla delar"
    rest = f"{UNKNOWN} om {lacking} {'del' if lacking == 1 else 'delar'}"
    return "; ".join([*known, *([rest] if lacking else [])])
