"""A municipality's whole run: prepared tables, executed notebooks, one report."""

import json
import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ibic_eval.errors import OutputError, RunError
from ibic_eval.reports.html import ReportFacts, write_report
from ibic_eval.runs.execute import execute_notebook
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.history import keep_results, prepared_results
from ibic_eval.runs.prepare import prepare
from ibic_eval.runs.project import Project
from ibic_eval.runs.snapshots import snapshot_path
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.sources.sidecar import raw_files, read_sidecar

REPORT = "rapport.html"
PREPARED, EXECUTED, WRITTEN = 0.1, 0.95, 1.0

Progress = Callable[[str, float], None]
"""Called with what is being done, in Swedish, and the share that is done."""


def make_report(
    project: Project, municipality: Municipality, out: Path, progress: Progress
) -> Path:
    """Write `out/<code>/` with the executed notebooks and `rapport.html`; return the report.

    Everything is made in a hidden folder beside and moved in place at the end, so a run that fails
    or is interrupted leaves what was there before. When the report is in place its results are kept
    for the next one to compare with. Raises InputError, OutputError and RunError.
    """
    ensure_writable(out)
    progress("förbereder tabeller", 0)
    prepared = prepare(project, municipality.code)
    with tempfile.TemporaryDirectory(
        prefix=f".{municipality.code}-", dir=out, ignore_cleanup_errors=True
    ) as folder:
        staged = Path(folder)
        executed = _execute_all(project, municipality.code, prepared, staged, progress)
        progress("skriver rapporten", EXECUTED)
        facts = report_facts(project, municipality, prepared)
        write_report(executed, staged / REPORT, facts, project.templates)
        _move_all(staged, out / municipality.code)
    keep_results(project, municipality.code, prepared_results(prepared), datetime.now())
    progress("klar", WRITTEN)
    return out / municipality.code / REPORT


def notebooks(project: Project) -> list[Path]:
    """Return the notebooks in order; raises RunError where there is none."""
    found = sorted(project.notebooks.glob("[0-9][0-9]_*.ipynb"))
    if not found:
        raise RunError(f"Mappen {project.notebooks} har inga anteckningsböcker att köra.")
    return found


def _execute_all(
    project: Project, code: str, prepared: Path, folder: Path, progress: Progress
) -> list[Path]:
    every = notebooks(project)
    parameters = {"municipality": code, "prepared": str(prepared)}
    share = (EXECUTED - PREPARED) / len(every)

    def execute(number: int, notebook: Path) -> Path:
        def cell(index: int, cells: int) -> None:
            progress(f"kör {notebook.name}", PREPARED + share * (number + index / cells))

        return execute_notebook(notebook, folder / notebook.name, parameters, progress=cell)

    return [execute(number, notebook) for number, notebook in enumerate(every)]


def _move_all(folder: Path, target: Path) -> None:
    """Put finished files in place; the report last, since it is what is looked for."""
    ensure_writable(target)
    for path in sorted(folder.iterdir(), key=lambda path: path.name == REPORT):
        try:
            os.replace(path, target / path.name)
        except OSError as error:
            raise OutputError(
                f"Filen {target / path.name} gick inte att ersätta: stäng den om den är öppen."
            ) from error


def report_facts(project: Project, municipality: Municipality, prepared: Path) -> ReportFacts:
    """Gather what the report says about itself: place, date, version and sources."""
    context = json.loads((prepared / "context.json").read_text(encoding="utf-8"))
    return ReportFacts(
        municipality=municipality.name,
        code=municipality.code,
        fictional=municipality.fictional,
        date=date.today(),
        version=version("ibic-eval"),
        sources=(*_cited(project, municipality), *_own_sources(context)),
    )


def _cited(project: Project, municipality: Municipality) -> list[str]:
    """Return the citations of the raw files that a report rests on, each once."""
    survey = [
        project.published / "vardanalys-2021-2.csv",
        project.reference / "municipalities.csv",
    ]
    fetched = snapshot_path(project)
    values = (fetched,) if fetched.exists() else ()
    made = raw_files(project.demo, without=project.demo_municipalities)
    own = made if municipality.fictional else values
    return list(dict.fromkeys(read_sidecar(file).citation for file in [*survey, *own]))


def _own_sources(context: dict[str, Any]) -> list[str]:
    national = context["national"]
    of_round = f"{national['title']} ({national['date']})." if national["kind"] == "omgang" else ""
    own = "Kommunens egna svar på enkäten." if context["own_answers"] else ""
    return [source for source in (of_round, own) if source]
