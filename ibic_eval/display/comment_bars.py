"""Bars of how large a share of the comments have each theme, and how far the rule decides it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Patch

from ibic_eval.display.canvas import Canvas, headed, house_style, mark_axis, open_canvas, save
from ibic_eval.display.comment_words import (
    FEW,
    NO_THEME,
    NOTHING,
    SIDES,
    SUPPRESSED,
    Chapter,
    Row,
    by_theme,
    own_source,
    ranked_themes,
    theme_names,
    theme_sides,
    unranked_themes,
)
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    integer,
    interval,
    percent,
    percent_span,
)
from ibic_eval.display.palette import FAINT, fill
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.share_bars import draw_share

_LEFT, _RIGHT, _HEAD = 2.5, 2.72, 0.5
_COLUMNS = (4.75, 5.25, 5.65, 6.12, 6.85)
_HEADS = ("Skäl", "Antal", "Andel", "   95 % KI", "Spann")
_RANKED = "Samstämmigheten räcker: vanligast först"
_UNRANKED = "Samstämmigheten är för svag eller inte mätt: rangordnas inte"
_NONE = "Ingen kommentar"
_FEW = "Dolda: färre än fem kommentarer enligt någon av reglerna"
_REST = "Utan tema"
# Fills of other scales, told apart by lightness.
_FILLS = {"for": "ja", "emot": "nej", "villkor": "delvis", "": "oforandrat"}
_STEP = 10


@dataclass(frozen=True)
class Bar:
    """One theme: the heading it stands under, its words, its side and its counts."""

    heading: str
    label: str
    side: str
    row: Row

    @property
    def hidden(self) -> bool:
        """Tell whether its numbers may not be shown."""
        return bool(self.row["status"] == SUPPRESSED)


def theme_figure(chapter: Chapter) -> Shown:
    """Draw the share of comments with each theme, its interval, and the span of the rules."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    bars = _bars(chapter)
    limit = _limit(bars)

    def draw(rows: list[Bar], part: Part) -> Image:
        return _panel(rows, limit, part)

    with house_style():
        images = in_parts(bars, lambda bar: bar.heading, draw)
    hidden = (FEW,) if any(bar.hidden for bar in bars) else ()
    return Exhibit(
        "figur", "kommentarer-teman", "Andel av kommentarerna som har varje tema.", images,
        own_source(context),
        (f"Av {integer(context['n_coded'])} kodade kommentarer; en kommentar kan ha flera teman. "
         "Fylld del: fler än hälften av kodarna. Ljusare del: upp till minst en kodare. Spann: "
         "från alla kodare till minst en. Streck: 95 procents konfidensintervall (KI) om "
         "kommentarerna ses som ett urval av dem som kunde ha skrivits. Det är andelar av "
         "kommentarer, inte av personer.", *hidden),
    )  # fmt: skip


def _bars(chapter: Chapter) -> list[Bar]:
    names, sides, counts = theme_names(chapter), theme_sides(chapter), by_theme(chapter.counts)
    ranked, unranked = ranked_themes(chapter), unranked_themes(chapter)
    seen = {row["theme"] for row in (*ranked, *unranked)}
    few = [row for theme, row in counts.items() if theme not in seen and theme != NO_THEME]
    placed = [
        *((_RANKED, row) for row in ranked),
        *((_UNRANKED, row) for row in unranked if row["some"]),
        *((_NONE, row) for row in unranked if not row["some"]),
        *((_FEW, row) for row in few),
        (_REST, counts[NO_THEME]),
    ]
    return [Bar(head, names[row["theme"]], sides[row["theme"]], row) for head, row in placed]


def _limit(bars: Sequence[Bar]) -> int:
    """Return where the axis ends, in percent: the next ten above all that is drawn."""
    ends = [float(bar.row[name]) for bar in bars if not bar.hidden
            for name in ("ci_high", "share_some")]  # fmt: skip
    return min(_STEP * math.ceil(100 * max([*ends, 0.1]) / _STEP), 100)


def _panel(bars: Sequence[Bar], limit: int, part: Part) -> Image:
    blocks = headed([(bar.heading, bar.label) for bar in bars], _LEFT)
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD, part)
    canvas.axes.set_xlim(0, limit / 100)
    step = _STEP if limit <= 5 * _STEP else 2 * _STEP
    ticks = {tick / 100: f"{tick}" for tick in range(0, limit + 1, step)}
    mark_axis(canvas, ticks, "Andel av kommentarerna, procent")
    if part.head:
        _legend(canvas)
    for place, (at, head) in enumerate(zip(_COLUMNS, _HEADS, strict=True)):
        canvas.column(at, head, [_cells(bar)[place] for bar in bars])
    for y, bar in zip(canvas.row_places, bars, strict=True):
        if not bar.hidden:
            span = float(bar.row["share"]), float(bar.row["share_some"])
            ends = float(bar.row["ci_low"]), float(bar.row["ci_high"])
            draw_share(canvas.axes, y, _FILLS[bar.side], span, ends)
    opening = ["Liggande staplar."] if part.head else []
    return save(canvas.figure, " ".join([*opening, *map(_sentence, bars)]))


def _cells(bar: Bar) -> tuple[str, ...]:
    if bar.hidden:
        return (SIDES[bar.side], *[HIDDEN] * 2, f"   {HIDDEN}", HIDDEN)
    row = bar.row
    return (
        SIDES[bar.side],
        integer(row["count"]),
        percent(row["share"]),
        f"   {interval(row['ci_low'], row['ci_high'])}",
        percent_span(row["share_every"], row["share_some"]),
    )


def _legend(canvas: Canvas) -> None:
    words = {"for": "Skäl för", "emot": "Skäl emot", "villkor": "Villkor"}
    patches = [
        Patch(facecolor=fill(_FILLS[side]).colour, edgecolor=FAINT, linewidth=0.5, label=label)
        for side, label in words.items()
    ]
    canvas.figure.legend(
        handles=patches, loc="upper left", ncols=len(patches), frameon=False, fontsize=8.5
    )


def _sentence(bar: Bar) -> str:
    named = f"{bar.label} ({SIDES[bar.side]})" if bar.side else bar.label
    if bar.hidden:
        return f"{named}: dold."
    row = bar.row
    return (
        f"{named}: {percent(row['share'])}, {integer(row['count'])} kommentarer, "
        f"konfidensintervall {interval(row['ci_low'], row['ci_high'])}, spann "
        f"{percent_span(row['share_every'], row['share_some'])}."
    )
