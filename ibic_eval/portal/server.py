"""Shows a folder of reports in a browser on the same machine, and to nobody else."""

import os
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ibic_eval.errors import InputError
from ibic_eval.portal.pages import TABLE

HOST = "127.0.0.1"
PORT = 8000
LAST_PORT = 65535
_NAMES = (HOST, "localhost")


def serve(out: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve a folder until Ctrl-C; `ready` is called with the address.

    Raises InputError where there is no portal in the folder, and for a port that can't be used.
    """
    with open_server(out, port) as server:
        ready(f"http://{HOST}:{server.server_port}/")
        server.serve_forever()


def open_server(out: Path, port: int) -> ThreadingHTTPServer:
    """Return the server, bound but not yet answering; port 0 takes any that is free."""
    if not (out / TABLE).is_file():
        raise InputError(f"Mappen {out} har ingen portal: kör ibic-eval portal först.")
    if not 0 <= port <= LAST_PORT:
        raise InputError(f"Porten {port} finns inte: välj ett tal mellan 1024 och {LAST_PORT}.")
    try:
        return _Server((HOST, port), partial(_Handler, directory=str(out)))
    except OSError as error:
        raise InputError(
            f"Porten {port} är upptagen eller får inte användas: välj en annan med --port, till "
            f"exempel {PORT + 80}."
        ) from error


class _Server(ThreadingHTTPServer):
    """A server that never shares its port, as Windows would let it."""

    allow_reuse_address = os.name != "nt"


class _Handler(SimpleHTTPRequestHandler):
    """Gives files and no listings, and only to a browser that was pointed at this machine."""

    def send_head(self) -> Any:
        """Refuse other hosts' names: a foreign page could have its own point here."""
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if name not in _NAMES:
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        if any(part.startswith(".") for part in self.path.split("/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """Answer that there is no such page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of what is read."""
