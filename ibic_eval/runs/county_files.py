"""The files of the mapping of municipalities: where they lie, what they say and their faults."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ibic_eval.codebook.variables import Codebook, codebook_for, load_codebooks
from ibic_eval.runs.collected import refuse_errors
from ibic_eval.runs.project import Project
from ibic_eval.sources.county_mapping import (
    MAPPING,
    STATEMENTS,
    mapping_files,
    owner_of,
    read_mapping,
)
from ibic_eval.sources.ibic_use import ibic_use_files, read_ibic_use
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.tables.county_mapping import joined_mapping, type_mapping, type_mapping_file
from ibic_eval.tables.county_statements import type_statements
from ibic_eval.tables.ibic_use import type_ibic_use
from ibic_eval.tables.issues import issues_table

_USE = "ibic_use.csv"
_FIRST_FICTIONAL = "9"


class CountyAnswers(NamedTuple):
    """The typed answers (MAPPING_SCHEMA), and each file's issues with the code of whose it is.

    The shared file is nobody's: "".
    """

    answers: pd.DataFrame
    issues: Sequence[tuple[str, pd.DataFrame]]


def county_register(project: Project, fictional: bool) -> pd.DataFrame:
    """Return the real municipalities or the fictional ones, which are never compared."""
    register = read_municipalities(*project.registers)
    return register[register["fictional"].eq(fictional)].reset_index(drop=True)


def county_answers(project: Project, fictional: bool) -> CountyAnswers:
    """Return how far municipalities have come, without faulty rows.

    Raises InputError for a file that can't be read.
    """
    codebook = _codebook(project, MAPPING)
    register = county_register(project, fictional)
    raws = read_mapping(_mapping_paths(project, fictional))
    typed = [type_mapping_file(raw, codebook, register) for raw in raws]
    owners = [owner_of(raw.path) for raw in raws]
    issues = [(owner, each.issues) for owner, each in zip(owners, typed, strict=True)]
    return CountyAnswers(joined_mapping(typed).answers, issues)


def refuse_faulty_mapping(answers: CountyAnswers, code: str) -> None:
    """Raise InputError with the first error in the shared file or in that of a municipality.

    Another municipality's error should not stop its report.
    """
    found = [issues for owner, issues in answers.issues if owner in ("", code) and len(issues)]
    if found:
        refuse_errors(MAPPING, pd.concat(found, ignore_index=True))


def county_statements(project: Project, fictional: bool) -> pd.DataFrame:
    """Return what sources say of whole counties, in STATEMENTS_SCHEMA; raises InputError."""
    raws = read_mapping(_statement_paths(project, fictional))
    register = county_register(project, fictional)
    typed = type_statements(raws, _codebook(project, STATEMENTS), register)
    refuse_errors(STATEMENTS, typed.issues)
    return typed.statements


def county_use(project: Project, fictional: bool) -> pd.DataFrame:
    """Return the typed table of who uses IBIC since when, for real or fictional municipalities."""
    own = project.municipalities
    demo = project.demo / _USE
    paths = (demo,) if fictional else ibic_use_files(own / _USE, own)
    raws = read_ibic_use(path for path in paths if path.exists())
    register = read_municipalities(*project.registers)
    return type_ibic_use(raws, _codebook(project, _USE), register).use


def check_county_mapping(project: Project) -> pd.DataFrame:
    """Return the issues of the mapping and of the statements, the shared files and the own ones.

    Raises InputError for a file that can't be read.
    """
    shared = (project.municipalities / MAPPING, project.municipalities / STATEMENTS)
    register = read_municipalities(*project.registers)
    mapping = read_mapping(mapping_files(shared[0], *project.folder_roots))
    statements = read_mapping(path for path in shared[1:] if path.exists())
    found = [
        type_mapping(mapping, _codebook(project, MAPPING), register).issues,
        type_statements(statements, _codebook(project, STATEMENTS), register).issues,
    ]
    filled = [each for each in found if len(each)]
    return pd.concat(filled, ignore_index=True) if filled else issues_table([])


def check_county_file(project: Project, path: Path) -> pd.DataFrame:
    """Return the issues of one file of the mapping, or of statements, read by itself.

    Raises InputError for a file that can't be read.
    """
    register = read_municipalities(*project.registers)
    raws = read_mapping([path])
    if path.name == STATEMENTS:
        return type_statements(raws, _codebook(project, STATEMENTS), register).issues
    return type_mapping(raws, _codebook(project, MAPPING), register).issues


def _mapping_paths(project: Project, fictional: bool) -> tuple[Path, ...]:
    shared = (project.demo if fictional else project.municipalities) / MAPPING
    own = mapping_files(shared, *project.folder_roots)
    return tuple(path for path in own if path == shared or _is_fictional(path) == fictional)


def _statement_paths(project: Project, fictional: bool) -> tuple[Path, ...]:
    path = (project.demo if fictional else project.municipalities) / STATEMENTS
    return (path,) if path.exists() else ()


def _is_fictional(path: Path) -> bool:
    return path.parent.name.startswith(_FIRST_FICTIONAL)


def _codebook(project: Project, name: str) -> Codebook:
    codebook = codebook_for(f"data/municipalities/{name}", load_codebooks(project.codebooks))
    if codebook is None:
        raise FileNotFoundError(f"no codebook of {name} in {project.codebooks}")
    return codebook
