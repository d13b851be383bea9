"""The main evidence with its intervals: changes since before, and levels against what was set."""

from collections.abc import Sequence
from typing import Any

from ibic_eval.display.canvas import headed, house_style, mark_axis, open_canvas, save
from ibic_eval.display.exhibits import Exhibit, Image, Shown
from ibic_eval.display.final_words import (
    NOTHING,
    SURENESS,
    VERDICT_SIGNS,
    VERDICTS,
    Final,
    Row,
    evidence_sentence,
    place,
    source_of,
    span,
    value,
)
from ibic_eval.display.numbers import is_missing, percent
from ibic_eval.display.palette import FAINT, INK, WHITE
from ibic_eval.display.panels import Part, in_parts
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_words import change
from ibic_eval.display.wording import lower_first

_LEFT, _WIDE, _RIGHT, _HEAD = 1.75, 2.45, 3.3, 0.3
_AT = (4.2, 4.8, 5.75, 6.5)
_MARKERS = {"for": ("o", INK), "emot": ("X", INK), "ingen_skillnad": ("s", FAINT),
            "kan_inte_avgoras": ("o", WHITE)}  # fmt: skip
_RATIO_TICKS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)


def changes_forest(final: Final) -> Shown:
    """Draw the changes in the municipality's own cases, as ratios on a logarithmic axis."""
    rows = _rows(final, "kvot")
    return _forest(
        final, rows, "slutrapport-andringar", "Ändringar i egna ärenden, efter mot före.",
        "Talar säger vad ändringen betyder för det mål den hör till, inte om den är bra i sig.",
    )  # fmt: skip


def levels_forest(final: Final) -> Shown:
    """Draw the shares that have a level to reach, with that level."""
    rows = [row for row in _rows(final, "andel") if not is_missing(row["level"])]
    rows = [row for row in rows if row["kind"] in ("egen_matning", "granskning")]
    return _forest(
        final, rows, "slutrapport-nivaer",
        "Andelar i egna uppgifter, med nivån som de skulle nå.",
        "Strecket är nivån. Andelar utan bestämd nivå går inte att bedöma och är inte med här.",
    )  # fmt: skip


def _rows(final: Final, form: str) -> list[Row]:
    told = final.evidence
    kept = told[told["form"].eq(form) & told["status"].eq("visas") & told["ci_low"].notna()]
    return row_dicts(kept)


def _forest(final: Final, rows: Sequence[Row], slug: str, caption: str, note: str) -> Shown:
    if not rows:
        return NOTHING
    ends = _ends(rows)

    def draw(part_rows: list[Row], part: Part) -> Image:
        return _panel(part_rows, ends, part)

    with house_style():
        images = in_parts(rows, lambda row: str(row["what"]), draw)
    signs = ", ".join(f"{sign} {VERDICTS[code].lower()}" for code, sign in VERDICT_SIGNS.items())
    return Exhibit("figur", slug, caption, images, source_of(final.context),
                   ("Punkt och 95 procents konfidensintervall (KI).", note,
                    f"Talar: {signs}."))  # fmt: skip


def _ends(rows: Sequence[Row]) -> tuple[float, float]:
    if rows[0]["form"] == "andel":
        return 0.0, 1.0
    low = min(float(row["ci_low"]) for row in rows)
    high = max(float(row["ci_high"]) for row in rows)
    return min(low, 0.75) * 0.95, max(high, 1.5) * 1.05


def _panel(rows: Sequence[Row], ends: tuple[float, float], part: Part) -> Image:
    shares = ends == (0.0, 1.0)
    left = _WIDE if shares else _LEFT
    blocks = headed([_labels(row, shares) for row in rows], left)
    canvas = open_canvas(blocks, left, _RIGHT, _HEAD, part)
    canvas.axes.set_xlim(*ends)
    if shares:
        mark_axis(canvas, {t / 100: f"{t}" for t in range(0, 101, 25)}, "Andel, procent")
    else:
        canvas.axes.set_xscale("log")
        canvas.axes.minorticks_off()
        ticks = {t: change(t, "") for t in _RATIO_TICKS if ends[0] <= t <= ends[1]}
        mark_axis(canvas, ticks, "Ändring, procent")
        canvas.axes.axvline(1, color=FAINT, linewidth=0.9, zorder=0)
    columns = {
        "Värde": [value(row) for row in rows],
        "KI": [span(row) for row in rows],
        "Talar": [VERDICT_SIGNS[str(row["verdict"])] + " " + _short(row) for row in rows],
        "Säkert": [SURENESS[str(row["sureness"])] for row in rows],
    }
    for at, (head, texts) in zip(_AT, columns.items(), strict=True):
        canvas.column(at, head, texts)
    for y, row in zip(canvas.row_places, rows, strict=True):
        _draw(canvas.axes, y, row)
    return save(canvas.figure, _alt(rows, part))


def _labels(row: Row, shares: bool) -> tuple[str, str]:
    """Return the heading and the label of a row; shares stand each by itself."""
    where = place(row)
    if not shares:
        return str(row["what"]), where
    return "", f"{row['what']}{f', {lower_first(where)}' if where else ''}"


def _short(row: Row) -> str:
    return {"for": "för", "emot": "emot", "ingen_skillnad": "lika"}.get(
        str(row["verdict"]), "oklart"
    )


def _draw(axes: Any, y: float, row: Row) -> None:
    if not is_missing(row["level"]):
        axes.plot([row["level"]] * 2, [y - 0.09, y + 0.09], color=FAINT, linewidth=2.2, zorder=1)
    axes.plot([row["ci_low"], row["ci_high"]], [y, y], color=INK, linewidth=1.3, zorder=2)
    marker, face = _MARKERS[str(row["verdict"])]
    style = {"markersize": 6.5, "markeredgecolor": INK, "markerfacecolor": face, "zorder": 3}
    axes.plot([row["estimate"]], [y], marker=marker, linestyle="none", **style)


def _alt(rows: Sequence[Row], part: Part) -> str:
    opening = ["Resultat med konfidensintervall."] if part.head else []
    return " ".join([*opening, *(evidence_sentence(row) + _level(row) for row in rows)])


def _level(row: Row) -> str:
    return "" if is_missing(row["level"]) else f" Nivån är {percent(row['level'])}."
