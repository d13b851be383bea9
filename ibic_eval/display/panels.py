"""Divides the rows of a figure into drawings that a page break may fall between."""

from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import TypeVar

Row = TypeVar("Row")
_HEADING = 1


def divided(
    rows: Sequence[Row], heading: Callable[[Row], Hashable], most_lines: int
) -> list[list[Row]]:
    """Divide rows into parts of about the same height, never rows of one heading over two parts.

    A part has at most `most_lines` lines, a heading counted as one, unless one heading alone has
    more.
    """
    blocks = [list(group) for _, group in groupby(rows, heading)]
    heights = [len(block) + _HEADING for block in blocks]
    return [
        [row for block in blocks[start:stop] for row in block]
        for start, stop in _cuts(heights, most_lines)
    ]


def _cuts(heights: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return where parts begin and end: as few as `most` allows, then as even as they can be."""
    fewest = len(_filled(heights, most))
    even = next(height for height in range(1, most + 1) if len(_filled(heights, height)) <= fewest)
    return _filled(heights, even)


def _filled(heights: Sequence[int], most: int) -> list[tuple[int, int]]:
    cuts, start, height = [], 0, 0
    for place, block in enumerate(heights):
        if place > start and height + block > most:
            cuts.append((start, place))
            start, height = place, 0
        height += block
    return [*cuts, (start, len(heights))]
