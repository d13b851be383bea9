"""A municipality's files of what happened when IBIC was introduced: reading and checking them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ibic_eval.codebook.comment_themes import load_themes
from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.codebook.variables import Codebook, load_codebook
from ibic_eval.errors import InputError
from ibic_eval.runs.collected import refuse_errors
from ibic_eval.runs.project import Project
from ibic_eval.sources.follow_up import ENDINGS, follow_up_files, read_filled
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.projects import project_plan_file, read_project_plan
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.follow_up import FollowUp
from ibic_eval.tables.follow_up_references import PlanIds, plan_ids
from ibic_eval.tables.follow_up_schemas import TABLES
from ibic_eval.tables.follow_up_typing import TypedFollowUp, type_follow_up
from ibic_eval.tables.issues import ERROR, WARNING, Issue, issues_table

NAMES = tuple(name for name, _ in TABLES.values())
# What a file is compared with beside the plan.
_BESIDE = {
    "kodning": ["kommentarer"],
    "granskningsunderlag": ["granskningar"],
    "medarbetarenkat_utskick": ["medarbetarenkat"],
}
# The files by what they tell, for the guide of a municipality's folder.
GROUPS: Mapping[str, Sequence[str]] = {
    "Utbildningen": ("utbildning", "bemanning", "kursutvardering"),
    "Projektets plan": ("moten", "aktivitetslage", "kostnader", "risklage", "indikatorer"),
    "Dokumentationen": ("granskningar", "granskningsunderlag"),
    "Vad personalen säger": (
        "medarbetarenkat",
        "medarbetarenkat_utskick",
        "kommentarer",
        "kodning",
    ),
}
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
    paths = follow_up_files(project.own_folder(code), NAMES)
    typed = _typed(project, code, paths, plan_ids(plan))
    errors = typed.issues[typed.issues["severity"].eq(ERROR)]
    if len(errors):
        file = str(errors["file"].iloc[0])
        refuse_errors(file, errors[errors["file"].eq(file)])
    return typed.follow_up


def check_follow_up(project: Project, code: str) -> pd.DataFrame:
    """Return the issues of a municipality's follow-up files; none where it has none.

    The files that hold only a header are one warning together. A plan that can't be read is a fault
    of its own: what refers to it is then not looked up.
    """
    folder = project.own_folder(code)
    if folder is None:
        return issues_table([])
    paths: dict[str, Path] = {}
    doubled = []
    for name in NAMES:
        try:
            paths |= follow_up_files(folder, [name])
        except InputError as error:
            doubled.append(Issue(f"{name}{ENDINGS[0]}", str(error)))
    typed = _typed(project, code, paths, _readable_ids(project, code))
    return _joined([issues_table(doubled), typed.issues])


def check_follow_up_file(project: Project, path: Path) -> pd.DataFrame:
    """Return the issues of one follow-up file, looked up in the plan that lies beside it.

    Raises InputError where a file that it is compared with lies there twice, and where the plan
    can't be read.
    """
    beside = follow_up_files(path.parent, _BESIDE.get(path.stem, ()))
    paths = {**beside, path.stem: path}
    own = any(path.resolve().is_relative_to(root.resolve()) for root in project.folder_roots)
    plan = project_plan_file(path.parent)
    ids = plan_ids(read_project_plan(plan) if plan else None) if plan or own else None
    typed = _typed(project, path.resolve().parent.name[:4], paths, ids)
    return typed.issues[typed.issues["file"].eq(path.name)].reset_index(drop=True)


def has_follow_up(folder: Path) -> bool | None:
    """Tell whether any follow-up file in a folder is filled in; None where there are none at all.

    Raises InputError for a file that can't be read.
    """
    # All are read, so that one that can't be is told of.
    filled = [read_filled(path) is not None for path in follow_up_files(folder, NAMES).values()]
    return any(filled) if filled else None


def follow_up_codebooks(project: Project) -> Mapping[str, Codebook]:
    """Return the codebooks of the files, by the files' names without ending."""
    return {name: load_codebook(project.codebooks / f"{name}.yml") for name in NAMES}


def _readable_ids(project: Project, code: str) -> PlanIds | None:
    """Return the ids of a municipality's plan, None where it can't be read."""
    try:
        return plan_ids(read_own_plan(project, code))
    except InputError:
        return None


def _typed(
    project: Project, code: str, paths: Mapping[str, Path], plan: PlanIds | None
) -> TypedFollowUp:
    read = {name: _read(path) for name, path in paths.items()}
    raws = {name: found for name, found in read.items() if isinstance(found, RawTable)}
    told = {name: found for name, found in read.items() if isinstance(found, Issue)}
    empty = [paths[name].name for name, found in read.items() if found is None]
    typed = type_follow_up(
        raws,
        follow_up_codebooks(project),
        plan,
        _themes(project),
        dt.date.today(),
        unread=list(told),
        names=_names(project, code),
    )
    unread = issues_table([*told.values(), *_empty(empty)])
    return TypedFollowUp(typed.follow_up, _joined([unread, typed.issues]))


def _read(path: Path) -> RawTable | Issue | None:
    """Return a file's texts, None for a template, or the issue that keeps it from being read."""
    try:
        return read_filled(path)
    except InputError as error:
        return Issue(path.name, str(error))


def _empty(names: Sequence[str]) -> list[Issue]:
    if not names:
        return []
    first = f"Filen {names[0]}" if len(names) == 1 else f"Filerna {', '.join(names)}"
    message = f"{first} har bara en rubrikrad; fyll på med rader där det finns uppgifter."
    return [Issue(names[0], message, WARNING)]


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else issues_table([])


def _themes(project: Project) -> tuple[str, ...] | None:
    """Return the themes that comments can be coded with, None where there is no list of them."""
    path = project.surveys / "kommentarer" / "instrument.yml"
    return load_themes(path).ids if path.exists() else None


def _names(project: Project, code: str) -> list[str]:
    """Return the municipality's name, which may stand in quotes."""
    register = read_municipalities(*project.registers)
    return register.loc[register["code"].eq(code), "name"].tolist()
