"""Does jobs in the workers of a Dask cluster, which see the project's and the reports' folders."""

import logging
from collections.abc import Sequence
from concurrent.futures import CancelledError, Executor
from pathlib import Path

from distributed import Client, KilledWorker

from ibic_eval.batch.jobs import Ended
from ibic_eval.batch.keys import program_key
from ibic_eval.batch.records import LOCK
from ibic_eval.batch.workers import Workers
from ibic_eval.errors import InputError, OutputError

_CHATTY = ("distributed.client", "distributed.utils", "distributed.core", "tornado.application")
_PATIENCE = 10  # seconds, for the scheduler to answer


class Cluster(Workers):
    """As many jobs at a time as the cluster has threads.

    Dask gives the jobs of a lost worker to another. That is safe, since a job leaves whole files or
    none, and doing it twice leaves the same. A job that several workers died of is given up.
    """

    _lost = (KilledWorker,)

    def __init__(self, client: Client, debug: bool = False) -> None:
        self._client = client
        super().__init__(sum(client.nthreads().values()), debug)

    def ended(self) -> list[tuple[str, Ended]]:
        """Wait for a moment and return the jobs that have ended, by name.

        Raises OutputError where the scheduler is gone.
        """
        try:
            return super().ended()
        except CancelledError as error:  # nobody but the client cancels, for want of a scheduler
            raise OutputError(
                "Förbindelsen med Dask-klustret bröts: starta det igen och kör samma kommando. "
                "Det som var färdigt finns kvar."
            ) from error

    def stop(self) -> None:
        """Cancel what is left and leave the cluster."""
        for future in self._names:
            future.cancel()
        self._names.clear()
        self._client.close()

    def _replace_lost(self) -> None:
        """Do nothing: the cluster still has its other workers, and their jobs go on."""

    def _new_pool(self) -> Executor:
        executor: Executor = self._client.get_executor(pure=False)
        return executor


def join_cluster(address: str, held: Sequence[Path], debug: bool) -> Cluster:
    """Return the cluster of a scheduler once all its workers have what the jobs need.

    `held` are the folders that this run holds the locks of. Raises InputError.
    """
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"Ingen Dask-schemaläggare svarar på {address}: kontrollera adressen och att den är "
            "igång, till exempel tcp://127.0.0.1:8786."
        ) from error
    fault = _fault(client, held)
    if fault:
        client.close()
        raise InputError(fault)
    return Cluster(client, debug)


def _fault(client: Client, held: Sequence[Path]) -> str | None:
    """Say what the cluster lacks, None where it lacks nothing."""
    told = client.run(_seen, [str(folder / LOCK) for folder in held], on_error="return")
    if not told:
        return "Dask-klustret har inga arbetare: starta minst en med dask worker."
    return next(filter(None, (_lack(worker, held, seen) for worker, seen in told.items())), None)


def _lack(worker: str, held: Sequence[Path], seen: object) -> str | None:
    if not isinstance(seen, tuple) or seen[0] != program_key():
        return (
            f"Arbetaren {worker} har inte samma version av programmet: installera den här "
            "versionen där och starta om den."
        )
    for folder, there in zip(held, seen[1], strict=True):
        if not there:
            return (
                f"Arbetaren {worker} ser inte mappen {folder}: alla arbetare ska ha projektets och "
                "rapporternas mappar på samma plats."
            )
    return None


def _seen(locks: Sequence[str]) -> tuple[str, list[bool]]:
    """Return a worker's version of the program, and which files it sees."""
    return program_key(), [Path(lock).exists() for lock in locks]
