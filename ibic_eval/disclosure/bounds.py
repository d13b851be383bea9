"""What an attacker can tell of hidden counts: the least and most that each can be.

The attacker knows the counts shown, that some are sums of others, and that all are whole numbers
of at least 0 (the attacker's problem, Hundepool et al. 2012, *Statistical Disclosure Control*,
section 4.3; Fischetti & Salazar 2000).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
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
    counts: Mapping[Key, int | None],
    sums: Sequence[tuple[tuple[Key, ...], Key]],
    spans: Mapping[Key, Span] = MappingProxyType({}),
) -> dict[Key, Span]:
    """Return what the sums tell of each hidden count (None) that is in any of them.

    Each of `sums` is the parts and their total; `spans` are what else is known of hidden counts.
    Raises ValueError where they contradict each other.
    """
    used = {key for parts, total in sums for key in (*parts, total)} | spans.keys()
    hidden = [key for key in counts if counts[key] is None and key in used]
    if not hidden:
        return {}
    place = {key: number for number, key in enumerate(hidden)}
    rows, sides = [np.zeros(len(hidden))], [0.0]
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
    ends = Bounds(*np.array([spans.get(key, Span(0, np.inf)) for key in hidden]).T)
    told = {}
    for key in hidden:
        low, high = (_least(place[key], sign, known, ends) for sign in (1.0, -1.0))
        if low is None:
            raise ValueError("the sums contradict each other")
        told[key] = Span(low, float("inf") if high is None else -high)
    return told


def connected(
    counts: Mapping[Key, int | None], sums: Iterable[tuple[tuple[Key, ...], Key]]
) -> list[list[tuple[tuple[Key, ...], Key]]]:
    """Return the sums in groups that have no hidden count in common; those of shown ones are left.

    Each group can be solved by itself.
    """
    groups: list[tuple[set[Key], list[tuple[tuple[Key, ...], Key]]]] = []
    for each in sums:
        hidden = {key for key in (*each[0], each[1]) if counts[key] is None}
        if not hidden:
            continue
        near = [group for group in groups if group[0] & hidden]
        groups = [group for group in groups if not group[0] & hidden]
        keys = hidden.union(*(group[0] for group in near))
        groups.append((keys, [*(one for group in near for one in group[1]), each]))
    return [members for _, members in groups]


def _least(place: int, sign: float, known: LinearConstraint, ends: Bounds) -> float | None:
    """Return the least that `sign` times a hidden count can be, None where there is none.

    There is none of a count itself only if the sums can't be, and of less it if nothing bounds it.
    """
    aim: npt.NDArray[np.float64] = np.zeros(known.A.shape[1])
    aim[place] = sign
    found = milp(aim, constraints=known, bounds=ends, integrality=np.ones(len(aim)))
    return None if found.x is None else float(round(found.fun))
