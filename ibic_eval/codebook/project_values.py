"""What a project plan states: figures, days and words, or what it writes in their place."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.errors import InputError

T = TypeVar("T")
UNKNOWN, ABOUT, WRITTEN = "okant", "ca", "skrivet"
PLACEHOLDER = "..."
_ID = re.compile(r"[A-Za-z0-9_]{1,40}")
_NUMBER = re.compile(r"-?[0-9][0-9 \u00a0]*([.,][0-9]+)?")
# An address, a telephone number, or ten to twelve digits that may be a personal number.
_PERSONAL = re.compile(
    r"@|(?<![0-9])0[0-9]{1,3}[- ][0-9]{2,3} ?[0-9]{2} ?[0-9]{2}"
    r"|(?<![0-9])[0-9]{6}(?:[0-9]{2})?[-+ ]?[0-9]{4}(?![0-9])"
)


@dataclass(frozen=True)
class Stated(Generic[T]):
    """What the plan states: a value, or None with what it says in its place ("XX", "?", "").

    `says` is the plan's own words wherever they are not the value itself. `approximate` means that
    the plan gives the value as an approximation.
    """

    value: T | None = None
    says: str = ""
    approximate: bool = False

    @property
    def mentioned(self) -> bool:
        """Tell whether the plan has anything here, be it only a placeholder."""
        return self.value is not None or bool(self.says)


Figure = Stated[float]
Words = Stated[str]


@dataclass(frozen=True)
class Source:
    """Where a statement stands: which of the plan's documents, and where in it."""

    document: str
    place: str


@dataclass(frozen=True)
class Kind:
    """A kind of value in the file: how it is read, explained in Swedish, and left to fill in.

    `read(value, where)` gets None where the key is absent. `shape` is one of `text`, `words`,
    `figure`, `when`, `source`, `texts`, `whens`, `entry`, `entries`, `other`.
    """

    shape: str
    name_sv: str
    blank: str
    read: Callable[[Any, str], Any]
    part: type | None = None


def harmless(text: str, where: str) -> str:
    """Return the text without blanks at its ends.

    Raises InputError where it could hold an e-mail address, telephone or personal number, and
    where it is still the template's dots.
    """
    if _PERSONAL.search(text):
        raise InputError(
            f"{where} innehåller något som liknar en e-postadress, ett telefonnummer eller ett "
            "personnummer; skriv bara roller, inga uppgifter om personer."
        )
    if text.strip() == PLACEHOLDER:
        raise InputError(f"{where} är inte ifyllt; skriv texten eller ta bort nyckeln.")
    return " ".join(text.split())


def read_id(value: Any, where: str) -> str:
    """Read an id: letters a–z, digits and underscores. Raises InputError."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise InputError(f"{where} ska vara en kort beteckning med a–z, siffror och understreck.")
    return text


def read_text(value: Any, where: str) -> str:
    """Read a text, "" where the key is absent or empty. Raises InputError."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{where} ska vara en text; sätt den inom citattecken.")
    return harmless(value, where)


def read_words(value: Any, where: str) -> Stated[str]:
    """Read a short text that may be unknown: `{okant: "XX"}`. Raises InputError."""
    if isinstance(value, dict):
        return Stated(None, read_unknown(value, where))
    if isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        return Stated(str(value))
    return Stated(read_text(value, where) or None)


def read_figure(value: Any, where: str) -> Stated[float]:
    """Read a number, `{ca: 750}` or `{okant: "XX"}`; `skrivet` may hold the plan's own words."""
    if value is None:
        return Stated()
    if not isinstance(value, dict):
        return Stated(_number(value, where))
    if ABOUT not in value:
        return Stated(None, read_unknown(value, where))
    node = y.check_keys(value, (ABOUT,), (WRITTEN,), where)
    number = _number(node[ABOUT], where)
    return Stated(number, read_text(node.get(WRITTEN), where) or f"ca {number:g}", True)


def _number(value: Any, where: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(re.sub("[ \u00a0]", "", value).replace(",", "."))
    raise InputError(
        f'{where} ska vara ett tal, {{ca: 750}} för ett ungefärligt tal eller {{okant: "XX"}} '
        "där planen inte anger något."
    )


def read_unknown(value: Any, where: str) -> str:
    """Read what the plan says in place of a value, from `{okant: ...}`. Raises InputError."""
    node = y.check_keys(value, (UNKNOWN,), (), where)
    return read_text(node[UNKNOWN], where)


def read_source(value: Any, where: str) -> Source:
    """Read `document, place`, as "projektplan, s. 18, tabell 4". Raises InputError."""
    text = read_text(value, where)
    document, comma, place = text.partition(",")
    if not (comma and place.strip() and _ID.fullmatch(document)):
        raise InputError(
            f"{where} ska ange dokumentets id och stället, som ”projektplan, s. 18, tabell 4”."
        )
    return Source(document, place.strip())


def read_texts(value: Any, where: str) -> tuple[str, ...]:
    """Read a list of texts, empty where the key is absent. Raises InputError."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str | int) for each in value):
        raise InputError(f"{where} ska vara en lista med texter, en på varje rad med streck före.")
    return tuple(harmless(str(each), where) for each in value)


OPEN = '{okant: "XX"}'
BLANK = '{okant: ""}'
ID = Kind("text", "beteckning med a–z, siffror och understreck", "beteckning_1", read_id)
TEXT = Kind("text", "text", '"..."', read_text)
WORDS = Kind("words", f"text eller {OPEN}", '"..."', read_words)
FIGURE = Kind("figure", f"tal, {{ca: 750}} eller {OPEN}", BLANK, read_figure)
SOURCE = Kind("source", "dokumentets id, sedan stället i det", '"plan, s. 1"', read_source)
TEXTS = Kind("texts", "lista med texter", '["..."]', read_texts)


def codes(*allowed: str) -> Kind:
    """Return the kind of a text that must be one of some codes; "" where the key is absent."""

    def read(value: Any, where: str) -> str:
        if value is not None and value not in allowed:
            raise InputError(f"{where} ska vara {', '.join(allowed[:-1])} eller {allowed[-1]}.")
        return str(value or "")

    return Kind("text", " / ".join(f"`{each}`" for each in allowed), "", read)
