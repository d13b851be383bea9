"""Each meeting on a line of time: held or not, with the plan's period."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ibic_eval.display.canvas import Canvas, headed, house_style, mark_axis, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.meeting_words import (
    HELD,
    NOTHING,
    Chapter,
    Row,
    of,
    own_source,
)
from ibic_eval.display.numbers import is_missing, month_of, percent
from ibic_eval.display.palette import FAINT, SERIES, WHITE
from ibic_eval.display.row_dicts import row_dicts

_LEFT, _RIGHT, _HEAD = 2.05, 1.35, 0.5
_COUNT_AT, _SHARE_AT = 6.15, 6.85
_PERIOD = "#e6eaee"
_BAND = 0.085
_MONTH = 31
_LONG = 3


def meeting_figure(chapter: Chapter) -> Shown:
    """Draw every meeting of every group, held (filled) or cancelled (a cross), over time."""
    if not chapter.context["available"]:
        return NOTHING
    rows = [row for row in row_dicts(chapter.held) if not is_missing(row["n"])]
    with house_style():
        image = _draw(rows, chapter)
    return Exhibit(
        "figur", "moten-tid", "Möten som hölls och ställdes in.", (image,),
        own_source(chapter.context),
        ("Ett märke är ett möte. Grått är tiden som gruppen skulle träffas enligt planen, där den "
         "säger det.",),
    )  # fmt: skip


def _draw(rows: Sequence[Row], chapter: Chapter) -> Image:
    canvas = open_canvas(headed([("", str(row["label"])) for row in rows], _LEFT), _LEFT, _RIGHT,
                         _HEAD)  # fmt: skip
    begin, end = chapter.list["date"].min(), chapter.list["date"].max()
    begin, end = begin - pd.Timedelta(days=_MONTH), end + pd.Timedelta(days=_MONTH)
    canvas.axes.set_xlim(0, (end - begin).days)
    planned = {row["group"]: row for row in row_dicts(chapter.planned)}
    for y, row in zip(canvas.row_places, rows, strict=True):
        _band(canvas, y, planned[row["group"]], (begin, end))
        _marks(canvas, y, chapter.list[chapter.list["group"].eq(row["group"])], begin)
    years = pd.date_range(begin, end, freq="YS" if (end - begin).days > _LONG * 366 else "2QS")
    ticks = {float((day - begin).days): f"{day.year}-{day.month:02d}" for day in years}
    mark_axis(canvas, ticks, "")
    canvas.axes.tick_params(axis="x", length=3, color=FAINT)
    canvas.column(_COUNT_AT, "Hållna", [of(row["count"], row["n"]) for row in rows])
    canvas.column(_SHARE_AT, "Andel", [percent(row["estimate"]) for row in rows])
    _legend(canvas)
    said = [_sentence(row, chapter.list) for row in rows]
    return save(canvas.figure, " ".join(["Tidslinje med ett märke för varje möte.", *said]))


def _band(
    canvas: Canvas, y: float, planned: Row, limits: tuple[pd.Timestamp, pd.Timestamp]
) -> None:
    if is_missing(planned["start"]):
        return
    start = max(pd.Timestamp(planned["start"]), limits[0])
    end = limits[1] if is_missing(planned["end"]) else min(pd.Timestamp(planned["end"]), limits[1])
    left = (start - limits[0]).days
    canvas.axes.barh(y, (end - start).days, 2 * _BAND, left, color=_PERIOD, zorder=0)


def _marks(canvas: Canvas, y: float, meetings: pd.DataFrame, begin: pd.Timestamp) -> None:
    days = (meetings["date"] - begin).dt.days
    held = meetings["meeting_status"].eq(HELD)
    canvas.axes.plot(days[held], [y] * int(held.sum()), "o", color=SERIES[0], markersize=5,
                     markeredgecolor=WHITE)  # fmt: skip
    canvas.axes.plot(days[~held], [y] * int((~held).sum()), "x", color=SERIES[1], markersize=6,
                     markeredgewidth=2)  # fmt: skip


def _legend(canvas: Canvas) -> None:
    handles: list[Line2D | Patch] = [
        Line2D([], [], linestyle="", marker="o", color=SERIES[0], label="Genomfört"),
        Line2D([], [], linestyle="", marker="x", markeredgewidth=2, color=SERIES[1],
               label="Inställt"),
        Patch(facecolor=_PERIOD, label="Planerad tid"),
    ]  # fmt: skip
    canvas.figure.legend(handles=handles, loc="upper left", ncols=3, frameon=False, fontsize=8.5)


def _sentence(row: Row, meetings: pd.DataFrame) -> str:
    own = meetings[meetings["group"].eq(row["group"])]
    months = [_month(day) for day in own.loc[own["meeting_status"].ne(HELD), "date"]]
    cancelled = f"; inställda {', '.join(months)}" if months else ""
    held = f"{of(row['count'], row['n'])} hållna, {percent(row['estimate'])}"
    return f"{row['label']}: {held}{cancelled}."


def _month(day: pd.Timestamp) -> str:
    return month_of(day.date().isoformat())
