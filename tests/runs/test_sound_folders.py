"""What `check` finds no fault in, a run finishes: folders drawn at random.

The notebooks' cells are run as functions. The whole country's chapters hold nothing of a folder.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from benchmarks.all_municipalities import cells_shown
from ibic_eval.runs.case_files import read_own_introduction
from ibic_eval.runs.checks import check_municipality
from ibic_eval.runs.follow_up_files import read_own_plan
from ibic_eval.runs.nation import Nation, read_nation
from ibic_eval.runs.notebooks import notebook_parameters, notebooks
from ibic_eval.runs.prepare import prepare
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities
from ibic_eval.tables.follow_up_references import plan_ids
from ibic_eval.tables.issues import ERROR
from tests.sound_folders import put_folder
from tests.whole_checkout import whole_checkout

NATIONAL = ("10_", "20_", "70_")
FOLDERS = {"1489": "1489-alingsas", "0880": "0880-kalmar", "0604": "0604-aneby",
           "9002": "9002-demokommun-002", "9003": "9003-demokommun-003"}  # fmt: skip
PLANS = ("inforande.yml", "project.yml", "slutrapport.yml")
TRIES = 20
LAST = dt.date(2025, 12, 30)


@cache
def nation(fictional: bool) -> Nation:
    return read_nation(Project(PACKAGE_CHECKOUT), fictional)


def folder_of(root: Path, code: str) -> Path:
    """Make a checkout in which a municipality has its plan, where it has one, and no data."""
    folder = FOLDERS[code]
    there = (PACKAGE_CHECKOUT / "data" / "municipalities" / folder).exists()
    whole_checkout(root, *([folder] if there else []))
    own = root / "data" / "municipalities" / folder
    own.mkdir(exist_ok=True)
    for path in own.iterdir():
        if path.is_file() and path.name not in PLANS:
            path.unlink()
    return own


def faults(project: Project, code: str) -> list[str]:
    place = find_municipality(code, read_municipalities(*project.registers))
    issues = check_municipality(project, place)
    return issues.loc[issues["severity"].eq(ERROR), "message"].tolist()


def shown(project: Project, code: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Prepare a municipality and yield what its own chapters show."""
    prepare(project, code, nation(code >= "9000"))
    monkeypatch.chdir(project.notebooks)
    for path in notebooks(project):
        if not path.name.startswith(NATIONAL):
            yield from cells_shown(path, notebook_parameters(project, code))


def try_folder(root: Path, code: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw folders until one has no fault, and run it."""
    own = folder_of(root, code)
    project = Project(root)
    plan = plan_ids(read_own_plan(project, code))
    last = read_own_introduction(project, code).extracted or LAST
    for number in range(seed, seed + 1000 * TRIES, 1000):
        for path in own.glob("*.csv"):
            path.unlink()
        put_folder(own, plan, last, number)
        if not faults(project, code):
            assert sum(map(len, shown(project, code, monkeypatch))) > 10_000
            return
    raise AssertionError(f"no sound folder in {TRIES} tries: {faults(project, code)}")


@pytest.mark.parametrize(("code", "seed"), [("1489", 1), ("0604", 2)])
def test_a_folder_without_faults_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, seed: int
) -> None:
    try_folder(tmp_path, code, seed, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("code", FOLDERS)
@pytest.mark.parametrize("seed", [4, 5])
def test_more_folders_without_faults_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, seed: int
) -> None:
    try_folder(tmp_path, code, seed, monkeypatch)
