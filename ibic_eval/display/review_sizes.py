"""How many documents to review for a wanted precision, as a table and in words."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import MISSING, decimal, integer, is_missing, percent
from ibic_eval.display.review_words import (
    KINDS,
    KINDS_IN_TEXT,
    NOTHING,
    SHOWN,
    Chapter,
    Row,
    integer_or_missing,
    latest_in_text,
    number,
    one,
    records,
    source,
)
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.wording import enumeration

OBSERVED, HALF = "observerad", "halften"
_TOLD = 10
_PLURALS = {kind: name.lower() for kind, name in KINDS.items()}
_HEADS = {OBSERVED: "Vid den sedda andelen", HALF: "Vid andelen 50\u00a0%"}


def size_table(chapter: Chapter) -> Shown:
    """Show how many to review of each kind for three margins, and to find a drop."""
    rows = chapter.sizes
    if rows.empty:
        return NOTHING
    lines = pd.DataFrame(
        [_line(chapter, kind) for kind in KINDS if rows["kind"].eq(kind).any()]
    )  # fmt: skip
    return table(
        lines, slug="granskning-antal", source=source(chapter.context),
        caption="Så många dokument behöver granskas under 13 veckor, efter önskad felmarginal.",
        notes=("Felmarginalen är halva bredden på ett 95 procents konfidensintervall, i "
               "procentenheter. Antalen är räknade för så många dokument som gjordes "
               f"{latest_in_text(chapter.context)}, eller för väldigt många där det inte är känt "
               "(Cochran 1977). Den sedda andelen är den del av IBIC vars andel ligger närmast "
               "50 procent; för de andra delarna blir felmarginalen mindre. Fall är hur många "
               "som behövs i var och en av två perioder för att i åtta fall av tio upptäcka att "
               "andelen sjunker med 15 procentenheter (normalapproximation, tvåsidigt test på 5 "
               "procents nivå). Är talet större än antalet gjorda räcker inte en period: jämför "
               "längre perioder.",),
    )  # fmt: skip


def size_sentences(chapter: Chapter) -> Prose:
    """Tell how many of each kind ten points take, and the margin that the reviews gave."""
    rows = [
        row
        for kind in KINDS
        for row in records(chapter.sizes, kind=kind, basis=OBSERVED)
        if row["status"] == SHOWN and round(100 * row["margin"]) == _TOLD
    ]
    if not rows:
        return NOTHING
    needed = enumeration(map(_needs, rows))
    given = enumeration(_gave(chapter, row) for row in rows)
    return Prose(
        (
            f"För en felmarginal på högst {_TOLD} procentenheter i alla delar behöver {needed} "
            f"granskas under 13 veckor.",
            f"Felmarginalen blev {latest_in_text(chapter.context)} {given}.",
        )
    )


def _line(chapter: Chapter, kind: str) -> dict[str, str]:
    rows = records(chapter.sizes, kind=kind)
    row = rows[0]
    given = one(chapter.precision, kind=kind, criterion=str(row["criterion"]))
    return {
        "Slag": KINDS[kind],
        "Gjorda": integer_or_missing(row["produced"]),
        "Granskade": number(row["n"]),
        "Sedd andel": percent(row["estimate"]),
        "Felmarginal nu": margin(given),
        **{
            f"{_HEADS[str(each['basis'])]}{UNDER}±{decimal(100 * each['margin'], _places(each))}": (
                _needed(each)
            )
            for each in rows
        },
        "Fall": MISSING if given is None else integer_or_missing(given["detect"]),
    }


def margin(row: Row | None) -> str:
    """Write half the width of an interval in points: "±13"."""
    if row is None or is_missing(row["half_width"]):
        return MISSING
    return f"±{decimal(100 * row['half_width'], 0)}"


def _places(row: Row) -> int:
    return 0 if round(100 * row["margin"]) == 100 * row["margin"] else 1


def _needed(row: Row) -> str:
    if row["status"] != SHOWN:
        return MISSING
    return integer(row["needed_large"] if is_missing(row["needed"]) else row["needed"])


def _needs(row: Row) -> str:
    made = "" if is_missing(row["produced"]) else f" av {integer(row['produced'])}"
    return f"{_needed(row)}{made} {_PLURALS[str(row['kind'])]}"


def _gave(chapter: Chapter, row: Row) -> str:
    given = one(chapter.precision, kind=str(row["kind"]), criterion=str(row["criterion"]))
    return (
        f"{margin(given).lstrip('±')} för {KINDS_IN_TEXT[str(row['kind'])]} "
        f"({integer(row['n'])} granskade)"
    )
