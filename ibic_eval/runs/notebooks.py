"""The notebooks of the project: those of each municipality's report, and their parameters."""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from ibic_eval.errors import InputError, RunError
from ibic_eval.runs.project import Project

OVERVIEW = "80_national_overview.ipynb"
_SCOPE = re.compile(r"^scope\b", re.MULTILINE)


def notebooks(project: Project) -> list[Path]:
    """Return the notebooks of a municipality's report, in order.

    A notebook with the parameter `scope` is about a county or the nation and is no chapter of it.
    Raises RunError where there is none.
    """
    every = sorted(project.notebooks.glob("[0-9][0-9]_*.ipynb"))
    found = [path for path in every if not _has_scope(path)]
    if not found:
        raise RunError(f"Mappen {project.notebooks} har inga anteckningsböcker att köra.")
    return found


def chosen_notebook(text: str, every: Iterable[Path]) -> Path:
    """Return the notebook that a name, or the beginning of one, means; raises InputError."""
    names = {path.stem: path for path in every}
    hits = [path for stem, path in names.items() if stem.startswith(text.removesuffix(".ipynb"))]
    if len(hits) != 1:
        raise InputError(
            f"--only {text} pekar inte ut en anteckningsbok: välj en av {', '.join(names)}."
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


def _has_scope(path: Path) -> bool:
    """Tell whether a notebook has the parameter; one that can't be read is refused later."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    tagged = (cell for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    return any(_SCOPE.search("".join(cell["source"])) for cell in tagged)
