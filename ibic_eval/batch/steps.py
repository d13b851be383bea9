"""The three kinds of jobs, each to a whole result or to none, in processes of their own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ibic_eval.batch.jobs import Report
from ibic_eval.batch.keys import files_digest
from ibic_eval.display.drawn import moment, since
from ibic_eval.portal.overview import make_overview
from ibic_eval.reports.body import chapter_exporter
from ibic_eval.reports.formats import write_format
from ibic_eval.reports.municipality import finish_report
from ibic_eval.runs.execute import Engine, execute_notebook
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.history import prepared_results, results_hash
from ibic_eval.runs.manifest import (
    FORMAT,
    NO_DATA,
    OK,
    SUPPRESSED,
    ResultFile,
    records_of,
)
from ibic_eval.runs.nation import Nation, read_nation
from ibic_eval.runs.prepare import OwnChapters, prepare, prepare_own
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality

_EXHIBIT, _MISSING = 'class="exhibit', "generated missing"


@lru_cache(maxsize=2)
def known_nation(project: Project, fictional: bool, key: str) -> Nation:
    """Read a nation once for all jobs that a process does with the same inputs."""
    return read_nation(project, fictional)


def make_nation(project: Project, fictional: bool, report: Report) -> Nation:
    """Read what the real or the fictional municipalities share."""
    return read_nation(project, fictional)


def make_own(project: Project, place: Municipality, report: Report) -> OwnChapters:
    """Prepare what rests on a municipality's own files alone."""
    return prepare_own(project, place)


@dataclass(frozen=True)
class Tables:
    """What a municipality's prepared tables hold, and its results among them, as hashes."""

    content: str
    results: str


@dataclass(frozen=True)
class Chapter:
    """How a chapter went, and the national figures that were drawn for it (see `display.drawn`)."""

    status: str
    drawn: dict[bytes, Any]


def make_tables(
    project: Project,
    place: Municipality,
    nation: Nation | None,
    key: str,
    own: OwnChapters | None,
    report: Report,
) -> Tables:
    """Prepare a municipality's tables.

    `nation` is what those of its kind share, if it is known, and `key` the hash of its inputs.
    `own` is what `make_own` gave, if it was asked.
    """
    nation = nation or known_nation(project, place.fictional, key)
    folder = prepare(project, place.code, nation, own)
    return Tables(files_digest(folder, folder.iterdir()), results_hash(prepared_results(folder)))


def make_chapter(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, str],
    templates: Path,
    engine: Engine,
    report: Report,
) -> Chapter:
    """Execute a notebook, and write it and, beside it, its chapter in HTML."""
    before = moment()
    execute_notebook(
        notebook, output, parameters, progress=lambda index, cells: report(index), engine=engine
    )
    chapter = chapter_exporter(templates).chapter(output)
    write_whole(chapter_path(output), chapter)
    return Chapter(chapter_status(chapter), since(before))


def make_scope(project: Project, out: Path, scope: str, engine: Engine, report: Report) -> None:
    """Prepare and execute the overview of a scope."""

    def execute(notebook: Path, output: Path, parameters: Mapping[str, str]) -> Path:
        return execute_notebook(
            notebook, output, parameters, progress=lambda index, cells: report(index), engine=engine
        )

    make_overview(project, out, scope, execute)


def chapter_path(executed: Path) -> Path:
    """Return where a notebook's chapter lies until the report is made."""
    return executed.with_suffix(".html")


def chapter_of(executed: Path, templates: Path) -> str:
    """Return the chapter made with a notebook, or make it again where a report was made since."""
    made = chapter_path(executed)
    return (
        made.read_text("utf-8") if made.exists() else chapter_exporter(templates).chapter(executed)
    )


def chapter_status(chapter: str) -> str:
    """Tell whether a chapter shows anything, lacks data, or has all of it hidden.

    A chapter without any figure or table that doesn't say that something is missing had data, of
    groups too small to show.
    """
    if _EXHIBIT in chapter:
        return OK
    return NO_DATA if _MISSING in chapter else SUPPRESSED


def make_report(
    project: Project,
    municipality: Municipality,
    executed: Sequence[Path],
    statuses: Mapping[str, str],
    work: Path,
    target: Path,
    internal: bool,
    report: Report,
) -> None:
    """Write the report and the results and put all files in place.

    `executed` are the notebooks in order, in `work` or already in place.
    """
    prepared = project.prepared / municipality.code
    content: ResultFile = {
        "format": FORMAT,
        "municipality": json.loads((prepared / "context.json").read_text())["municipality"],
        "made": date.today().isoformat(),
        "results": records_of(prepared_results(prepared)),
        "chapters": {path.stem: statuses[path.stem] for path in executed},
    }
    results = json.dumps(content, ensure_ascii=False, indent=1)
    chapters = [chapter_of(path, project.templates) for path in executed]
    finish_report(project, municipality, executed, chapters, results, work, target, internal)


def make_format(path: Path, name: str, templates: Path, report: Report) -> None:
    """Write a report that is in place in another format beside it."""
    write_format(path, name, templates)
