from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from ibic_eval.disclosure.cross_tables import TOTAL, release_cross_table

BIG = 200


def cells_of(table: list[list[int]]) -> pd.DataFrame:
    rows = [
        (f"d{row + 1}", f"k{column}", n)
        for row, line in enumerate(table)
        for column, n in enumerate(line)
    ]
    return pd.DataFrame(rows, columns=["life_area", "direction", "n"])


def release(table: list[list[int]], minimum: int = 5) -> pd.DataFrame:
    return release_cross_table(cells_of(table), "life_area", "direction", minimum=minimum)


def grid(released: pd.DataFrame) -> np.ndarray:
    """Return what is shown as rows by columns, totals last, None where hidden."""
    columns = released["direction"].nunique()
    return (
        released["n"]
        .astype(object)
        .where(released["n"].notna(), None)
        .to_numpy()
        .reshape(-1, columns)
    )


def attack(shown: np.ndarray) -> dict[tuple[int, int], tuple[int, int]]:
    """Bound every hidden cell by constraint programming, knowing that it holds somebody."""
    model = cp_model.CpModel()
    variables = {
        place: model.new_int_var(1, BIG, "") if value is None else model.new_constant(int(value))
        for place, value in np.ndenumerate(shown)
    }
    rows, columns = shown.shape
    for row in range(rows):
        line = [variables[row, column] for column in range(columns)]
        model.add(sum(line[:-1]) == line[-1])
    for column in range(columns):
        line = [variables[row, column] for row in range(rows)]
        model.add(sum(line[:-1]) == line[-1])
    hidden = [place for place, value in np.ndenumerate(shown) if value is None]
    return {place: bounds(model, variables[place]) for place in hidden}


def bounds(model: cp_model.CpModel, variable: cp_model.IntVar) -> tuple[int, int]:
    found = []
    for sense in (model.minimize, model.maximize):
        sense(variable)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        found.append(round(solver.objective_value))
    return found[0], found[1]


tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 14), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(2, 6))
def test_an_attacker_bounds_no_hidden_cell_within_the_interval(table, minimum):
    released = release(table, minimum)
    for low, high in attack(grid(released)).values():
        assert high - low >= minimum


def with_totals(table: np.ndarray) -> np.ndarray:
    wide = np.hstack([table, table.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0)])


@given(tables, st.integers(1, 6))
def test_no_small_cell_or_total_is_shown_and_what_is_shown_is_true(table, minimum):
    whole = with_totals(np.array(table))
    for place, value in np.ndenumerate(grid(release(table, minimum))):
        assert value is None or (value == whole[place] and not 1 <= value < minimum)


@given(tables)
def test_cells_with_nobody_are_shown_and_nothing_is_hidden_in_vain(table):
    shown = grid(release(table))
    whole = with_totals(np.array(table))
    assert all(shown[place] == 0 for place, n in np.ndenumerate(whole) if n == 0)
    if not np.any((whole > 0) & (whole < 5)):
        assert not any(value is None for value in shown.ravel())


def test_enumeration_agrees_on_a_two_by_two_table():
    shown = grid(release([[3, 6], [7, 8]]))
    fits = []
    for a, b, c in product(range(25), repeat=3):
        whole = with_totals(np.array([[a, b], [c, 24 - a - b - c]]))
        if whole.min() >= 0 and all(
            value is None or value == whole[place] for place, value in np.ndenumerate(shown)
        ):
            fits.append((a, b, c, 24 - a - b - c))
    assert [value for value in shown[:2, :2].ravel()] == [None] * 4
    assert shown[2, 2] == 24
    assert all(max(values) - min(values) >= 5 for values in zip(*fits, strict=True))


def test_the_cheapest_partners_go_and_the_rest_stands():
    released = release([[3, 40, 50], [60, 9, 70], [80, 90, 100]])
    assert grid(released)[:3, :3].tolist() == [[None, None, 50], [None, None, 70], [80, 90, 100]]
    assert released["status"].eq("dold").sum() == 4


def test_one_row_hides_its_columns_totals_too():
    assert grid(release([[2, 30, 31]])).tolist() == [[None, None, 31, 63]] * 2


def test_a_small_table_is_hidden_altogether():
    assert grid(release([[1, 0], [2, 1]])).tolist() == [
        [None, 0, None],
        [None, None, None],
        [None, None, None],
    ]


def test_no_rows_give_an_empty_total():
    released = release([])
    assert released["n"].tolist() == [0]
    assert released["status"].tolist() == ["visas"]


def test_persons_decide_what_is_small():
    cells = [("d1", "k0", 12, 2), ("d1", "k1", 40, 30), ("d2", "k0", 50, 20), ("d2", "k1", 60, 40)]
    rows = [("d1", TOTAL, 52, 31), ("d2", TOTAL, 110, 50)]
    last = [(TOTAL, "k0", 62, 21), (TOTAL, "k1", 100, 60), (TOTAL, TOTAL, 162, 70)]
    names = ["life_area", "direction", "n", "persons"]
    counts = pd.DataFrame([*cells, *rows, *last], columns=names)
    released = release_cross_table(counts, "life_area", "direction", persons="persons")
    assert grid(released).tolist() == [[None, None, 52], [None, None, 110], [62, 100, 162]]
    assert "persons" not in released


def test_totals_that_are_not_the_sums_are_refused():
    counts = cells_of([[3, 4], [5, 6]])
    wrong = pd.DataFrame({"life_area": ["d1"], "direction": [TOTAL], "n": [8]})
    with pytest.raises(ValueError, match="sums"):
        release_cross_table(pd.concat([counts, wrong]), "life_area", "direction")
    with pytest.raises(ValueError, match="twice"):
        release_cross_table(pd.concat([counts, counts]), "life_area", "direction")


def test_the_input_is_left_alone():
    counts = cells_of([[3, 4], [5, 6]])
    before = counts.copy(deep=True)
    release_cross_table(counts, "life_area", "direction")
    pd.testing.assert_frame_equal(counts, before)
