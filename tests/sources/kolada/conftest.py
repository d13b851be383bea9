"""A server that behaves as Kolada's does, and a time that passes only when it is slept."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from ibic_eval.sources.kolada.connection import Connection
from tests.kolada_server import KoladaServer, serving


@dataclass
class FakeTime:
    """A clock that stands still but for the waits, which are written down."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[KoladaServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as state:
        yield state


@pytest.fixture
def connection(server: KoladaServer, time: FakeTime) -> Iterator[Connection]:
    with Connection(server.url, clock=time.clock, sleep=time.sleep, timeout=1) as connection:
        yield connection
