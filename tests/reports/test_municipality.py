"""A municipality's run keeps its results when its report is in place, and only then."""

import json
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ibic_eval.errors import OutputError, RunError
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_results import as_results
from ibic_eval.reports.municipality import make_report
from ibic_eval.runs.history import earlier_results, results_folder
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.municipalities import Municipality

PLACE = Municipality("1489", "Alingsås", "Västra Götalands län", "C7", "Landsbygdskommun", False)
SHOWN = "from IPython.display import HTML\nHTML('<p>En siffra</p>')"
CONTEXT = {"national": {"kind": "published"}, "own_answers": False}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a checkout with the registers' notes and the templates, and a stand-in to prepare."""
    root = tmp_path / "checkout"
    for name in ("data/reference", "data/published", "reports/templates"):
        shutil.copytree(PACKAGE_CHECKOUT / name, root / name)
    monkeypatch.setattr("ibic_eval.reports.municipality.prepare", prepared)
    return Project(root)


def prepared(project: Project, code: str) -> Path:
    folder = project.prepared / code
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "context.json").write_text(json.dumps(CONTEXT), encoding="utf-8")
    return folder


def put_results(project: Project, n: int) -> None:
    row = {"id": "a", "measure": "a", "estimate": 0.5, "n": n, "status": "visas"}
    now = as_results(pd.DataFrame([row], columns=list(h.RESULTS)))
    now.to_parquet(prepared(project, PLACE.code) / "history_now.parquet", index=False)


def put_notebook(project: Project, cell: str = SHOWN) -> None:
    project.notebooks.mkdir(exist_ok=True)
    tags = {"tags": ["parameters"]}
    parameters = 'municipality: str = ""  # kod\nprepared: str = ""  # mapp'
    cells = [new_markdown_cell("# Titel"), new_code_cell(parameters, metadata=tags)]
    nbformat.write(
        new_notebook(cells=[*cells, new_code_cell(cell)]), project.notebooks / "10_a.ipynb"
    )


def report(project: Project) -> Path:
    return make_report(project, PLACE, project.output, lambda doing, share: None)


def test_two_runs_in_a_row_keep_what_differs(project: Project) -> None:
    put_notebook(project)
    for n in (100, 100, 200):
        put_results(project, n)
        assert report(project).is_file()
    assert earlier_results(project, PLACE.code)["n"].tolist() == [100, 200]
    kept = results_folder(project, PLACE.code)
    assert len(list(kept.iterdir())) == 2


def test_a_run_that_fails_keeps_nothing(project: Project) -> None:
    put_notebook(project, "raise ValueError('x')")
    put_results(project, 100)
    with pytest.raises(RunError):
        report(project)
    assert not results_folder(project, PLACE.code).exists()


def test_the_report_is_in_place_also_when_its_results_cannot_be_kept(project: Project) -> None:
    put_notebook(project)
    put_results(project, 100)
    (project.root / "data" / "results").write_text("en fil i vägen")
    with pytest.raises(OutputError, match="Det går inte att skriva i mappen"):
        report(project)
    assert (project.output / PLACE.code / "rapport.html").is_file()


def test_without_results_nothing_is_kept(project: Project) -> None:
    put_notebook(project)
    report(project)
    assert not results_folder(project, PLACE.code).exists()
