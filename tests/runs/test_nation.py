"""What municipalities share can be read once, sent to another process and used for many."""

import pickle
import shutil
from pathlib import Path

import pytest

from ibic_eval.runs.nation import Nation, read_nation
from ibic_eval.runs.prepare import OwnChapters, prepare, prepare_own, prepare_tables
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.municipalities import find_municipality

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
def test_own_chapters_prepared_beforehand_give_the_same_files(
    project: Project, demo: Nation
) -> None:
    place = find_municipality("9003", demo.register)
    own: OwnChapters = pickle.loads(pickle.dumps(prepare_own(project, place)))
    alone = files(prepare(project, "9003", demo))
    assert files(prepare(project, "9003", demo, own)) == alone


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
