"""What a job is, how it is done, and what becomes of it."""

import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ibic_eval.errors import UNEXPECTED, IbicError, unexpected_sentence

if TYPE_CHECKING:  # it takes seconds to import
    from ibic_eval.runs.execute import Engine

_KILOBYTES_A_MEGABYTE = 1024

Report = Callable[[int], None]
"""Called with the index of the cell that a job has come to."""

Job = Callable[[Report], Any]


@dataclass(frozen=True)
class Failure:
    """Why a job gave nothing: a sentence, the exit code it calls for and the cell, if any."""

    sentence: str
    exit_code: int
    cell: int | None = None


@dataclass(frozen=True)
class Ended:
    """What became of a job: its value or its failure, wall seconds and peak memory in MB.

    `died_in` is the index of the cell in which its process was lost, `overdue` whether it was
    stopped for taking too long.
    """

    value: Any = None
    failure: Failure | None = None
    seconds: float = 0.0
    peak_memory_mb: int | None = None
    died_in: int | None = None
    overdue: bool = False


class Pool(Protocol):
    """Where jobs are done, several at a time; `engine` is what executes notebooks there."""

    engine: "Engine"

    @property
    def free(self) -> int:
        """Return how many more jobs may be started."""

    @property
    def busy(self) -> bool:
        """Tell whether any job is being done."""

    def start(self, name: str, job: Job, limit: float) -> None:
        """Begin a job, to be stopped after `limit` seconds."""

    def ended(self) -> list[tuple[str, Ended]]:
        """Wait for a moment and return the jobs that have ended, by name."""

    def stop(self) -> None:
        """Stop what is being done."""


def attempt(job: Job, report: Report, debug: bool) -> Ended:
    """Do a job here and now; every way to fail becomes a Failure without any data in it."""
    begun = time.monotonic()
    value, failure = None, None
    try:
        value = job(report)
    except IbicError as error:
        failure = Failure(str(error), error.exit_code, getattr(error, "cell", None))
    except Exception as error:  # an error of the program for one is none for the others
        failure = Failure(unexpected_sentence(error), UNEXPECTED)
        if debug:
            traceback.print_exc()
    return Ended(value, failure, time.monotonic() - begun, peak_memory_mb())


def peak_memory_mb() -> int | None:
    """Return the most memory that this process has had, in MB; None where it can't be known."""
    if sys.platform != "linux":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILOBYTES_A_MEGABYTE
