"""A small checkout of its own for each test, with a stand-in for the preparation."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ibic_eval.runs.checks import refuse_faulty_answers
from ibic_eval.runs.notebooks import LISTED
from ibic_eval.runs.project import PACKAGE_CHECKOUT, VARIABLE, Project
from tests.small_checkout import nothing

CONTEXT = {
    "national": {"kind": "published", "title": "Effekten av IBIC", "date": "2020-11-30"},
    "own_answers": False,
}
PLACE = {
    "name": "Alingsås",
    "county": "Västra Götalands län",
    "skr_code": "C7",
    "skr_name": "Landsbygdskommun",
    "skr_edition": "2023",
    "fictional": False,
}
PARAMETERS = 'municipality: str = "9001"  # code\nprepared: str = ""  # folder'
SHOW = "from IPython.display import HTML\nHTML(f'<p>Kommun {municipality}</p>')"


PutNotebook = Callable[[str], None]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with the real registers, survey and templates, without notebooks."""
    root = tmp_path / "checkout"
    for folder in ("data/reference", "data/published", "data/codebooks", "surveys"):
        shutil.copytree(PACKAGE_CHECKOUT / folder, root / folder)
    shutil.copytree(PACKAGE_CHECKOUT / "reports" / "templates", root / "reports" / "templates")
    monkeypatch.setenv(VARIABLE, str(root))
    return Project(root)


@pytest.fixture
def put_notebook(checkout: Project) -> PutNotebook:
    """Return a function that writes the checkout's only notebook with a cell of one's own."""

    def put(cell: str = SHOW) -> None:
        tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
        texts = [new_markdown_cell("# Titel"), tagged, new_markdown_cell("## Del")]
        checkout.notebooks.mkdir(exist_ok=True)
        notebook = new_notebook(cells=[*texts, new_code_cell(cell)])
        nbformat.write(notebook, checkout.notebooks / "10_test.ipynb")
        (checkout.notebooks / LISTED).write_text("# Rapporten\n10_test\n", encoding="utf-8")

    return put


def prepare(project: Project, code: str, nation: None = None, own: None = None) -> Path:
    """Stand in for `ibic_eval.runs.prepare.prepare`: its refusals, the context and no tables."""
    refuse_faulty_answers(project, code)
    folder = project.prepared / code
    folder.mkdir(parents=True, exist_ok=True)
    context = CONTEXT | {"municipality": PLACE | {"code": code}}
    (folder / "context.json").write_text(json.dumps(context), encoding="utf-8")
    return folder


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands prepare nothing but the context.

    Other tests leave threads of polars in this process. Nothing here uses polars, so it may fork.
    """
    monkeypatch.setattr("ibic_eval.batch.warm.other_threads", list)
    monkeypatch.setattr("ibic_eval.batch.steps.prepare", prepare)
    monkeypatch.setattr("ibic_eval.batch.steps.read_nation", nothing)
    monkeypatch.setattr("ibic_eval.batch.steps.prepare_own", nothing)
    monkeypatch.setattr("ibic_eval.runs.prepare.prepare", prepare)
