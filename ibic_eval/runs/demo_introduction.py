"""Rebuilds what the fictional municipalities' introductions led to, in their own folders."""

from pathlib import Path

from ibic_eval.reconstruction.introduction_files import introduction_files
from ibic_eval.reconstruction.introduction_municipalities import INTRODUCTIONS, SEED
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities


def build_introduction_files(project: Project) -> dict[Path, bytes]:
    """Return the bytes of each file of follow-up, by path; the same each time.

    The plans themselves, `project.yml`, are written by hand and not rebuilt. Raises InputError
    where the register of fictional municipalities isn't there.
    """
    register = read_municipalities(project.demo / "municipalities.csv")
    return {
        project.municipalities / f"{place.code}-{place.slug}" / f"{name}.csv": table.to_csv(
            index=False, lineterminator="\n"
        ).encode()
        for place, truth in (
            (find_municipality(code, register), truth) for code, truth in INTRODUCTIONS.items()
        )
        for name, table in introduction_files(truth, SEED).items()
    }
