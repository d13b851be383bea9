"""Executes one notebook with papermill, to a finished file or to none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from ibic_eval.errors import IbicError, InputError, RunError
from ibic_eval.runs.files import ensure_writable, write_whole
from ibic_eval.runs.kernel import OwnKernelManager
from ibic_eval.runs.shell import NAME as SHELL

CELL_TIMEOUT = 600
START_TIMEOUT = 120
DIED = (
    "processen som körde den dog, ofta för att minnet tog slut; stäng andra program och försök "
    "igen."
)
# papermill asks for one although the kernel manager decides what is started.
KERNELSPEC = {"name": "python3", "language": "python", "display_name": "Python 3"}

Progress = Callable[[int, int], None]
"""Called before each code cell with its number and the number of cells."""

Engine = Literal["kernel", "shell"]
"""An ordinary kernel, or this very process, which then should be one forked for the notebook."""


def execute_notebook(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, str],
    timeout: int = CELL_TIMEOUT,
    progress: Progress | None = None,
    engine: Engine = "kernel",
) -> Path:
    """Run a notebook from the top and write it with its results.

    `parameters` are strings for the cell tagged `parameters`; `timeout` is seconds a cell, and
    minded by kernels only: who forks a process minds how long it takes. Nothing is written unless
    every cell succeeds. Raises InputError for a notebook that cannot be read or lacks a parameter,
    OutputError for a folder that cannot be written to, and RunError, naming notebook and cell but
    none of its output, for a cell that fails or a kernel that dies.
    """
    content = read_notebook(notebook)
    check_parameters(content, notebook.name, parameters)
    ensure_writable(output.parent)
    watch = _Watch(notebook.name, content, timeout, progress)
    run = _in_shell if engine == "shell" else _in_kernel
    executed = _run(run, content, notebook.parent, parameters, watch)
    executed.metadata.papermill.update(input_path=notebook.name, output_path=output.name)
    write_whole(output, nbformat.writes(executed))
    return output


def read_notebook(notebook: Path) -> nbformat.NotebookNode:
    """Read a notebook; raises InputError if it is missing or no notebook."""
    try:
        content: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)
    except FileNotFoundError as error:
        raise InputError(
            f"Anteckningsboken {notebook} finns inte; hämta projektet på nytt."
        ) from error
    except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:
        raise InputError(
            f"Anteckningsboken {notebook} går inte att läsa; hämta projektet på nytt."
        ) from error
    content.metadata["kernelspec"] = KERNELSPEC
    return content


def check_parameters(
    content: nbformat.NotebookNode, name: str, parameters: Mapping[str, str]
) -> None:
    """Raise InputError unless the notebook declares every parameter and all values are text.

    papermill itself only warns of an unknown one and runs on with the default.
    """
    declared = papermill.inspect_notebook(content)
    unknown = sorted(set(parameters) - set(declared))
    if unknown:
        raise InputError(
            f"Anteckningsboken {name} har ingen parameter som heter {', '.join(unknown)}; "
            f"den har {', '.join(declared) or 'inga'}."
        )
    other = sorted(key for key, value in parameters.items() if not isinstance(value, str))
    if other:
        raise InputError(f"Parametern {', '.join(other)} till {name} ska vara text.")


@dataclass
class _Watch:
    """Follows which cell a run has come to, so that a failure can be placed."""

    name: str
    content: nbformat.NotebookNode
    timeout: int
    progress: Progress | None
    index: int = 0

    def start(self, cell: Any, cell_index: int) -> None:
        """Note that papermill has come to a cell; called by nbclient."""
        self.index = cell_index
        if self.progress:
            self.progress(cell_index, len(self.content.cells))

    def place(self, index: int | None = None) -> str:
        """Name the notebook, the cell as counted in its file and the heading above it."""
        number = self.cell(index)
        heading = _heading_above(self.content.cells, number - 1)
        section = f" (under rubriken ”{heading}”)" if heading else ""
        return f"Anteckningsboken {self.name} stannade i cell {number}{section}"

    def cell(self, index: int | None = None) -> int:
        """Number a cell as counted in its file, from 1."""
        return self._in_file(self.index if index is None else index) + 1

    def _in_file(self, index: int) -> int:
        """Leave out the cell with the values that papermill puts right after the tagged one."""
        tags = [cell.metadata.get("tags", []) for cell in self.content.cells]
        before = [i for i, of_cell in enumerate(tags) if "parameters" in of_cell and i < index]
        return index - 1 if before else index


def _heading_above(cells: list[nbformat.NotebookNode], index: int) -> str:
    lines = [
        line.lstrip("#").strip()
        for cell in cells[: index + 1]
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    return lines[-1] if lines else ""


def _run(
    run: Callable[..., nbformat.NotebookNode],
    content: nbformat.NotebookNode,
    folder: Path,
    parameters: Mapping[str, str],
    watch: _Watch,
) -> nbformat.NotebookNode:
    """Let papermill run the notebook in memory, and turn each way to fail into a RunError."""
    try:
        return run(content, folder, parameters, watch)
    except PapermillExecutionError as error:
        raise RunError(_cell_failure(error, watch), watch.cell(error.cell_index)) from error
    except DeadKernelError as error:
        raise RunError(f"{watch.place()}: {DIED}", watch.cell()) from error
    except CellTimeoutError as error:
        raise RunError(
            f"{watch.place()}: {too_long('cellen', watch.timeout)}", watch.cell()
        ) from error
    except (RuntimeError, TimeoutError) as error:
        raise RunError(
            f"Anteckningsboken {watch.name} kunde inte köras: Pythonprocessen svarade inte; "
            "försök igen."
        ) from error


def too_long(what: str, seconds: float) -> str:
    """Say that a cell or a notebook was stopped for taking too long."""
    limit = f"{seconds:.0f} sekunder"
    return f"{what} tog längre tid än {limit}; försök igen när datorn är mindre upptagen."


def place_of(content: nbformat.NotebookNode, name: str, index: int) -> tuple[str, int]:
    """Name notebook, cell and heading for a process that ended in a cell, and number the cell."""
    watch = _Watch(name, content, 0, None, index)
    return watch.place(), watch.cell()


def _in_shell(
    content: nbformat.NotebookNode, folder: Path, parameters: Mapping[str, str], watch: _Watch
) -> nbformat.NotebookNode:
    executed: nbformat.NotebookNode = papermill.execute_notebook(
        nbformat.from_dict(content),
        None,
        parameters=dict(parameters),
        cwd=str(folder),
        progress_bar=False,
        engine_name=SHELL,
        on_cell_start=watch.start,
    )
    return executed


def _in_kernel(
    content: nbformat.NotebookNode, folder: Path, parameters: Mapping[str, str], watch: _Watch
) -> nbformat.NotebookNode:
    executed: nbformat.NotebookNode = papermill.execute_notebook(
        nbformat.from_dict(content),
        None,
        parameters=dict(parameters),
        cwd=str(folder),
        progress_bar=False,
        start_timeout=START_TIMEOUT,
        execution_timeout=watch.timeout,
        iopub_timeout=60,
        kernel_manager_class=OwnKernelManager,
        shutdown_kernel="immediate",
        on_cell_start=watch.start,
    )
    return executed


def _cell_failure(error: PapermillExecutionError, watch: _Watch) -> str:
    """Tell where a cell failed and with which error, but not its text: that may hold data.

    The project's own errors are sentences written for the reader and are passed on.
    """
    place = watch.place(error.cell_index)
    if error.ename in _own_errors(IbicError):
        return f"{place}. {error.evalue}"
    return (
        f"{place} med felet {error.ename}; kör om med --debug direkt efter ibic-eval för att se "
        "mer, och rapportera det."
    )


def _own_errors(base: type[IbicError]) -> set[str]:
    below = [_own_errors(child) for child in base.__subclasses__()]
    return {base.__name__}.union(*below)
