"""Rebuilds the fictional panel of user surveys under `data/demo`."""

import hashlib
from pathlib import Path

import pandas as pd

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.codebook.variables import load_codebook
from ibic_eval.reconstruction.case_municipalities import SEED as CASE_SEED
from ibic_eval.reconstruction.case_municipalities import TRUTHS
from ibic_eval.reconstruction.panel import fictional_panel
from ibic_eval.reconstruction.panel_truth import Truth
from ibic_eval.reconstruction.panel_use import fictional_use
from ibic_eval.reconstruction.panel_waiting import waiting_rows
from ibic_eval.runs.collected import collect_round
from ibic_eval.runs.project import Project
from ibic_eval.sources.kolada.catalogue import CATALOGUE_FILE, read_catalogue
from ibic_eval.sources.kolada.rows import values_table
from ibic_eval.sources.kolada.snapshot import snapshot_bytes
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.responses import RawTable
from ibic_eval.sources.rounds import read_round
from ibic_eval.sources.sidecar import sidecar_path
from ibic_eval.tables.ibic_use import type_ibic_use

SEED = 2020
TRUTH = Truth()
# What keeps the file small: women and men apart in one service only.
GENDERED_SERVICE = "hemtjanst"
USE_FILE, VALUES_FILE = "ibic_use.csv", "kolada/values.parquet"
TITLES = {
    USE_FILE: "Påhittade kommuners användning av IBIC",
    VALUES_FILE: "Påhittade kommuners resultat i brukarundersökningar, i Koladas form",
}
SIDECAR = """\
title: {title}
producer: Projektet ibic-eval
citation: >-
  Påhittade uppgifter: projektet ibic-eval. Dragna ur en modell med kända effekter; säger inget om
  någon kommun.
url: https://www.kolada.se
terms: EUPL-1.2. Påhittade kommuner; får inte anges som någon kommuns resultat.
published: 2026-11-22
date: 2026-11-22
date_meaning: dagen då uppgifterna drogs första gången
notes: >-
  Byggs om till samma bytes av ibic-eval reconstruct. Vad som är planterat står i
  ibic_eval/reconstruction/panel_truth.py.
sha256: {sha256}
"""


def build_panel_files(project: Project) -> dict[Path, bytes]:
    """Return the bytes of each file of the fictional panel, and of its sidecar, by path.

    Rests on the register and the round under `data/demo`, which must be there; the same ones give
    the same bytes with the locked versions of numpy and pyarrow. Raises InputError.
    """
    register = read_municipalities(project.demo / "municipalities.csv")
    catalogue = read_catalogue(project.reference / CATALOGUE_FILE)
    text = fictional_use(register["code"].tolist(), survey_answers(project), SEED)
    rows = [
        *fictional_panel(register, _typed_use(text, project, register), catalogue, TRUTH, SEED),
        *waiting_rows(register, set(catalogue["kpi"]), TRUTHS, CASE_SEED, SEED),
    ]
    contents = {
        USE_FILE: text.to_csv(index=False, lineterminator="\n").encode(),
        VALUES_FILE: snapshot_bytes(_kept(values_table(rows).table, catalogue)),
    }
    files = {project.demo / name: content for name, content in contents.items()}
    notes = {
        sidecar_path(project.demo / name): _sidecar(TITLES[name], content)
        for name, content in contents.items()
    }
    return files | notes


def survey_answers(project: Project) -> dict[tuple[str, str], str]:
    """Return what each fictional municipality answered on its use of IBIC, by code and area.

    `etablerade` or `inlarning` for a phase in the area, `annat_omrade` for a user without one,
    else `mellangrupp` or `ej_anvandare`.
    """
    answers = read_round(project.demo / "kommunenkat-2020")
    instrument = load_instrument(project.survey / "instrument.yml")
    register = read_municipalities(*project.registers)
    collected = collect_round(answers, instrument, register)
    codes = collected.typed.respondents.set_index("respondent")["municipality"]
    groups = collected.membership.assign(code=collected.membership["respondent"].map(codes))
    # Later kinds take the place of earlier ones: a phase says more than being a user.
    kinds = {
        "anvandare": "annat_omrade",
        **{kind: kind for kind in ("mellangrupp", "ej_anvandare", "inlarning", "etablerade")},
    }
    return {
        (str(code), str(area)): kind
        for group, kind in kinds.items()
        for code, area in groups.loc[groups["group"].eq(group), ["code", "area"]].to_numpy()
    }


def _typed_use(text: pd.DataFrame, project: Project, register: pd.DataFrame) -> pd.DataFrame:
    """Read the use as it will be read from its file."""
    cells = text.replace("", pd.NA)
    raw = RawTable(cells.set_axis(cells.index + 2), project.demo / USE_FILE)
    codebook = load_codebook(project.codebooks / "ibic_use.yml")
    return type_ibic_use([raw], codebook, register).use


def _kept(values: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    services = values["kpi"].map(catalogue.set_index("kpi")["service"])
    return values[values["gender"].eq("T") | services.eq(GENDERED_SERVICE)]


def _sidecar(title: str, content: bytes) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    return SIDECAR.format(title=title, sha256=digest).encode()
