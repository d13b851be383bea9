"""The check of stored results, as `make notebooks` runs it: it sees numbers and not drawings."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from ibic_eval.runs.execute import execute_notebook

SANITIZE = Path(__file__).with_name("sanitize.cfg")
DRAWN = "data:image/svg+xml;base64,{}"
CELL = "from IPython.display import HTML\nHTML('<img src=\"" + DRAWN + "\"> {} procent')"


@pytest.mark.parametrize(
    ("drawing", "number", "passes"),
    [("AAAA", "52", True), ("BBBB+/=", "52", True), ("AAAA", "53", False)],
    ids=["same", "other drawing", "other number"],
)
def test_stored_results_come_out_again(
    write_notebook, tmp_path: Path, drawing: str, number: str, passes: bool
) -> None:
    notebook = write_notebook(CELL.format("AAAA", "52"))
    stored = execute_notebook(notebook, tmp_path / "stored" / "10.ipynb", {})
    change_output(stored, drawing, number)
    options = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(SANITIZE)]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *options,
        str(stored),
    ]
    done = subprocess.run(command, cwd=stored.parent, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is passes, done.stdout


def change_output(path: Path, drawing: str, number: str) -> None:
    """Change what is stored, as if the cell had once shown something else."""
    notebook = nbformat.read(path, as_version=4)
    shown = notebook.cells[-1].outputs[0].data["text/html"]
    changed = shown.replace("AAAA", drawing).replace("52 procent", f"{number} procent")
    notebook.cells[-1].outputs[0].data["text/html"] = changed
    nbformat.write(notebook, path)
