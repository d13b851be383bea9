"""A process that has imported the libraries has one thread, whatever started it."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
from ibic_eval.runs.threads import other_threads, stay_on_one_thread
stay_on_one_thread()
stay_on_one_thread()
import polars, pyarrow, scipy.linalg
pyarrow.array([1])
print(other_threads())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are named in /proc")
@pytest.mark.parametrize("told", [{}, {"_RJEM_MALLOC_CONF": "dirty_decay_ms:500"}])
def test_no_library_keeps_a_thread(told: dict[str, str]) -> None:
    clean = {name: value for name, value in os.environ.items() if "MALLOC_CONF" not in name}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=clean | told
    )
    assert (ran.stdout, ran.stderr) == ("[]\n", "")
