"""The benchmark can be run, and each of its steps reads all rows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "large_extract.py"


@pytest.mark.slow
def test_each_step_of_the_benchmark_reads_all_rows(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "--rows", "3000", "--folder", str(tmp_path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"\| ([\d ]+) \| \d+ \|", printed) == ["3 000"] * 4
    assert list(tmp_path.iterdir()) == []
