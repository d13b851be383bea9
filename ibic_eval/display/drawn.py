"""Remembers drawings of national figures, which many municipalities' reports have in common.

They are kept in memory only, under a hash of all they depend on: another argument is another
drawing. A process that runs many reports can hand what one of its children drew to the next.
"""

import pickle
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Drawing = TypeVar("Drawing")
MOST = 400
_drawn: dict[bytes, Any] = {}


def once(draw: Callable[Given, Drawing], *given: Given.args, **named: Given.kwargs) -> Drawing:
    """Return what `draw` makes of its arguments, drawn anew only where it isn't remembered.

    `draw` may depend on nothing but its arguments, and is found by its name: one made inside
    another function is refused with an error. Not for a municipality's own figures.
    """
    key = sha256(pickle.dumps((draw, given, named))).digest()
    if key not in _drawn:
        take_in({key: draw(*given, **named)})
    drawing: Drawing = _drawn[key]
    return drawing


def moment() -> frozenset[bytes]:
    """Return a mark of what is remembered now, for `since`."""
    return frozenset(_drawn)


def since(mark: frozenset[bytes]) -> dict[bytes, Any]:
    """Return what has been drawn here since a moment, for `take_in` in another process."""
    return {key: drawing for key, drawing in _drawn.items() if key not in mark}


def take_in(drawings: Mapping[bytes, Any]) -> None:
    """Remember what another process has drawn; beyond MOST the oldest are forgotten."""
    _drawn.update(drawings)
    for key in list(_drawn)[:-MOST]:
        del _drawn[key]
