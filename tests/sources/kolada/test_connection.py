"""One page at a time: not too often, again when the server falters, and clear when it fails."""

import time as real_time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ibic_eval.errors import FetchError, InputError
from ibic_eval.sources.kolada.connection import ATTEMPTS, Connection
from tests.kolada_server import Fault, Handler, KoladaServer, cut_short, dropped, html, status
from tests.sources.kolada.conftest import FakeTime

ADDRESS = "data/kpi/U21468/municipality/1489/year/2020"
OK = {"values": [], "count": 0, "next_url": None, "previous_url": None}


def retries(time: FakeTime) -> list[float]:
    """Return the waits that are longer than the pace's."""
    return [wait for wait in time.waits if wait > 0.2]


def test_at_most_five_requests_begin_in_a_second(
    server: KoladaServer, connection: Connection, time: FakeTime
) -> None:
    starts: list[float] = []

    def note(handler: Handler) -> None:
        starts.append(time.now)
        handler.send(200, OK)

    server.faults.extend([note] * 12)
    for _ in range(12):
        connection.page(ADDRESS)
    spans = [later - start for start, later in zip(starts, starts[5:], strict=False)]
    assert len(starts) == 12
    assert min(spans) >= 1 - 1e-9
    assert starts[-1] == pytest.approx(11 * 0.2)


def test_a_slow_server_is_not_waited_for_twice(
    server: KoladaServer, connection: Connection, time: FakeTime
) -> None:
    for _ in range(3):
        connection.page(ADDRESS)
        time.now += 7.0
    assert time.waits == []


@pytest.mark.parametrize("fault", [status(500), status(503), cut_short, dropped])
def test_what_passes_is_tried_again_with_longer_waits(
    server: KoladaServer, connection: Connection, time: FakeTime, fault: Fault
) -> None:
    server.faults.extend([fault, fault])
    assert connection.page(ADDRESS) == OK
    assert len(server.asked) == 3
    assert retries(time) == [1, 2]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (status(500), r"ur funktion \(500\)"),
        (status(429), r"överbelastad .*\(429\)"),
        (cut_short, "avklippt"),
        (dropped, "bröts"),
    ],
)
def test_what_does_not_pass_is_an_error_after_five_tries(
    server: KoladaServer, connection: Connection, time: FakeTime, fault: Fault, message: str
) -> None:
    server.faults.extend([fault] * 10)
    with pytest.raises(FetchError, match=message):
        connection.page(ADDRESS)
    assert len(server.asked) == ATTEMPTS
    assert retries(time) == [1, 2, 4, 8]


def test_the_server_says_how_long_to_wait(
    server: KoladaServer, connection: Connection, time: FakeTime
) -> None:
    server.faults.append(status(429, Retry_After="17"))
    assert connection.page(ADDRESS) == OK
    assert retries(time) == [17]


def test_the_server_says_until_when_to_wait(
    server: KoladaServer, connection: Connection, time: FakeTime
) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    server.faults.append(status(503, Retry_After=until))
    assert connection.page(ADDRESS) == OK
    assert retries(time) == [pytest.approx(90, abs=5)]


def test_nobody_waits_for_an_hour(
    server: KoladaServer, connection: Connection, time: FakeTime
) -> None:
    server.faults.append(status(429, Retry_After="3600"))
    with pytest.raises(FetchError, match="vänta 60 minuter"):
        connection.page(ADDRESS)
    assert retries(time) == []


@pytest.mark.parametrize("said", ["snart", "-4", "nan"])
def test_a_strange_wait_is_not_heeded(
    server: KoladaServer, connection: Connection, time: FakeTime, said: str
) -> None:
    server.faults.append(status(429, Retry_After=said))
    assert connection.page(ADDRESS) == OK
    assert retries(time) == [1]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (html, "webbsida i stället för data"),
        (status(410), "ange adressen till version 3, https://api.kolada.se/v3"),
        (status(422), r"godtog inte frågan \(422\)"),
        (status(404), r"godtog inte frågan \(404\)"),
        (lambda handler: handler.send(200, [1]), "svarade inte som Koladas API"),
    ],
)
def test_what_is_wrong_is_not_tried_again(
    server: KoladaServer, connection: Connection, fault: Fault, message: str
) -> None:
    server.faults.append(fault)
    with pytest.raises(FetchError, match=message):
        connection.page(ADDRESS)
    assert len(server.asked) == 1


def test_version_two_is_gone(server: KoladaServer, time: FakeTime) -> None:
    old = server.url.replace("/v3", "/v2")
    with (
        Connection(old, clock=time.clock, sleep=time.sleep) as connection,
        pytest.raises(FetchError, match="stängd"),
    ):
        connection.page(ADDRESS)


def test_twenty_six_ids_are_refused_by_the_server(connection: Connection) -> None:
    with pytest.raises(FetchError, match="422"):
        connection.page(f"kpi/{','.join(['U21468'] * 26)}")


def test_a_server_that_is_silent(server: KoladaServer, time: FakeTime) -> None:
    server.faults.extend([lambda handler: real_time.sleep(0.2)] * ATTEMPTS)
    with (
        Connection(server.url, clock=time.clock, sleep=time.sleep, timeout=0.05) as connection,
        pytest.raises(FetchError, match="svarade inte i tid"),
    ):
        connection.page(ADDRESS)


def test_a_server_that_is_not_there(time: FakeTime) -> None:
    address = "http://127.0.0.1:9/v3"
    with (
        Connection(address, clock=time.clock, sleep=time.sleep) as connection,
        pytest.raises(FetchError, match=r"Det går inte att nå 127\.0\.0\.1:9"),
    ):
        connection.page(ADDRESS)


def test_a_whole_address_is_asked_of_the_chosen_server(
    server: KoladaServer, connection: Connection
) -> None:
    connection.page(f"http://elsewhere.example/v3/{ADDRESS}?page=2")
    assert server.asked == [f"/v3/{ADDRESS}?page=2"]


@pytest.mark.parametrize("url", ["api.kolada.se/v3", "ftp://api.kolada.se", "", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="är ingen webbadress"):
        Connection(url)
