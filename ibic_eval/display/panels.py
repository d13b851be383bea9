"""Parts a tall figure where a page may break: a head that each page repeats, and strips."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from ibic_eval.display.exhibits import Image, Strips

Row = TypeVar("Row")
MOST_LINES = 12
_HEADING = 1


@dataclass(frozen=True)
class Part:
    """Whether a drawing has the figure's head (legend, heads of columns) and its foot (axis)."""

    head: bool = True
    foot: bool = True


WHOLE = Part()
HEAD = Part(foot=False)


def in_parts(
    rows: Sequence[Row],
    heading: Callable[[Row], Hashable],
    draw: Callable[[list[Row], Part], Image],
    most_lines: int = MOST_LINES,
) -> tuple[Image | Strips, ...]:
    """Draw rows as one image, or in strips where they are more than `most_lines` with headings.

    A strip holds the rows of one heading. `draw` makes one drawing; for the head it gets no rows.
    """
    blocks = [list(group) for _, group in groupby(rows, heading)]
    if sum(len(block) + _HEADING for block in blocks) <= most_lines:
        return (draw(list(rows), WHOLE),)
    last = len(blocks) - 1
    strips = [draw(block, Part(head=False, foot=at == last)) for at, block in enumerate(blocks)]
    return (Strips(draw([], HEAD), tuple(strips)),)
