"""What municipalities share can be read once, sent to another process and used for many."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ibic_eval.runs.nation import Nation, read_nation
from ibic_eval.runs.prepare import prepare, prepare_tables
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

OWN = ("9003-demokommun-003", "1489-alingsas")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    folders = ("reference", "published", "codebooks", "demo", *(f"municipalities/{o}" for o in OWN))
    for name in folders:
        # the panel takes long to estimate, and test_satisfaction.py has it
        skipped = shutil.ignore_patterns("values.parquet*")
        shutil.copytree(PACKAGE_CHECKOUT / "data" / name, root / "data" / name, ignore=skipped)
    shutil.copytree(PACKAGE_CHECKOUT / "surveys", root / "surveys")
    return Project(root)


@pytest.fixture(scope="module")
def demo(project: Project) -> Nation:
    return read_nation(project, fictional=True)


# What a program that forks sets before it imports anything: the allocators' and BLAS's threads.
ALONE = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "_RJEM_MALLOC_CONF": "background_thread:false",
}
APART = """
import sys
from pathlib import Path
from ibic_eval.errors import InputError
from ibic_eval.runs.nation import read_nation_apart
from ibic_eval.runs.project import Project

def threads():
    return sorted((task / "comm").read_text() for task in Path("/proc/self/task").iterdir())

before = threads()
nation = read_nation_apart(Project(Path(sys.argv[1])), True)
assert len(nation.survey.parts) == 2
assert threads() == before, threads()
try:
    read_nation_apart(Project(Path(sys.argv[1]) / "ingenting"), True)
except InputError as error:
    print(error)
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
def test_a_shared_nation_gives_the_same_files_as_one_of_its_own(
    project: Project, demo: Nation
) -> None:
    sent: Nation = pickle.loads(pickle.dumps(demo))
    for code in ("9010", "9003", "9010"):  # the last would tell if the second had changed anything
        alone = files(prepare(project, code))
        assert files(prepare(project, code, sent)) == alone
        assert len(alone) > 100


@pytest.mark.slow
def test_real_municipalities_share_one_too(project: Project) -> None:
    real: Nation = pickle.loads(pickle.dumps(read_nation(project, fictional=False)))
    for code in ("1489", "0114"):
        alone = files(prepare(project, code))
        assert files(prepare(project, code, real)) == alone


def test_a_real_municipality_is_never_set_beside_the_invented_ones(
    project: Project, demo: Nation
) -> None:
    with pytest.raises(ValueError, match="other kind"):
        prepare_tables(project, "1489", demo)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="threads are listed in /proc")
def test_read_apart_it_starts_no_threads_and_tells_of_faults(project: Project) -> None:
    environment = {**os.environ, **ALONE, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", APART, str(project.root)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "municipalities.csv finns inte" in ran.stdout
