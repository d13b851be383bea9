"""Stacked bars of how the statements were answered, under the theme they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Patch

from ibic_eval.display.canvas import (
    Canvas,
    headed,
    house_style,
    open_canvas,
    percent_axis,
    save,
)
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    integer,
    interval,
    percent,
    whole_percent,
)
from ibic_eval.display.palette import ANSWER_FILLS, FAINT, INK, WHITE, Fill, text_on
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.readiness_words import (
    FEW,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Context,
    Row,
    latest,
    own_source,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import lower_first

_LEFT, _RIGHT, _HEAD = 2.55, 1.75, 0.5
_N_AT, _SHARE_AT, _ENDS_AT = 5.75, 6.12, 6.6
_BAR = 0.185
_SMALLEST_WRITTEN = 0.06
# From fully in place down; the fills are those of other scales with four steps.
_FILLS: Mapping[str, Fill] = {
    "pa_plats": ANSWER_FILLS["arligen"],
    "till_stor_del": ANSWER_FILLS["vartannat_ar"],
    "paborjat": ANSWER_FILLS["mer_sallan"],
    "inte_paborjat": ANSWER_FILLS["inte_regelbundet"],
    "vet_inte": ANSWER_FILLS["vet_inte"],
}


@dataclass(frozen=True)
class Bar:
    """One statement: its theme, words, shares by answer (none where hidden) and standing."""

    theme: str
    label: str
    shares: Mapping[str, float]
    n: int | None
    standing: Row
    hidden: bool


def statement_figure(chapter: Chapter) -> Shown:
    """Draw how each statement was answered in the latest round, in strips under the themes."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    bars = _bars(chapter)

    def draw(rows: list[Bar], part: Part) -> Image:
        return _panel(rows, context, part)

    with house_style():
        images = in_parts(bars, lambda bar: bar.theme, draw)
    hidden = (FEW,) if any(bar.hidden for bar in bars) else ()
    return Exhibit(
        "figur", "beredskap-svar", "Svaren på varje påstående.", images, own_source(context),
        ("n är antalet som har svarat. På plats är andelen ”helt på plats” av dem som tog "
         "ställning, med 95 procents konfidensintervall (KI); vet inte räknas inte med där.",
         *hidden),
    )  # fmt: skip


def _bars(chapter: Chapter) -> list[Bar]:
    rows = latest(chapter.distribution, chapter.context)
    standing = {
        row["statement"]: row for row in row_dicts(latest(chapter.standing, chapter.context))
    }
    return [
        _bar(row, row_dicts(rows[rows["statement"].eq(row["statement"])]),
             standing[row["statement"]])
        for row in row_dicts(chapter.statements)
    ]  # fmt: skip


def _bar(words: Row, answers: Sequence[Row], standing: Row) -> Bar:
    shown = answers[0]["status"] == SHOWN
    return Bar(
        theme=words["theme_label"],
        label=words["short"],
        shares={row["answer"]: float(row["share"]) for row in answers} if shown else {},
        n=int(answers[0]["n"]) if shown else None,
        standing=standing,
        hidden=answers[0]["status"] == SUPPRESSED,
    )


def _panel(bars: Sequence[Bar], context: Context, part: Part) -> Image:
    blocks = headed([(bar.theme, bar.label) for bar in bars], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    percent_axis(canvas, "Andel av dem som svarade, procent")
    if part.head:
        _legend(canvas, context)
    canvas.column(_N_AT, "n", [_count(bar) for bar in bars])
    canvas.column(_SHARE_AT, "På plats", [_share(bar) for bar in bars])
    canvas.column(_ENDS_AT, "   95 % KI", [_ends(bar) for bar in bars])
    for y, bar in zip(canvas.row_places, bars, strict=True):
        _draw(canvas, y, bar)
    opening = ["Staplat stapeldiagram."] if part.head else []
    return save(canvas.figure, " ".join([*opening, *(_sentence(bar, context) for bar in bars)]))


def _count(bar: Bar) -> str:
    return HIDDEN if bar.hidden else integer(bar.n)


def _share(bar: Bar) -> str:
    return _told(bar, percent(bar.standing["share"]))


def _ends(bar: Bar) -> str:
    return _told(bar, f"   {interval(bar.standing['ci_low'], bar.standing['ci_high'])}")


def _told(bar: Bar, text: str) -> str:
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(bar.standing["status"]), MISSING)


def _draw(canvas: Canvas, y: float, bar: Bar) -> None:
    start = 0.0
    for answer, look in _FILLS.items():
        width = bar.shares.get(answer, 0.0)
        edge = FAINT if look.outlined else WHITE
        canvas.axes.barh(
            y, width, _BAR, start, color=look.colour, hatch=look.hatch, edgecolor=edge,
            linewidth=0.7,
        )  # fmt: skip
        if width >= _SMALLEST_WRITTEN:
            _write(canvas, start + width / 2, y, whole_percent(width), look)
        start += width


def _write(canvas: Canvas, x: float, y: float, value: int, look: Fill) -> None:
    back = {"facecolor": WHITE, "edgecolor": "none", "pad": 0.8} if look.hatch else None
    ink = INK if look.hatch else text_on(look.colour)
    words: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8, "color": ink}
    canvas.axes.text(x, y, f"{value}", bbox=back, **words)


def _legend(canvas: Canvas, context: Context) -> None:
    patches = [
        Patch(facecolor=look.colour, hatch=look.hatch, edgecolor=FAINT, linewidth=0.5,
              label=context["scale"][answer])
        for answer, look in _FILLS.items()
    ]  # fmt: skip
    canvas.figure.legend(
        handles=patches, loc="upper left", ncols=len(patches), frameon=False, fontsize=8.5
    )


def _sentence(bar: Bar, context: Context) -> str:
    if bar.hidden or not bar.shares:
        return f"{bar.label}: {'dold' if bar.hidden else 'inga svar'}."
    told = ", ".join(
        f"{lower_first(context['scale'][answer])} {percent(bar.shares.get(answer, 0.0))}"
        for answer in _FILLS
    )
    return f"{bar.label} (n = {bar.n}): {told}."
