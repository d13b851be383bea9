"""Cells that a cover found for another makes room for need no search of their own."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from ibic_eval.disclosure import protection
from ibic_eval.disclosure.counts import MINIMUM


def square(cells: np.ndarray) -> tuple[np.ndarray, csr_array]:
    """Return all cells of a table with its totals, and its equations."""
    rows, columns = cells.shape
    whole = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    whole[:rows, :columns] = cells
    whole[rows, :columns] = cells.sum(axis=0)
    whole[:, columns] = whole[:, :columns].sum(axis=1)
    at = np.arange(whole.size).reshape(whole.shape)
    equations = np.zeros((rows + columns + 2, whole.size))
    for number, line in enumerate([*at, *at.T]):
        equations[number, line[:-1]], equations[number, line[-1]] = 1, -1
    return whole.ravel(), csr_array(equations)


@pytest.mark.parametrize("seed", range(8))
def test_the_same_cells_are_hidden_as_when_each_is_looked_at(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = np.random.default_rng(seed).poisson(5, (4, 5))
    n, sums = square(cells)
    few, nothing = (n > 0) & (n < MINIMUM), np.zeros(n.size, dtype=bool)
    cost = 1 + np.log1p(n)
    hidden = protection.cells_to_hide(n, few, sums, cost, MINIMUM, nothing)
    found, searched = protection._cover, []

    def each(*args: object) -> tuple[list[int], np.ndarray]:
        searched.append(args)
        return found(*args)[0], np.zeros(n.size, dtype=np.int64)  # type: ignore[arg-type]

    monkeypatch.setattr(protection, "_cover", each)
    assert (protection.cells_to_hide(n, few, sums, cost, MINIMUM, nothing) == hidden).all()
    assert few.any() and len(searched) == hidden.sum()
