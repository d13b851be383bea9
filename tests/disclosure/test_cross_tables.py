from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from ibic_eval.disclosure.cross_tables import (
    TOTAL,
    CrossTable,
    release_cross_table,
    release_linked,
)

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


def crossed(rows: pd.DataFrame, first: str, second: str) -> CrossTable:
    return CrossTable(rows.groupby([first, second]).size().reset_index(name="n"), first, second)


def linked_model(released: dict[str, pd.DataFrame]) -> tuple[cp_model.CpModel, dict]:
    """Return a model of every cell; tables share the totals of variables with the same name."""
    model, variables, shown = cp_model.CpModel(), {}, {}
    for name, table in released.items():
        first, second = table.columns[:2]
        for row, column, n in zip(table[first], table[second], table["n"], strict=True):
            place = (name, row, column)
            if row == TOTAL or column == TOTAL:
                place = (first, row) if row != TOTAL else (second, column)
                place = "all" if row == column else place
            if place not in variables:
                variables[place] = model.new_int_var(1, BIG, "")
            if not pd.isna(n):
                shown[place] = int(n)
    fixed = {place: shown.get(place, variable) for place, variable in variables.items()}
    for name, table in released.items():
        for variable, other in (table.columns[:2], table.columns[1::-1]):
            for label, line in table[table[other].ne(TOTAL)].groupby(variable):
                places = [
                    (other, b) if label == TOTAL else (name, *((label, b) if flip else (b, label)))
                    for b in line[other]
                    for flip in [variable == table.columns[0]]
                ]
                total = fixed["all"] if label == TOTAL else fixed[variable, label]
                model.add(sum(fixed[place] for place in places) == total)
    return model, {place: v for place, v in variables.items() if place not in shown}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 60))
def test_tables_with_totals_in_common_do_not_give_each_other_away(seed, size):
    random = np.random.default_rng(seed)
    data = {
        "present": random.choice(list("012"), size, p=[0.2, 0.5, 0.3]),
        "intended": random.choice(list("012"), size, p=[0.5, 0.4, 0.1]),
        "direction": random.choice(list("bsw"), size, p=[0.6, 0.3, 0.1]),
    }
    rows = pd.DataFrame(data)
    pairs = [("present", "intended"), ("present", "direction")]
    released = release_linked({f"{a}{b}": crossed(rows, a, b) for a, b in pairs})
    model, hidden = linked_model(released)
    for variable in hidden.values():
        low, high = bounds(model, variable)
        assert high - low >= 5


def test_a_total_hidden_in_one_table_is_hidden_in_the_other():
    first = cells_of([[1, 2], [20, 20]])
    second = first.rename(columns={"direction": "outcome"}).assign(n=[3, 0, 20, 20])
    released = release_linked(
        {
            "a": CrossTable(first, "life_area", "direction"),
            "b": CrossTable(second, "life_area", "outcome"),
        }
    )
    hidden = [
        set(table.loc[table["status"].eq("dold") & table.iloc[:, 1].eq(TOTAL), "life_area"])
        for table in released.values()
    ]
    assert hidden[0] == hidden[1] != set()


def test_a_known_sum_of_cells_is_no_way_in():
    cells = cells_of([[3, 40], [30, 50]])
    totals = pd.DataFrame([("x", "y", 53), ("x", "z", 70)], columns=["sex", "path", "n"])
    tables = {
        "a": CrossTable(cells, "life_area", "direction"),
        "b": CrossTable(totals, "sex", "path"),
    }
    diagonal = {("path", "y"): [("a", "d1", "k0"), ("a", "d2", "k1")]}
    free = grid(release_linked(tables)["a"])
    bound = grid(release_linked(tables, sums=diagonal)["a"])
    assert [value for value in free[:2, :2].ravel()] == [None] * 4
    assert free[:, 2].tolist() == [43, 80, 123]
    assert None in bound[:, 2]  # the diagonal's sum fixes the four cells unless a total goes too


def test_tables_that_disagree_are_refused():
    table = CrossTable(cells_of([[3, 4], [5, 6]]), "life_area", "direction")
    other = CrossTable(cells_of([[3, 4], [5, 7]]), "life_area", "direction")
    with pytest.raises(ValueError, match="different totals"):
        release_linked({"a": table, "b": other})
    with pytest.raises(ValueError, match="not the sums"):
        release_linked({"a": table}, sums={("direction", "k0"): [("a", "d1", "k0")]})
