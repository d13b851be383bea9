"""Prepared tables: read when asked for, as pandas reads them, and without threads."""

import copy
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.runs.opened import Opened, read_table

TYPES = {
    "text": "string", "whole": "Int64", "share": "Float64", "shown": "boolean", "plain": "float64",
    "day": "datetime64[ms]", "mixed": "object", "number": "int64",
}  # fmt: skip
ROWS = pd.DataFrame(
    {
        "text": ["å", None], "whole": [1, None], "share": [0.5, None], "shown": [True, None],
        "plain": [0.1, None], "day": [pd.Timestamp(2026, 1, 2), None], "mixed": [None, "x"],
        "number": [1, 2],
    }
).astype(TYPES)  # fmt: skip
COUNT = """
import os, sys
from pathlib import Path
from ibic_eval.runs.opened import read_table
before = len(os.listdir("/proc/self/task"))
read_table(Path(sys.argv[1]))
print(len(os.listdir("/proc/self/task")) - before)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = tmp_path / "rows.parquet"
    ROWS.to_parquet(written, index=False)
    return written


@pytest.mark.parametrize("rows", [ROWS, ROWS.iloc[:0], ROWS.set_index("text")])
def test_a_table_is_read_as_pandas_reads_it(rows: pd.DataFrame, tmp_path: Path) -> None:
    rows.to_parquet(tmp_path / "a.parquet")
    read = read_table(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(read, pd.read_parquet(tmp_path / "a.parquet"))
    assert [*map(repr, read.dtypes)] == [*map(repr, rows.dtypes)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists the threads")
def test_reading_starts_no_thread(path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", COUNT, str(path)], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "0"


def test_a_table_is_read_when_it_is_asked_for_and_then_kept(path: Path) -> None:
    opened = Opened({}, {"rows": path, "other": path.with_name("other.parquet")})
    first = opened.rows
    path.unlink()
    assert opened.rows is first


def test_a_missing_and_a_broken_table_are_told_of(path: Path) -> None:
    path.write_bytes(b"PAR1")
    opened = Opened({}, {"broken": path, "missing": path.with_name("missing.parquet")})
    with pytest.raises(InputError, match=r"rows\.parquet .*ibic-eval prepare"):
        _ = opened.broken
    with pytest.raises(InputError, match=r"missing\.parquet .*ibic-eval prepare"):
        _ = opened.missing


def test_another_name_is_no_table(path: Path) -> None:
    opened = Opened({"a": 1}, {"rows": path})
    assert not hasattr(opened, "other")
    assert copy.copy(opened).context == {"a": 1}
