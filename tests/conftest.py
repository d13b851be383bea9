"""What several rooms' tests share: tiny notebooks."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

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
