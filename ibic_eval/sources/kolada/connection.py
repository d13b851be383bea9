"""Asking Kolada's server for one page at a time: not too often, and again when it falters."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from ibic_eval.errors import FetchError, InputError

API = "https://api.kolada.se/v3"
INTERVAL = 0.2  # seconds between requests: at most 5 a second
TIMEOUT = 60.0  # seconds without an answer
ATTEMPTS = 5
LONGEST_WAIT = 300  # seconds that a server may ask for before a fetch gives up
Page = Mapping[str, Any]


class TemporaryError(FetchError):
    """A failure that may pass; `after` is how many seconds the server asks us to wait."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after


class Connection:
    """A connection to version 3 of the API, or to a server that behaves as it does.

    Requests begin at least `INTERVAL` seconds apart. Too many requests (429), errors of the server
    (5xx), timeouts and broken connections are tried again, `ATTEMPTS` times in all, with waits of
    1, 2, 4 … seconds or as long as the server asks for.
    """

    def __init__(
        self,
        url: str = API,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        timeout: float = TIMEOUT,
    ) -> None:
        self.url = _checked(url)
        self._clock = clock
        self._sleep = sleep
        self._earliest = clock()
        agent = {"Accept": "application/json", "User-Agent": f"ibic-eval/{version('ibic-eval')}"}
        self._client = httpx.Client(headers=agent, timeout=timeout, follow_redirects=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def page(self, address: str) -> Page:
        """Return the JSON object at an address below the API's own, or at a whole address.

        Of a whole address, as in `next_url`, only the path and the query are used: the server is
        always the one that was chosen. Raises FetchError.
        """
        attempts = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            retry=retry_if_exception_type(TemporaryError),
            sleep=self._sleep,
            reraise=True,
        )
        return attempts(self._page, self._whole(address))

    def _whole(self, address: str) -> str:
        base, other = urlsplit(self.url), urlsplit(address)
        if not (other.netloc or address.startswith("/")):
            return f"{self.url}/{address}"
        return other._replace(scheme=base.scheme, netloc=base.netloc, fragment="").geturl()

    def _page(self, address: str) -> Page:
        self._keep_pace()
        try:
            answer = self._client.get(address)
        except httpx.TimeoutException:
            raise TemporaryError(f"{self.host} svarade inte i tid.") from None
        except httpx.ConnectError:
            raise TemporaryError(
                f"Det går inte att nå {self.host}: kontrollera nätet och adressen."
            ) from None
        except httpx.RequestError:
            raise TemporaryError(f"Förbindelsen med {self.host} bröts.") from None
        self._refuse_failure(answer)
        return self._json(answer)

    def _keep_pace(self) -> None:
        ahead = self._earliest - self._clock()
        if ahead > 0:
            self._sleep(ahead)
        self._earliest = max(self._clock(), self._earliest) + INTERVAL

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.url).netloc

    def _refuse_failure(self, answer: httpx.Response) -> None:
        code = answer.status_code
        if code == httpx.codes.TOO_MANY_REQUESTS or code >= 500:
            raise _temporary(f"{self.host} är överbelastad eller ur funktion ({code}).", answer)
        if code == httpx.codes.GONE:
            raise FetchError(
                f"{self.host} svarar att den här versionen av API:t är stängd (410): ange adressen"
                f" till version 3, {API}."
            )
        if code != httpx.codes.OK:
            raise FetchError(
                f"{self.host} godtog inte frågan ({code}): kontrollera adressen {self.url} och att"
                " programmet är den senaste versionen."
            )

    def _json(self, answer: httpx.Response) -> Page:
        kind = answer.headers.get("Content-Type", "")
        if "html" in kind or answer.text.lstrip()[:1] == "<":
            raise FetchError(
                f"{self.host} svarade med en webbsida i stället för data: adressen {self.url} är"
                " fel, eller så kom en inloggningssida emellan."
            )
        try:
            page = json.loads(answer.content)
        except ValueError:
            raise TemporaryError(f"Svaret från {self.host} var avklippt.") from None
        if not isinstance(page, dict):
            raise FetchError(f"{self.host} svarade inte som Koladas API i version 3 gör.")
        return page


def _checked(url: str) -> str:
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"”{url}” är ingen webbadress: skriv den hela, till exempel {API}.")
    return parts._replace(query="", fragment="").geturl().rstrip("/")


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, TemporaryError) else 0.0
    return max(asked, wait_exponential(multiplier=1, max=60)(state))


def _temporary(message: str, answer: httpx.Response) -> FetchError:
    after = _retry_after(answer.headers.get("Retry-After", ""))
    if after > LONGEST_WAIT:
        return FetchError(f"{message} Servern ber oss vänta {after / 60:.0f} minuter.")
    return TemporaryError(message, after)


def _retry_after(text: str) -> float:
    """Read seconds, or a date, as seconds from now; 0 where nothing is said."""
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
