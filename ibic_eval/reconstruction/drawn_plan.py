"""Writes the invented project plan of a fictional municipality in the large demo, as plain data.

All its ids and figures come from where the follow-up's do, so that the two agree.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ibic_eval.codebook.sorts import USE, WORK
from ibic_eval.reconstruction.drawn_indicators import MEETINGS, SAMPLES, TRAINED
from ibic_eval.reconstruction.drawn_introduction import COURSES, course_days, people
from ibic_eval.reconstruction.drawn_ledger import (
    RISKS,
    STARTS,
    Planned,
    budget_posts,
    planned_activities,
)
from ibic_eval.reconstruction.drawn_settings import Setting, add_months

Entry = dict[str, Any]
AREAS = {
    "aldreomsorg": "äldreomsorgen",
    "annan_sol": "annan verksamhet enligt SoL",
    "lss": "verksamheten enligt LSS",
}
_NOTE = "Planen finns inte som dokument. Sidnumren är påhittade, liksom allt som står på dem."
_PURPOSES = {
    "A": "Stöd och omsorg ska utgå från vad den enskilde behöver, inte från vilka insatser som"
    " finns."
}
_EFFECTS = {
    "E1": "Utredningar är likvärdiga, vem som än handlägger ärendet.",
    "E2": "Den enskilde är delaktig i sin utredning och i sina mål.",
    "E3": "Varje mål följs upp med den enskilde, och det går att se om målet har nåtts.",
}
_PROJECT = {
    "P1": "Alla som handlägger, leder eller utför stöd har den kunskap om IBIC som uppdraget"
    " kräver.",
    "P2": "Nya utredningar, genomförandeplaner och uppföljningar skrivs enligt IBIC.",
    "P3": "När projektet slutar finns rutiner och ansvar som håller utan projektet.",
}
_INDICATORS = {
    TRAINED: ("Andel som har gått hela sin utbildning", ["P1"], WORK, "Deltagarlistor", 80),
    MEETINGS: ("Andel planerade möten som hålls", ["P3"], WORK, "Mötesanteckningar", 80),
    SAMPLES: (
        "Andel granskade dokument som har mål satta med bedömningsskalan",
        ["P2", "E3"],
        USE,
        "Stickprov varje vecka",
        75,
    ),
}
_ROLES = {
    "bestallare": "Beställare",
    "projektledare": "Projektledare",
    "enhetschef": "Enhetschef",
    "handlaggare": "Handläggare",
    "ombud": "IBIC-ombud",
    "utforare": "Utförarnas personal",
}
_COURSES = {
    "utb_handlaggare": ("Handläggare", "handlaggare", "Lärarledd"),
    "utb_enhetschefer": ("Enhetschefer", "enhetschef", "Lärarledd"),
    "utb_ombud": ("IBIC-ombud", "ombud", "Lärarledd"),
    "utb_medarbetare": ("Medarbetare hos utförarna", "utforare", "Digital"),
}
_GROUPS = {
    "styrgrupp": ("Styrgrupp", (6, 3), "Varannan månad"),
    "projektgrupp": ("Projektgrupp", (10, 3), "En gång i månaden utom i juli"),
}
_ACTIVITIES = {
    "akt_nulage": "Nulägesbeskrivning",
    "akt_utbildning": "Utbildning",
    "akt_rutiner": "Rutiner för genomförandeplaner och uppföljning",
    "akt_system": "Mallar i verksamhetssystemet",
    "akt_granskning": "Stickprov bland nya dokument",
    "ms_slutrapport": "Slutrapport till nämnden",
    **{name: f"IBIC tas i bruk i {AREAS[area]}" for area, name in STARTS.items()},
}
_COSTS = {"ledning": "Projektledning", "utbildning": "Utbildare", "vikarier": "Vikarier"}
_RISKS = {
    "risk_tid": "Tidsplanen håller inte",
    "risk_nyckel": "Nyckelpersoner slutar",
    "risk_utforare": "Arbetssättet når inte ut till utförarna",
    "risk_system": "Verksamhetssystemet stöder inte arbetssättet",
}
_STAKEHOLDERS = {
    "int_enskilda": ("De som har eller söker stöd", "stor"),
    "int_handlaggare": ("Handläggare", "stor"),
    "int_utforare": ("Utförare", "stor"),
    "int_namnd": ("Nämnden", "medel"),
}


def plan_node(setting: Setting) -> Entry:
    """Return what stands in a municipality's `project.yml`."""
    written = add_months(setting.first, -3)
    title = f"Påhittat dokument: {setting.name}, Projektplan för införande av IBIC"
    document = {"id": "plan", "titel": title, "datum": written, "anteckning": _NOTE}
    return {
        "kommunkod": setting.code,
        "dokument": [document],
        "projekt": _header(setting, written),
        "syfte": _texts(_PURPOSES, "plan, s. 2, Syfte"),
        "effektmal": _texts(_EFFECTS, "plan, s. 2, Effektmål"),
        "projektmal": _texts(_PROJECT, "plan, s. 3, Projektmål"),
        "indikatorer": _indicators(setting),
        "roller": [
            {"id": name, "roll": role, "kalla": "plan, s. 3, tabell 1"}
            for name, role in _ROLES.items()
        ],
        "grupper": _groups(setting),
        "utbildning": [_course(setting, name) for name in COURSES],
        "aktiviteter": [_activity(each) for each in planned_activities(setting)],
        "budget": _budget(setting),
        "intressenter": [
            {"id": name, "intressent": who, "paverkan": much, "kalla": "plan, s. 7, tabell 5"}
            for name, (who, much) in _STAKEHOLDERS.items()
        ],
        "riskskala": {"sannolikhet": 4, "konsekvens": 4, "kalla": "plan, s. 8, tabell 6"},
        "risker": _risks(),
        **_after(setting),
    }


