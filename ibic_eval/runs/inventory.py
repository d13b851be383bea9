"""Which data each municipality has."""

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.runs.own_files import own_answers_file
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.sources.responses import EmptyTableError, read_table
from ibic_eval.sources.rounds import Round, read_round

OWN = "egna svar"
EMPTY = "tom mall"
UNREADABLE = "fil som inte går att läsa"


def inventory(project: Project) -> pd.DataFrame:
    """Return one row a municipality: `code, name, county, fictional, data`.

    `data` is a list: `egna svar`, `tom mall` or `fil som inte går att läsa` for its own folder,
    and the title of each round that it has answered.
    """
    register = read_municipalities(*project.registers)
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
    try:
        path = own_answers_file(project, code)
        if path is None:
            return []
        read_table(path)
    except EmptyTableError:
        return [EMPTY]
    except InputError:
        return [UNREADABLE]
    return [OWN]
