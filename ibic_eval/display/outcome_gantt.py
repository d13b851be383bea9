"""The time plan drawn: the planned time of each activity as a band, what happened upon it."""

import re
from collections.abc import Sequence

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ibic_eval.display.canvas import Canvas, headed, house_style, mark_axis, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import is_missing
from ibic_eval.display.outcome_times import STATUS, name_of, planned, slippage, told_apart
from ibic_eval.display.outcome_words import NOTHING, Chapter, Row, day, has, source
from ibic_eval.display.palette import FAINT, INK, SERIES, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts

_LEFT, _RIGHT, _HEAD = 2.75, 1.45, 0.55
_STATUS_AT = 6.02
_BAND, _BAR = 0.17, 0.07
_PLANNED, _COARSE = "#c9d3df", "#e6ebf1"
_MONTH = pd.Timedelta(days=31)
_LONG = 3 * 366
_TICKS = 5
_MONTH_NAME = re.compile(r"\b(?!halvåret)([a-zåäö]{3})[a-zåäö]*(?= \d{4})")
_SHORT_STATUS = {
    "klar_i_tid": "✓ i tid",
    "klar_sen": "! sen",
    "klar_okand_tid": "✓ oklart när",
    "pagar_sen": "! pågår, sen",
    "vantas_sen": "! väntas sen",
    "pagar": "… pågår",
    "ej_avstamd": "? inte avstämd",
    "installd": "× inställd",
    "ej_rapporterad": "? inte rapporterad",
    "ingen_tid": "– ingen tid",
}


def time_figure(plan: Chapter) -> Shown:
    """Draw the activities that have a time in the plan, planned and real, on one line of time."""
    if not plan.context["available"]:
        return NOTHING
    rows = [row for row in told_apart(row_dicts(plan.activities)) if _drawable(row)]
    if not rows:
        return NOTHING
    reported = "aktivitetslage.csv" not in plan.context["lacks"]
    limits = _limits(rows)

    def draw(some: list[Row], part: Part) -> Image:
        return _panel(some, part, limits, reported)

    with house_style():
        images = in_parts(rows, lambda row: "", draw)
    left = len(plan.activities) - len(rows)
    notes = [
        "Bandet är den planerade tiden. Det är ljusare där planen inte anger exakt när det börjar "
        "eller slutar, och en pil betyder att planen inte anger något slut."
    ]
    if left:
        notes.append(f"{left} aktiviteter utan tid i planen står bara i tabellen.")
    return Exhibit(
        "figur", "plan-tidplan",
        "Tidplanen och vad som hände." if reported else "Tidplanen, som den är planerad.",
        images, source(plan.context, "aktivitetslage.csv"), tuple(notes),
    )  # fmt: skip


def _drawable(row: Row) -> bool:
    return any(has(row[name]) for name in ("start_from", "end_from", "start", "end"))


def _limits(rows: Sequence[Row]) -> tuple[pd.Timestamp, pd.Timestamp]:
    names = ("start_from", "start_to", "end_from", "end_to", "start", "end", "new_end")
    days = [pd.Timestamp(row[name]) for row in rows for name in names if has(row[name])]
    return min(days) - _MONTH, max(days) + 2 * _MONTH


