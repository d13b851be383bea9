"""The survey to staff in tables: who answered, shares, what silence could change, and Gotland."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import HIDDEN, MISSING, NBSP, integer, interval, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.staff_words import (
    EVERYONE,
    FEW,
    HIGH,
    NOTHING,
    QUESTIONS,
    ROLES,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Row,
    cell,
    hidden_roles,
    in_order,
    latest,
    month_of_round,
    own_source,
    role_name,
    shown_roles,
)
from ibic_eval.display.tables import table

GOTLAND: Mapping[str, str] = {
    "forstaelse": "runt 80 procent, i hög eller mycket hög grad",
    "stod": "drygt 60 procent, ja på en fråga med ja och nej",
    "kunskap": "nästan hälften, i hög eller mycket hög grad",
}
GOTLAND_SOURCE = (
    "Region Gotland 2018, så som Vårdanalys återger den i rapport 2021:2, avsnitt 6.1.3"
)


def response_table(chapter: Chapter) -> Shown:
    """Show how many of those who got the survey that answered, by role and round."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    rows = {(row["role"], row["round"]): row for row in row_dicts(chapter.response)}
    held = [role for role in ROLES if any(role == each for each, _ in rows)]
    lines = pd.DataFrame(
        [
            {
                "Roll": role_name(role),
                **{
                    f"{month_of_round(context, each['round']).capitalize()}|{head}":
                        _rate(rows.get((role, each["round"])), head)
                    for each in context["rounds"]
                    for head in ("Svar", "Andel")
                },
            }
            for role in held
        ]
    )  # fmt: skip
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="medarbetare-svarande", caption="Hur många som svarade på enkäten.",
        source=own_source(context),
        notes=("Svar av dem som fick enkäten. Andelen är räknad och har ingen osäkerhet från "
               "urval.", *hidden),
    )  # fmt: skip


def share_table(chapter: Chapter) -> Shown:
    """Show each question's share in the latest round, a column for everyone and for each role."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    rows = latest(chapter.shares, context)
    cells = {(row["question"], row["role"]): row for row in row_dicts(rows)}
    roles = shown_roles(rows)
    lines = pd.DataFrame(
        [
            {
                "Fråga": words,
                **{role_name(role): _share(cells.get((question, role))) for role in roles},
                "Vet inte": _unsure(cells.get((question, EVERYONE))),
            }
            for question, words in QUESTIONS.items()
            if (question, EVERYONE) in cells
        ]
    )
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="medarbetare-andelar", source=own_source(context),
        caption=f"Andel som svarade {HIGH}.",
        notes=("Andel med 95 procents konfidensintervall i procent, och efter semikolon hur många "
               "som tog ställning. Vet inte räknas inte med i andelen; kolumnen är hur många av "
               "alla som svarade så. Där det är känt hur många som fick enkäten räknar intervallet "
               "med hur stor del av dem som svarade. Det förutsätter att de som inte svarade "
               "skulle ha svarat som de andra.", *hidden_roles(rows), *hidden),
    )  # fmt: skip


def bounds_table(chapter: Chapter) -> Shown:
    """Show, for everyone, the share beside what it could be whatever the silent would say."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    rows = [row for row in in_order(latest(chapter.shares, context))
            if row["role"] == EVERYONE and row["status"] == SHOWN]  # fmt: skip
    lines = pd.DataFrame(
        [
            {
                "Fråga": QUESTIONS[row["question"]],
                "Andel": percent(row["estimate"]),
                "95 % KI": interval(row["ci_low"], row["ci_high"]),
                "Svarade inte": integer(row["n_silent"]),
                "Lägst": percent(row["bound_low"]),
                "Högst": percent(row["bound_high"]),
                "På Gotland": GOTLAND.get(row["question"], MISSING),
            }
            for row in rows
        ]
    )
    return table(
        lines, slug="medarbetare-granser", words=("På Gotland",),
        caption=f"Andel {HIGH}, vad bortfallet kan betyda, och svaren på Gotland.",
        source=f"{own_source(context)}; {GOTLAND_SOURCE}",
        notes=("Lägst och högst är vad andelen hade blivit om ingen, eller alla, av dem som inte "
               "svarade hade svarat så. Rapporten återger Gotlands svar i ord utan antal. Frågor, "
               "skala och vilka som svarade kan skilja, så jämför med försiktighet.",),
    )  # fmt: skip


def _share(row: Row | None) -> str:
    if row is None:
        return MISSING
    ends = interval(row["ci_low"], row["ci_high"]).replace(f"{NBSP}%", "")
    return cell(row, f"{percent(row['estimate'])} ({ends}; {integer(row['n'])})")


def _unsure(row: Row | None) -> str:
    return MISSING if row is None else cell(row, integer(row["n_unsure"]))


def _rate(row: Row | None, head: str) -> str:
    if row is None:
        return MISSING
    if row["status"] == SUPPRESSED:
        return HIDDEN
    if head == "Andel":
        return percent(row["estimate"])
    of = "" if is_missing(row["n"]) else f" av {integer(row['n'])}"
    return f"{integer(row['count'])}{of}"
