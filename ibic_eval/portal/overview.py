"""The overview of a scope, executed and as a chapter of its page."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bs4 import BeautifulSoup

from ibic_eval.reports.body import ChapterExporter
from ibic_eval.reports.html import arrange
from ibic_eval.runs.execute import execute_notebook
from ibic_eval.runs.overview import overview_scopes, prepare_overview
from ibic_eval.runs.project import Project

NOTEBOOK = "80_national_overview.ipynb"
FOLDER = "oversikt"

Execute = Callable[[Path, Path, Mapping[str, str]], Path]
"""Runs a notebook to an output with parameters, as `runs.execute.execute_notebook`."""


def make_overviews(project: Project, out: Path, execute: Execute = execute_notebook) -> list[Path]:
    """Make the overview of every scope that has results; those of other scopes are removed.

    Raises InputError, OutputError and RunError.
    """
    scopes = overview_scopes(project, out)
    for path in (out / FOLDER).glob("*.ipynb"):
        if path.stem not in scopes:
            path.unlink()
    return [make_overview(project, out, scope, execute) for scope in scopes]


def make_overview(
    project: Project, out: Path, scope: str, execute: Execute = execute_notebook
) -> Path:
    """Prepare a scope's tables from the results in a folder and execute its notebook there.

    Returns the executed notebook. Raises InputError, OutputError and RunError.
    """
    prepared = prepare_overview(project, out, scope)
    parameters = {"scope": scope, "prepared": str(prepared)}
    return execute(project.notebooks / NOTEBOOK, overview_path(out, scope), parameters)


def overview_path(out: Path, scope: str) -> Path:
    """Return where the executed overview of a scope lies in a folder of reports."""
    return out / FOLDER / f"{scope}.ipynb"


def overview_chapter(project: Project, out: Path, scope: str) -> str:
    """Return the overview of a scope as HTML, blank where it hasn't been made.

    Raises RunError for a notebook that shows something without HTML.
    """
    notebook = overview_path(out, scope)
    if not notebook.is_file():
        return ""
    soup = BeautifulSoup(ChapterExporter(project.templates).chapter(notebook), "html.parser")
    arrange(soup)
    return soup.decode(formatter="minimal")
