"""A papermill engine that runs a notebook's cells in this very process, without a kernel.

Meant for a process that was forked for one notebook and ends with it: starting a kernel and
importing the libraries again is most of what an ordinary run costs. The outputs are those that an
ordinary kernel gives.
"""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

import nbformat
import numpy as np
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

NAME = "ibic-shell"
# What an ordinary kernel says of itself and nbclient writes into the notebook.
LANGUAGE = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": f"ipython{sys.version_info[0]}",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}

CellStart = Callable[..., None]


class ShellEngine(Engine):  # type: ignore[misc]
    """Run the cells one after the other in a fresh IPython shell; stop at the first that fails."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        on_cell_start: CellStart | None = None,
        **_: Any,
    ) -> None:
        """Fill in the outputs of `nb_man.nb`; called by papermill, which finds the failed cell."""
        nb_man.nb.metadata["language_info"] = LANGUAGE
        with fresh_shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                if on_cell_start:
                    on_cell_start(cell=cell, cell_index=index)
                nb_man.cell_start(cell, index)
                if cell.cell_type == "code" and cell.source.strip():
                    cell.outputs = run_cell(shell, cell.source)
                    cell.execution_count = shell.execution_count - 1
                if any(output.output_type == "error" for output in cell.get("outputs", [])):
                    nb_man.cell_exception(cell, index)
                    break
                nb_man.cell_complete(cell, index)


@contextmanager
def fresh_shell() -> Iterator[InteractiveShell]:
    """Give a shell as a new kernel has it: no variables, no history, random numbers of its own."""
    random.seed()
    np.random.seed()
    config = Config()
    config.HistoryManager.enabled = False  # it starts a thread
    main = sys.modules["__main__"]
    InteractiveShell.clear_instance()
    try:
        yield InteractiveShell.instance(config=config)
    finally:
        InteractiveShell.clear_instance()
        sys.modules["__main__"] = main


def run_cell(shell: InteractiveShell, source: str) -> list[nbformat.NotebookNode]:
    """Run one cell and return its outputs as an ordinary kernel would give them.

    An error's text is kept, for the project's own errors are sentences to pass on; its traceback
    is not.
    """
    shown, last = CapturingDisplayPublisher(), CapturingDisplayHook(shell=shell)
    printed, warned = StringIO(), StringIO()
    shell.display_pub, shell.display_trap.hook = shown, last
    with redirect_stdout(printed), redirect_stderr(warned):
        result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        return [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])]
    count = {"execution_count": shell.execution_count - 1}
    return [
        *_stream("stdout", printed),
        *_stream("stderr", warned),
        *_rich("display_data", shown.outputs, {}),
        *_rich("execute_result", last.outputs, count),
    ]


def _stream(name: str, text: StringIO) -> list[nbformat.NotebookNode]:
    return [new_output("stream", name=name, text=text.getvalue())] if text.getvalue() else []


def _rich(
    kind: str, shown: list[dict[str, Any]], more: dict[str, int]
) -> list[nbformat.NotebookNode]:
    return [
        new_output(kind, each["data"], metadata=each["metadata"] or {}, **more) for each in shown
    ]


papermill_engines.register(NAME, ShellEngine)
