"""How large a part of each group has been trained: bars with the target, and tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ibic_eval.display.canvas import (
    Canvas,
    headed,
    house_style,
    mark_axis,
    open_canvas,
    save,
)
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    integer,
    interval,
    is_missing,
    percent,
)
from ibic_eval.display.palette import FAINT, INK, SERIES, WHITE
from ibic_eval.display.tables import table
from ibic_eval.display.training_words import (
    FEW,
    FULL,
    NO_LEVEL,
    NOTHING,
    SHOWN,
    SOME,
    SUPPRESSED,
    Chapter,
    Row,
    by_training,
    cell,
    count_cell,
    own_source,
)

_LEFT, _RIGHT, _HEAD = 1.95, 2.05, 0.5
_COUNT_AT, _SHARE_AT, _ENDS_AT = 5.45, 6.28, 6.75
_BAR = 0.16
_LIGHT = "#86b6de"
_FILES = ("utbildning.csv", "bemanning.csv", "project.yml")
CENSUS = (
    "Alla i deltagarlistorna är räknade, så andelen har ingen osäkerhet från urval. 95 procents "
    "konfidensintervall (KI) visar hur andelen kunde ha blivit om samma insats gjorts på nytt."
)
TURNOVER = (
    "Den som har gått utbildningen och sedan slutat räknas med bland de utbildade men inte i "
    "gruppen."
)


@dataclass(frozen=True)
class Bar:
    """One group: those with the planned hours, those with any, and which of them is told."""

    label: str
    full: Row
    some: Row

    @property
    def told(self) -> Row:
        """Return the row that the numbers beside the bar are of."""
        known = not is_missing(self.full["count"]) or self.full["status"] == SUPPRESSED
        return self.full if known else self.some


def coverage_figure(chapter: Chapter) -> Shown:
    """Draw how large a part of each group has been trained, with a mark at the target."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    bars = _bars(chapter)
    with house_style():
        image = _draw(bars)
    notes = [
        "Mörk stapel är de som har gått minst de planerade timmarna, ljus stapel de som har gått "
        f"någon del. {CENSUS}"
    ]
    if not context["has_target"]:
        notes.append(f"{NO_LEVEL[:1].upper()}{NO_LEVEL[1:]}, och därför finns inget målmärke.")
    if any(bar.told["status"] == SUPPRESSED for bar in bars):
        notes.append(FEW)
    return Exhibit(
        "figur", "utbildning-tackning", "Andel som har gått utbildningen.", (image,),
        own_source(context, *_FILES), tuple(notes),
    )  # fmt: skip


