"""Which data each municipality has."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.runs.case_files import case_texts, own_case_files
from ibic_eval.runs.follow_up_files import has_follow_up
from ibic_eval.runs.own_files import own_answers_file
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.responses import EmptyTableError, read_table
from ibic_eval.sources.rounds import Round, read_round

OWN = "egna svar"
RECORDS = {"arenden": "ärenden", "bedomningar": "bedömningar", "planer": "planer"}
FOLLOW_UP = "uppföljning av införandet"
EMPTY = "tom mall"
UNREADABLE = "fil som inte går att läsa"


def inventory(project: Project, fictional: bool) -> pd.DataFrame:
    """Return one row a real or fictional municipality: `code, name, county, fictional, data`.

    `data` is a list: for its own folder `egna svar`, `ärenden`, `bedömningar`, `planer` and
    `uppföljning av införandet`, or `tom mall` where nothing is filled in, and `fil som inte går att
    läsa`; then the title of each round that it has answered.
    """
    everyone = read_municipalities(*project.registers)
    register = everyone[everyone["fictional"].eq(fictional)].reset_index(drop=True)
    rounds = [read_round(folder) for folder in project.round_folders]
    answered = {each.title: _codes(each) for each in rounds}
    data = [
        [*_own(project, str(code)), *(title for title, codes in answered.items() if code in codes)]
        for code in register["code"]
    ]
    columns = register[["code", "name", "county", "fictional"]]
    return columns.assign(data=pd.Series(data, index=columns.index, dtype="object"))


def _codes(collected: Round) -> frozenset[str]:
    frame = collected.responses.frame
    return frozenset(frame["kommunkod"].dropna().str.zfill(4) if "kommunkod" in frame else [])


def _own(project: Project, code: str) -> list[str]:
    folder = project.own_folder(code)
    if folder is None:
        return []
    found = [
        *_readable(partial(_answers, project, code)),
        *_readable(partial(_records, project, folder)),
        *_readable(partial(_follow_up, folder)),
    ]
    return [each for each in dict.fromkeys(found) if each != EMPTY or set(found) == {EMPTY}]


def _readable(look: Callable[[], list[str]]) -> list[str]:
    try:
        return look()
    except EmptyTableError:
        return [EMPTY]
    except InputError:
        return [UNREADABLE]


def _answers(project: Project, code: str) -> list[str]:
    path = own_answers_file(project, code)
    if path is None:
        return []
    read_table(path)
    return [OWN]


def _records(project: Project, folder: Path) -> list[str]:
    tables = case_texts(project, folder)
    return [RECORDS[name] for name in tables] or [EMPTY] * bool(own_case_files(folder))


def _follow_up(folder: Path) -> list[str]:
    filled = has_follow_up(folder)
    return [] if filled is None else [FOLLOW_UP if filled else EMPTY]
