"""Checks files before they are used, and gathers what is wrong in one table of issues."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from ibic_eval.codebook.instrument import Instrument, load_instrument
from ibic_eval.codebook.variables import codebook_for, load_codebooks
from ibic_eval.errors import InputError
from ibic_eval.runs.case_issues import case_file_issues, case_issues, introduction_issues
from ibic_eval.runs.collected import refuse_errors
from ibic_eval.runs.county_files import check_county_file, check_county_mapping
from ibic_eval.runs.final_report import final_report_fault
from ibic_eval.runs.follow_up_files import NAMES as FOLLOW_UP_NAMES
from ibic_eval.runs.follow_up_files import check_follow_up, check_follow_up_file
from ibic_eval.runs.own_files import own_answers_file, unused_files
from ibic_eval.runs.own_texts import own_text_issues
from ibic_eval.runs.plans import plan_faults, plan_issues
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness_files import check_readiness
from ibic_eval.runs.round_population import population_of
from ibic_eval.runs.theme import own_theme, theme_issues
from ibic_eval.sources.county_mapping import MAPPING, MAPPING_FILES, STATEMENTS
from ibic_eval.sources.final_report import FILE as FINAL_REPORT
from ibic_eval.sources.ibic_use import ibic_use_files, read_ibic_use
from ibic_eval.sources.introductions import FILE as INTRODUCTION
from ibic_eval.sources.introductions import read_introduction
from ibic_eval.sources.municipalities import Municipality, read_municipalities
from ibic_eval.sources.responses import EmptyTableError, RawTable, read_table
from ibic_eval.sources.rounds import DESCRIPTION, Round, read_round
from ibic_eval.sources.sidecar import raw_files, verify_sidecar
from ibic_eval.sources.themes import FILE as THEME
from ibic_eval.tables.asked import asked_issues
from ibic_eval.tables.case_tables import TABLES
from ibic_eval.tables.classification import correction_issues
from ibic_eval.tables.ibic_use import type_ibic_use
from ibic_eval.tables.issues import WARNING, Issue, issues_table
from ibic_eval.tables.responses import ResponseTables, type_responses
from ibic_eval.tables.validation import validate_table

USE_FILE = "ibic_use.csv"


def check_all(project: Project) -> pd.DataFrame:
    """Return the issues of every municipality's files, every round and every raw file.

    The hundreds that `ibic-eval demo` makes are not among the municipalities: each is checked when
    it is named.
    """
    codes = sorted(folder.name[:4] for folder in project.municipalities.glob("[0-9]*-*/"))
    own = [_gathered(code, partial(check_own_files, project, code)) for code in codes]
    plans = [plan_faults(project.own_folder(code)) for code in codes]
    folders = project.round_folders
    rounds = [_gathered(path.name, partial(_check_round, path, project)) for path in folders]
    raw = [path for folder in _raw_folders(project) for path in _raw_files(project, folder)]
    return _joined(
        [
            *own,
            *plans,
            *rounds,
            *_shared(project),
            *(_check_raw_file(path, project) for path in raw),
        ]
    )


def check_municipality(project: Project, municipality: Municipality) -> pd.DataFrame:
    """Return the issues of the files in a municipality's own folder; none where it has none."""
    code = municipality.code
    own = _gathered(code, lambda: check_own_files(project, code))
    return _joined([own, plan_issues(project.own_folder(code)), *_shared(project)])


def _shared(project: Project) -> list[pd.DataFrame]:
    """Return the issues of the files that hold many municipalities."""
    return [
        _gathered(USE_FILE, partial(check_ibic_use, project)),
        _gathered(MAPPING, partial(check_county_mapping, project)),
    ]


def check_path(project: Project, path: Path) -> pd.DataFrame:
    """Return the issues of a round's folder, a file with a codebook, or a file of answers."""
    if path.is_dir():
        return _gathered(path.name, lambda: _check_round(path, project))
    if not path.exists():
        message = f"Det finns ingen fil eller mapp som heter {path}; kontrollera sökvägen."
        return issues_table([Issue(path.name, message)])
    return _gathered(path.name, lambda: _check_file(path, project))


def check_own_files(project: Project, code: str) -> pd.DataFrame:
    """Return the issues of a municipality's answers, records, introduction and how it went.

    A template that nobody has filled in, and a file that is not used, are only warnings.
    """
    return _joined(
        [
            _gathered(code, partial(check_own_answers, project, code)),
            _gathered(code, partial(case_issues, project, code)),
            introduction_issues(project, code),
            _gathered(code, partial(check_readiness, project, code)),
            check_follow_up(project, code),
            _final_report_issues(project, code),
            own_text_issues(project.own_folder(code)),
            theme_issues(project.own_folder(code)),
            unused_files(project.own_folder(code)),
        ]
    )


def _final_report_issues(project: Project, code: str) -> pd.DataFrame:
    fault = final_report_fault(project, code)
    return issues_table([Issue(FINAL_REPORT, fault)] if fault else [])


