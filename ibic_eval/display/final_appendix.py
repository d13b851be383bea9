"""The rules of the report, written out from the catalogue that the program uses."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.final_words import KINDS, NOTHING, STATUSES, SURENESS, Final, Row, names
from ibic_eval.display.numbers import DASH, decimal, integer, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.estimates.final_rows import FEW, HIGHEST

_SOURCE = "surveys/slutrapport, som programmet läser"
UNTESTED = "Kan inte prövas"


def status_rules(final: Final) -> Prose:
    """State the rules for a goal's status, in the order they are tried."""
    if not final.context["has_plan"]:
        return NOTHING
    return Prose(
        (
            f"{STATUSES['natt']}: minst en mätning som är minst ganska säker talar för målet, "
            "inget talar emot, ingen bedömning talar emot, och det som inte går att avgöra är "
            "inte fler än det som talar för.",
            f"{STATUSES['delvis']}: något talar för, men något annat talar emot eller visar ingen "
            "skillnad, eller så går det mesta inte att avgöra.",
            f"{STATUSES['inte_natt']}: inget talar för, och minst en mätning talar emot eller "
            "visar ingen skillnad efter ett test av likvärdighet.",
            f"{STATUSES['kan_inte_avgoras']}: allt annat. Det som är osäkert räknas hit, och "
            "bedömningar räcker aldrig ensamma.",
            "Mätningar är egna ärenden före och efter, brukarundersökningar jämförda med andra "
            "kommuner, nivåer i egna uppgifter mot en bestämd nivå och granskade handlingar. För "
            "projektmål räknas också vad projektet gjorde.",
            "IBIC är troligen orsaken bara när det som talar för målet är en jämförelse med tiden "
            "före eller med andra kommuner, och inget annat känt sammanföll. Annars går orsaken "
            "inte att avgöra.",
        ),
        as_list=True,
    )


def sureness_table(final: Final) -> Shown:
    """Show the highest grade of each kind of evidence, and what lowers it."""
    if not final.context["has_plan"]:
        return NOTHING
    rows = [
        {"Slag av underlag": KINDS[kind], "Som högst": SURENESS[grade]}
        for kind, grade in HIGHEST.items()
    ]
    return table(
        pd.DataFrame(rows), slug="slutrapport-sakerhet", source=_SOURCE, common=True,
        caption="Hur säkert ett resultat kan vara.", words=("Som högst",),
        notes=(f"Ett steg lägre för vart och ett av: färre än {integer(FEW)} bakom resultatet, en "
               "reservation i kapitlet det kommer från, och att något annat sammanföll eller kan "
               "ha gjort det. Vad projektet gjorde är räknat på alla, så där sänker inte ett lågt "
               "antal. Det som inte går att avgöra är alltid osäkert.",),
    )  # fmt: skip


def rule_table(final: Final) -> Shown:
    """Show every rule for recommendations, also those not met or that can't be tested."""
    if not final.context["has_plan"]:
        return NOTHING
    rows = [
        {
            "Regel": row["rule"],
            "Villkor": row["condition_says"],
            "Gräns": _limit(row["limit"]),
            "Ordning": integer(row["priority"]),
            "Uppfyllt": _met(row["met"]),
        }
        for row in row_dicts(final.rules)
    ]
    return table(
        pd.DataFrame(rows), slug="slutrapport-regler", source=_SOURCE,
        caption="Reglerna för rekommendationer, och vilka som är uppfyllda.",
        words=("Villkor", "Uppfyllt"),
        notes=("Gränserna är valda av oss. Den som vill ha andra ändrar dem i filen, och rapporten "
               "följer med. Ett villkor kan inte prövas när underlaget saknas eller är dolt.",),
    )  # fmt: skip


def _met(met: object) -> str:
    if is_missing(met):
        return UNTESTED
    return "Ja" if met else "Nej"


def measure_table(final: Final) -> Shown:
    """Show which measures bear on which aspect, and which way speaks for a goal."""
    if not final.context["has_plan"]:
        return NOTHING
    aspects = final.aspects
    rows = [
        {
            "Mått": row["what"],
            "Säger något om": "; ".join(names(row["aspects"], aspects, "aspect", "label")),
            "Bättre": "högre" if row["better"] == "hogre" else "lägre",
            "Nivå": _level(row),
            "Kommer ur": f"{KINDS[str(row['kind'])]} ({row['file']})",
        }
        for row in row_dicts(final.measures)
    ]
    reasons = dict.fromkeys(
        f"Nivån {_level(row)}: {row['level_says']}."
        for row in row_dicts(final.measures[final.measures["level"].notna()])
    )
    return table(
        pd.DataFrame(rows), slug="slutrapport-matt", source=_SOURCE, common=True,
        caption="Måtten: vad de säger något om, och vilket håll som talar för ett mål.",
        words=("Säger något om", "Bättre"), group_by="Kommer ur",
        notes=("Nivån gäller där kommunen inte har bestämt någon annan. Utan nivå går en andel "
               "inte att bedöma.", *reasons),
    )  # fmt: skip


def _level(row: Row) -> str:
    if is_missing(row["level"]):
        return DASH
    return percent(row["level"]) if row["form"] == "andel" else _limit(row["level"])


def _limit(limit: float) -> str:
    return integer(limit) if float(limit).is_integer() else decimal(limit, 2)
