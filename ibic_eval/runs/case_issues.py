"""What is wrong with a municipality's records and with what it says of its introduction."""

import datetime as dt
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.runs.case_files import (
    case_texts,
    own_case_files,
    read_own_introduction,
    refusals,
)
from ibic_eval.runs.case_mapping import case_codebooks, has_profile, profile_issues
from ibic_eval.runs.project import Project
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.introductions import FILE as INTRODUCTION
from ibic_eval.sources.introductions import read_introduction
from ibic_eval.sources.responses import EmptyTableError
from ibic_eval.tables.case_records import CaseRecords
from ibic_eval.tables.case_tables import case_records
from ibic_eval.tables.issues import WARNING, Issue, issues_table


def introduction_issues(project: Project, code: str) -> pd.DataFrame:
    """Return the one fault of a municipality's `inforande.yml`, if it has any."""
    try:
        read_own_introduction(project, code)
    except InputError as error:
        return issues_table([Issue(INTRODUCTION, str(error))])
    return issues_table([])


def case_issues(project: Project, code: str) -> pd.DataFrame:
    """Return the issues of a municipality's records, its profile and its templates.

    Raises InputError for a file that can't be read at all.
    """
    folder = project.own_folder(code)
    if folder is None:
        return issues_table([])
    found = [issues_table(_empty(folder))]
    if has_profile(folder):
        found.append(profile_issues(folder, project))
    texts = case_texts(project, folder)
    if texts:
        records = case_records(texts, case_codebooks(project), _extracted(folder), dt.date.today())
        found += [_with_refusals(records), issues_table(_without_introduction(folder))]
    return pd.concat([each for each in found if len(each)] or found[:1], ignore_index=True)


def case_file_issues(path: Path, table: str, project: Project) -> pd.DataFrame:
    """Return the issues of a file with one of the tables, read by itself."""
    texts = {table: scan_extract(path)}
    extracted = _extracted(path.parent)
    return _with_refusals(case_records(texts, case_codebooks(project), extracted, dt.date.today()))


def _extracted(folder: Path) -> dt.date | None:
    """Return the day of the extract; a faulty introduction is an issue of its own."""
    try:
        return read_introduction(folder / INTRODUCTION).extracted
    except InputError:
        return None


def _with_refusals(records: CaseRecords) -> pd.DataFrame:
    """Add that a file isn't used because of the number of its faulty rows."""
    told = set(records.issues["message"])
    more = [issue for issue in refusals(records) if issue.message not in told]
    found = [each for each in (records.issues, issues_table(more)) if len(each)]
    return pd.concat(found, ignore_index=True) if found else records.issues


def _empty(folder: Path) -> list[Issue]:
    names = [path.name for path in own_case_files(folder).values() if _has_only_a_header(path)]
    if not names:
        return []
    first = f"Filen {names[0]}" if len(names) == 1 else f"Filerna {', '.join(names)}"
    message = f"{first} har bara en rubrikrad; fyll på med rader där det finns uppgifter."
    return [Issue(names[0], message, WARNING)]


def _has_only_a_header(path: Path) -> bool:
    try:
        scan_extract(path)
    except EmptyTableError:
        return True
    return False


def _without_introduction(folder: Path) -> list[Issue]:
    if (folder / INTRODUCTION).exists():
        return []
    message = (
        f"Mappen {folder.name} saknar {INTRODUCTION}: utan dagen då IBIC började användas går det "
        "inte att jämföra före och efter; skapa filen med ibic-eval init och fyll i den."
    )
    return [Issue(INTRODUCTION, message, WARNING)]