def coverage_table(chapter: Chapter) -> Shown:
    """Show how many of how many have been trained, where the number comes from, and the verdict."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    lines = pd.DataFrame([_line(bar) for bar in _bars(chapter)])
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="utbildning-tackning", caption="Utbildade av dem som hör till gruppen.",
        source=own_source(context, *_FILES),
        words=("Antalet i gruppen", "Målnivå"),
        notes=(CENSUS, TURNOVER, "Samma person kan höra till flera grupper, så grupperna läggs "
               "inte ihop.", *_reasons(chapter), *hidden),
    )  # fmt: skip


def _bars(chapter: Chapter) -> list[Bar]:
    full, some = (by_training(chapter.coverage, each) for each in (FULL, SOME))
    return [Bar(str(row["label"]), row, some[name]) for name, row in full.items()]


def _draw(bars: Sequence[Bar]) -> Image:
    canvas = open_canvas(headed([("", bar.label) for bar in bars], _LEFT), _LEFT, _RIGHT, _HEAD)
    shares = [float(bar.some["estimate"]) for bar in bars if not is_missing(bar.some["estimate"])]
    most = max([1.0, *shares])
    canvas.axes.set_xlim(0, most)
    ticks = {tick / 100: f"{tick}" for tick in range(0, int(most * 100) + 1, 20)}
    mark_axis(canvas, ticks, "Andel av gruppen, procent")
    _legend(canvas, any(not is_missing(bar.full["target"]) for bar in bars))
    canvas.column(_COUNT_AT, "Antal", [count_cell(bar.told) for bar in bars])
    canvas.column(_SHARE_AT, "Andel", [cell(bar.told, percent(bar.told["estimate"]))
                                       for bar in bars])  # fmt: skip
    ends = [interval(bar.told["ci_low"], bar.told["ci_high"]) for bar in bars]
    canvas.column(_ENDS_AT, "95 % KI", [cell(bar.told, each) for bar, each in
                                        zip(bars, ends, strict=True)])  # fmt: skip
    for y, bar in zip(canvas.row_places, bars, strict=True):
        _bar(canvas, y, bar)
    return save(canvas.figure, " ".join(["Stapeldiagram.", *map(_sentence, bars)]))


def _bar(canvas: Canvas, y: float, bar: Bar) -> None:
    axes = canvas.axes
    if bar.told["status"] != SHOWN or is_missing(bar.told["estimate"]):
        words = "dold" if bar.told["status"] == SUPPRESSED else _short_reason(bar)
        axes.text(0.01, y, words, va="center", fontsize=8, color=FAINT, style="italic")
        return
    for row, colour in ((bar.some, _LIGHT), (bar.full, SERIES[0])):
        if not is_missing(row["estimate"]):
            axes.barh(y, float(row["estimate"]), _BAR, color=colour, edgecolor=WHITE)
    if not is_missing(bar.told["ci_low"]):
        ends = [float(bar.told[name]) for name in ("ci_low", "ci_high")]
        axes.plot(ends, [y, y], color=WHITE, linewidth=3, marker="|", markersize=8)
        axes.plot(ends, [y, y], color=INK, linewidth=1.1, marker="|", markersize=5)
    if not is_missing(bar.full["target"]):
        target = float(bar.full["target"])
        axes.plot([target, target], [y - 0.13, y + 0.13], color=SERIES[1], linewidth=2.6)


def _legend(canvas: Canvas, target: bool) -> None:
    handles: list[Patch | Line2D] = [
        Patch(facecolor=SERIES[0], label="Minst planerade timmar"),
        Patch(facecolor=_LIGHT, label="Någon del"),
        Line2D([], [], color=INK, marker="|", linewidth=1.1, label="95 % KI"),
    ]
    if target:
        handles.append(Line2D([], [], color=SERIES[1], linestyle="", marker="|", markersize=11,
                              markeredgewidth=2.6, label="Målnivå"))  # fmt: skip
    canvas.figure.legend(
        handles=handles, loc="upper left", ncols=len(handles), frameon=False, fontsize=8.5
    )


def _short_reason(bar: Bar) -> str:
    count = bar.told["count"]
    known = "" if is_missing(count) else f"{integer(count)} utbildade, "
    return f"{known}antalet i gruppen är okänt" if known else "deltagarlistor saknas"


def _sentence(bar: Bar) -> str:
    if bar.told["status"] == SUPPRESSED:
        return f"{bar.label}: dold, för få personer."
    if is_missing(bar.told["estimate"]):
        return f"{bar.label}: {_short_reason(bar)}."
    parts = [
        f"{words} {count_cell(row)}, {percent(row['estimate'])}"
        for words, row in (("minst planerade timmar", bar.full), ("någon del", bar.some))
        if not is_missing(row["estimate"])
    ]
    aim = bar.full["target"]
    target = "" if is_missing(aim) else f"; målnivå {percent(aim)}"
    return f"{bar.label}: {'; '.join(parts)}{target}."


def _line(bar: Bar) -> dict[str, str]:
    row = bar.told
    return {
        "Grupp": bar.label,
        "Planerade timmar": count_cell(bar.full),
        "Andel": cell(bar.full, percent(bar.full["estimate"])),
        "95 % KI": cell(bar.full, interval(bar.full["ci_low"], bar.full["ci_high"])),
        "Någon del": count_cell(bar.some),
        "Antalet i gruppen": _whence(row),
        "Målnivå": _target(row),
    }


def _whence(row: Row) -> str:
    if row["status"] == SUPPRESSED:
        return HIDDEN
    if is_missing(row["n"]):
        return "okänt"
    if row["n_from"] == "plan":
        return f"{integer(row['n'])}, enligt planen"
    return f"{integer(row['n'])}, bemanning {pd.Timestamp(row['n_day']).date().isoformat()}"


def _target(row: Row) -> str:
    if is_missing(row["target"]):
        return "ingen i planen" if is_missing(row["indicator"]) else NO_LEVEL
    told = "" if is_missing(row["verdict"]) else f": {row['verdict']}"
    return f"{percent(row['target'])}{told}"


def _reasons(chapter: Chapter) -> tuple[str, ...]:
    rows = [bar.told for bar in _bars(chapter)]
    return tuple(
        f"{row['label']}: {row['reason']}" for row in rows
        if not is_missing(row["reason"]) and row["reason"] and row["status"] != SUPPRESSED
    )  # fmt: skip
