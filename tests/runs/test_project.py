from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs.project import PACKAGE_CHECKOUT, VARIABLE, Project


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "surveys").mkdir()
    (tmp_path / "data" / "reference").mkdir(parents=True)
    return tmp_path


def test_a_checkout_is_found_from_a_folder_inside_it(checkout: Path) -> None:
    inside = checkout / "notebooks" / "deep"
    inside.mkdir(parents=True)
    assert Project.find(inside).root == checkout


def test_elsewhere_the_packages_own_checkout_is_taken(tmp_path: Path) -> None:
    assert Project.find(tmp_path).root == PACKAGE_CHECKOUT


def test_the_variable_goes_before_the_folder(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(checkout))
    assert Project.find(PACKAGE_CHECKOUT).root == checkout


def test_a_variable_that_points_wrong_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match="peka ut mappen"):
        Project.find()


def test_own_folder_is_found_by_its_code(checkout: Path) -> None:
    folder = checkout / "data" / "municipalities" / "1489-alingsas"
    folder.mkdir(parents=True)
    assert Project(checkout).own_folder("1489") == folder
    assert Project(checkout).own_folder("0180") is None
