"""A municipality's report: from executed notebooks to finished files in their place."""

import json
import os
from collections.abc import Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ibic_eval.errors import OutputError
from ibic_eval.reports.formats import FORMATS, format_file
from ibic_eval.reports.html import ReportFacts, write_report
from ibic_eval.reports.release_log import LOG
from ibic_eval.runs.files import ensure_writable, write_whole
from ibic_eval.runs.history import keep_results, prepared_results
from ibic_eval.runs.manifest import RESULTS
from ibic_eval.runs.project import Project
from ibic_eval.runs.snapshots import snapshot_path
from ibic_eval.runs.theme import own_theme
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.sources.sidecar import raw_files, read_sidecar

REPORT = "rapport.html"
_HELD = "Filen {} gick inte att ersätta: stäng den om den är öppen."


def finish_report(
    project: Project,
    municipality: Municipality,
    executed: Sequence[Path],
    chapters: Sequence[str],
    results: str,
    work: Path,
    target: Path,
    internal: bool,
) -> Path:
    """Write the report and the results (JSON), and put them and the executed notebooks in place.

    `chapters` are those of the notebooks, in the same order.

    Everything is made in `work` and moved to `target` at the end, the report last, so a run that
    fails or is interrupted leaves what was there before. When the report is in place its results
    are kept for the next one to compare with. Raises InputError, OutputError and RunError.
    """
    prepared = project.prepared / municipality.code
    ensure_writable(work)
    facts = report_facts(project, municipality, prepared, internal)
    write_report(chapters, work / REPORT, facts, project.templates)
    write_whole(work / RESULTS, results)
    names = [path.name for path in executed if path.parent == work]
    _remove_formats(target)
    _move([*names, RESULTS, LOG, REPORT], work, target)
    keep_results(project, municipality.code, prepared_results(prepared), datetime.now())
    return target / REPORT


def _remove_formats(target: Path) -> None:
    """Remove the other formats of the report before, which would say what it no longer does."""
    for name in FORMATS:
        path = target / format_file(REPORT, name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(_HELD.format(path)) from error


def _move(names: Sequence[str], work: Path, target: Path) -> None:
    """Put finished files in place, in order."""
    ensure_writable(target)
    for name in names:
        try:
            os.replace(work / name, target / name)
        except OSError as error:
            raise OutputError(_HELD.format(target / name)) from error


def report_facts(
    project: Project, municipality: Municipality, prepared: Path, internal: bool = False
) -> ReportFacts:
    """Gather what the report says about itself: place, date, version and sources."""
    context = json.loads((prepared / "context.json").read_text(encoding="utf-8"))
    return ReportFacts(
        municipality=municipality.name,
        code=municipality.code,
        fictional=municipality.fictional,
        date=date.today(),
        version=version("ibic-eval"),
        sources=(*_cited(project, municipality), *_own_sources(context)),
        theme=own_theme(project.own_folder(municipality.code)),
        internal=internal,
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
    beside = context.get("round")
    of_part = f"{beside['title']} ({beside['date']})." if beside else ""
    own = "Kommunens egna svar på enkäten." if context["own_answers"] else ""
    return [source for source in (of_round, of_part, own) if source]
