"""Rebuilds the reconstruction under `data/demo`."""

from collections.abc import Callable
from pathlib import Path

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.reconstruction.build import Reconstruction, reconstruct
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.published import read_published
from ibic_eval.tables.templates import template_columns

TITLE = "Rekonstruktion av kommunenkäten 2020 (påhittade kommuner)"
ROUND = f"""\
# Rebuilt by `ibic-eval reconstruct`; see README.md in this folder.
id: rekonstruktion-2020
title: {TITLE}
date: 2020-10-15
instrument: kommunenkat-2020
kind: rekonstruktion
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
    """Return the text of each file of the reconstruction by its path."""
    folder = project.demo / "kommunenkat-2020"
    tables = {
        folder / "svar.csv": made.responses,
        folder / "utskick.csv": made.asked,
        folder / "klassning.csv": made.corrections,
        project.demo / "municipalities.csv": made.register,
    }
    texts = {path: frame.to_csv(index=False, lineterminator="\n") for path, frame in tables.items()}
    return {**texts, folder / "round.yml": ROUND}
