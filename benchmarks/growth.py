"""Measures how what the runner itself costs grows with the number of municipalities.

The checkout is a made-up one: two notebooks of one cell, and a stand-in for the preparation, so
that hardly anything but the runner's own work is left. Codes have four digits and those of
fictional municipalities begin at 9001, so there can be no more than 999 of them.

    python benchmarks/growth.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.small_checkout import put_own, small_checkout  # noqa: E402

NUMBERS = (10, 290, 990)
SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from ibic_eval.runs.threads import stay_on_one_thread
stay_on_one_thread()
from tests.small_checkout import nothing, prepare
import ibic_eval.batch.steps
ibic_eval.batch.steps.prepare = prepare
ibic_eval.batch.steps.read_nation = nothing
ibic_eval.batch.steps.prepare_own = nothing
from ibic_eval.cli import main
main()
"""


def checkout(root: Path, number: int) -> None:
    """Make a checkout with so many fictional municipalities, each with a file of its own."""
    project = small_checkout(root)
    shutil.rmtree(project.municipalities)
    register = pd.read_csv(ROOT / "data" / "demo" / "municipalities.csv", dtype="string")
    rows = register.iloc[[place % len(register) for place in range(number)]].copy()
    codes = codes_of(number)
    rows["kommunkod"], rows["kommun"] = codes, [f"Demokommun {code}" for code in codes]
    project.demo.mkdir(parents=True, exist_ok=True)
    rows.to_csv(project.demo / "municipalities.csv", index=False)
    shutil.copy(ROOT / "data" / "demo" / "municipalities.csv.meta.yml", project.demo)
    for code in codes:
        put_own(project, f"{code}-demo", code)


def codes_of(number: int) -> list[str]:
    """Return the codes of so many fictional municipalities."""
    return [str(9001 + place) for place in range(number)]


def seconds(root: Path, number: int) -> float:
    """Run all, by their codes so that no portal is made, and return the wall seconds."""
    command = [sys.executable, "-c", SCRIPT, "run", *codes_of(number), "--quiet"]
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | {"IBIC_EVAL_ROOT": str(root)})
    return time.perf_counter() - begun


def main() -> None:
    """Print a row for each number of municipalities."""
    print("| municipalities | from nothing, s | ms each | unchanged, s | ms each |")
    print("|--:|--:|--:|--:|--:|")
    for number in NUMBERS:
        with tempfile.TemporaryDirectory() as folder:
            checkout(Path(folder) / "checkout", number)
            first, again = (seconds(Path(folder) / "checkout", number) for _ in range(2))
        each = [f"{took:.1f} | {1000 * took / number:.0f}" for took in (first, again)]
        print(f"| {number} | {' | '.join(each)} |", flush=True)


if __name__ == "__main__":
    main()
