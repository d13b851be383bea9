"""A server on this machine that answers as version 3 of Kolada's API does, faults included."""

import csv
import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ibic_eval.sources.kolada.catalogue import definition_sha256

LARGEST_SEGMENT = 25
DATA = re.compile(r"/v3/data/kpi/([^/]+)/municipality/([^/]+)/year/([^/]+)")
KPI = re.compile(r"/v3/kpi/([^/]+)")
Node = dict[str, Any]
Fault = Callable[["Handler"], None]


def row(kpi: str, municipality: str, year: int, *values: Node) -> Node:
    """Return a row of values as the API writes it."""
    return {"kpi": kpi, "municipality": municipality, "period": year, "values": list(values)}


def value(number: float | None, gender: str = "T", status: str = "", deleted: bool = False) -> Node:
    """Return a value as the API writes it; `count` is no number of respondents."""
    return {
        "gender": gender,
        "count": 1,
        "status": status,
        "value": number,
        "isdeleted": deleted,
    }


@dataclass
class KoladaServer:
    """What the server has, what it has been asked, and the faults it answers with first.

    A fault is used up by the next request for values, or for descriptions by `kpi_faults`.
    """

    url: str = ""
    kpis: dict[str, Node] = field(default_factory=dict)
    rows: list[Node] = field(default_factory=list)
    per_page: int = 5000
    total_count: bool = False
    faults: deque[Fault] = field(default_factory=deque)
    kpi_faults: deque[Fault] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)

    @property
    def asked_for_values(self) -> list[str]:
        """The addresses of values that have been asked for."""
        return [address for address in self.asked if "/data/" in address]

    def page(self, rows: list[Node], number: int, path: str) -> Node:
        """Return one page of rows with the addresses of the next and the one before."""
        part = rows[(number - 1) * self.per_page : number * self.per_page]
        more = number * self.per_page < len(rows)
        return {
            "values": part,
            "count": len(rows) if self.total_count else len(part),
            # The real server stands behind another and can name itself by the wrong scheme.
            "next_url": f"http://wrong.example{path}?page={number + 1}" if more else None,
            "previous_url": f"http://wrong.example{path}?page={number - 1}" if number > 1 else None,
        }


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # sent at once: the second of two parts waits 40 ms for the first's receipt
    state: KoladaServer

    def do_GET(self) -> None:
        self.state.asked.append(self.path)
        kpi, data = (pattern.fullmatch(urlsplit(self.path).path) for pattern in (KPI, DATA))
        faults = self.state.kpi_faults if kpi else self.state.faults
        if faults and (kpi or data):
            faults.popleft()(self)
        else:
            self.answer()

    def answer(self) -> None:
        """Answer as the API does when nothing is wrong with it."""
        kpi, data = (pattern.fullmatch(urlsplit(self.path).path) for pattern in (KPI, DATA))
        if urlsplit(self.path).path.startswith("/v2"):
            self.send(410, {"detail": "Gone"})
        elif any(len(part.split(",")) > LARGEST_SEGMENT for part in self.path.split("/")):
            self.send(422, {"detail": "at most 25 ids"})
        elif kpi:
            ids = kpi[1].split(",")
            self.send_page([self.state.kpis[each] for each in ids if each in self.state.kpis])
        elif data:
            self.send_page(self.matching(*(part.split(",") for part in data.groups())))
        else:
            self.send(404, {"detail": "Not Found"})

    def matching(self, kpis: list[str], municipalities: list[str], years: list[str]) -> list[Node]:
        """Return the rows asked for."""
        return [
            row
            for row in self.state.rows
            if row["kpi"] in kpis
            and row["municipality"] in municipalities
            and str(row["period"]) in years
        ]

    def send_page(self, rows: list[Node]) -> None:
        """Send the page of the rows that was asked for."""
        parts = urlsplit(self.path)
        number = int(parse_qs(parts.query).get("page", ["1"])[0])
        self.send(200, self.state.page(rows, number, parts.path))

    def send(self, code: int, node: object, **headers: str) -> None:
        """Send an answer in JSON."""
        self.send_text(code, json.dumps(node, ensure_ascii=False), "application/json", **headers)

    def send_text(self, code: int, text: str, kind: str, **headers: str) -> None:
        """Send an answer with a body of some kind."""
        body = text.encode()
        self.send_response(code)
        for name, text in {"Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, text)
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the requests off the terminal."""


def status(code: int, **headers: str) -> Fault:
    """Answer with a status and nothing of use."""
    return lambda handler: handler.send(code, {"detail": "no"}, **headers)


def html(handler: Handler) -> None:
    """Answer with a page for people, as a login page in between does."""
    handler.send_text(200, "<!doctype html><title>Logga in</title>", "text/html; charset=utf-8")


def cut_short(handler: Handler) -> None:
    """Answer with the beginning of a page, as if it were all of it."""
    handler.send_text(200, '{"values": [{"kpi": "U214', "application/json")


def dropped(handler: Handler) -> None:
    """Break off in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"values": [')
    handler.close_connection = True


def body(node: object) -> Fault:
    """Answer with a body of one's own."""
    return lambda handler: handler.send(200, node)


def describe_anew(catalogue: Path) -> dict[str, Node]:
    """Give the indicators of a checkout's catalogue definitions that are known here.

    Returns the descriptions as the API would write them: the project keeps no definitions.
    """
    with catalogue.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kpis = {}
    for row in rows:
        text = f"Definition av {row['kpi']}."
        row["definition_sha256"] = definition_sha256(text)
        kpis[row["kpi"]] = {"id": row["kpi"], "title": row["title"], "description": text}
    with catalogue.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return kpis


@contextmanager
def serving() -> Iterator[KoladaServer]:
    """Run a server in a thread until the end of the block."""
    state = KoladaServer()
    handler = type("Bound", (Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v3"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
