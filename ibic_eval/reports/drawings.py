"""Takes the drawings out of a document while it is arranged: they are most of its letters."""

import re
from base64 import b64decode
from collections.abc import Sequence

_DRAWING = re.compile(r'(?<=src=")data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+(?=")')
_PLACE = re.compile(r'(?<=src=")data:,ritning-(\d+)(?=")')


def take_out(html: str) -> tuple[str, list[str]]:
    """Return the document with a numbered place for each embedded drawing, and the drawings."""
    drawings: list[str] = []

    def place(found: re.Match[str]) -> str:
        drawings.append(found.group())
        return f"data:,ritning-{len(drawings) - 1}"

    return _DRAWING.sub(place, html), drawings


def number_of(place: str) -> int:
    """Return the number of the drawing that a place (`src`) in such a document stands for."""
    return int(place.rpartition("-")[2])


def svg_of(drawing: str) -> str:
    """Return the SVG of a drawing that was taken out."""
    return b64decode(drawing.partition(",")[2]).decode("utf-8")


def put_back(html: str, drawings: Sequence[str]) -> str:
    """Return the document with each drawing in its place again."""
    return _PLACE.sub(lambda found: drawings[int(found.group(1))], html)
