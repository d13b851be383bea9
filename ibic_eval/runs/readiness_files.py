"""A municipality's file of answers on readiness: where it lies, its template and its faults."""

import datetime as dt
from pathlib import Path

import pandas as pd

from ibic_eval.codebook.readiness_columns import readiness_codebook
from ibic_eval.codebook.readiness_instrument import ReadinessInstrument, load_readiness
from ibic_eval.runs.collected import refuse_errors
from ibic_eval.runs.project import Project
from ibic_eval.sources.readiness import FILES, read_readiness, readiness_file
from ibic_eval.tables.issues import WARNING, Issue, issues_table
from ibic_eval.tables.readiness import ReadinessAnswers, no_answers, type_readiness

# Excel takes a CSV file for UTF-8 only if it begins with this.
BYTE_ORDER_MARK = "\ufeff"


def readiness_instrument(project: Project) -> ReadinessInstrument:
    """Return the self-assessment's instrument."""
    return load_readiness(project.surveys / "beredskap" / "instrument.yml")


def readiness_template(instrument: ReadinessInstrument) -> str:
    """Return the header of the file of answers as a CSV text that a Swedish Excel opens."""
    return BYTE_ORDER_MARK + ";".join(readiness_codebook(instrument).names) + "\n"


def readiness_answers(project: Project, code: str) -> ReadinessAnswers | None:
    """Return a municipality's answers, None where it has no file or only the template.

    Raises InputError with the first error where the file is faulty; warnings pass.
    """
    path = readiness_file(project.own_folder(code))
    raw = read_readiness(path) if path else None
    if raw is None:
        return None
    typed = type_readiness(raw, readiness_instrument(project), dt.date.today())
    refuse_errors(raw.file, typed.issues)
    return typed


def check_readiness(project: Project, code: str) -> pd.DataFrame:
    """Return the issues of a municipality's answers; none where it has no file.

    Raises InputError for a file that can't be read.
    """
    path = readiness_file(project.own_folder(code))
    if path is None:
        return no_answers().issues
    raw = read_readiness(path)
    if raw is None:
        message = f"Filen {path.name} har bara en rubrikrad; fyll på med rader under den."
        return issues_table([Issue(path.name, message, WARNING)])
    return type_readiness(raw, readiness_instrument(project), dt.date.today()).issues


def wanted_file(project: Project, code: str, slug: str) -> Path:
    """Return where a municipality's file of answers is to lie."""
    folder = project.own_folder(code) or project.municipalities / f"{code}-{slug}"
    return folder / FILES[0]
