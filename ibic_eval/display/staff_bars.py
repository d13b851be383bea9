"""Stacked bars of how the staff answered each question, everyone first and then the roles."""

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
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.staff_words import (
    ANSWERS,
    FEW,
    HIGH,
    NOTHING,
    QUESTIONS,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Row,
    hidden_roles,
    in_order,
    latest,
    month_of_round,
    own_source,
    role_name,
    shown_roles,
)
from ibic_eval.display.wording import lower_first

_LEFT, _RIGHT, _HEAD = 1.55, 1.95, 0.5
_N_AT, _SHARE_AT, _ENDS_AT = 5.55, 5.98, 6.55
_BAR = 0.175
_SMALLEST_WRITTEN = 0.07
# From the highest grade down; the fills are those of other scales with four steps.
_FILLS: Mapping[str, Fill] = {
    "i_mycket_hog_grad": ANSWER_FILLS["arligen"],
    "i_hog_grad": ANSWER_FILLS["mer_sallan"],
    "i_liten_grad": ANSWER_FILLS["minskat"],
    "inte_alls": ANSWER_FILLS["inte_regelbundet"],
    "vet_inte": ANSWER_FILLS["vet_inte"],
}


@dataclass(frozen=True)
class Bar:
    """One question and role: shares by answer (none where hidden), n, and the share in `told`."""

    question: str
    role: str
    shares: Mapping[str, float]
    n: int | None
    told: Row
    hidden: bool

    @property
    def label(self) -> str:
        """Return the words of the role."""
        return role_name(self.role)


def answer_figure(chapter: Chapter) -> Shown:
    """Draw how each question was answered in the latest round, by everyone and by each role."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    rows = latest(chapter.shares, context)
    roles = shown_roles(rows)
    bars = [bar for bar in _bars(chapter) if bar.role in roles]
    with house_style():
        images = in_parts(bars, lambda bar: bar.question, _panel)
    hidden = (FEW,) if any(bar.hidden for bar in bars) else ()
    return Exhibit(
        "figur", "medarbetare-svar",
        f"Medarbetarnas svar i {month_of_round(context, context['latest'])}.", images,
        own_source(context),
        (f"n är antalet som har svarat på frågan. Hög är andelen {HIGH} av dem som tog ställning, "
         "med 95 procents konfidensintervall (KI); vet inte räknas inte med där.",
         *hidden_roles(rows), *hidden),
    )  # fmt: skip


def _bars(chapter: Chapter) -> list[Bar]:
    rows = latest(chapter.distribution, chapter.context)
    told = {(row["question"], row["role"]): row
            for row in in_order(latest(chapter.shares, chapter.context))}  # fmt: skip
    return [
        _bar(row, row_dicts(rows[rows["question"].eq(question) & rows["role"].eq(role)]))
        for (question, role), row in told.items()
    ]


def _bar(told: Row, answers: Sequence[Row]) -> Bar:
    shown = answers[0]["status"] == SHOWN
    return Bar(
        question=told["question"],
        role=told["role"],
        shares={row["answer"]: float(row["share"]) for row in answers} if shown else {},
        n=int(answers[0]["n"]) if shown else None,
        told=told,
        hidden=answers[0]["status"] == SUPPRESSED,
    )


def _panel(bars: Sequence[Bar], part: Part) -> Image:
    blocks = headed([(QUESTIONS[bar.question], bar.label) for bar in bars], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    percent_axis(canvas, "Andel av dem som svarade, procent")
    if part.head:
        _legend(canvas)
    canvas.column(_N_AT, "n", [HIDDEN if bar.hidden else integer(bar.n) for bar in bars])
    canvas.column(_SHARE_AT, "Hög", [_told(bar, percent(bar.told["estimate"])) for bar in bars])
    ends = [interval(bar.told["ci_low"], bar.told["ci_high"]) for bar in bars]
    canvas.column(_ENDS_AT, "95 % KI", [_told(bar, text) for bar, text in
                                        zip(bars, ends, strict=True)])  # fmt: skip
    for y, bar in zip(canvas.row_places, bars, strict=True):
        _draw(canvas, y, bar)
    opening = ["Staplat stapeldiagram."] if part.head else []
    return save(canvas.figure, " ".join([*opening, *map(_sentence, bars)]))


def _told(bar: Bar, text: str) -> str:
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(bar.told["status"]), MISSING)


def _draw(canvas: Canvas, y: float, bar: Bar) -> None:
    if bar.hidden:
        canvas.axes.text(0.01, y, "dold", va="center", fontsize=8, color=FAINT, style="italic")
        return
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


def _legend(canvas: Canvas) -> None:
    patches = [
        Patch(facecolor=look.colour, hatch=look.hatch, edgecolor=FAINT, linewidth=0.5,
              label=ANSWERS[answer])
        for answer, look in _FILLS.items()
    ]  # fmt: skip
    canvas.figure.legend(
        handles=patches, loc="upper left", ncols=len(patches), frameon=False, fontsize=8.5
    )


def _sentence(bar: Bar) -> str:
    name = f"{QUESTIONS[bar.question]}, {lower_first(bar.label)}"
    if not bar.shares:
        return f"{name}: {'dold' if bar.hidden else 'inga svar'}."
    told = ", ".join(
        f"{lower_first(ANSWERS[answer])} {percent(bar.shares.get(answer, 0.0))}"
        for answer in _FILLS
    )
    return f"{name} (n = {bar.n}): {told}."
