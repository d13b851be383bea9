"""The check of stored results, as `make notebooks` runs it: it sees numbers and not drawings."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat

from ibic_eval.runs.execute import execute_notebook

SANITIZE = Path(__file__).with_name("sanitize.cfg")
DRAWN = "data:image/svg+xml;base64,{}"
CELL = "from IPython.display import HTML\nHTML('<img src=\"" + DRAWN + "\"> {} procent')"
STORED = {("AAAA", "52"): "PASSED", ("BBBB+/=", "52"): "PASSED", ("AAAA", "53"): "FAILED"}
COMMAND = (
    sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "--nbval",
    "--nbval-current-env", "--nbval-sanitize-with", str(SANITIZE),
)  # fmt: skip


def test_stored_results_come_out_again_but_for_drawings(write_notebook, tmp_path: Path) -> None:
    notebook = write_notebook(*[CELL.format("AAAA", "52")] * len(STORED))
    stored = execute_notebook(notebook, tmp_path / "stored" / "10.ipynb", {})
    change_outputs(stored)
    done = subprocess.run(
        [*COMMAND, str(stored)], cwd=stored.parent, capture_output=True, text=True, check=False
    )
    told = re.findall(r"^(PASSED|FAILED) .*::Cell (\d+)", done.stdout, re.MULTILINE)
    by_cell = dict(sorted((int(cell), result) for result, cell in told))
    assert list(by_cell.values())[-len(STORED) :] == list(STORED.values()), done.stdout


def change_outputs(path: Path) -> None:
    """Change what is stored, as if the cells had once shown something else."""
    notebook = nbformat.read(path, as_version=4)
    for cell, (drawing, number) in zip(notebook.cells[-len(STORED) :], STORED, strict=True):
        shown = cell.outputs[0].data["text/html"]
        changed = shown.replace("AAAA", drawing).replace("52 procent", f"{number} procent")
        cell.outputs[0].data["text/html"] = changed
    nbformat.write(notebook, path)
