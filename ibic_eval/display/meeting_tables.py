"""The meetings in tables: planned and held, how many came, and half-year by half-year."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.meeting_words import (
    FEW,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Row,
    cell,
    of,
    own_source,
)
from ibic_eval.display.numbers import HIDDEN, MISSING, integer, interval, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

CENSUS = (
    "Alla möten i listan är räknade, så andelen har ingen osäkerhet från urval. 95 procents "
    "konfidensintervall (KI) visar hur andelen kunde ha blivit med samma arbetssätt en annan gång."
)
_SECOND = 7


def planned_table(chapter: Chapter) -> Shown:
    """Show the groups and how often they were to meet, in numbers or the plan's words."""
    rows = chapter.planned[chapter.planned["in_plan"].fillna(False).astype(bool)]
    if rows["frequency"].isna().all() and rows["meetings"].isna().all():
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Grupp": str(row["label"]),
                "Möten i allt": integer(row["meetings"]),
                "Planens ord": MISSING if is_missing(row["frequency"]) else str(row["frequency"]),
            }
            for row in row_dicts(rows)
        ]
    )
    return table(
        lines, slug="moten-plan", caption="Möten enligt projektplanen.", source="project.yml",
        words=("Planens ord",),
        notes=("Antalet möten är känt där resursplanen räknar tid från möten i gruppen.",),
    )  # fmt: skip


def held_table(chapter: Chapter) -> Shown:
    """Show how many planned meetings were held in each group, the plan's number and the target."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    lines = pd.DataFrame([_held(row) for row in row_dicts(chapter.held)])
    return table(
        lines, slug="moten", caption="Möten i projektets grupper.", source=own_source(context),
        words=("Målnivå",),
        notes=(CENSUS, f"Planens antal är till och med {context['as_of']}, eller senaste hela "
               "månaden. Målnivån jämförs med de möten som planen eller listan har, det som är "
               "flest.", *_unlisted(chapter)),
    )  # fmt: skip


def attendance_table(chapter: Chapter) -> Shown:
    """Show how many of those called came, over all meetings held."""
    context = chapter.context
    rows = [row for row in row_dicts(chapter.attendance) if row["status"] in (SHOWN, SUPPRESSED)]
    if not context["available"] or not rows:
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Grupp": str(row["label"]),
                "Möten": cell(row, integer(row["meetings"])),
                "Närvarande av kallade": cell(row, of(row["count"], row["n"])
                                              if row["status"] == SHOWN else ""),
                "Andel": cell(row, percent(row["estimate"])),
                "95 % KI": cell(row, interval(row["ci_low"], row["ci_high"])),
            }
            for row in rows
        ]
    )  # fmt: skip
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="moten-narvaro", caption="Närvaro på de möten som hölls.",
        source=own_source(context),
        notes=("Bara möten där antal kallade och närvarande är kända, sammanlagt över alla möten. "
               "Intervallet räknar med att samma personer kallas gång på gång. Närvaron visas inte "
               "där färre än fem kallas.", *hidden),
    )  # fmt: skip


def half_year_table(chapter: Chapter) -> Shown:
    """Show the meetings held of those planned, half-year by half-year."""
    context = chapter.context
    rows = chapter.half_years
    if not context["available"] or rows["half_year"].nunique() < 2:
        return NOTHING
    begun = sorted(rows["half_year"].unique())
    cells = {
        (row["group"], row["half_year"]): of(row["count"], row["n"]) for row in row_dicts(rows)
    }
    lines = pd.DataFrame(
        [
            {
                "Grupp": str(row["label"]),
                **{half_year(day): cells.get((row["group"], day), MISSING) for day in begun},
            }
            for row in row_dicts(chapter.held)
            if not is_missing(row["n"])
        ]
    )
    return table(
        lines, slug="moten-halvar", caption="Hållna av planerade möten, halvår för halvår.",
        source=own_source(context),
        notes=("Antalen är för små för att säga om andelen har ändrats mellan två halvår.",),
    )  # fmt: skip


def half_year(day: pd.Timestamp) -> str:
    """Write a half-year by its first day: "vt 2018"."""
    begun = pd.Timestamp(day)
    return f"{'ht' if begun.month >= _SECOND else 'vt'} {begun.year}"


def _held(row: Row) -> dict[str, str]:
    return {
        "Grupp": str(row["label"]),
        "Hållna av planerade": cell(row, of(row["count"], row["n"])
                                    if row["status"] == SHOWN else ""),
        "Andel": cell(row, percent(row["estimate"])),
        "95 % KI": cell(row, interval(row["ci_low"], row["ci_high"])),
        "Planens antal hittills": integer(row["planned"]),
        "Målnivå": _target(row),
    }  # fmt: skip


def _target(row: Row) -> str:
    if is_missing(row["target"]):
        return "ingen i planen"
    told = f": {row['verdict']}" if row["status"] == SHOWN else ""
    return f"{percent(row['target'])}{told}"


def _unlisted(chapter: Chapter) -> tuple[str, ...]:
    return tuple(
        f"{row['label']}: listan saknar {integer(row['unlisted'])} av de möten som planen har."
        for row in row_dicts(chapter.held)
        if not is_missing(row["unlisted"]) and row["unlisted"] > 0
    )
