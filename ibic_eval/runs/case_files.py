"""A municipality's records from its case system: finding the files, reading and refusing them."""

import datetime as dt
from pathlib import Path

import polars as pl

from ibic_eval.errors import InputError
from ibic_eval.runs.case_mapping import case_codebooks, has_profile, read_with_profile
from ibic_eval.runs.project import Project
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.introductions import FILE as INTRODUCTION
from ibic_eval.sources.introductions import Introduction, no_introduction, read_introduction
from ibic_eval.sources.mapping_profiles import OWN_PROFILE
from ibic_eval.sources.responses import EmptyTableError
from ibic_eval.tables.case_numbers import NOT_USED
from ibic_eval.tables.case_records import CaseRecords
from ibic_eval.tables.case_tables import TABLES, case_records
from ibic_eval.tables.issues import ERROR, Issue

ENDINGS = (".csv", ".xlsx")
CASE_FILES = tuple(f"{name}{ending}" for name in TABLES for ending in ENDINGS)
MOST_LEFT_OUT = 0.05  # of a file's rows; with more of them faulty nothing is read from it


def own_case_files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their table: `arenden`, `bedomningar` and `planer`.

    Raises InputError where one lies there both as CSV and as Excel.
    """
    found: dict[str, Path] = {}
    for name in TABLES:
        paths = [folder / f"{name}{end}" for end in ENDINGS if (folder / f"{name}{end}").exists()]
        if len(paths) > 1:
            names = " och ".join(path.name for path in paths)
            raise InputError(f"Mappen {folder} har både {names}: ta bort den ena.")
        found |= dict.fromkeys([name], paths[0]) if paths else {}
    return found


def case_texts(project: Project, folder: Path) -> dict[str, pl.LazyFrame]:
    """Return the tables of texts in a folder, from files in our columns or through its profile.

    Files with only a header, such as templates, count for nothing. Raises InputError where a
    table comes from both, and for a file that can't be read.
    """
    files = {name: _scanned(path) for name, path in own_case_files(folder).items()}
    own = {name: texts for name, texts in files.items() if texts is not None}
    mapped = read_with_profile(folder, project) if has_profile(folder) else {}
    both = next((name for name in own if name in mapped), None)
    if both is not None:
        file = own_case_files(folder)[both].name
        raise InputError(
            f"Mappen {folder.name} har både {file} och en tabell {both} i {OWN_PROFILE}: ta bort "
            f"{file}, eller tabellen i {OWN_PROFILE}."
        )
    return {name: {**own, **mapped}[name] for name in TABLES if name in {**own, **mapped}}


def read_own_introduction(project: Project, code: str) -> Introduction:
    """Return what a municipality has said of its introduction; raises InputError where faulty."""
    folder = project.own_folder(code)
    path = folder / INTRODUCTION if folder else None
    return read_introduction(path) if path and path.exists() else no_introduction(code)


def read_case_records(project: Project, code: str) -> CaseRecords:
    """Read a municipality's records with what is wrong in them; empty ones where it has none.

    Raises InputError for a file that can't be read at all and for a faulty introduction.
    """
    folder = project.own_folder(code)
    texts = case_texts(project, folder) if folder else {}
    extracted = read_own_introduction(project, code).extracted
    return case_records(texts, case_codebooks(project), extracted, dt.date.today())


def sound_case_records(project: Project, code: str) -> CaseRecords:
    """Read a municipality's records for use, without their faulty rows.

    Raises InputError where a file can't be read, or has more than `MOST_LEFT_OUT` faulty rows.
    """
    records = read_case_records(project, code)
    refused = refusals(records)
    if refused:
        raise InputError(f"{refused[0].message} Se alla fel med ibic-eval check {code}.")
    return records


def refusals(records: CaseRecords) -> list[Issue]:
    """Return the errors that keep whole files from being used.

    They are wrong columns, personal numbers, and more faulty rows than `MOST_LEFT_OUT`.
    """
    errors = records.issues[records.issues["severity"].eq(ERROR)]
    whole = errors[errors["row"].eq(1) | errors["message"].str.contains(NOT_USED, regex=False)]
    told = [Issue(str(row["file"]), str(row["message"])) for row in whole.to_dict("records")]
    refused = {issue.file for issue in told}
    for file, rows, left_out in records.left_out.itertuples(index=False):
        if file not in refused and left_out > MOST_LEFT_OUT * rows:
            first = errors.loc[errors["file"].eq(file), "message"].iloc[0]
            told.append(_too_many(str(file), int(rows), int(left_out), str(first)))
    return told


def _too_many(file: str, rows: int, left_out: int, first: str) -> Issue:
    message = (
        f"Filen {file} har fel på {left_out} av {rows} rader ({100 * left_out / rows:.0f} %) och "
        f"används inte förrän högst {100 * MOST_LEFT_OUT:.0f} % av raderna är felaktiga; det "
        f"första felet: {first}"
    )
    return Issue(file, message)


def _scanned(path: Path) -> pl.LazyFrame | None:
    try:
        return scan_extract(path)
    except EmptyTableError:
        return None
