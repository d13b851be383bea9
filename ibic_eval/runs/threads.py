"""Keeps the libraries from starting threads, so that a process that has imported them may fork."""

import os
import sys
import threading
from pathlib import Path

# OpenBLAS and OpenMP keep idle threads, and so do the allocators that pyarrow and polars bring.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_ALLOCATORS = ("JE_ARROW_MALLOC_CONF", "_RJEM_MALLOC_CONF")
_NO_THREAD = "background_thread:false"
# polars starts it when imported; it sleeps until polars writes to disk, which no parent does.
_ASLEEP = {"polars-ooc-clea"}


def stay_on_one_thread() -> None:
    """Tell the libraries to use one thread; heard only by those that aren't imported yet."""
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    for name in _ALLOCATORS:  # polars sets its own, which a process begun from it inherits
        told = [
            each for each in os.environ.get(name, "").split(",") if each not in ("", _NO_THREAD)
        ]
        os.environ[name] = ",".join([*told, _NO_THREAD])


def other_threads() -> list[str]:
    """Name the threads of this process, besides this one, that could hold a lock at a fork."""
    if sys.platform != "linux":
        return [thread.name for thread in threading.enumerate()[1:]]
    tasks = Path("/proc/self/task").iterdir()
    others = (task for task in tasks if task.name != str(threading.get_native_id()))
    return sorted({name for task in others if (name := _name(task)) not in _ASLEEP})


def _name(task: Path) -> str:
    return (task / "comm").read_text().strip()