def _panel(
    rows: Sequence[Row],
    part: Part,
    limits: tuple[pd.Timestamp, pd.Timestamp],
    reported: bool,
) -> Image:
    blocks = headed([("", name_of(row)) for row in rows], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    begin, end = limits
    canvas.axes.set_xlim(0, (end - begin).days)
    _years(canvas, begin, end)
    for y, row in zip(canvas.row_places, rows, strict=True):
        _band(canvas, y, row, limits)
        _happened(canvas, y, row, begin)
    if reported:
        canvas.column(_STATUS_AT, "Läge", [_SHORT_STATUS[row["status"]] for row in rows])
    else:
        canvas.column(_STATUS_AT, "Planerat slut", [_end(row) for row in rows])
    if part.head:
        _legend(canvas, reported)
    return save(
        canvas.figure, " ".join(["Tidslinje.", *(_sentence(row, reported) for row in rows)])
    )


def _years(canvas: Canvas, begin: pd.Timestamp, end: pd.Timestamp) -> None:
    step = "YS" if (end - begin).days > _LONG else "QS"
    days = pd.date_range(begin, end, freq=step)
    ticks = {float((each - begin).days): f"{each.year}-{each.month:02d}" for each in days}
    kept = dict(list(ticks.items())[:: -(-len(ticks) // _TICKS)])
    mark_axis(canvas, kept, "")
    for place in kept:
        canvas.axes.axvline(place, color="#eef1f4", linewidth=0.8, zorder=-1)


def _band(canvas: Canvas, y: float, row: Row, limits: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    """Draw the planned time: sure in the middle, paler where the plan is coarse."""
    begin = limits[0]
    first = row["start_from"] if has(row["start_from"]) else row["end_from"]
    if is_missing(first):
        return
    surely = row["start_to"] if has(row["start_to"]) else row["end_from"]
    last = row["end_to"] if has(row["end_to"]) else row["start_to"]
    left, right = _at(first, begin), _at(last, begin) + 1
    canvas.axes.barh(y, right - left, _BAND, left, color=_COARSE, zorder=1)
    if has(row["end_from"]) and has(row["start_from"]):
        sure = _at(surely, begin), _at(row["end_from"], begin)
        if sure[1] > sure[0]:
            canvas.axes.barh(y, sure[1] - sure[0], _BAND, sure[0], color=_PLANNED, zorder=1)
    if not has(row["start_from"]):
        canvas.axes.plot([right - (right - left) / 2], [y], "D", color=WHITE, markersize=6,
                         markeredgecolor=INK, zorder=2)  # fmt: skip
    elif not has(row["end_from"]):
        arrow = {"arrowstyle": "->", "color": FAINT, "linewidth": 1}
        canvas.axes.annotate("", (right + 60, y), (right, y), arrowprops=arrow, zorder=1)


def _happened(canvas: Canvas, y: float, row: Row, begin: pd.Timestamp) -> None:
    late = row["status"] in ("klar_sen", "pagar_sen", "vantas_sen")
    colour = SERIES[1] if late else SERIES[0]
    if has(row["start"]):
        until = next((row[name] for name in ("end", "state_date") if has(row[name])), row["start"])
        start = _at(row["start"], begin)
        canvas.axes.barh(y, max(_at(until, begin) - start, 1), _BAR, start, color=colour, zorder=3)
    if has(row["end"]):
        marker = "s" if late else "o"
        canvas.axes.plot([_at(row["end"], begin)], [y], marker, color=colour, markersize=6,
                         markeredgecolor=WHITE, zorder=4)  # fmt: skip
    elif has(row["new_end"]):
        canvas.axes.plot([_at(row["new_end"], begin)], [y], ">", color=WHITE, markersize=7,
                         markeredgecolor=colour, zorder=4)  # fmt: skip
    if row["status"] == "installd" and has(row["state_date"]):
        canvas.axes.plot([_at(row["state_date"], begin)], [y], "x", color=SERIES[1], markersize=7,
                         markeredgewidth=2, zorder=4)  # fmt: skip


def _at(moment: object, begin: pd.Timestamp) -> int:
    return int((pd.Timestamp(moment) - begin).days)  # type: ignore[arg-type]


def _legend(canvas: Canvas, reported: bool) -> None:
    handles: list[Line2D | Patch] = [
        Patch(facecolor=_PLANNED, label="Planerad tid"),
        Line2D([], [], linestyle="", marker="D", markerfacecolor=WHITE, markeredgecolor=INK,
               label="Planerad milstolpe"),
    ]  # fmt: skip
    if reported:
        handles += [
            Line2D([], [], color=SERIES[0], marker="o", linewidth=3, label="Klar i tid"),
            Line2D([], [], color=SERIES[1], marker="s", linewidth=3, label="Sen"),
            Line2D([], [], linestyle="", marker=">", markerfacecolor=WHITE,
                   markeredgecolor=SERIES[1], label="Nytt slut"),
            Line2D([], [], linestyle="", marker="x", markeredgewidth=2, color=SERIES[1],
                   label="Inställd"),
        ]  # fmt: skip
    canvas.figure.legend(
        handles=handles, loc="upper left", ncols=len(handles), frameon=False, fontsize=8.5
    )


def _end(row: Row) -> str:
    """Write the planned end, months by three letters so that a span of two has room."""
    if not has(row["end_from"]):
        return "–"
    return _MONTH_NAME.sub(r"\1", planned({**row, "start_from": None}))


def _sentence(row: Row, reported: bool) -> str:
    said = f"{name_of(row)}: planerad {planned(row)}"
    if not reported:
        return f"{said}."
    end = f", klar {day(row['end'])}" if has(row["end"]) else ""
    late = f", {slippage(row)} sen" if slippage(row) else ""
    return f"{said}; {STATUS[row['status']]}{end}{late}."
