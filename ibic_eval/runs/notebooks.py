"""The notebooks of the project: those of each municipality's report, and their parameters."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from ibic_eval.errors import InputError, RunError
from ibic_eval.runs.project import Project

OVERVIEW = "80_national_overview.ipynb"
LISTED = "rapporten.txt"
_NAME = re.compile(r"\d\d_\w+")


def notebooks(project: Project) -> list[Path]:
    """Return the notebooks of a municipality's report, in the order that their list has them.

    A notebook is a program, so one that merely lies in the folder isn't run. Raises RunError where
    the list is missing or empty, InputError for a line that names no notebook of the folder.
    """
    listed = project.notebooks / LISTED
    try:
        lines = listed.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(
            f"Listan {listed} över rapportens anteckningsböcker finns inte eller går inte att läsa."
        ) from error
    names = {row: line.strip() for row, line in enumerate(lines, start=1)}
    found = [_listed(listed, row, name) for row, name in names.items() if name and name[0] != "#"]
    if not found:
        raise RunError(f"Listan {listed} har inga anteckningsböcker att köra.")
    return found


def _listed(listed: Path, row: int, name: str) -> Path:
    path = listed.parent / f"{name}.ipynb"
    if _NAME.fullmatch(name) and path.is_file():
        return path
    raise InputError(
        f"{listed.name} rad {row}: anteckningsboken ”{name[:40]}” finns inte i mappen "
        f"{listed.parent}. Skriv dess namn utan .ipynb, till exempel 10_survey_results, eller ta "
        "bort raden."
    )


def chosen_notebook(text: str, every: Iterable[Path]) -> Path:
    """Return the notebook that a name, or the beginning of one, means; raises InputError."""
    names = {path.stem: path for path in every}
    hits = [path for stem, path in names.items() if stem.startswith(text.removesuffix(".ipynb"))]
    if len(hits) != 1:
        raise InputError(
            f"--only {text} pekar inte ut en anteckningsbok: välj en av {', '.join(names)}. "
            f"En ny anteckningsbok körs när den står i notebooks/{LISTED}."
        )
    return hits[0]


def notebook_parameters(project: Project, code: str) -> dict[str, str]:
    """Return what a municipality's notebooks are told; paths are seen from their folder."""
    return {"municipality": code, "prepared": _prepared(project, code)}


def overview_notebook(project: Project) -> Path:
    """Return the notebook about a county or the nation."""
    return project.notebooks / OVERVIEW


def overview_parameters(project: Project, scope: str) -> dict[str, str]:
    """Return what the notebook about a scope is told; paths are seen from its folder."""
    return {"scope": scope, "prepared": _prepared(project, scope)}


def _prepared(project: Project, name: str) -> str:
    return Path(os.path.relpath(project.prepared / name, project.notebooks)).as_posix()
