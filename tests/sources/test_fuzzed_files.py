"""The readers hold against files made by a fuzzer that sees which lines each file reaches."""

import subprocess
import sys

import pytest

from ibic_eval.runs.project import PACKAGE_CHECKOUT
from tests.sources.test_strange_files import READERS

pytest.importorskip("atheris", reason="has to be compiled on this system")

# A plan is large: each change of it takes a hundredth of a second to read.
RUNS = {name: 1_500 if name == "project.yml" else 20_000 for name in READERS}


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_no_file_that_is_made_breaks_its_reader(name: str) -> None:
    fuzzer = [sys.executable, "-m", "tests.sources.fuzz_readers", name]
    ended = subprocess.run(
        [*fuzzer, f"-atheris_runs={RUNS[name]}", "-seed=1"],
        cwd=PACKAGE_CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert f"Done {RUNS[name]}" in ended.stderr
