"""environment.yml and pyproject.toml must name the same dependencies with the same bounds."""

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"ortools-python": "ortools"}
# What conda itself needs beside the project's dependencies.
ONLY_CONDA = {"pip", "python"}


def pip_requirements() -> dict[str, SpecifierSet]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["dev"]
    return bounds(lines)


def conda_requirements() -> dict[str, SpecifierSet]:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    nested = [
        line
        for part in environment["dependencies"]
        if isinstance(part, dict)
        for line in part["pip"]
    ]
    return bounds(lines + nested)


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    requirements = [Requirement(line) for line in lines]
    return {pip_name(each.name): each.specifier for each in requirements}


def pip_name(name: str) -> str:
    return CONDA_NAMES.get(name, name).replace("_", "-").lower()


def test_conda_and_pip_name_the_same_dependencies() -> None:
    assert set(conda_requirements()) - ONLY_CONDA == set(pip_requirements())


@pytest.mark.parametrize("name", sorted(pip_requirements()))
def test_conda_and_pip_have_the_same_bounds(name: str) -> None:
    assert conda_requirements()[name] == pip_requirements()[name]


def test_conda_and_pip_want_the_same_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert conda_requirements()["python"] == SpecifierSet(project["requires-python"])


def test_every_dependency_is_locked_within_its_bounds() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [line.split(" \\")[0].split(" ;")[0] for line in lock.splitlines() if line[:1].isalnum()]
    versions = dict(pin.split("==") for pin in pins)
    outside = {
        name: versions.get(name)
        for name, specifier in pip_requirements().items()
        if versions.get(name) is None or versions[name] not in specifier
    }
    assert outside == {}
