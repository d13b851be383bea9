"""What an attacker can tell of hidden counts: the least and most that each can be.

The attacker knows the counts shown, that some are sums of others, and that all are whole numbers
of at least 0 (the attacker's problem, Hundepool et al. 2012, *Statistical Disclosure Control*,
section 4.3; Fischetti & Salazar 2000).
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Key = TypeVar("Key", bound=Hashable)


class Span(NamedTuple):
    """The least and the most that a count can be; `high` is infinite where nothing bounds it."""

    low: float
    high: float


def told_by_sums(
    counts: Mapping[Key, int | None], sums: Sequence[tuple[Sequence[Key], Key]]
) -> dict[Key, Span]:
    """Return what the sums tell of each hidden count (None) that is in any of them.

    Each of `sums` is the parts and their total. Raises ValueError where they contradict each other.
    """
    used = {key for parts, total in sums for key in (*parts, total)}
    hidden = [key for key in counts if counts[key] is None and key in used]
    if not hidden:
        return {}
    place = {key: number for number, key in enumerate(hidden)}
    rows, sides = [], []
    for parts, total in sums:
        row = np.zeros(len(hidden))
        side = 0.0
        for key, weight in (*((part, 1.0) for part in parts), (total, -1.0)):
            count = counts[key]
            if count is None:
                row[place[key]] += weight
            else:
                side -= weight * count
        rows.append(row)
        sides.append(side)
    known = LinearConstraint(np.array(rows), sides, sides)
    spans = {}
    for key in hidden:
        low, high = (_least(place[key], sign, known) for sign in (1.0, -1.0))
        if low is None:
            raise ValueError("the sums contradict each other")
        spans[key] = Span(low, float("inf") if high is None else -high)
    return spans


def _least(place: int, sign: float, known: LinearConstraint) -> float | None:
    """Return the least that `sign` times a hidden count can be, None where there is none.

    There is none of a count itself only if the sums can't be, and of less it if nothing bounds it.
    """
    aim: npt.NDArray[np.float64] = np.zeros(known.A.shape[1])
    aim[place] = sign
    found = milp(aim, constraints=known, bounds=Bounds(0, np.inf), integrality=np.ones(len(aim)))
    return None if found.x is None else float(round(found.fun))
