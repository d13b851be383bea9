"""The rules of the report, written out from the catalogue that the program uses."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.final_goal_words import ABOUT, DOUBTS
from ibic_eval.display.final_words import (
    KINDS,
    NOTHING,
    STATUSES,
    SURENESS,
    Final,
    Row,
    names,
)
from ibic_eval.display.numbers import DASH, decimal, integer, is_missing, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.estimates.final_rows import FEW, LOWERED_BY
from ibic_eval.estimates.final_status import ladder

_SOURCE = "surveys/slutrapport, som programmet läser"
UNTESTED = "Kan inte prövas"


def status_rules(final: Final) -> Prose:
    """State the rules for a goal's status, in the order they are tried."""
    if not final.context["has_plan"]:
        return NOTHING
    return Prose(
        (
            "Varje mål och mått gäller en av tre saker: hur långt metoden används, hur arbetet går "
            "till, eller utfall för den enskilde (Proctor m.fl. 2011). Ett mål avgörs bara av mått "
            "som gäller samma sak.",
            "Huvudmåttet avgör. Kommunen väljer det i slutrapport.yml innan resultaten är kända; "
            "annars gäller planens enda indikator för målet. Utan huvudmått går målet inte att "
            "avgöra. Andra mått stöder eller säger emot, men räknas aldrig ihop som röster.",
            f"{STATUSES['natt']}: huvudmåttets hela intervall är på rätt sida om målnivån, eller "
            "om ingen ändring, i alla områden och grupper.",
            f"{STATUSES['delvis']}: det är så i en del, och säkert inte i en annan.",
            f"{STATUSES['inte_natt']}: hela intervallet är på fel sida i alla delar, eller så är "
            "huvudmåttet detsamma som före inom en gräns som står bredvid.",
            f"{STATUSES['kan_inte_avgoras']}: allt annat. Det som är osäkert räknas hit, och "
            "bedömningar räcker aldrig.",
            "IBIC är troligen orsaken bara när huvudmåttet är en jämförelse med andra kommuner "
            "och inget annat känt sammanföll. En ändring sedan tiden före, utan jämförelse, är som "
            "mest förenlig med att IBIC bidrog: den kan ha kommit ändå (ROBINS-I, Sterne m.fl. "
            "2016). För tiden till beslut krävs att månadsserien, som räknar med utvecklingen "
            "före, visar samma ändring.",
        ),
        as_list=True,
    )


def sureness_table(final: Final) -> Shown:
    """Show the ladder: where each kind of evidence begins, and what lowers it."""
    if not final.context["has_plan"]:
        return NOTHING
    rows = [
        {
            "Slag av underlag": KINDS[kind],
            "Som högst": SURENESS[ladder(lowered)],
            "Därför": _capital("; ".join(DOUBTS[doubt] for doubt in lowered)) or "Inget sänker det",
        }
        for kind, lowered in LOWERED_BY.items()
    ]
    return table(
        pd.DataFrame(rows), slug="slutrapport-sakerhet", source=_SOURCE, common=True,
        caption="Hur säkert ett resultat kan vara.", words=("Som högst", "Därför"),
        notes=("Stegen är de i GRADE (Guyatt m.fl. 2008): säker, ganska säker, osäker, mycket "
               f"osäker. Ett steg lägre för vart och ett av: färre än {integer(FEW)} bakom "
               "resultatet, en reservation i kapitlet det kommer från, och att ett annat resultat "
               "om samma sak säger emot. Vad projektet gjorde är räknat på alla, så där sänker "
               "inte ett lågt antal. Ett mål avgörs bara av det som är minst ganska säkert.",),
    )  # fmt: skip


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


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
            "Gäller": ABOUT[str(row["about"])],
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
        words=("Gäller", "Säger något om", "Bättre"), group_by="Kommer ur",
        notes=("Nivån gäller där kommunen inte har bestämt någon annan. Utan nivå går en andel "
               "inte att bedöma.", *reasons),
    )  # fmt: skip


def _level(row: Row) -> str:
    if is_missing(row["level"]):
        return DASH
    return percent(row["level"]) if row["form"] == "andel" else _limit(row["level"])


def _limit(limit: float) -> str:
    return integer(limit) if float(limit).is_integer() else decimal(limit, 2)
