"""Rebuilds the reconstruction under `data/demo`."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.reconstruction.build import Reconstruction, reconstruct
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.published import read_published
from ibic_eval.sources.sidecar import sidecar_path
from ibic_eval.tables.templates import template_columns

TITLE = "Rekonstruktion av kommunenkäten 2020 (påhittade kommuner)"
ROUND = f"""\
# Rebuilt by `ibic-eval reconstruct`; see README.md in this folder.
id: rekonstruktion-2020
title: {TITLE}
date: 2020-10-15
instrument: kommunenkat-2020
kind: rekonstruktion
population: riket
"""
SIDECAR = f"""\
title: "{TITLE}: {{what}}"
producer: Projektet ibic-eval
citation: >-
  Påhittade uppgifter: projektet ibic-eval. Rekonstruktion av svar på kommunenkäten 2020, löst så
  att den stämmer med de siffror som är publicerade i Myndigheten för vård- och omsorgsanalys
  (2021). Effekten av IBIC. Rapport 2021:2. Stockholm.
url: https://www.vardanalys.se
terms: EUPL-1.2. Påhittade kommuner; får inte anges som någon kommuns svar.
published: 2026-11-22
date: 2026-11-22
date_meaning: dagen då rekonstruktionen byggdes första gången
notes: >-
  Byggs om till samma bytes av ibic-eval reconstruct. Se README.md i mappen kommunenkat-2020.
sha256: {{sha256}}
"""


def rebuild(project: Project, progress: Callable[[str], None] = lambda _: None) -> Reconstruction:
    """Solve for the reconstruction anew and write its files; returns what was written.

    Raises OutputError where `data/demo` can't be written to.
    """
    instrument = load_instrument(project.survey / "instrument.yml")
    made = reconstruct(
        instrument,
        read_published(project.published / "vardanalys-2021-2.csv"),
        read_municipalities(project.reference / "municipalities.csv"),
        list(template_columns(instrument)),
        progress,
    )
    for path, text in files(project, made).items():
        write_whole(path, text)
    return made


def files(project: Project, made: Reconstruction) -> dict[Path, str]:
    """Return the text of each file of the reconstruction, and of its sidecar, by path."""
    folder = project.demo / "kommunenkat-2020"
    tables = {
        folder / "svar.csv": ("svar på enkäten", made.responses),
        folder / "utskick.csv": ("tillfrågade", made.asked),
        folder / "klassning.csv": ("rättelser av klassningen", made.corrections),
        project.demo / "municipalities.csv": ("kommunregister", made.register),
    }
    texts: dict[Path, str] = {folder / "round.yml": ROUND}
    for path, (what, frame) in tables.items():
        texts[path] = frame.to_csv(index=False, lineterminator="\n")
        digest = hashlib.sha256(texts[path].encode()).hexdigest()
        texts[sidecar_path(path)] = SIDECAR.format(what=what, sha256=digest)
    return texts
