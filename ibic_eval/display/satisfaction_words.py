"""The words, numbers, source lines and order of rows of the chapter on users' satisfaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import MINUS, MISSING, NBSP, decimal, is_missing, rounded

Context = Mapping[str, Any]
OLDER = ("hemtjanst", "sarskilt_boende")
DISABILITY = ("gruppbostad", "servicebostad", "daglig_verksamhet")
SERVICES: Mapping[str, str] = {
    "hemtjanst": "Hemtjänst",
    "sarskilt_boende": "Särskilt boende",
    "gruppbostad": "Gruppbostad (LSS)",
    "servicebostad": "Servicebostad (LSS)",
    "daglig_verksamhet": "Daglig verksamhet (LSS)",
}
SERVICES_IN_TEXT: Mapping[str, str] = {
    "hemtjanst": "hemtjänsten",
    "sarskilt_boende": "särskilt boende",
    "gruppbostad": "gruppbostad",
    "servicebostad": "servicebostad",
    "daglig_verksamhet": "daglig verksamhet",
}
QUESTIONS: Mapping[str, str] = {
    "helhetssyn": "Helheten",
    "bemotande": "Bemötande",
    "fortroende": "Förtroende",
    "hansyn": "Hänsyn till önskemål",
    "information": "Information",
    "paverka_tider": "Påverka tider",
    "trygghet": "Trygghet",
    "bestamma": "Bestämma själv",
    "hjalp": "Få rätt hjälp",
    "bryr_sig": "Personalen bryr sig",
    "pratar_forstar": "Begripligt tal",
    "personal_forstar": "Bli förstådd",
    "trygg_personal": "Trygg med personalen",
    "aldrig_radd": "Aldrig rädd",
    "trivs": "Trivsel",
}
GROUPS: Mapping[str, str] = {
    "inte_anvant": "Använde inte IBIC",
    "borjat_mellan": "Började mellan åren",
    "anvant_bada": "Använde båda åren",
    "ovrig": "Övriga",
}
AREAS: Mapping[str, str] = {"aldreomsorg": "Äldreomsorg", "lss": "LSS"}
GENDERS: Mapping[str, str] = {"K": "Kvinnor", "M": "Män", "T": "Alla"}
ESTIMATED = "skattad"
PLAIN, UNWEIGHTED = "kommun_ar", "oviktad"
COMPARED = ("inte_anvant", "borjat_mellan", "anvant_bada")
NOTHING = Prose(())
FETCH = "ibic-eval fetch kolada"
USE_FILE = "data/municipalities/ibic_use.csv"


def signed(difference: float | None) -> str:
    """Write a difference of shares in points with one decimal: 0.0436 is "+4,4"."""
    if difference is None or is_missing(difference):
        return MISSING
    value = rounded(100 * float(difference), 1)
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    return f"{sign}{decimal(abs(value), 1)}"


def signed_interval(low: float | None, high: float | None) -> str:
    """Write the interval of a difference: "+2,9 till +5,8"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{signed(low)} till {signed(high)}"


def points_in_text(difference: float) -> str:
    """Write a difference without sign as a sentence does: "2 procentenheter"."""
    value = rounded(100 * abs(float(difference)), 1)
    whole = value == value.to_integral_value()
    return f"{decimal(value, 0 if whole else 1)}{NBSP}procentenheter"


def computed_source(context: Context) -> str:
    """Return the source line of what is computed from Kolada's values, as its terms ask."""
    if context.get("fictional"):
        return "Egen bearbetning av påhittade data i Koladas form"
    return f"Egen bearbetning av data från Kolada{_fetched(context)}"


def own_source(context: Context) -> str:
    """Return the source line of values as they are, beside means and intervals."""
    if context.get("fictional"):
        return "Påhittade data i Koladas form; egen bearbetning (medelvärden och intervall)"
    return (
        f"Kolada{_fetched(context)} (kommunens värden); egen bearbetning av data från Kolada "
        "(medelvärden och intervall)"
    )


def question_name(service: str, question: str) -> str:
    """Name a question for a sentence: "bemötande i hemtjänsten"."""
    return f"{QUESTIONS[question].lower()} i {SERVICES_IN_TEXT[service]}"


def main_effects(effects: pd.DataFrame, services: Sequence[str] = OLDER) -> pd.DataFrame:
    """Return the effects that the chapter's verdicts rest on: everyone, plain, unweighted."""
    return chosen(effects, services, gender="T", model=PLAIN, weighting=UNWEIGHTED)


def chosen(effects: pd.DataFrame, services: Sequence[str], **values: str) -> pd.DataFrame:
    """Return the rows with some values, in the order of services and questions."""
    kept = effects["service"].isin(services)
    for column, value in values.items():
        kept &= effects[column].eq(value)
    rows = effects[kept]
    questions = {name: place for place, name in enumerate(QUESTIONS)}
    places = {name: place for place, name in enumerate(services)}
    order = rows.assign(s=rows["service"].map(places), q=rows["question"].map(questions))
    return rows.loc[order.sort_values(["s", "q"]).index].reset_index(drop=True)


def _fetched(context: Context) -> str:
    return f", hämtade {context['date']}" if context.get("date") else ""
