"""A report is the same whichever way its notebooks are run: in forked processes or in kernels."""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ibic_eval.batch.forks import Forks
from ibic_eval.batch.jobs import Ended, Pool
from ibic_eval.batch.steps import chapter_path, make_chapter, make_tables
from ibic_eval.batch.workers import Workers
from ibic_eval.runs.notebooks import notebook_parameters, notebooks
from ibic_eval.runs.prepare import prepare
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="forks"),
    pytest.mark.slow,
]
DEMO = "9004"
LIMIT = 300


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return the project with prepared tables of its own.

    The notebooks are a copy: they reach the tables by "..", which from a linked folder is the
    folder linked to.
    """
    (tmp_path / "data").mkdir()
    shutil.copytree(PACKAGE_CHECKOUT / "notebooks", tmp_path / "notebooks")
    for part in ("surveys", "reports", *_data()):
        (tmp_path / part).symlink_to(PACKAGE_CHECKOUT / part)
    return Project(tmp_path)


def _data() -> list[str]:
    folders = (PACKAGE_CHECKOUT / "data").iterdir()
    return [f"data/{path.name}" for path in folders if path.name != "prepared"]


def done(pool: Pool, *jobs: Any) -> list[Ended]:
    """Do jobs in a pool and return what became of each, in order."""
    found: dict[str, Ended] = {}
    for number, job in enumerate(jobs):
        while not pool.free:
            found |= dict(pool.ended())
        pool.start(str(number), job, LIMIT)
    while pool.busy:
        found |= dict(pool.ended())
    pool.stop()
    return [found[str(number)] for number in range(len(jobs))]


def shown(path: Path) -> list[Any]:
    """Return what the cells of a notebook show, without when they were run."""
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.source, cell.get("outputs"), cell.get("execution_count")) for cell in cells]


def test_the_tables_are_the_same_in_a_fork_and_in_a_worker(project: Project) -> None:
    place = find_municipality(DEMO, read_municipalities(*project.registers))
    job = partial(make_tables, project, place, None, "", None)
    folder = project.prepared / DEMO
    made = []
    for pool in (Forks(1), Workers(1)):
        (ended,) = done(pool, job)
        made.append((ended.value, {path.name: path.read_bytes() for path in folder.iterdir()}))
        shutil.rmtree(folder)
    assert made[0][0] is not None
    assert made[0] == made[1]


def test_forked_notebooks_equal_those_of_ordinary_kernels(project: Project, tmp_path: Path) -> None:
    prepare(project, DEMO)
    parameters = notebook_parameters(project, DEMO)
    every = notebooks(project)
    for pool in (Forks(2), Workers(2)):
        jobs = [
            partial(
                make_chapter, path, tmp_path / pool.engine / path.name, parameters,
                project.templates, pool.engine,
            )
            for path in every
        ]  # fmt: skip
        assert [ended.failure for ended in done(pool, *jobs)] == [None] * len(every)
    for path in every:
        forked, ordinary = tmp_path / "shell" / path.name, tmp_path / "kernel" / path.name
        assert shown(forked) == shown(ordinary), path.name
        assert chapter_path(forked).read_bytes() == chapter_path(ordinary).read_bytes(), path.name


NATION = """
from functools import partial
from ibic_eval.runs.threads import other_threads, stay_on_one_thread
stay_on_one_thread()
from ibic_eval.batch.forks import Forks
from ibic_eval.batch.steps import make_nation
from ibic_eval.runs.project import Project
pool = Forks(1)
pool.start("nation", partial(make_nation, Project.find(), True), 300)
ended = []
while pool.busy:
    ended += pool.ended()
assert ended[0][1].value.fictional, ended
assert other_threads() == [], other_threads()
"""


def test_the_process_that_forks_has_one_thread_also_when_it_knows_the_nation() -> None:
    ran = subprocess.run([sys.executable, "-c", NATION], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_a_child_leaves_nothing_behind_and_draws_its_own_numbers() -> None:
    first, second, third = done(Forks(1), meddle, meddle, meddle)
    assert first.value["figures"] == second.value["figures"] == [1]
    assert first.value["style"] == third.value["style"]
    numbers = [ended.value["random"] for ended in (first, second, third)]
    assert len({str(number) for number in numbers}) == 3


def meddle(report: Any) -> dict[str, Any]:
    """Draw, change a style, and take random numbers: what a child found and got."""
    import random

    import matplotlib as mpl
    import matplotlib.pyplot as plt
    import numpy as np

    found = mpl.rcParams["lines.linewidth"]
    mpl.rcParams["lines.linewidth"] = 99
    plt.figure()
    return {
        "figures": plt.get_fignums(),
        "style": found,
        "random": (random.random(), float(np.random.random())),
    }
