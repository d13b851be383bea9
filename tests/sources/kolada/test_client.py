"""A batch is whole, of what was asked for and each value once, or it is an error."""

import pytest

from ibic_eval.errors import FetchError
from ibic_eval.sources.kolada.catalogue import Kpi
from ibic_eval.sources.kolada.client import fetch_kpis, fetch_values
from ibic_eval.sources.kolada.connection import Connection
from ibic_eval.sources.kolada.query import Query
from tests.kolada_server import KoladaServer, Node, body, row, value

YEARS = tuple(range(2012, 2026))
QUERY = Query(("U21468", "U21477"), ("0880", "1489"), YEARS)
ROWS = [
    row(kpi, municipality, year, *(value(70.5 + year - 2012, gender) for gender in "TKM"))
    for kpi in QUERY.kpis
    for municipality in QUERY.municipalities
    for year in YEARS
]


def page(*rows: object, count: int | None = None, **other: object) -> Node:
    return {"values": list(rows), "count": len(rows) if count is None else count, **other}


@pytest.mark.parametrize("total_count", [False, True], ids=["of the page", "of all pages"])
@pytest.mark.parametrize("per_page", [5000, 10, 7])
def test_every_page_is_fetched(
    server: KoladaServer, connection: Connection, per_page: int, total_count: bool
) -> None:
    server.rows, server.per_page, server.total_count = ROWS, per_page, total_count
    assert fetch_values(connection, QUERY) == ROWS
    assert len(server.asked) == -(-len(ROWS) // per_page)


def test_only_what_was_asked_for_comes(server: KoladaServer, connection: Connection) -> None:
    server.rows = ROWS
    asked = Query(("U21477",), ("1489",), (2018, 2020))
    assert {(each["kpi"], each["period"]) for each in fetch_values(connection, asked)} == {
        ("U21477", 2018),
        ("U21477", 2020),
    }


def test_no_values_are_no_error(connection: Connection) -> None:
    assert fetch_values(connection, QUERY) == []


def test_a_page_with_too_few_rows_is_asked_for_again(
    server: KoladaServer, connection: Connection
) -> None:
    server.rows = ROWS
    server.faults.append(body(page(*ROWS[:-1], count=len(ROWS))))
    assert fetch_values(connection, QUERY) == ROWS
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (page(*ROWS[:3], count=4), "3 rader kom fast 4 utlovades"),
        (page(ROWS[0], ROWS[0]), "samma värde flera gånger"),
        (page(row("U21468", "1489", 2018, value(1), value(2))), "samma värde flera gånger"),
    ],
)
def test_what_stays_incomplete_is_an_error(
    server: KoladaServer, connection: Connection, node: Node, message: str
) -> None:
    server.faults.extend([body(node)] * 9)
    with pytest.raises(FetchError, match=message):
        fetch_values(connection, QUERY)
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ({"values": [], "count": 0, "next_page": None}, "version 3"),
        ({"values": {}, "count": 0}, "version 3"),
        ({"values": []}, "version 3"),
        (page("U21468"), "annan form"),
        (page({"kpi": "U21468"}), "annan form"),
        (page(row("U21468", "1489", 2018, value(70, gender="X"))), "annan form"),
        (page(row("U21468", "1489", 2018, {**value(70), "value": "70"})), "annan form"),
        (page(row("U21468", "1489", 2018, {**value(70), "value": True})), "annan form"),
        (page(row("U21468", "1489", 2018, {**value(70), "value": float("inf")})), "annan form"),
        (page(row("U00000", "1489", 2018, value(70))), "andra värden"),
        (page(row("U21468", "0180", 2018, value(70))), "andra värden"),
        (page(row("U21468", "1489", 1999, value(70))), "andra värden"),
    ],
)
def test_an_answer_in_another_form_is_an_error(
    server: KoladaServer, connection: Connection, node: Node, message: str
) -> None:
    server.faults.append(body(node))
    with pytest.raises(FetchError, match=message):
        fetch_values(connection, QUERY)
    assert len(server.asked) == 1


def test_a_server_that_sends_us_in_circles(server: KoladaServer, connection: Connection) -> None:
    circle = page(ROWS[0], next_url=f"/v3/{QUERY.address}?page=1")
    server.faults.extend([body(circle)] * 5)
    with pytest.raises(FetchError, match="om och om igen"):
        fetch_values(connection, QUERY)
    assert len(server.asked) == 2


def test_indicators_are_described_in_segments(server: KoladaServer, connection: Connection) -> None:
    ids = [f"U{number}" for number in range(10000, 10048)]
    server.kpis = {id_: {"id": id_, "title": "t", "description": "d"} for id_ in ids[1:]}
    found = fetch_kpis(connection, ids)
    assert found == {id_: Kpi(id_, "t", "d") for id_ in ids[1:]}
    assert len(server.asked) == 2


def test_an_indicator_without_a_title_is_an_error(
    server: KoladaServer, connection: Connection
) -> None:
    server.kpis = {"U21468": {"id": "U21468", "title": None, "description": "d"}}
    with pytest.raises(FetchError, match="beskriver inte nyckeltal"):
        fetch_kpis(connection, ["U21468"])