def _texts(texts: dict[str, str], source: str) -> list[Entry]:
    return [{"id": name, "text": text, "kalla": source} for name, text in texts.items()]


def _header(setting: Setting, written: dt.date) -> Entry:
    return {
        "benamning": "Införande av Individens behov i centrum",
        "bestallare": "Socialchef",
        "projektledare": "Verksamhetsutvecklare",
        "forvaltning": "Socialförvaltningen",
        "datum": written,
        "start": _month(setting.first),
        "slut": _month(setting.last),
        "kalla": "plan, s. 1",
    }


def _month(day: dt.date) -> str:
    return day.isoformat()[:7]


def _indicators(setting: Setting) -> list[Entry]:
    return [
        {
            "id": name,
            "text": text,
            "mal": goals,
            "galler": about,
            "metod": method,
            "matpunkter": [_month(setting.last)],
            "malniva": level,
            "riktning": "minst",
            "enhet": "procent",
            "ansvariga": ["projektledare"],
            "kalla": "plan, s. 6, tabell 3",
        }
        for name, (text, goals, about, method, level) in _INDICATORS.items()
    ]


def _groups(setting: Setting) -> list[Entry]:
    return [
        {
            "id": name,
            "grupp": group,
            "personer": setting.people(*size),
            "motesfrekvens": often,
            "start": _month(setting.first),
            "slut": _month(setting.last),
            "kalla": "plan, s. 3, tabell 1",
        }
        for name, (group, size, often) in _GROUPS.items()
    ]


def _course(setting: Setting, name: str) -> Entry:
    group, role, form = _COURSES[name]
    _, _, sessions, hours, *_ = COURSES[name]
    count, (first, last) = people(setting, name), course_days(setting, name)
    each = sessions * hours
    return {
        "id": name,
        "grupp": group,
        "roll": role,
        "personer": count,
        "tillfallen": sessions,
        "timmar_per_tillfalle": hours,
        "timmar_per_person": each,
        "timmar_totalt": count * each,
        "timmar_avser": "deltagare",
        "form": form,
        "lage": "kommer",
        "start": _month(first),
        "slut": _month(last),
        "kalla": "plan, s. 4, tabell 2",
    }


def _activity(planned: Planned) -> Entry:
    start = {"start": planned.start} if planned.start else {}
    return {
        "id": planned.id,
        "benamning": _ACTIVITIES[planned.id],
        "slag": planned.kind,
        **start,
        "slut": planned.end,
        "ansvariga": ["projektledare"],
        "kalla": "plan, s. 5, Tidsplan",
    }


def _budget(setting: Setting) -> Entry:
    posts, source = budget_posts(setting), "plan, s. 7, tabell 4"
    years = sorted({int(post[-4:]) for post in posts})
    sums = {
        year: sum(amount for post, amount in posts.items() if int(post[-4:]) == year)
        for year in years
    }
    return {
        "enhet": "tkr",
        "poster": [
            {
                "id": post,
                "slag": _COSTS[post.split("_")[1]],
                "ar": int(post[-4:]),
                "belopp": amount,
                "kalla": source,
            }
            for post, amount in posts.items()
        ],
        "arssummor": [{"ar": year, "belopp": sums[year], "kalla": source} for year in years],
        "summor": [
            {"id": "bud_allt", "belopp": sum(sums.values()), "enhet": "tkr", "kalla": source}
        ],
    }


def _risks() -> list[Entry]:
    return [
        {
            "id": name,
            "risk": _RISKS[name],
            "sannolikhet": probability,
            "konsekvens": consequence,
            "niva": probability * consequence,
            "ansvariga": ["projektledare"],
            "kalla": "plan, s. 8, tabell 6",
        }
        for name, (probability, consequence) in RISKS.items()
    ]


def _after(setting: Setting) -> dict[str, Sequence[Entry]]:
    end = _month(setting.last)
    return {
        "avslutskriterier": [
            _statement("avs_utbildning", "Minst åtta av tio har gått hela sin utbildning."),
            _statement("avs_granskning", "Minst tre av fyra granskade dokument har mål."),
        ],
        "uppfoljning": [
            {
                **_statement("upp_slutrapport", "Slutrapporten jämför utfallet med planens mål."),
                "tider": [end],
            }
        ],
        "forvaltning": [
            _statement("for_ombud", "Ombuden finns kvar och träffas en gång per termin.")
        ],
        "utmaningar": [
            _statement("utm_tid", "Utförarna har svårt att frigöra personal från schemat.")
        ],
    }


def _statement(name: str, text: str) -> Entry:
    return {"id": name, "text": text, "kalla": "plan, s. 9"}
