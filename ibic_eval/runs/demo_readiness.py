"""Rebuilds the fictional municipality's answers to the self-assessment, in its own folder."""

from pathlib import Path

from ibic_eval.reconstruction.readiness_answers import DEMO, draw_readiness
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness_files import readiness_instrument, wanted_file
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

SEED = 2019


def build_readiness_files(project: Project) -> dict[Path, bytes]:
    """Return the bytes of the file of answers, by path; the same each time.

    Raises InputError where the register of fictional municipalities isn't there.
    """
    place = find_municipality(DEMO.code, read_municipalities(project.demo / "municipalities.csv"))
    answers = draw_readiness(DEMO, readiness_instrument(project), SEED)
    text = answers.to_csv(index=False, lineterminator="\n")
    return {wanted_file(project, place.code, place.slug): text.encode()}
