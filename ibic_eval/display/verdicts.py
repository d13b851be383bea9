"""The report's verdicts as rules: drawn against their limits, in a table, and as sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.codebook.values import CANNOT_JUDGE, VERDICTS
from ibic_eval.display.canvas import Block, house_style, open_canvas, percent_axis, save, side
from ibic_eval.display.exhibits import Exhibit, Image, Prose, Shown, missing
from ibic_eval.display.numbers import MISSING, interval, is_missing, percent_span
from ibic_eval.display.outline import LIMITS
from ibic_eval.display.share_bars import draw_share, threshold_lines
from ibic_eval.display.tables import table
from ibic_eval.display.wording import answer_label, enumeration, lower_first

PERSPECTIVES: Mapping[str, str] = {
    "organisation": "Ur organisationens perspektiv",
    "brukare": "Ur brukarens perspektiv",
}
MEANING: Mapping[str, str] = {
    "tydlig": "Tydlig påverkan (minst hälften av kommunerna)",
    "märkbar": "Märkbar påverkan (minst en tredjedel)",
    "ingen märkbar": "Ingen märkbar påverkan (färre än en tredjedel)",
    "går inte att bedöma": "Går inte att bedöma",
}
_LEFT = 2.95
_RIGHT = 2.5
_HEAD = 0.5
_COLUMNS = (5.0, 5.72, 6.78)

Labels = Mapping[str, str]
Row = Mapping[Any, Any]


def verdict_figure(
    verdicts: pd.DataFrame, labels: Labels, *, slug: str, caption: str, source: str
) -> Shown:
    """Draw the share that decides each value's verdict against a third and a half.

    `verdicts` is the frame of `estimates.verdicts.value_verdicts`; one panel a perspective.
    """
    if verdicts.empty:
        return missing(caption)
    with house_style():
        panels = tuple(
            _panel(verdicts[verdicts["perspective"].eq(code)].to_dict("records"), title, labels)
            for code, title in PERSPECTIVES.items()
            if verdicts["perspective"].eq(code).any()
        )
    notes = (
        "Stapeln är andelen i det område där den är lägst, den ljusare delen går till området där "
        "den är högst. Strecket är ett 95-procentigt konfidensintervall.",
        "Omdömet följer området med den högsta andelen. Det är säkert om hela intervallet ger "
        "samma omdöme.",
    )
    return Exhibit("figur", slug, caption, panels, source, notes)


def verdict_table(verdicts: pd.DataFrame, *, slug: str, caption: str, source: str) -> Shown:
    """Show each verdict with how sure it is, beside the report's own."""
    rows = pd.DataFrame([_table_row(row) for row in verdicts.to_dict("records")])
    words = ["Perspektiv", "Omdöme", "Hur säkert", "Rapportens omdöme", "Rapportens skäl"]
    return table(rows, slug=slug, caption=caption, source=source, words=words)


def verdict_sentences(verdicts: pd.DataFrame) -> Prose:
    """Tell which values got which verdict, how many are sure and where the report differs."""
    judged = verdicts[verdicts["verdict"].ne(CANNOT_JUDGE)].drop_duplicates("label_sv")
    sure = int(judged["certainty"].eq("säker").sum())
    told = [_sentence(verdicts, verdict) for verdict in VERDICTS]
    return Prose(
        (
            *filter(None, told),
            f"{sure} av {len(judged)} omdömen är säkra, givet konfidensintervallen.",
            *_disagreement(verdicts),
        ),
        as_list=True,
    )


def _sentence(verdicts: pd.DataFrame, verdict: str) -> str:
    """Name each value once, although some stand in both perspectives."""
    chosen = verdicts[verdicts["verdict"].eq(verdict)].drop_duplicates("label_sv")
    if chosen.empty:
        return ""
    named = enumeration(map(_named, chosen.to_dict("records")))
    return f"{MEANING[verdict]}: {named}."


def _named(row: Row) -> str:
    known = not is_missing(row["share_high"])
    figures = f" ({percent_span(row['share_low'], row['share_high'])})" if known else ""
    return f"{lower_first(row['label_sv'])}{figures}"


def _disagreement(verdicts: pd.DataFrame) -> tuple[str, ...]:
    other = verdicts[~verdicts["agrees"]].drop_duplicates("label_sv")
    if other.empty:
        return ("Rapportens egna omdömen är desamma.",)
    named = enumeration(
        f"{lower_first(row['label_sv'])} ({row['verdict']}, rapporten: {row['report_verdict']})"
        for row in other.to_dict("records")
    )
    return (f"Regeln och rapporten skiljer sig åt för {named}.",)


def _panel(rows: Sequence[Row], title: str, labels: Labels) -> Image:
    blocks = [Block(row["label_sv"], (side(_basis(row, labels)),)) for row in rows]
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD)
    percent_axis(canvas.axes, "Andel av de svarande, procent")
    threshold_lines(canvas, LIMITS)
    canvas.margin_text(0.05, -0.34, title, fontsize=10, weight="bold")
    canvas.column(_COLUMNS[0], "Andel", [_share(row) for row in rows])
    canvas.column(_COLUMNS[1], "Omdöme", [row["verdict"] for row in rows])
    canvas.column(_COLUMNS[2], "Hur säkert", [_sure(row) for row in rows])
    for y, row in zip(canvas.row_places, rows, strict=True):
        if not is_missing(row["share_high"]):
            ends = (float(row["ci_low"]), float(row["ci_high"]))
            shares = (float(row["share_low"]), float(row["share_high"]))
            draw_share(canvas.axes, y, str(row["answer"]), shares, ends)
    return save(canvas.figure, " ".join([f"{title}.", *(_alt(row, labels) for row in rows)]))


def _basis(row: Row, labels: Labels) -> str:
    if is_missing(row["item"]):
        return str(row["reason"])
    return f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}"


def _share(row: Row) -> str:
    known = not is_missing(row["share_high"])
    return percent_span(row["share_low"], row["share_high"]) if known else ""


def _sure(row: Row) -> str:
    return "" if is_missing(row["certainty"]) else str(row["certainty"]).split(":")[0]


def _alt(row: Row, labels: Labels) -> str:
    if is_missing(row["share_high"]):
        return f"{row['label_sv']}: {row['verdict']}, {row['reason']}."
    limits = interval(row["ci_low"], row["ci_high"])
    return (
        f"{row['label_sv']}: {row['verdict']} ({row['certainty']}); {_basis(row, labels)} "
        f"{_share(row)}, konfidensintervall {limits}."
    )


def _table_row(row: Row) -> dict[str, str]:
    return {
        "Värde": row["label_sv"],
        "Perspektiv": str(row["perspective"]).capitalize(),
        "Andel": _share(row) or MISSING,
        "95 % KI": interval(row["ci_low"], row["ci_high"]),
        "Omdöme": row["verdict"],
        "Hur säkert": MISSING if is_missing(row["certainty"]) else row["certainty"],
        "Rapportens omdöme": row["report_verdict"],
        "Rapportens skäl": row["report_note"],
    }
