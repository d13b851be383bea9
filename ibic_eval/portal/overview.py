"""The overview of a scope, executed and as a chapter of its page."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bs4 import BeautifulSoup

from ibic_eval.reports.body import chapter_exporter
from ibic_eval.reports.html import arrange
from ibic_eval.runs.notebooks import overview_notebook, overview_parameters
from ibic_eval.runs.overview import prepare_overview
from ibic_eval.runs.project import Project
from ibic_eval.runs.scopes import overview_path

Execute = Callable[[Path, Path, Mapping[str, str]], Path]
"""Runs a notebook to an output with parameters, as `runs.execute.execute_notebook`."""


def make_overview(project: Project, out: Path, scope: str, execute: Execute) -> Path:
    """Prepare a scope's tables from the results in a folder and execute its notebook there.

    Returns the executed notebook. Raises InputError, OutputError and RunError.
    """
    prepare_overview(project, out, scope)
    parameters = overview_parameters(project, scope)
    return execute(overview_notebook(project), overview_path(out, scope), parameters)


def overview_chapter(project: Project, out: Path, scope: str) -> str:
    """Return the overview of a scope as HTML, blank where it hasn't been made.

    Raises RunError for a notebook that shows something without HTML.
    """
    notebook = overview_path(out, scope)
    if not notebook.is_file():
        return ""
    soup = BeautifulSoup(chapter_exporter(project.templates).chapter(notebook), "html.parser")
    arrange(soup)
    return soup.decode(formatter="minimal")
