"""Does jobs in processes forked from this one, which has everything imported already.

Forking is safe only from a process with one thread and without sockets or event loops, which
`batch.warm` makes of this one. A child ends with its job, so nothing that one notebook sets can
reach another.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

from ibic_eval.batch.jobs import Ended, Job, attempt
from ibic_eval.runs.execute import Engine

_MOMENT = 0.25
_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


def can_fork() -> bool:
    """Tell whether forking is safe on this system: macOS' own libraries break in a child."""
    return sys.platform == "linux"


@dataclass
class _Child:
    name: str
    process: ForkProcess
    begun: float
    limit: float
    cell: int = 0

    @property
    def overdue(self) -> bool:
        return time.monotonic() - self.begun > self.limit


class Forks:
    """At most `size` children at a time, each killed when it goes on for longer than allowed."""

    engine: Engine = "shell"

    def __init__(self, size: int, debug: bool = False) -> None:
        self._size, self._debug = size, debug
        self._children: dict[Connection, _Child] = {}

    @property
    def free(self) -> int:
        """Return how many more children may be started."""
        return self._size - len(self._children)

    @property
    def busy(self) -> bool:
        """Tell whether any child is at work."""
        return bool(self._children)

    def start(self, name: str, job: Job, limit: float) -> None:
        """Fork a child that does the job within `limit` seconds."""
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_live, args=(job, sender, self._debug, os.getpid()))
        process.start()
        sender.close()
        self._children[receiver] = _Child(name, process, time.monotonic(), limit)

    def ended(self) -> list[tuple[str, Ended]]:
        """Wait for a moment and return the children that have ended, by name."""
        heard = [self._hear(channel) for channel in self._speaking()]
        stopped = [self._close(c) for c, child in [*self._children.items()] if child.overdue]
        return [each for each in (*heard, *stopped) if each]

    def stop(self) -> None:
        """Kill all children and wait until they are gone."""
        for channel in list(self._children):
            self._close(channel)

    def _speaking(self) -> list[Connection]:
        return [
            each for each in wait(list(self._children), _MOMENT) if isinstance(each, Connection)
        ]

    def _hear(self, channel: Connection) -> tuple[str, Ended] | None:
        """Take one message: the cell a child has come to, or what became of its job."""
        try:
            message = channel.recv()
        except (EOFError, OSError):
            message = None
        if isinstance(message, int):
            self._children[channel].cell = message
            return None
        return self._close(channel, message)

    def _close(self, channel: Connection, told: Ended | None = None) -> tuple[str, Ended]:
        child = self._children.pop(channel)
        if told is None:
            child.process.kill()
        child.process.join()
        channel.close()
        seconds = time.monotonic() - child.begun
        lost = Ended(seconds=seconds, died_in=child.cell, overdue=child.overdue)
        return child.name, told or lost


def _live(job: Job, sender: Connection, debug: bool, parent: int) -> None:
    """Do a job and send what became of it; the whole life of a child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and decides
    _die_with(parent)
    sender.send(attempt(job, sender.send, debug))
    sender.close()


def _die_with(parent: int) -> None:
    """Let the system kill this process when its parent ends, however that happens."""
    ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
