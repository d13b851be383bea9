"""Keeps the register of when levels, targets and main measures were set."""

import csv
import datetime as dt
import io
from pathlib import Path

from ibic_eval.codebook.final_catalogue import load_catalogue
from ibic_eval.codebook.final_report import FinalReport
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.thresholds import thresholds
from ibic_eval.errors import InputError
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.follow_up_files import read_own_plan
from ibic_eval.runs.project import Project
from ibic_eval.sources.final_report import read_final_report
from ibic_eval.sources.threshold_register import COLUMNS, FILE, read_register


def registered_days(
    folder: Path | None, report: FinalReport, plan: ProjectPlan | None
) -> dict[str, str | None]:
    """Return the day of everything that decides a goal as it stands now, None where it has none."""
    known = read_register(folder)
    found = {name: known.get((name, mark)) for name, mark in thresholds(report, plan).items()}
    return {name: day.isoformat() if day else None for name, day in found.items()}


def register_thresholds(project: Project, code: str, today: dt.date) -> tuple[Path, list[str]]:
    """Add what isn't registered as it stands now, with today's date; return the file and the names.

    No row is ever changed. Raises InputError where the municipality has no folder, or a faulty
    file.
    """
    folder = project.own_folder(code)
    if folder is None:
        raise InputError(f"Kommunen {code} har ingen mapp; skapa den med ibic-eval init {code}.")
    plan = read_own_plan(project, code)
    report = read_final_report(folder, load_catalogue(project.surveys / "slutrapport"), plan)
    known = read_register(folder)
    new = [pair for pair in thresholds(report, plan).items() if pair not in known]
    path = folder / FILE
    if new:
        before = path.read_text(encoding="utf-8") if path.exists() else _line(*COLUMNS)
        kept = before if before.endswith("\n") else f"{before}\n"
        write_whole(path, kept + "".join(_line(*pair, today.isoformat()) for pair in new))
    return path, [name for name, _ in new]


def _line(*cells: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
