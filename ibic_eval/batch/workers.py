"""Does jobs in ordinary worker processes, where forking isn't safe: Windows and macOS."""

import multiprocessing
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)

from ibic_eval.batch.jobs import Ended, Job, attempt
from ibic_eval.runs.execute import Engine

_MOMENT = 0.25


class Workers:
    """At most `size` jobs at a time; a process is used for many jobs, so these must be picklable.

    A notebook's kernel is a process of its own and stopped by its client when a cell takes too
    long; the limit given to `start` is therefore not minded here.
    """

    engine: Engine = "kernel"
    _lost: tuple[type[Exception], ...] = (BrokenExecutor, CancelledError)

    def __init__(self, size: int, debug: bool = False) -> None:
        self._size, self._debug = size, debug
        self._pool = self._new_pool()
        self._names: dict[Future[Ended], str] = {}

    @property
    def free(self) -> int:
        """Return how many more jobs may be started."""
        return self._size - len(self._names)

    @property
    def busy(self) -> bool:
        """Tell whether any job is being done."""
        return bool(self._names)

    def start(self, name: str, job: Job, limit: float) -> None:
        """Hand a job to a worker."""
        self._names[self._pool.submit(attempt, job, _unheard, self._debug)] = name

    def ended(self) -> list[tuple[str, Ended]]:
        """Wait for a moment and return the jobs that have ended, by name.

        When a worker dies, the jobs of all of them are lost with it, and new workers come.
        """
        done = wait(self._names, _MOMENT, FIRST_COMPLETED).done
        results = [(self._names.pop(future), self._result(future)) for future in done]
        if any(ended.died_in is not None for _, ended in results):
            self._replace_lost()
        return results

    def stop(self) -> None:
        """Stop the workers and wait until they are gone."""
        for process in multiprocessing.active_children():
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._names.clear()

    def _result(self, future: Future[Ended]) -> Ended:
        try:
            return future.result()
        except self._lost:
            return Ended(died_in=0)

    def _replace_lost(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new_pool()

    def _new_pool(self) -> Executor:
        return ProcessPoolExecutor(self._size, multiprocessing.get_context("spawn"))


def _unheard(cell: int) -> None:
    """Drop the news of which cell a job has come to: there is no channel for it."""
