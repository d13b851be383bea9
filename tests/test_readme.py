"""What README tells must be there: make targets, commands, files and links."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from ibic_eval.cli.commands import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PLACES = ("data/published", "data/reference", "data/codebooks", "notebooks", "surveys", "tests")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    return {str(each.name) for each in (*app.registered_commands, *app.registered_groups)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_is_told_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.MULTILINE))
    told = set(re.findall(r"(?:^|`)make ([a-z-]+)", text(name), flags=re.MULTILINE))
    assert told - targets == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_told_exists(name: str) -> None:
    told = set(re.findall(r"ibic-eval ([a-z]+)", text(name)))
    assert told - commands() == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text(name))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_place_that_is_told_exists() -> None:
    assert [place for place in PLACES if not (ROOT / place).is_dir()] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="there are ways without make")
def test_ci_runs_the_tests_that_readme_tells() -> None:
    assert "make check" in text(".ci/run")
    planned = subprocess.run(
        ["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "pytest" in planned
    assert "ruff" in planned
    assert "mypy" in planned
    assert "--nbval" in planned


def test_the_citation_agrees_with_the_project() -> None:
    citation = yaml.safe_load(text("CITATION.cff"))
    project = text("pyproject.toml")
    assert f'version = "{citation["version"]}"' in project
    assert f'license = "{citation["license"]}"' in project
    assert text("LICENSE").startswith("European Union Public Licence\nV. 1.2\n")
