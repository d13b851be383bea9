"""The report's verdicts as rules: drawn against their limits, in a table, and as sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.codebook.values import CANNOT_JUDGE, VERDICTS
from ibic_eval.display import drawn
from ibic_eval.display.canvas import Block, house_style, open_canvas, percent_axis, save, side
from ibic_eval.display.exhibits import Exhibit, Image, Prose, Shown, missing
from ibic_eval.display.numbers import MISSING, interval, is_missing, percent, percent_span
from ibic_eval.display.outline import LIMITS
from ibic_eval.display.row_dicts import row_dicts
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
_KINDS_OF_CERTAINTY = ("säker", "osäker", "oklar")
_TOLD_FROM = 0.05
_LEFT = 2.95
_RIGHT = 2.85
_HEAD = 0.5
_COLUMNS = (4.68, 5.24, 5.84, 6.78)

Labels = Mapping[str, str]
Row = Mapping[Any, Any]


def verdict_figure(
    verdicts: pd.DataFrame, labels: Labels, *, slug: str, caption: str, source: str
) -> Shown:
    """Draw the share that decides each value's verdict against a third and a half.

    `verdicts` is the frame of `estimates.verdicts.value_verdicts`; one panel a perspective.
    Values that cannot be judged are left out.
    """
    judged = verdicts[verdicts["verdict"].ne(CANNOT_JUDGE)]
    if judged.empty:
        return missing(caption)
    with house_style():
        panels = tuple(
            drawn.once(_panel, rows, title, labels)
            for code, title in PERSPECTIVES.items()
            if (rows := row_dicts(judged[judged["perspective"].eq(code)]))
        )
    notes = (
        "Stapeln går till andelen i det område där den är lägst, den ljusare delen till den "
        "högsta, som avgör omdömet. Streck: 95 procents konfidensintervall (KI).",
        "Säkert: hela intervallet ger samma omdöme. Osäkert: intervallet går över en gräns. "
        "Oklart: antalet svarande är inte tryckt, så intervallet kan vara bredare.",
        "Värden som inte går att bedöma visas inte. Antalet svarande står i figurerna ovan.",
    )
    return Exhibit("figur", slug, caption, panels, source, notes)


def verdict_table(verdicts: pd.DataFrame, *, slug: str, caption: str, source: str) -> Shown:
    """Show each value's verdict with how sure it is, beside the report's own and its reason."""
    once = verdicts.drop_duplicates("label_sv")
    rows = pd.DataFrame([_table_row(row) for row in row_dicts(once)])
    words = ["Regelns omdöme", "Hur säkert", "Rapportens omdöme", "Rapportens skäl"]
    return table(rows, slug=slug, caption=caption, source=source, words=words, common=True)


def verdict_sentences(verdicts: pd.DataFrame) -> Prose:
    """Tell which values got which verdict, how sure they are and where the report differs."""
    told = [_sentence(verdicts, verdict) for verdict in VERDICTS]
    return Prose(
        (
            *filter(None, told),
            *certainty_sentences(verdicts),
            *_rule_sentences(verdicts),
            *_disagreement(verdicts),
        ),
        as_list=True,
    )


def certainty_sentences(verdicts: pd.DataFrame) -> tuple[str, ...]:
    """Tell how many verdicts are sure, and why the others are not; a value in both counts once."""
    judged = verdicts[verdicts["verdict"].ne(CANNOT_JUDGE)].drop_duplicates("label_sv")
    kinds = judged["certainty"].str.split(":").str[0].value_counts()
    sure, uncertain, unclear = (int(kinds.get(kind, 0)) for kind in _KINDS_OF_CERTAINTY)
    told = (
        _how_many_sure(sure, len(judged), bool(unclear)),
        f"För {uncertain} är osäkerheten så stor att omdömet kunde ha blivit ett annat."
        if uncertain
        else "",
        f"För {unclear} håller sig det smalaste tänkbara intervallet inom gränserna, men det "
        "verkliga kan vara bredare."
        if unclear
        else "",
    )
    return tuple(filter(None, told))


def _rule_sentences(verdicts: pd.DataFrame) -> tuple[str, ...]:
    """Say how often the rule that the highest area decides calls a quarter noticeable."""
    known = verdicts.dropna(subset=["false_alarm"])
    known = known[known["false_alarm"].ge(_TOLD_FROM)]
    if known.empty:
        return ()
    worst = row_dicts(known.nlargest(1, "false_alarm"))[0]
    return (
        "Regeln är Vårdanalys egen: området med högst andel avgör. Med så få svar blir den lätt "
        f"för generös. Om en fjärdedel påverkas i alla {int(worst['areas'])} områden, alltså färre "
        "än en tredjedel, kallar regeln det ändå märkbart eller tydligt i upp till "
        f"{percent(float(worst['false_alarm']))} av fallen, av slump.",
    )


def _how_many_sure(sure: int, judged: int, unprinted: bool) -> str:
    why = ": rapporten anger inte hur många som svarade på varje fråga" if unprinted else ""
    if sure == 0:
        return f"Inget av de {judged} omdömena kan kallas säkert{why}."
    if sure == judged:
        return f"Alla {judged} omdömen är säkra."
    return f"{sure} av de {judged} omdömena {'är säkert' if sure == 1 else 'är säkra'}."


def _sentence(verdicts: pd.DataFrame, verdict: str) -> str:
    """Name each value once, although some stand in both perspectives."""
    chosen = verdicts[verdicts["verdict"].eq(verdict)].drop_duplicates("label_sv")
    if chosen.empty:
        return ""
    named = enumeration(map(_named, row_dicts(chosen)))
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
        for row in row_dicts(other)
    )
    return (f"Regeln och rapporten skiljer sig åt för {named}.",)


def _panel(rows: Sequence[Row], title: str, labels: Labels) -> Image:
    blocks = [Block(row["label_sv"], (side(_basis(row, labels)),)) for row in rows]
    canvas = open_canvas(blocks, _LEFT, _RIGHT, _HEAD)
    percent_axis(canvas, "Andel av de svarande, procent")
    threshold_lines(canvas, LIMITS)
    canvas.margin_text(0.05, -0.34, title, fontsize=10, weight="bold")
    canvas.column(_COLUMNS[0], "Andel", [_share(row) for row in rows])
    canvas.column(_COLUMNS[1], "95 % KI", [_limits(row) for row in rows])
    canvas.column(_COLUMNS[2], "Omdöme", [row["verdict"] for row in rows])
    canvas.column(_COLUMNS[3], "Hur säkert", [_sure(row) for row in rows])
    for y, row in zip(canvas.row_places, rows, strict=True):
        shares = (float(row["share_low"]), float(row["share_high"]))
        limits = (row["ci_low"], row["ci_high"])
        ends = shares if any(map(is_missing, limits)) else (float(limits[0]), float(limits[1]))
        draw_share(canvas.axes, y, str(row["answer"]), shares, ends)
    return save(canvas.figure, " ".join([f"{title}.", *(_alt(row, labels) for row in rows)]))


def _basis(row: Row, labels: Labels) -> str:
    return f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}"


def _share(row: Row) -> str:
    return percent_span(row["share_low"], row["share_high"])


def _limits(row: Row) -> str:
    return interval(row["ci_low"], row["ci_high"])


def _sure(row: Row) -> str:
    """Shorten the certainty to fit beside the bar: "osäkert"."""
    return f"{str(row['certainty']).split(':')[0]}t"


def _alt(row: Row, labels: Labels) -> str:
    limits = interval(row["ci_low"], row["ci_high"])
    return (
        f"{row['label_sv']}: {row['verdict']} ({row['certainty']}); {_basis(row, labels)} "
        f"{_share(row)}, konfidensintervall {limits}."
    )


def _table_row(row: Row) -> dict[str, str]:
    return {
        "Värde": row["label_sv"],
        "Regelns omdöme": row["verdict"],
        "Hur säkert": MISSING if is_missing(row["certainty"]) else row["certainty"],
        "Rapportens omdöme": row["report_verdict"],
        "Rapportens skäl": row["report_note"],
    }
