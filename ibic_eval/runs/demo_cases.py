"""Rebuilds the fictional municipalities' records from case systems, in their own folders."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

from ibic_eval.reconstruction.case_files import case_files
from ibic_eval.reconstruction.case_municipalities import SEED, TRUTHS, WORDS
from ibic_eval.reconstruction.case_truth import CaseTruth
from ibic_eval.reconstruction.readiness_answers import DEMO as WITH_READINESS
from ibic_eval.runs.demo_introduction_words import (
    file_lines,
    introduction_section,
    models_sentence,
)
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality, find_municipality, read_municipalities

INTRODUCTION = """\
# Påhittad kommun. Byggs om av ibic-eval reconstruct.
kommunkod: "{code}"
uttag: {extracted}
{starts}{settings}enligt_plan: false
kalla: Påhittade uppgifter, dragna ur en modell med kända effekter
"""
README = """\
# {name}

Allt i den här mappen är påhittat: kommunen, personerna, handläggarna, utförarna och alla siffror.
Uppgifterna finns för att visa rapporten och för att pröva att metoderna hittar det som finns där.
De säger ingenting om någon kommun.

## Det som är inlagt

{shows}

{dates}

{introduction}## Filerna

- `arenden.csv`: en utredning per rad
- `bedomningar.csv`: en bedömning av ett livsområde eller en kod per rad
- `planer.csv`: en genomförandeplan eller uppföljning per rad
- `inforande.yml`: när IBIC infördes och vad mer som förändrades
{more}
{models}
"""
MODELS = (
    "Modellen står i `ibic_eval/reconstruction/case_truth.py` och kommunens tal i"
    " `ibic_eval/reconstruction/case_municipalities.py`.{introduction} `ibic-eval reconstruct`"
    " bygger om filerna till samma bytes; ändra dem inte för hand."
)
READINESS = "- `beredskap.csv`: självskattning av beredskapen, en rad per person och omgång\n"
WIDTH = 100
AREA_NAMES = {
    "aldreomsorg": "äldreomsorgen",
    "annan_sol": "annan verksamhet enligt SoL",
    "lss": "verksamhet enligt LSS",
}


def build_case_files(project: Project) -> dict[Path, bytes]:
    """Return the bytes of each file of the fictional municipalities with case records, by path.

    The same bytes each time with the locked versions of numpy and pandas. Raises InputError where
    the register of fictional municipalities isn't there.
    """
    register = read_municipalities(project.demo / "municipalities.csv")
    return {
        project.municipalities / f"{place.code}-{place.slug}" / name: text.encode()
        for place, truth in ((find_municipality(code, register), t) for code, t in TRUTHS.items())
        for name, text in _texts(place, truth)
    }


def _texts(place: Municipality, truth: CaseTruth) -> Iterator[tuple[str, str]]:
    for name, table in case_files(truth, SEED)._asdict().items():
        yield f"{name}.csv", table.to_csv(index=False, lineterminator="\n")
    yield "inforande.yml", _introduction(truth)
    words = WORDS[truth.code]
    yield "README.md", _readme(place.name, words.shows, _dates(truth), truth.code)


def _readme(name: str, shows: str, dates: str, code: str) -> str:
    more = READINESS if code == WITH_READINESS.code else ""
    return README.format(
        name=name,
        shows=textwrap.fill(shows, WIDTH),
        dates=textwrap.fill(dates, WIDTH),
        introduction=introduction_section(code),
        more=more + file_lines(code),
        models=textwrap.fill(MODELS.format(introduction=models_sentence(code)), WIDTH),
    )


def _introduction(truth: CaseTruth) -> str:
    starts = ", ".join(f"{area}: {day}" for area, day in truth.starts.items())
    return INTRODUCTION.format(
        code=truth.code,
        extracted=truth.extracted,
        starts=f"ibic_start: {{{starts}}}\n",
        settings=WORDS[truth.code].settings,
    )


def _dates(truth: CaseTruth) -> str:
    starts = ", ".join(f"{AREA_NAMES[area]} {day}" for area, day in truth.starts.items())
    return (
        f"Utredningarna började från och med {truth.opened} och är uttagna {truth.extracted}."
        f" IBIC infördes i: {starts}."
    )
