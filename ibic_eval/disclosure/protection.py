"""Find which more cells to hide so that the hidden ones can't be worked out from sums.

A hidden cell is known from a sum wherever the sum's other terms are shown. Cells are therefore
hidden until every hidden one could, by all that is shown, be any number in an interval of a given
length (interval protection, Hundepool et al. 2012, *Statistical Disclosure Control*, section 4.4).
Which more to hide is found cell by cell as the cheapest way to make room, an integer programme
(after Fischetti & Salazar 2000, *Management Science* 46:1031-1041). Cells with nobody hold no one
to tell and are shown, so that a hidden cell is known to hold somebody; but those hidden from the
start, since they would tell what few persons are not, could hold one.
"""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, hstack, vstack

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_APART = np.array([1, -1, -1, 1])  # one table over and under the true one, less the other


def cells_to_hide(
    n: Ints,
    first: Flags,
    sums: csr_array,
    cost: npt.NDArray[np.float64],
    minimum: int,
    unpublished: Flags,
) -> Flags:
    """Return which cells to hide: the `first`, and their cover.

    `n` are all cells, totals among them; each row of `sums` times `n` is 0; `cost` says how
    unwilling we are to hide a cell. Each hidden cell that holds somebody could be any of `minimum`
    + 1 numbers, given what is shown, that it holds somebody, and that cells are whole numbers; each
    hidden one that holds nobody could hold one, unless a sum of nobody says otherwise. Those
    `unpublished` are shown nowhere: they count as hidden and need no cover.
    """
    hidden = first | unpublished
    waiting = np.flatnonzero(hidden & ~unpublished).tolist()
    spans = np.where(n > 0, minimum, 1)
    covered: set[int] = set()
    while waiting:
        cell = waiting.pop()
        if cell not in covered:
            more, apart = _cover(n, sums, hidden, cost, cell, int(spans[cell]))
            hidden[more] = True
            waiting += more
            # What is hidden makes room for these as well, and hidden cells never come back.
            covered |= set(np.flatnonzero((apart == spans) & (spans == spans[cell])))
    return hidden


def _cover(
    n: Ints, sums: csr_array, hidden: Flags, cost: npt.NDArray[np.float64], cell: int, span: int
) -> tuple[list[int], Ints]:
    """Return what more to hide so that `cell` could be any number in an interval of length `span`.

    Two tables that agree with what is shown are sought, in which the cell differs by `span`;
    whatever else must differ is hidden, at the least cost. Variables are how far each table lies
    over and under the true one. Only a cell of nobody may have no such tables, where a sum that
    holds nobody says so. Returned is also how far apart the two tables are at each cell.
    """
    size = len(n)
    up = np.where((n > 0) | hidden, 2.0 * span, 0.0)
    down = np.clip(n - 1, 0.0, 2.0 * span)
    apart = np.zeros((1, 4 * size))
    apart[0, cell + size * np.arange(4)] = _APART
    moves = block_diag([hstack([sums, -sums])] * 2)
    found = linprog(
        np.tile(np.where(hidden, 0.0, cost), 4),
        A_eq=vstack([moves, csr_array(apart)]),
        b_eq=np.concatenate([np.zeros(moves.shape[0]), [span]]),
        bounds=np.column_stack([np.zeros(4 * size), np.concatenate([up, down, up, down])]),
        integrality=1,
        method="highs",
    )
    if found.x is None:
        if n[cell]:
            raise ValueError(found.message)
        return [], np.zeros(size, dtype=np.int64)
    steps = found.x.reshape(4, size)
    more = np.flatnonzero((steps.max(axis=0) > 0.5) & ~hidden).tolist()
    return more, np.abs(np.rint(_APART @ steps)).astype(np.int64)
