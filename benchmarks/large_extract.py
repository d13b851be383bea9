"""Measure the time and memory that a large extract takes, each step in a process of its own.

    python benchmarks/large_extract.py [--rows 5000000] [--folder DIR]

Made-up assessments are written to a temporary folder, block by block. They are read the naive way,
then read, checked and typed as `ibic-eval` does, once more through a mapping profile from a
Windows-1252 file, and last the chapter on goals is made of them. The peak is the process's own, as
the operating system counts it (`ru_maxrss`).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ibic_eval.reconstruction.case_many import many_assessments
from ibic_eval.runs.case_files import read_case_records, read_own_introduction
from ibic_eval.runs.goal_attainment import goal_attainment
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project

SEED = 20201130
OURS, EXPORTED = "9998", "9999"
FILE, EXPORT = "bedomningar.csv", "viva bedomning.csv"
HEADINGS = {
    "person": "Klientkod",
    "omrade": "Område",
    "livsomrade": "Livsområde",
    "kod": "Funktionskod",
    "datum": "Bedömd",
    "nulage": "Nuvarande läge",
    "avsett": "Avsett läge",
    "uppfoljning": "Uppföljning",
    "uppnatt": "Uppnått läge",
    "utforare": "Utförarenhet",
    "stodform": "Insatsinriktning",
}
PROFILE = "utgar_fran: viva\ntabeller: {arenden: null, planer: null}\n"
STATES = ("nulage", "avsett", "uppnatt")
WORDS = {"0": "Ingen", "1": "Lätt", "2": "Måttlig", "3": "Svår", "4": "Total"}
LIMIT = 3e9


def main() -> None:
    """Write the files, measure each step and print a table in Markdown."""
    arguments = _arguments()
    if arguments.step:
        print(json.dumps(STEPS[arguments.step][1](Path(arguments.folder))))
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        _write(Path(folder), arguments.rows)
        _print_header(Path(folder))
        naive = _measured("naive", Path(folder))
        for step, (label, _) in STEPS.items():
            measured = naive if step == "naive" else _measured(step, Path(folder))
            _print_row(label, measured, naive)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--folder", default=None, help="where the temporary folder is made")
    parser.add_argument("--step", choices=tuple(STEPS), default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _write(root: Path, rows: int) -> None:
    for folder in ("data/codebooks", "data/mappings", "data/reference"):
        shutil.copytree(PACKAGE_CHECKOUT / folder, root / folder)
    ours, exported = _folder(root, OURS), _folder(root, EXPORTED)
    (exported / "profil.yml").write_text(PROFILE, encoding="utf-8")
    for number, block in enumerate(many_assessments(rows, SEED)):
        first = number == 0
        block.to_csv(ours / FILE, mode="a", header=first, index=False)
        _as_exported(block).to_csv(
            exported / EXPORT, mode="a", header=first, index=False, sep=";", encoding="cp1252"
        )


def _as_exported(block: pd.DataFrame) -> pd.DataFrame:
    """Return a block as another system might write it: other headings, days and words."""
    days = {name: block[name].str.replace("-", "") for name in ("datum", "uppfoljning")}
    states = {name: block[name].replace(WORDS) for name in STATES}
    return block.assign(**days, **states).rename(columns=HEADINGS)[list(HEADINGS.values())]


def _folder(root: Path, code: str) -> Path:
    folder = root / "data" / "municipalities" / f"{code}-matning"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _read(root: Path, code: str) -> int:
    records = read_case_records(Project(root), code)
    if records.left_out["left_out"].sum():
        raise SystemExit(f"faulty rows: {records.issues['message'].iloc[0]}")
    return len(records.assessments)


def _read_ours(root: Path) -> int:
    return _read(root, OURS)


def _read_exported(root: Path) -> int:
    return _read(root, EXPORTED)


def _read_naively(root: Path) -> int:
    return len(pd.read_csv(_folder(root, OURS) / FILE, dtype=str))


def _make_chapter(root: Path) -> int:
    project = Project(root)
    records = read_case_records(project, OURS)
    chapter = goal_attainment(records, read_own_introduction(project, OURS))
    if not chapter.context["available"]:
        raise SystemExit("the chapter found nothing in the records")
    return len(records.assessments)


STEPS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "naive": ("`pandas.read_csv(dtype=str)`, nothing typed or checked", _read_naively),
    "ours": ("read, check and type, our columns, UTF-8", _read_ours),
    "exported": ("read, check and type through a profile, Windows-1252", _read_exported),
    "chapter": ("the second line, and the chapter on goals made of it", _make_chapter),
}


class Measured(NamedTuple):
    """What a step read, the seconds it took and its peak memory in bytes."""

    rows: int
    seconds: float
    peak: int


def _measured(step: str, folder: Path) -> Measured:
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"step {step} failed with exit code {process.returncode}")
    return Measured(json.loads(output), time.perf_counter() - start, usage.ru_maxrss * 1024)


def _print_header(folder: Path) -> None:
    sizes = [path.stat().st_size / 1e6 for path in sorted(folder.rglob("*9*/*bedomning*.csv"))]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    print(f"Cores: {os.cpu_count()}. Memory: {memory:.0f} GiB.", end=" ")
    print(f"Files: {' and '.join(f'{size:.0f} MB' for size in sizes)}.\n")
    print("| step | rows | seconds | to naive | peak, GB | to naive |")
    print("|---|--:|--:|--:|--:|--:|")


def _print_row(label: str, step: Measured, naive: Measured) -> None:
    over = " (over the limit)" if step.peak > LIMIT else ""
    cells = (
        label,
        f"{step.rows:,}".replace(",", " "),
        f"{step.seconds:.0f}",
        f"{step.seconds / naive.seconds:.1f}",
        f"{step.peak / 1e9:.2f}{over}",
        f"{step.peak / naive.peak:.2f}",
    )
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
