"""What several rooms' tests share: tiny notebooks, and how properties are tried."""

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ibic_eval.runs.threads import stay_on_one_thread

# Before any test imports the libraries: a run forks its children from this process.
stay_on_one_thread()

# How long an example takes says something about the machine, not about the code. CI tries the same
# examples each time, so that it fails for what changed.
settings.register_profile("ibic", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ibic")

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