def check_own_answers(project: Project, code: str) -> pd.DataFrame:
    """Return the issues of a municipality's answers; raises InputError for an unreadable file."""
    path = own_answers_file(project, code)
    if path is None:
        return issues_table([])
    try:
        raw = read_table(path)
    except EmptyTableError as error:
        return issues_table([Issue(path.name, str(error), WARNING)])
    return _joined([_typed(raw, project).issues, _foreign_rows(raw, code, project)])


def check_ibic_use(project: Project) -> pd.DataFrame:
    """Return the issues of who uses IBIC, the shared file and the municipalities' own together."""
    shared = project.municipalities / USE_FILE
    codebook = codebook_for(f"data/municipalities/{USE_FILE}", load_codebooks(project.codebooks))
    if codebook is None:
        raise FileNotFoundError(f"no codebook of {USE_FILE} in {project.codebooks}")
    raws = read_ibic_use(ibic_use_files(shared, project.municipalities))
    return type_ibic_use(raws, codebook, read_municipalities(*project.registers)).issues


def refuse_faulty_answers(project: Project, code: str) -> None:
    """Raise InputError with the first error in a municipality's own answers; warnings pass."""
    path = own_answers_file(project, code)
    if path is not None:
        refuse_errors(path.name, check_own_answers(project, code))


def _foreign_rows(raw: RawTable, code: str, project: Project) -> pd.DataFrame:
    """Find rows that belong to another municipality than the folder they lie in."""
    if "kommunkod" not in raw.frame.columns:
        return issues_table([])
    codes = raw.frame["kommunkod"].dropna().str.zfill(4)
    known = codes.isin(read_municipalities(*project.registers)["code"])
    return issues_table(
        Issue(
            raw.file,
            f"Filen {raw.file}: rad {row} har kommunkoden {codes[row]} fast mappen är för {code}; "
            "rätta koden eller flytta raden till den kommunens mapp.",
            row=int(row),
            column="kommunkod",
            value=str(codes[row]),
        )
        for row in codes.index[known & codes.ne(code)]
    )


def _check_file(path: Path, project: Project) -> pd.DataFrame:
    resolved = path.resolve()
    inside = resolved.is_relative_to(project.root)
    name = resolved.relative_to(project.root).as_posix() if inside else path.name
    if path.name == INTRODUCTION:
        read_introduction(path)
        return issues_table([])
    if path.name == THEME:
        own_theme(path.parent)
        return issues_table([])
    if path.name in (*MAPPING_FILES, STATEMENTS):
        return check_county_file(project, path)
    if path.stem in TABLES:
        return case_file_issues(path, path.stem, project)
    if path.stem in FOLLOW_UP_NAMES:
        return check_follow_up_file(project, path)
    codebook = codebook_for(name, load_codebooks(project.codebooks))
    raw = read_table(path)
    if codebook:
        return validate_table(raw.frame.reset_index(drop=True), codebook, raw.file)
    return _typed(raw, project).issues


def _check_round(folder: Path, project: Project) -> pd.DataFrame:
    collected = read_round(folder)
    typed = _typed(collected.responses, project)
    issues = [typed.issues, _kind_issues(collected, project)]
    if typed.respondents.empty:  # the file lacks what the lists are compared with
        return _joined(issues)
    issues.append(_population_issues(collected, project))
    if collected.corrections is not None:
        issues.append(correction_issues(collected.corrections, typed.respondents))
    if collected.frame is not None:
        register = read_municipalities(*project.registers)
        issues.append(asked_issues(collected.frame, typed.respondents, register))
    return _joined(issues)


def _population_issues(collected: Round, project: Project) -> pd.DataFrame:
    """Find a round of which it isn't clear whom it is about."""
    try:
        population_of(collected, read_municipalities(*project.registers))
    except InputError as error:
        return issues_table([Issue(DESCRIPTION, str(error), column="population")])
    return issues_table([])


def _kind_issues(collected: Round, project: Project) -> pd.DataFrame:
    """Find a round that nobody will see, since only the demo's is a reconstruction."""
    if collected.kind == "omgang" or project.demo in collected.folder.resolve().parents:
        return issues_table([])
    message = f"Filen {DESCRIPTION}: kind är {collected.kind}; ändra till omgang för riktiga svar."
    return issues_table([Issue(DESCRIPTION, message, column="kind", value=collected.kind)])


def _check_raw_file(path: Path, project: Project) -> pd.DataFrame:
    def against_its_sidecar() -> pd.DataFrame:
        verify_sidecar(path)
        return issues_table([])

    return _gathered(path.relative_to(project.root).as_posix(), against_its_sidecar)


def _raw_files(project: Project, folder: Path) -> tuple[Path, ...]:
    return raw_files(folder, without=project.demo_municipalities)


def _raw_folders(project: Project) -> list[Path]:
    return [project.reference, project.published, project.demo]


def _typed(raw: RawTable, project: Project) -> ResponseTables:
    return type_responses(raw, _instrument(project), read_municipalities(*project.registers))


def _instrument(project: Project) -> Instrument:
    return load_instrument(project.survey / "instrument.yml")


def _gathered(name: str, check: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Turn a file that could not be read at all into an issue among the others."""
    try:
        return check()
    except InputError as error:
        return issues_table([Issue(name, str(error))])


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else issues_table([])
