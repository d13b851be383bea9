"""What an overview may cover: all real municipalities, all fictional ones, or a county's.

Real and fictional municipalities are never in the same scope.
"""

from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.runs import manifest as m
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import read_municipalities

REAL, FICTIONAL = "riket", "riket-demo"
_NAMES = {REAL: "riket", FICTIONAL: "demokommunerna"}
_FOLDER = "oversikt"


def example_folder(project: Project) -> Path:
    """Return the folder of invented results that the committed notebook is executed on."""
    return project.root / "reports" / "exempel"


def scope_members(project: Project, scope: str) -> pd.DataFrame:
    """Return the rows of the register that a scope has; raises InputError for an unknown scope."""
    register = read_municipalities(*project.registers)
    if scope in (REAL, FICTIONAL):
        return register[register["fictional"].eq(scope == FICTIONAL)]
    members = register[register["county_code"].eq(scope)]
    if members.empty:
        raise InputError(
            f"Omfånget {scope[:20]} finns inte: skriv {REAL}, {FICTIONAL} eller en länskod."
        )
    return members


def scope_name(scope: str, members: pd.DataFrame) -> str:
    """Return what a scope with these rows of the register is called: the county, or the nation."""
    return _NAMES[scope] if scope in _NAMES else str(members["county"].iloc[0])


def overview_scopes(project: Project, out: Path) -> tuple[str, ...]:
    """Return the scopes in which a municipality has results in a folder of reports."""
    register = read_municipalities(*project.registers)
    run = register[[(out / code / m.RESULTS).is_file() for code in register["code"]]]
    nations = [(REAL, ~run["fictional"]), (FICTIONAL, run["fictional"])]
    counties = sorted(set(run["county_code"]))
    return (*(scope for scope, rows in nations if rows.any()), *counties)


def overview_path(out: Path, scope: str) -> Path:
    """Return where the executed overview of a scope lies in a folder of reports."""
    return out / _FOLDER / f"{scope}.ipynb"
