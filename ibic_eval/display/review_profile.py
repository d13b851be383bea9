"""The fidelity profile: how large a share of the documents has each part of IBIC."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from ibic_eval.display.canvas import Canvas, headed, house_style, open_canvas, percent_axis, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    decimal,
    integer,
    interval,
    is_missing,
    percent,
    points,
    points_interval,
)
from ibic_eval.display.palette import GRID, INK, SERIES, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.review_words import (
    CRITERIA,
    FEW,
    FIRST,
    KINDS,
    NOTHING,
    SHOWN,
    Chapter,
    Context,
    Row,
    hidden_or,
    latest_name,
    one,
    share_cell,
    source,
    weeks_of,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

_LEFT, _RIGHT, _HEAD = 2.35, 1.75, 0.42
_N_AT, _SHARE_AT, _ENDS_AT = 5.75, 6.12, 6.62
_APART = 0.045


@dataclass(frozen=True)
class Line:
    """One part of IBIC in one kind of document: its shares in the first and the latest weeks."""

    kind: str
    criterion: str
    first: Row | None
    latest: Row | None


def profile_figure(chapter: Chapter) -> Shown:
    """Draw the share that has each part, in strips under the kinds of documents."""
    context = chapter.context
    lines = _lines(chapter)
    if not lines:
        return NOTHING

    def draw(rows: list[Line], part: Part) -> Image:
        return _panel(rows, context, part)

    with house_style():
        images = in_parts(lines, lambda line: line.kind, draw)
    hidden = (FEW,) if any(_hidden(line.latest) for line in lines) else ()
    return Exhibit(
        "figur", "granskning-profil", "Andel dokument som har varje del av IBIC.", images,
        source(context),
        (f"n, andel och 95 procents konfidensintervall (KI) gäller {_latest(context)}. Dokument "
         "där delen inte är aktuell eller inte har bedömts är inte med i andelen. Granskades "
         "alla dokument vissa veckor och ett stickprov andra, väger de första tyngre.", *hidden),
    )  # fmt: skip


def profile_table(chapter: Chapter) -> Shown:
    """Show the same shares with how they changed and what could not be judged."""
    lines = _lines(chapter)
    if not lines:
        return NOTHING
    context = chapter.context
    rows = pd.DataFrame([_cells(chapter, line) for line in lines])
    hidden = (FEW,) if rows.isin([HIDDEN]).any(axis=None) else ()
    return table(
        rows, slug="granskning-delar", group_by="Slag", source=source(context), words=("Omdöme",),
        caption="Delarna av IBIC i granskade dokument, först och senast.",
        notes=("Inom parentes står 95 procents konfidensintervall och antal dokument. Utanför är "
               "dokument i den senaste perioden där delen inte är aktuell eller inte bedömd. "
               "Ändringen är i procentenheter med intervall; omdömet är justerat för att flera "
               "delar prövas. Likvärdig är säkert mindre än 10 procentenheters skillnad. Synlig är "
               "den minsta skillnad som hade upptäckts i åtta fall av tio.", *hidden),
    )  # fmt: skip


def _lines(chapter: Chapter) -> list[Line]:
    rows: dict[tuple[str, str], dict[str, Row]] = {}
    for row in row_dicts(chapter.profile):
        rows.setdefault((row["kind"], row["criterion"]), {})[row["period"]] = row
    latest = latest_name(chapter.context) if chapter.context["available"] else ""
    return [
        Line(kind, criterion, found.get(FIRST), found.get(latest))
        for kind in KINDS
        for criterion in CRITERIA
        if (found := rows.get((kind, criterion)))
    ]


def _latest(context: Context) -> str:
    name = weeks_of(context, latest_name(context))
    return f"de {name[:1].lower()}{name[1:]}"


def _shown(row: Row | None) -> bool:
    return row is not None and row["status"] == SHOWN


def _hidden(row: Row | None) -> bool:
    return row is not None and row["status"] == "dold"


def _panel(lines: Sequence[Line], context: Context, part: Part) -> Image:
    blocks = headed([(KINDS[line.kind], CRITERIA[line.criterion]) for line in lines], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    percent_axis(canvas, "Andel av granskade dokument, procent")
    if part.head:
        _legend(canvas, context)
    canvas.column(_N_AT, "n", [_text(line, "n") for line in lines])
    canvas.column(_SHARE_AT, "Andel", [_text(line, "estimate") for line in lines])
    canvas.column(_ENDS_AT, "95 % KI", [_text(line, "ends") for line in lines])
    for y, line in zip(canvas.row_places, lines, strict=True):
        canvas.axes.axhline(y, color=GRID, linewidth=0.8, zorder=0)
        _dot(canvas, y - _APART, line.first, "s", SERIES[1], WHITE)
        _dot(canvas, y + _APART, line.latest, "o", SERIES[0], SERIES[0])
    opening = ["Punktdiagram med intervall."] if part.head else []
    alt = " ".join([*opening, *(_sentence(line, context) for line in lines)])
    return save(canvas.figure, alt)


def _dot(canvas: Canvas, y: float, row: Row | None, marker: str, colour: str, face: str) -> None:
    if row is None or not _shown(row):
        return
    look: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": colour, "markersize": 5.5}
    ends = [float(row["ci_low"]), float(row["ci_high"])]
    canvas.axes.plot(ends, [y, y], color=colour, linewidth=1.4, clip_on=False)
    canvas.axes.plot([float(row["estimate"])], [y], marker=marker, clip_on=False, **look)


def _legend(canvas: Canvas, context: Context) -> None:
    looks = [(latest_name(context), "o", SERIES[0], SERIES[0])]
    if FIRST in context["periods"]:
        looks = [(FIRST, "s", SERIES[1], WHITE), *looks]
    handles = [
        Line2D([], [], color=colour, marker=marker, markerfacecolor=face, markeredgecolor=colour,
               linewidth=1.4, markersize=5.5, label=weeks_of(context, name))
        for name, marker, colour, face in looks
    ]  # fmt: skip
    canvas.figure.legend(
        handles=handles, loc="upper left", ncols=2, frameon=False, fontsize=8.5, labelcolor=INK
    )


def _text(line: Line, name: str) -> str:
    row = line.latest
    if row is None:
        return MISSING
    if name == "ends":
        return hidden_or(row, interval(row["ci_low"], row["ci_high"]))
    return hidden_or(row, percent(row[name]) if name == "estimate" else str(row[name]))


def _sentence(line: Line, context: Context) -> str:
    told = [
        f"{weeks_of(context, name).lower()} {percent(row['estimate'])} "
        f"({interval(row['ci_low'], row['ci_high'])}, n = {row['n']})"
        for name, row in ((FIRST, line.first), (latest_name(context), line.latest))
        if row is not None and _shown(row)
    ]
    return f"{KINDS[line.kind]}, {CRITERIA[line.criterion]}: {'; '.join(told) or 'dold'}."


def _cells(chapter: Chapter, line: Line) -> dict[str, str]:
    change = one(chapter.changes, kind=line.kind, criterion=line.criterion)
    first = {"Först": share_cell(line.first)} if FIRST in chapter.context["periods"] else {}
    moved = {} if chapter.changes.empty else _change(change)
    return {
        "Slag": KINDS[line.kind],
        "Del": CRITERIA[line.criterion],
        **first,
        "Senast": share_cell(line.latest),
        "Utanför": _outside(line.latest),
        **moved,
    }


def _outside(row: Row | None) -> str:
    if row is None:
        return MISSING
    return hidden_or(row, integer((row["n_not_applicable"] or 0) + (row["n_blank"] or 0))
                     if _shown(row) else "")  # fmt: skip


def _change(row: Row | None) -> dict[str, str]:
    if row is None:
        return dict.fromkeys(["Ändring", "Synlig", "Omdöme"], MISSING)
    ends = points_interval(row["ci_low"], row["ci_high"])
    seen = row["smallest_detectable"]
    return {
        "Ändring": hidden_or(row, f"{points(row['estimate'], '').strip()} ({ends})"),
        "Synlig": hidden_or(row, MISSING if is_missing(seen) else decimal(100 * seen, 0)),
        "Omdöme": hidden_or(row, str(row["verdict"])),
    }
