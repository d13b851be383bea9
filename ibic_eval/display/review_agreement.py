"""Whether the reviewers judge alike, as a table and in words."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    decimal,
    integer,
    is_missing,
    percent,
)
from ibic_eval.display.review_words import (
    CI,
    CRITERIA,
    EVERY,
    FEW,
    LACKING,
    NOTHING,
    SHOWN,
    Chapter,
    Row,
    hidden_or,
    one,
    part_in_text,
    records,
    source,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

# Below this number of documents the interval is too uncertain to rest on.
FEW_DOCUMENTS = 30
_POOR_BELOW = 0.4
_SKEWED = 0.85
WEAK = "svag"


def agreement_table(chapter: Chapter) -> Shown:
    """Show how alike doubly reviewed documents were judged, part by part."""
    rows = chapter.agreement
    if rows.empty or not rows["n"].gt(0).any():
        return NOTHING
    lines = pd.DataFrame([_line(row) for row in row_dicts(rows)])
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="granskning-samstammighet", source=source(chapter.context), words=("Omdöme",),
        caption="Samstämmighet mellan granskare som har bedömt samma dokument.",
        notes=("Lika är hur ofta två granskare gav samma svar. Alfa (Krippendorff) och kappa "
               "(Cohen) räknar bort det som slumpen ensam ger: 1 är full samstämmighet, 0 inte "
               "mer än slumpen. Inom parentes står 95 procents konfidensintervall. Jämnad är "
               "samstämmigheten om alla svar vore lika vanliga (PABAK). Omdömet går efter den "
               "nedre gränsen för alfa: god från 0,67 (Krippendorff 2004), måttlig från 0,40 "
               "(Fleiss 1981).", *hidden),
    )  # fmt: skip


def agreement_sentences(chapter: Chapter) -> Prose:
    """Tell how many documents it rests on, and for which parts the shares are uncertain."""
    rows = chapter.agreement
    overall = one(rows, criterion=EVERY)
    if overall is None:
        return NOTHING
    if overall["status"] != SHOWN:
        return Prose((_unknown(overall),))
    told = (
        f"{integer(overall['n'])} dokument är granskade av minst två, av "
        f"{integer(overall['n_reviewers'])} granskare. Tillsammans är alfa {_with_ends(overall)}."
    )
    return Prose((told, *poor_sentences(chapter), *_paradox(rows)))


def poor_sentences(chapter: Chapter) -> tuple[str, ...]:
    """Tell for which parts reviewers judge so differently that the share itself is uncertain."""
    rows = [row for row in records(chapter.agreement) if row["criterion"] != EVERY]
    poor = [row for row in rows if row["status"] == SHOWN and _poor(row)]
    weak = [row for row in poor if row["verdict"] == WEAK]
    unsure = [row for row in poor if row["verdict"] != WEAK]
    told = (
        f"Granskarna bedömer {_listed(weak)} olika. Andelen beror där på vem som granskar: enas om "
        "vad som krävs innan den används.",
        f"Om granskarna bedömer {_listed(unsure)} lika går inte att säga säkert. Andelen är där "
        "osäkrare än vad dess intervall visar.",
    )
    return tuple(text for text, found in zip(told, (weak, unsure), strict=True) if found)


def _listed(rows: Sequence[Row]) -> str:
    return enumeration(
        f"{part_in_text(str(row['criterion']))} (alfa {_with_ends(row)}; "
        f"{integer(row['n'])} dokument)"
        for row in rows
    ) if rows else ""  # fmt: skip


def _poor(row: Row) -> bool:
    low = row["ci_low"]
    return bool(is_missing(low) or low < _POOR_BELOW or row["n"] < FEW_DOCUMENTS)


def _paradox(rows: pd.DataFrame) -> tuple[str, ...]:
    """Explain why agreement in percent can be high and alpha low, where it is so."""
    skewed = rows[
        rows["status"].eq(SHOWN) & rows["commonest"].gt(_SKEWED) & rows["criterion"].ne(EVERY)
        & rows["agreed"].gt(_SKEWED) & rows["estimate"].lt(0.667)
    ]  # fmt: skip
    if skewed.empty:
        return ()
    row = skewed.sort_values("commonest").iloc[-1].to_dict()
    return (
        f"För {part_in_text(row['criterion'])} är {percent(row['agreed'])} av bedömningarna lika "
        f"men alfa bara {decimal(row['estimate'], 2)}. Det beror på att nästan alla dokument får "
        f"samma svar ({percent(row['commonest'])}): då blir mycket lika av en slump, och några få "
        "olika bedömningar väger tungt.",
    )


def _with_ends(row: Row) -> str:
    if is_missing(row["ci_low"]):
        return decimal(row["estimate"], 2)
    return f"{decimal(row['estimate'], 2)}, {CI} {_span(row['ci_low'], row['ci_high'])}"


def _span(low: float, high: float) -> str:
    return f"{decimal(low, 2)}–{decimal(high, 2)}"


def _unknown(row: Row) -> str:
    if row["status"] == LACKING and row["n"] == 0:
        return (
            "Inget dokument är granskat av två. Låt två granskare bedöma minst vart femte "
            "dokument var för sig: då går det att se om de bedömer lika."
        )
    if row["status"] == LACKING:
        return str(row["reason"])
    return "För få dokument är granskade av två för att samstämmigheten ska visas."


def _line(row: Row) -> dict[str, str]:
    criterion = str(row["criterion"])
    counted = row["status"] != "dold"
    return {
        "Del": "Alla delar tillsammans" if criterion == EVERY else CRITERIA[criterion],
        "Dokument": integer(row["n"]) if counted else HIDDEN,
        "Par": integer(row["n_pairs"]) if counted else HIDDEN,
        "Lika": percent(row["agreed"]) if counted else HIDDEN,
        "Alfa": hidden_or(row, _cell(row, "estimate", "ci_low", "ci_high")),
        "Kappa": hidden_or(row, _cell(row, "kappa", "kappa_low", "kappa_high")),
        "Jämnad": hidden_or(row, decimal(row["pabak"], 2)),
        "Vanligaste svaret": hidden_or(row, percent(row["commonest"])),
        "Omdöme": hidden_or(row, str(row["verdict"])),
    }


def _cell(row: Row, value: str, low: str, high: str) -> str:
    if is_missing(row[value]):
        return MISSING
    ends = "" if is_missing(row[low]) else f" ({_span(row[low], row[high])})"
    return f"{decimal(row[value], 2)}{ends}"
