"""What several rooms' tests share: tiny notebooks, a browser, and how properties are tried."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser, sync_playwright

from ibic_eval.runs.threads import stay_on_one_thread

# Before any test imports the libraries: a run forks its children from this process.
stay_on_one_thread()

# How long an example takes says something about the machine, not about the code. CI tries the same
# examples each time, so that it fails for what changed. Few are enough each time, since other runs
# draw others: `pytest --hypothesis-profile=thorough` tries many at once.
settings.register_profile("ibic", deadline=None, max_examples=20, derandomize="CI" in os.environ)
settings.register_profile("thorough", settings.get_profile("ibic"), max_examples=200)
settings.load_profile("ibic")

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


WriteNotebook = Callable[..., Path]
PARAMETERS = 'municipality: str = "9001"  # the municipality, code\nprepared: str = ""  # folder'


@pytest.fixture
def write_notebook(tmp_path: Path) -> WriteNotebook:
    """Return a function that writes a notebook with a title, parameters and the cells given."""

    def write(*cells: str, name: str = "10_test.ipynb", parameters: str = PARAMETERS) -> Path:
        path = tmp_path / "notebooks" / name
        path.parent.mkdir(exist_ok=True)
        first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
        rest = [
            new_markdown_cell(cell) if cell.startswith("#") else new_code_cell(cell)
            for cell in cells
        ]
        nbformat.write(new_notebook(cells=[new_markdown_cell("# Titel"), first, *rest]), path)
        return path

    return write


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start chromium once; without it the tests are skipped, but in CI they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI_BROWSER"):
            pytest.fail("chromium is missing although CI_BROWSER is set")
        pytest.skip("chromium is not installed on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()
