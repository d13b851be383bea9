"""Makes this process ready to fork: everything imported, nothing begun."""

import ast
import gc
import importlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ibic_eval.batch.forks import Forks, can_fork
from ibic_eval.batch.jobs import Pool
from ibic_eval.batch.workers import Workers
from ibic_eval.reports.body import chapter_exporter
from ibic_eval.runs.threads import other_threads

# What libraries import only when a notebook is run
_LATE = (
    "IPython.core.application",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "pandas.core.arrays.arrow._arrow_utils",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pyarrow.pandas_compat",
)


def warm_pool(notebooks: Iterable[Path], templates: Path, size: int, debug: bool) -> Pool:
    """Return a pool of this size: one that forks where that is safe, after all is imported.

    It is on a system that allows it, from a process with one thread. Nothing of a notebook is run.
    """
    for name in sorted({*_LATE, *(name for path in notebooks for name in imported(path))}):
        with suppress(ImportError):  # the notebook will say so itself, by its cell
            importlib.import_module(name)
    chapter_exporter(templates)
    gc.collect()
    gc.freeze()  # children then share these objects' memory for as long as they live
    return Forks(size, debug) if can_fork() and not other_threads() else Workers(size, debug)


def imported(notebook: Path) -> Iterator[str]:
    """Yield the project's own modules that a notebook imports; none of one that can't be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    except (OSError, ValueError, KeyError, TypeError, SyntaxError):
        return
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ibic_eval"):
            yield from _modules(str(node.module), [name.name for name in node.names])


def _modules(package: str, names: list[str]) -> Iterator[str]:
    """Yield a module, or those of a package's that are named."""
    yield package
    folder = Path(__file__).parents[1].joinpath(*package.split(".")[1:])
    yield from (f"{package}.{name}" for name in names if (folder / f"{name}.py").exists())
