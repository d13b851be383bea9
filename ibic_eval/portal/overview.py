"""The overview of a scope, all municipalities or a county's, as a chapter of its page."""

from pathlib import Path

from bs4 import BeautifulSoup

from ibic_eval.reports.body import ChapterExporter
from ibic_eval.reports.html import arrange
from ibic_eval.runs.project import Project

# Scopes: all real municipalities, all fictional ones; a county's is its code.
REAL, FICTIONAL = "riket", "riket-demo"
FOLDER = "oversikt"


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
