"""Hide small cells of a two-way table, and as many more as it takes to keep them hidden.

A cell is known from its row's and its column's total wherever the others are shown. Cells are
therefore hidden until every hidden one could, by all that is shown, be any number in an interval of
a given length (interval protection, Hundepool et al. 2012, *Statistical Disclosure Control*,
section 4.4). Which more to hide is found cell by cell as the cheapest way to make room, a linear
programme (Fischetti & Salazar 2000, *Management Science* 46:1031-1041, simplified). Cells with
nobody hold no one to tell: they are shown, so that a hidden cell is known to hold somebody.
"""

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, hstack, vstack

from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, SHOWN

TOTAL = "alla"
_MARGIN, _GRAND = 1e3, 1e6  # what it costs more to hide a total than a cell


def release_cross_table(
    counts: pd.DataFrame,
    rows: str,
    columns: str,
    count: str = "n",
    minimum: int = MINIMUM,
    *,
    persons: str | None = None,
) -> pd.DataFrame:
    """Return the whole two-way table with its totals, small cells hidden, also from subtraction.

    `counts` has a row for each cell (labels in `rows` and `columns`, a cell left out is 0). The
    table returned has every cell and every total, labelled `alla`, with the columns `rows`,
    `columns`, `count` (Int64, missing where hidden) and `status` (visas, dold). Cells and totals of
    1 to `minimum` - 1 are hidden, and more until each hidden one could be any of `minimum` + 1
    numbers, given all that is shown and that it holds somebody. Where `count` counts something else
    than persons, `persons` names the column with the number of different persons behind it, which
    decides what is small; then `counts` has the rows of the totals too. Raises ValueError where a
    cell stands twice or the totals don't add up. A table whose total is small is hidden altogether.
    """
    n = _lattice(counts, rows, columns, count)
    small = n if persons is None else _grid(counts, rows, columns, persons).reindex_like(n)
    hidden = _hidden(n.to_numpy(), small.to_numpy(), minimum)
    table = pd.DataFrame(
        {
            rows: n.index.repeat(len(n.columns)),
            columns: list(n.columns) * len(n),
            count: pd.array(n.to_numpy().ravel(), "Int64"),
            "status": np.where(hidden.ravel(), HIDDEN, SHOWN),
        }
    )
    numbers = table[count].mask(table["status"].eq(HIDDEN))
    return table.assign(**{count: numbers}).astype(
        dict.fromkeys([rows, columns, "status"], "string")
    )


def _grid(counts: pd.DataFrame, rows: str, columns: str, count: str) -> pd.DataFrame:
    keys = counts[[rows, columns]].astype("string")
    if keys.duplicated().any():
        raise ValueError("a cell stands twice in the table")
    labels = {name: keys[name].drop_duplicates() for name in (rows, columns)}
    frame = keys.assign(value=counts[count].astype("int64"))
    grid = frame.pivot_table(index=rows, columns=columns, values="value", aggfunc="sum")
    return grid.reindex(index=labels[rows], columns=labels[columns]).fillna(0).astype("int64")


def _lattice(counts: pd.DataFrame, rows: str, columns: str, count: str) -> pd.DataFrame:
    """Return the cells with the totals last; they are summed, and must be so where given."""
    given = _grid(counts, rows, columns, count)
    cells = given.drop(index=TOTAL, columns=TOTAL, errors="ignore")
    whole = pd.concat([cells, cells.sum(axis=1).rename(TOTAL)], axis=1)
    whole = pd.concat([whole, whole.sum().rename(TOTAL).to_frame().T])
    if not given.equals(whole.reindex_like(given)):
        raise ValueError("the totals are not the sums of the cells")
    return whole


def _hidden(n: np.ndarray, small: np.ndarray, minimum: int) -> np.ndarray:
    """Return which cells of the table with totals to hide: a boolean array of the same shape."""
    first = (n > 0) & (small < minimum)
    if first[-1, -1]:
        return np.asarray(n > 0)
    hidden, sums = first.ravel().copy(), _sums(*n.shape)
    weights = _weights(n).ravel()
    waiting = np.flatnonzero(hidden).tolist()
    while waiting:
        more = _room(n.ravel(), sums, hidden, weights, waiting.pop(), minimum)
        hidden[more] = True
        waiting += more
    return hidden.reshape(n.shape)


def _weights(n: np.ndarray) -> np.ndarray:
    weights = n.astype("float64")
    weights[-1, :] *= _MARGIN
    weights[:, -1] *= _MARGIN
    weights[-1, -1] = n[-1, -1] * _GRAND
    return weights


def _sums(rows: int, columns: int) -> csr_array:
    """Return the equations of a table with totals: one for each row and each column, equal to 0."""
    place = np.arange(rows * columns).reshape(rows, columns)
    equations = np.zeros((rows + columns, rows * columns))
    for number, line in enumerate([*place, *place.T]):
        equations[number, line] = [*[1] * (len(line) - 1), -1]
    return csr_array(equations)


def _room(
    n: np.ndarray, sums: csr_array, hidden: np.ndarray, weights: np.ndarray, cell: int, span: int
) -> list[int]:
    """Return what more to hide so that `cell` could be any number in an interval of length `span`.

    Two tables that agree with what is shown are sought, in which the cell differs by `span`;
    whatever else must differ is hidden, at the least cost. Variables are how far each table lies
    over and under the true one. The equations are those of a network, so the answers are integers.
    """
    cost = np.tile(np.where(hidden, 0.0, weights), 4)
    down = np.maximum(n - 1, 0.0)
    up = np.where(n > 0, float(n.max() + span), 0.0)
    limits = np.column_stack([np.zeros(4 * len(n)), np.concatenate([up, down, up, down])])
    apart = np.zeros((1, 4 * len(n)))
    apart[0, [cell, cell + len(n), cell + 2 * len(n), cell + 3 * len(n)]] = [1, -1, -1, 1]
    moves = block_diag([hstack([sums, -sums])] * 2)
    found = linprog(
        cost,
        A_eq=vstack([moves, csr_array(apart)]),
        b_eq=np.concatenate([np.zeros(moves.shape[0]), [span]]),
        bounds=limits,
        method="highs",
    )
    moved = found.x.reshape(4, -1).max(axis=0) > 0.5
    return np.flatnonzero(moved & ~hidden).tolist()
