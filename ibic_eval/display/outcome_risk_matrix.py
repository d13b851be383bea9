"""The risk matrix: probability and consequence on the plan's own scale, with what moved."""

from collections import defaultdict
from collections.abc import Sequence
from textwrap import fill, shorten

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ibic_eval.display.canvas import house_style, plain_axes, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.numbers import is_missing
from ibic_eval.display.outcome_risks import MOVEMENT, OCCURRED
from ibic_eval.display.outcome_words import NOTHING, Chapter, Row, has, source
from ibic_eval.display.palette import FAINT, INK, SERIES, WHITE
from ibic_eval.display.row_dicts import row_dicts

_HEIGHT, _SIDES, _FOOT = 3.7, (0.75, 3.1), 0.75
_SHADES = ("#f4f6f8", "#e3e9ef", "#cdd8e4", "#b3c4d6")
_STEP = 0.27
Place = tuple[float, float]


def risk_matrix(plan: Chapter) -> Shown:
    """Draw the risks as numbers where the plan put them, with arrows to where they are now."""
    if not plan.context["available"] or plan.context["scale"] is None:
        return NOTHING
    rows = [row for row in row_dicts(plan.risks) if has(row["probability"])]
    if not rows:
        return NOTHING
    judged = "risklage.csv" not in plan.context["lacks"]
    with house_style():
        image = _draw(rows, [int(each) for each in plan.context["scale"]], judged)
    notes = ["Numren är riskernas i tabellen. Mörkare rutor är högre nivå."]
    if judged:
        notes.append("Ring: planens bedömning. Fyrkant: risk som har blivit verklighet, helt eller "
                     "delvis. Pil: till den senaste bedömningen.")  # fmt: skip
    return Exhibit(
        "figur", "plan-risker", "Riskerna, och hur de har rört sig." if judged else "Riskerna.",
        (image,), source(plan.context, "risklage.csv"), tuple(notes),
    )  # fmt: skip


def _draw(rows: Sequence[Row], scale: Sequence[int], judged: bool) -> Image:
    figure, axes = plain_axes(_HEIGHT, _SIDES, _FOOT)
    _grid(axes, scale)
    first = _spread(rows, "probability", "consequence")
    moved = [row for row in rows if judged and row["movement"] in ("hogre", "lagre")]
    last = _spread(moved, "probability_now", "consequence_now", 0.22)
    for row in rows:
        number = int(row["number"])
        if number in last:
            arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "shrinkA": 8}
            axes.annotate("", last[number], first[number], arrowprops=arrow, zorder=4)
        _mark(axes, first[number], row)
    _words(axes, rows, scale, judged)
    return save(figure, " ".join(["Riskmatris.", *(_sentence(row, judged) for row in rows)]))


def _grid(axes: Axes, scale: Sequence[int]) -> None:
    across, up = scale[1], scale[0]
    for x in range(1, across + 1):
        for y in range(1, up + 1):
            shade = _SHADES[min(3, int(4 * x * y / (across * up + 1)))]
            axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=shade, edgecolor=WHITE))
    axes.set_xlim(0.5, across + 0.5)
    axes.set_ylim(0.5, up + 0.5)
    axes.set_xticks(range(1, across + 1))
    axes.set_yticks(range(1, up + 1))
    axes.set_xlabel("Konsekvens", fontsize=8.5)
    axes.set_ylabel("Sannolikhet", fontsize=8.5)
    axes.tick_params(length=0)


def _spread(rows: Sequence[Row], upwards: str, across: str, lift: float = 0.0) -> dict[int, Place]:
    """Return where each risk stands, those of one square beside one another."""
    squares: dict[Place, list[int]] = defaultdict(list)
    for row in rows:
        if not is_missing(row[upwards]) and not is_missing(row[across]):
            squares[float(row[across]), float(row[upwards])].append(int(row["number"]))
    places = {}
    for (x, y), numbers in squares.items():
        for at, number in enumerate(numbers):
            column, line = at % 3, at // 3
            width = min(3, len(numbers))
            places[number] = (
                x + (column - (width - 1) / 2) * _STEP,
                y - lift + (0.2 if len(numbers) > 3 else 0) - line * 0.4,
            )
    return places


def _mark(axes: Axes, place: Place, row: Row) -> None:
    real = row["occurred"] in ("ja", "delvis")
    axes.plot(*place, "s" if real else "o", markersize=14, color=SERIES[1] if real else WHITE,
              markeredgecolor=INK, zorder=5)  # fmt: skip
    axes.text(*place, str(int(row["number"])), ha="center", va="center", fontsize=8.5,
              color=WHITE if real else INK, zorder=6)  # fmt: skip


def _words(axes: Axes, rows: Sequence[Row], scale: Sequence[int], judged: bool) -> None:
    if judged:
        _legend(axes)
    lines = [f"{int(row['number'])}. {_short(row, judged)}" for row in rows]
    axes.text(scale[1] + 0.7, scale[0] + 0.45, "\n".join(lines), va="top", fontsize=8,
              color=FAINT, linespacing=1.5, clip_on=False)  # fmt: skip


def _legend(axes: Axes) -> None:
    axes.figure.legend(
        handles=[
            Line2D([], [], linestyle="", marker="o", markersize=9, markerfacecolor=WHITE,
                   markeredgecolor=INK, label="Enligt planen"),
            Line2D([], [], linestyle="", marker="s", markersize=9, color=SERIES[1],
                   markeredgecolor=INK, label="Har blivit verklighet"),
            Line2D([], [], color=INK, marker=">", label="Senaste bedömning"),
        ],
        loc="lower right", frameon=False, fontsize=8.5,
    )  # fmt: skip


def _short(row: Row, judged: bool) -> str:
    never = " (inte bedömd på nytt)" if judged and row["movement"] == "inte_bedomd" else ""
    return fill(shorten(str(row["risk"]).partition(". ")[0], 76, placeholder=" …") + never, 38)


def _sentence(row: Row, judged: bool) -> str:
    said = (f"{int(row['number'])}. {row['risk']}: sannolikhet {int(row['probability'])}, "
            f"konsekvens {int(row['consequence'])}")  # fmt: skip
    if not judged:
        return f"{said}."
    now = f", nu {row['probability_now']} och {row['consequence_now']}" * has(row["level_now"])
    real = OCCURRED.get(str(row["occurred"]))
    became = f", inträffat: {real}" if real else ""
    return f"{said}{now} ({MOVEMENT[str(row['movement'])]}{became})."
