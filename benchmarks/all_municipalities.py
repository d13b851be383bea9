"""Measures side by side what it takes to run all notebooks, with HTML, for many municipalities.

Three ways over the same notebooks, municipalities and prepared tables, in turns:

- `ours`: `ibic-eval run`, as a user runs it;
- `papermill`: papermill's own API with ordinary kernels, and HTML, in two processes;
- `limit`: the cells as plain functions in two warm processes, without notebooks or HTML.

    ibic-eval demo --all
    python benchmarks/all_municipalities.py --sample 8 --rounds 3

`--whole` instead runs every fictional municipality from nothing, and once more unchanged, and tells
the peak memory of all processes together.
"""

import argparse
import ast
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}

import nbformat
import papermill

from ibic_eval.reports.body import chapter_exporter
from ibic_eval.reports.html import compose
from ibic_eval.reports.municipality import report_facts
from ibic_eval.runs.notebooks import notebook_parameters, notebooks
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import find_municipality, read_municipalities

PROJECT = Project.find()
PROCESSES = 2
FIRST, LAST = 9005, 9290
Way = Callable[[list[str], Path], None]
IBIC_EVAL = Path(sys.executable).with_name("ibic-eval")


def chosen(number: int) -> list[str]:
    """Return codes spread evenly over the fictional municipalities, which differ in size."""
    step = (LAST - FIRST) / max(number - 1, 1)
    return [str(round(FIRST + step * place)) for place in range(number)]


def ours(codes: list[str], out: Path) -> None:
    """Run the command, with tables that are already prepared."""
    command = [str(IBIC_EVAL), "run", *codes, "--quiet", "--jobs", str(PROCESSES)]
    subprocess.run([*command, "--out", str(out)], check=True)


def through_papermill(codes: list[str], out: Path) -> None:
    """Run papermill's API in processes, each with an exporter that it keeps."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.starmap(one_through_papermill, [(code, out) for code in codes], chunksize=1)


def one_through_papermill(code: str, out: Path) -> None:
    """Execute all notebooks of a municipality in kernels and write its report."""
    folder = out / code
    folder.mkdir(parents=True)
    exporter = chapter_exporter(PROJECT.templates)
    chapters = []
    for path in notebooks(PROJECT):
        parameters = notebook_parameters(PROJECT, code)
        papermill.execute_notebook(
            path, folder / path.name, parameters, cwd=path.parent, kernel_name="python3",
            progress_bar=False,
        )  # fmt: skip
        chapters.append(exporter.chapter(folder / path.name))
    place = find_municipality(code, read_municipalities(*PROJECT.registers))
    facts = report_facts(PROJECT, place, PROJECT.prepared / code)
    (folder / "rapport.html").write_text(compose(chapters, facts, PROJECT.templates).html, "utf-8")


class Limit:
    """Plain functions in processes that are warm: each has run a municipality before the clock."""

    def __init__(self, warm_up: str) -> None:
        self.pool = multiprocessing.get_context("spawn").Pool(PROCESSES)
        self.pool.map(as_functions, [warm_up] * PROCESSES, chunksize=1)

    def __call__(self, codes: list[str], out: Path) -> None:
        """Run the cells; nothing is written."""
        self.pool.map(as_functions, codes, chunksize=1)


def as_functions(code: str) -> int:
    """Run the cells of all notebooks for a municipality; return the letters that they showed."""
    os.chdir(PROJECT.notebooks)
    given = notebook_parameters(PROJECT, code)
    return sum(len(shown) for path in notebooks(PROJECT) for shown in cells_shown(path, given))


def cells_shown(path: Path, given: Mapping[str, str]) -> Iterator[str]:
    """Yield the HTML that each cell of a notebook ends with, with the parameters given."""
    space: dict[str, Any] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        before, last = compiled(cell.source)
        eval(before, space)
        value = eval(last, space)  # None where the last is no expression
        if "parameters" in cell.metadata.get("tags", []):
            space |= given
        yield value._repr_html_() if hasattr(value, "_repr_html_") else ""


def compiled(source: str) -> tuple[Any, Any]:
    """Return a cell's code but its last statement, and that one."""
    *before, last = ast.parse(source).body
    ended = (
        compile(ast.Expression(last.value), "cell", "eval")
        if isinstance(last, ast.Expr)
        else compile(ast.Module([last], []), "cell", "exec")
    )
    return compile(ast.Module(before, []), "cell", "exec"), ended


def seconds(way: Way, codes: list[str]) -> float:
    """Return the wall seconds a municipality that a way takes, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        way(codes, Path(folder) / "ut")
        return (time.perf_counter() - begun) / len(codes)


def side_by_side(codes: list[str], rounds: int) -> None:
    """Print the wall seconds of each way, and each way's ratio to the limit round by round."""
    with tempfile.TemporaryDirectory() as folder:
        ours(codes, Path(folder))  # prepares the tables
    ways: dict[str, Way] = {"limit": Limit(codes[0]), "ours": ours, "papermill": through_papermill}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(seconds(way, codes))
            print(f"{name:10} {found[name][-1]:.2f} s a municipality", flush=True)
    print("\n| way | wall s a municipality | to the limit | to papermill |\n|---|--:|--:|--:|")
    for name, values in found.items():
        ratios = [spread(values, found[other]) for other in ("limit", "papermill")]
        print(f"| {name} | {statistics.median(values):.2f} | {' | '.join(ratios)} |")


def spread(values: list[float], base: list[float]) -> str:
    """Write the median of ratios, round by round, with the least and the greatest."""
    ratios = [value / other for value, other in zip(values, base, strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def whole(out: Path) -> None:
    """Run all fictional municipalities from nothing, then once more with nothing changed."""
    command = [str(IBIC_EVAL), "run", "--all", "--demo", "--quiet", "--out", str(out)]
    for name in ("from nothing", "unchanged"):
        begun = time.perf_counter()
        process = subprocess.Popen(command)
        peak = 0
        while process.poll() is None:
            peak = max(peak, megabytes(process.pid))
            time.sleep(0.5)
        took = time.perf_counter() - begun
        print(f"{name}: {took:.1f} s, exit {process.returncode}, peak {peak} MB", flush=True)
    jobs = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["jobs"]
    steps: dict[str, list[float]] = {}
    for job in jobs:
        steps.setdefault(job["step"], []).append(job["seconds"])
    for step, each in steps.items():
        print(f"| {step} | {len(each)} | {statistics.mean(each):.2f} | {max(each):.2f} |")


def megabytes(process: int) -> int:
    """Return the memory of a process and its children together, shared pages counted once."""
    found = 0
    for each in [process, *children(process)]:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:  # it has ended
            continue
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return found // 1024


def children(process: int) -> Iterator[int]:
    """Yield a process's children, and theirs."""
    try:
        text = "".join(p.read_text() for p in Path(f"/proc/{process}/task").glob("*/children"))
    except OSError:
        return
    for child in map(int, text.split()):
        yield child
        yield from children(child)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=8, help="municipalities, side by side")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--whole", action="store_true", help="all 290 instead, from nothing")
    asked = parser.parse_args()
    if asked.whole:
        shutil.rmtree(PROJECT.prepared, ignore_errors=True)
        with tempfile.TemporaryDirectory() as folder:
            whole(Path(folder))
    else:
        side_by_side(chosen(asked.sample), asked.rounds)


if __name__ == "__main__":
    main()
