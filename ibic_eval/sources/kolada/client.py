"""Descriptions of indicators and batches of values from version 3 of Kolada's API, whole or not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from ibic_eval.errors import FetchError
from ibic_eval.sources.kolada.catalogue import Kpi
from ibic_eval.sources.kolada.connection import Connection, Page
from ibic_eval.sources.kolada.query import Query, segments
from ibic_eval.sources.kolada.rows import Row, refuse_malformed

# How many times a batch is asked for whose pages don't hold together.
ATTEMPTS = 3
Result = TypeVar("Result")


class IncompleteError(FetchError):
    """Pages that together hold too few rows, or the same row twice."""


def fetch_kpis(connection: Connection, ids: Sequence[str]) -> dict[str, Kpi]:
    """Return the indicators that Kolada has among `ids`, as it describes them now.

    Raises FetchError.
    """
    addresses = [f"kpi/{','.join(segment)}" for segment in segments(ids)]
    nodes = [node for address in addresses for node in _insistently(_items, connection, address)]
    kpis = [_kpi(node, connection) for node in nodes]
    return {kpi.id: kpi for kpi in kpis}


def fetch_values(connection: Connection, batch: Query) -> list[Row]:
    """Return the rows that the API has of a batch, as it gave them.

    Raises FetchError where rows are missing, stand twice, are malformed or were not asked for.
    """
    return _insistently(_values, connection, batch)


def _values(connection: Connection, batch: Query) -> list[Row]:
    rows = _items(connection, batch.address)
    refuse_malformed(rows, batch, connection.host)
    keys = list(_keys(rows))
    if len(set(keys)) < len(keys):
        raise IncompleteError(f"Svaret från {connection.host} har samma värde flera gånger.")
    return rows


def _items(connection: Connection, address: str) -> list[Any]:
    """Follow `next_url` from page to page and gather what they hold."""
    pages: list[Page] = []
    visited: set[str] = set()
    following: str | None = address
    while following:
        if following in visited:
            raise FetchError(f"{connection.host} hänvisar till samma sida om och om igen.")
        visited.add(following)
        pages.append(_checked(connection.page(following), connection))
        following = pages[-1].get("next_url")
    _refuse_incomplete(pages, connection)
    return [item for page in pages for item in page["values"]]


def _checked(page: Page, connection: Connection) -> Page:
    sound = isinstance(page.get("values"), list) and isinstance(page.get("count"), int)
    if not sound or "next_page" in page:
        raise FetchError(
            f"{connection.host} svarade inte som Koladas API i version 3 gör: kontrollera adressen"
            f" {connection.url}."
        )
    return page


def _refuse_incomplete(pages: Sequence[Page], connection: Connection) -> None:
    """Compare with `count`, which is either of each page or of all of them."""
    received = [len(page["values"]) for page in pages]
    counts = [page["count"] for page in pages]
    if counts != received and set(counts) != {sum(received)}:
        raise IncompleteError(
            f"Svaret från {connection.host} är inte helt: {sum(received)} rader kom fast"
            f" {max(counts)} utlovades."
        )


def _kpi(node: Any, connection: Connection) -> Kpi:
    texts = [node.get(key) for key in ("id", "title", "description")] if _is_node(node) else []
    if not texts or not all(isinstance(text, str) for text in texts):
        raise FetchError(f"{connection.host} beskriver inte nyckeltal som API:t i version 3 gör.")
    return Kpi(*texts)


def _is_node(node: Any) -> bool:
    return isinstance(node, dict)


def _keys(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        for value in row["values"]:
            if not value.get("isdeleted"):
                yield row["kpi"], row["municipality"], str(row["period"]), value["gender"]


def _insistently(function: Callable[..., Result], *arguments: object) -> Result:
    again = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        retry=retry_if_exception_type(IncompleteError),
        reraise=True,
    )
    return again(function, *arguments)
