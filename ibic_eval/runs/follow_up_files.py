"""A municipality's files of what happened when IBIC was introduced: reading and checking them."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.variables import Codebook, load_codebook
from ibic_eval.errors import InputError
from ibic_eval.runs.collected import refuse_errors
from ibic_eval.runs.project import Project
from ibic_eval.sources.follow_up import ENDINGS, follow_up_files, read_filled
from ibic_eval.sources.projects import project_plan_file, read_project_plan
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.follow_up import FollowUp
from ibic_eval.tables.follow_up_references import PlanIds, plan_ids
from ibic_eval.tables.follow_up_schemas import TABLES
from ibic_eval.tables.follow_up_typing import TypedFollowUp, type_follow_up
from ibic_eval.tables.issues import ERROR, WARNING, Issue, issues_table

NAMES = tuple(name for name, _ in TABLES.values())
FOLLOW_UP_FILES = tuple(f"{name}{ending}" for name in NAMES for ending in ENDINGS)


def read_own_plan(project: Project, code: str) -> ProjectPlan | None:
    """Return a municipality's project plan, None where it has none.

    Raises InputError for a faulty one.
    """
    folder = project.own_folder(code)
    path = project_plan_file(folder) if folder else None
    return read_project_plan(path) if path else None


def read_follow_up(project: Project, code: str, plan: ProjectPlan | None) -> FollowUp:
    """Return a municipality's follow-up, whose ids are those of its plan.

    Raises InputError with the first error of the files; warnings pass. A file that isn't there, or
    has only a header, is a table without rows.
    """
    typed = _typed(project, follow_up_files(project.own_folder(code), NAMES), plan_ids(plan))
    errors = typed.issues[typed.issues["severity"].eq(ERROR)]
    if len(errors):
        file = str(errors["file"].iloc[0])
        refuse_errors(file, errors[errors["file"].eq(file)])
    return typed.follow_up


def check_follow_up(project: Project, code: str) -> pd.DataFrame:
    """Return the issues of a municipality's follow-up files; none where it has none.

    A plan that can't be read is a fault of its own: what refers to it is then not looked up.
    """
    paths = follow_up_files(project.own_folder(code), NAMES)
    return _typed(project, paths, _readable_ids(project, code)).issues


def follow_up_codebooks(project: Project) -> Mapping[str, Codebook]:
    """Return the codebooks of the files, by the files' names without ending."""
    return {name: load_codebook(project.codebooks / f"{name}.yml") for name in NAMES}


def _readable_ids(project: Project, code: str) -> PlanIds | None:
    try:
        return plan_ids(read_own_plan(project, code))
    except InputError:
        return None


def _typed(project: Project, paths: Mapping[str, Path], plan: PlanIds | None) -> TypedFollowUp:
    read = {name: _read(path) for name, path in paths.items()}
    raws = {name: found for name, found in read.items() if isinstance(found, RawTable)}
    told = [found for found in read.values() if isinstance(found, Issue)]
    codebooks = follow_up_codebooks(project)
    typed = type_follow_up(raws, codebooks, plan, _themes(project), dt.date.today())
    found = [each for each in (issues_table(told), typed.issues) if len(each)]
    issues = pd.concat(found, ignore_index=True) if found else issues_table([])
    return TypedFollowUp(typed.follow_up, issues)


def _read(path: Path) -> RawTable | Issue:
    """Return a file's texts, or the one issue that keeps it from being read."""
    try:
        raw = read_filled(path)
    except InputError as error:
        return Issue(path.name, str(error))
    message = f"Filen {path.name} har bara en rubrikrad; fyll på med rader under den."
    return Issue(path.name, message, WARNING) if raw is None else raw


def _themes(project: Project) -> tuple[str, ...] | None:
    """Return the themes that comments can be coded with, None where there is no list of them."""
    path = project.surveys / "kommentarer" / "instrument.yml"
    return load_themes(path).ids if path.exists() else None
