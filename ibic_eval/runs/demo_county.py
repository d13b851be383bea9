"""Rebuilds how far the fictional municipalities have come, under `data/demo`."""

import hashlib
from pathlib import Path

import pandas as pd

from ibic_eval.reconstruction.county_answers import (
    AREA,
    CountyTruth,
    county_truth,
    written_answers,
    written_statements,
)
from ibic_eval.runs.county_files import county_use
from ibic_eval.runs.project import Project
from ibic_eval.sources.county_mapping import MAPPING, STATEMENTS
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.sidecar import sidecar_path
from ibic_eval.tables.adoption import first_year

SEED = 2022
TRUTH = CountyTruth()
# Those of three of the four municipalities with records of their own; of the fourth's county
# nothing is known, which the report must bear too.
COUNTIES = ("93", "97", "98")
TITLES = {
    MAPPING: "Påhittade kommuners införande av IBIC, del för del",
    STATEMENTS: "Påhittade uttalanden om hur långt länens kommuner har kommit",
}
SIDECAR = """\
title: {title}
producer: Projektet ibic-eval
citation: >-
  Påhittade uppgifter: projektet ibic-eval. Dragna ur en känd sanning med luckor; säger inget om
  någon kommun.
url: https://regionuppsala.se
terms: EUPL-1.2. Påhittade kommuner; får inte anges som någon kommuns uppgifter.
published: 2026-11-23
date: 2026-11-23
date_meaning: dagen då uppgifterna drogs första gången
notes: >-
  Byggs om till samma bytes av ibic-eval reconstruct. Delarna är de i kartläggningen i Uppsala län
  2020; vad som är planterat står i ibic_eval/reconstruction/county_answers.py.
sha256: {sha256}
"""


def build_county_files(project: Project) -> dict[Path, bytes]:
    """Return the bytes of the fictional mapping, of its statements and their sidecars, by path.

    Rests on the register and the use of IBIC under `data/demo`, which must be there; the same ones
    give the same bytes.
    """
    counties = demo_counties(project)
    truth = demo_truth(project)
    texts = {
        MAPPING: written_answers(truth, TRUTH, SEED),
        STATEMENTS: written_statements(truth, counties),
    }
    contents = {
        name: text.to_csv(index=False, lineterminator="\n").encode() for name, text in texts.items()
    }
    return {
        path: data
        for name, content in contents.items()
        for path, data in (
            (project.demo / name, content),
            (sidecar_path(project.demo / name), _sidecar(TITLES[name], content)),
        )
    }


def demo_truth(project: Project) -> dict[str, dict[str, str]]:
    """Return the truth that the files have holes in, by municipality."""
    began = first_year(county_use(project, True), AREA).set_index("municipality")["first_year"]
    codes = [code for each in demo_counties(project).values() for code in each]
    years = {code: began.get(code) for code in codes}
    starts = {code: 0 if pd.isna(year) else int(year) for code, year in years.items()}
    return county_truth(starts, TRUTH, SEED)


def demo_counties(project: Project) -> dict[str, list[str]]:
    """Return the municipalities of each of the counties that are told of."""
    register = read_municipalities(project.demo / "municipalities.csv")
    return {
        county: register.loc[register["county_code"].eq(county), "code"].tolist()
        for county in COUNTIES
    }


def _sidecar(title: str, content: bytes) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    return SIDECAR.format(title=title, sha256=digest).encode()
