"""`demo` on a small checkout: whose folders are made, whose are left, and who is refused."""

import shutil

import pytest

from ibic_eval.cli import run
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def project(checkout: Project) -> Project:
    """Return a checkout with the fictional register, where the first already has a folder."""
    checkout.demo.mkdir(parents=True)
    for path in Project(PACKAGE_CHECKOUT).demo.glob("*.csv*"):
        shutil.copy(path, checkout.demo / path.name)
    (checkout.municipalities / "9001-demokommun-001").mkdir(parents=True)
    (checkout.municipalities / "9002-demokommun-002").mkdir()
    return checkout


def made(project: Project) -> list[str]:
    return sorted(path.name[:4] for path in project.demo_municipalities.glob("*/"))


def test_the_first_are_made_and_those_there_are_told_of(project: Project, capsys: Captured) -> None:
    assert run(["demo", "--count", "3", "--seed", "7"]) == 0
    out = capsys.readouterr().out
    assert made(project) == ["9003"]
    assert "Lämnade som de är" in out
    assert "9001, 9002." in out
    assert run(["demo", "9005", "9001"]) == 0
    assert made(project) == ["9003", "9005"]


@pytest.mark.parametrize("asked", [["1489"], ["9999"], ["9005", "Alingsås"], [], ["9005", "--all"]])
def test_what_cannot_be_made_is_one_sentence(
    project: Project, capsys: Captured, asked: list[str]
) -> None:
    assert run(["demo", *asked]) == 1
    said = capsys.readouterr()
    assert len(said.err.strip().splitlines()) == 1
    assert made(project) == []
