"""What a fictional municipality of the large demo says itself, all of it invented."""

import datetime as dt
from typing import Any

import numpy as np

from ibic_eval.reconstruction.case_truth import CaseTruth
from ibic_eval.reconstruction.drawn_indicators import MEETINGS, SAMPLES, TRAINED
from ibic_eval.reconstruction.drawn_settings import Setting, add_months, stream
from ibic_eval.reconstruction.introduction_truth import IntroductionTruth

GUARANTEES = {"aldreomsorg": 30, "annan_sol": 45, "lss": 60}
OTHER_CHANGE = 0.3  # of the municipalities
_STREAM = 4
_ASPECTS = {
    "A": ["behovsriktat"],
    "E1": ["rattssakerhet"],
    "E2": ["delaktighet"],
    "E3": ["uppfoljning_individ"],
    "P1": ["kunskap"],
    "P2": ["dokumentation"],
    "P3": ["forvaltning"],
}
_MAIN = {
    "A": "granskning_livsomraden",
    "E2": "fraga_hansyn",
    "E3": "uppfoljda_12",
    "P1": TRAINED,
    "P2": SAMPLES,
    "P3": MEETINGS,
}
_LESSONS = (
    "Utförarna borde ha varit med från början; de första genomförandeplanerna fick skrivas om.",
    "Ombuden behövde mer tid än vi hade räknat med, särskilt på de små enheterna.",
    "Granskarna borde ha läst några utredningar tillsammans innan de granskade var för sig.",
    "Det tog längre tid än vi trodde att få fram mallar i verksamhetssystemet.",
    "Att chefen frågade efter målen betydde mer än utbildningen.",
)
_CHANGES = (
    "Ny organisation för myndighetsutövningen",
    "Nya riktlinjer för bistånd",
    "Nytt avtal med fristående utförare",
)
_TEXTS = {
    "genomforande": "Vi började med handläggarna och tog utförarna efteråt.",
    "fortsatt_arbete": "Ombuden fortsätter att träffas en gång per termin.",
}


def introduction_node(
    setting: Setting, truth: CaseTruth, introduced: IntroductionTruth | None, seed: int
) -> dict[str, Any]:
    """Return what stands in a municipality's `inforande.yml`.

    The cost is what the project has booked, and the cases a year are those of the records.
    """
    random = stream(seed, setting.code, _STREAM)
    years = (setting.extracted - setting.opened).days / 365.25
    spent = round(sum(introduced.ledger.spent.values())) if introduced else 0
    change, other = _other_change(setting, random), random.uniform() < OTHER_CHANGE
    about = {
        "ibic_start": dict(setting.starts),
        "overgangsmanader": 3,
        "systembyte": _system_change(setting),
        "andra_forandringar": [change] if other else [],
        "garanti_dagar": {area: GUARANTEES[area] for area in setting.starts},
        "timkostnad_kr": int(random.integers(48, 58)) * 10,
        "arenden_per_ar": {
            area: round(truth.areas[area].cases / years)
            for area in setting.starts
            if truth.areas[area].cases >= years
        },
        "inforandekostnad_kr": spent,
    }
    return {
        "kommunkod": setting.code,
        "uttag": setting.extracted,
        **{key: value for key, value in about.items() if value and setting.starts},
        "enligt_plan": False,
        "kalla": "Påhittade uppgifter, dragna ur en modell med kända effekter",
    }


def _system_change(setting: Setting) -> dict[str, Any]:
    if not setting.system_change:
        return {}
    named = {"fran": "System A (påhittat)", "till": "System B (påhittat)"}
    return {"datum": setting.begun, **named, "samtidigt": True}


def _other_change(setting: Setting, random: np.random.Generator) -> dict[str, Any]:
    months = (setting.extracted - setting.opened).days // 31
    day = add_months(setting.opened, int(random.integers(6, months - 3)))
    return {"datum": day, "vad": f"{random.choice(_CHANGES)} (påhittat)"}


def final_node(setting: Setting, seed: int) -> dict[str, Any]:
    """Return what stands in a municipality's `slutrapport.yml`."""
    random = stream(seed, setting.code, _STREAM + 1)
    decided = f"styrgruppen, {setting.first.year} (påhittat)"
    task = "Om de mål som inte har följts upp inom ett år har blivit färre"
    return {
        "kommunkod": setting.code,
        "koppling": "kommunens",
        "mal": {
            name: {"aspekter": aspects, **({"huvudmatt": _MAIN[name]} if name in _MAIN else {})}
            for name, aspects in _ASPECTS.items()
        },
        "nivaer": {
            "uppfoljda_12": {"minst": int(random.integers(10, 15)) * 5, "bestamd": decided},
            "granskning_mal": {"minst": 75, "bestamd": decided},
        },
        "avslut": {
            "avs_utbildning": {"indikator": TRAINED},
            "avs_granskning": {"indikator": SAMPLES},
        },
        "uppfolj": [{"vad": task, "nar": _half_year(setting.last), "vem": "Enhetschefer"}],
        "lardomar": random.permutation(_LESSONS)[:2].tolist(),
    }


def _half_year(day: dt.date) -> str:
    return f"Ett halvår efter projektet, {add_months(day, 6).year}"


def own_texts(setting: Setting) -> dict[str, str]:
    """Return the municipality's texts for the slutrapport, by part of it."""
    opening = f"Texten är påhittad, som allt annat om {setting.name}."
    return {name: f"{opening}\n\n{text}\n" for name, text in _TEXTS.items()}
