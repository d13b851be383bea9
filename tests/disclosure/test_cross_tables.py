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


def attack(shown: np.ndarray, true: np.ndarray) -> dict[tuple[int, int], tuple[int, int]]:
    """Bound every hidden cell by constraint programming, knowing which hold somebody."""
    model = cp_model.CpModel()
    variables = {
        place: model.new_int_var(min(int(true[place]), 1), BIG, "")
        if value is None
        else model.new_constant(int(value))
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


@given(tables, st.integers(2, 6))
def test_an_attacker_bounds_no_hidden_cell_within_the_interval(table, minimum):
    true = with_totals(np.array(table))
    for place, (low, high) in attack(grid(release(table, minimum)), true).items():
        nobody = 0 in (true[place[0], -1], true[-1, place[1]])  # a total of nobody says it
        assert high - low >= (minimum if true[place] else 0 if nobody else 1)


def with_totals(table: np.ndarray) -> np.ndarray:
    wide = np.hstack([table, table.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0)])


@given(tables, st.integers(1, 6))
def test_no_small_cell_or_total_is_shown_and_what_is_shown_is_true(table, minimum):
    whole = with_totals(np.array(table))
    for place, value in np.ndenumerate(grid(release(table, minimum))):
        assert value is None or (value == whole[place] and not 1 <= value < minimum)


@given(tables)
def test_empty_cells_are_hidden_only_where_few_are_and_nothing_in_vain(table):
    shown = grid(release(table))
    whole = with_totals(np.array(table))
    few = (whole > 0) & (whole < 5)
    for (row, column), n in np.ndenumerate(whole):
        beside = few[row, -1] or few[-1, column] or few[-1, -1]
        if n == 0:
            assert (shown[row, column] is None) == bool(beside)
    if not few.any():
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
        [None, None, None],
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


def true_size(rows: pd.DataFrame, pairs: list[tuple[str, str]], place: object) -> int:
    """Return how many rows there are at a place of `linked_model`."""
    if place == "all":
        return len(rows)
    if len(place) == 2:
        return int(rows[place[0]].eq(place[1]).sum())
    first, second = next(pair for pair in pairs if "".join(pair) == place[0])
    return int((rows[first].eq(place[1]) & rows[second].eq(place[2])).sum())


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
                variables[place] = model.new_int_var(0, BIG, "")
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


@settings(max_examples=15)
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
    for place, variable in hidden.items():
        if true_size(rows, pairs, place):
            model.add(variable >= 1)
    for place, variable in hidden.items():
        if true_size(rows, pairs, place):
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


def grouped(table: list[list[int]], **more: bool) -> pd.DataFrame:
    groups = {"answered": ["k0", "k1"]}
    cells = CrossTable(cells_of(table), "life_area", "direction", groups=groups, **more)
    released = release_linked({"": cells})[""]
    return released.set_index(["life_area", "direction"])["n"].astype("Float64").unstack()  # noqa: PD010


def test_a_group_of_columns_is_shown_and_its_parts_cover_each_other():
    shown = grouped([[2, 30, 50], [40, 60, 70]])
    assert shown["answered"].tolist() == [132, 32, 100]  # alla, d1, d2
    assert shown.loc["d1", ["k0", "k1"]].isna().all()
    assert shown["k2"].tolist() == [120, 50, 70]


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=1, max_size=3),
    st.booleans(),
)
def test_groups_and_unshown_totals_give_no_hidden_cell_away(table, totals):
    true = np.array(table)
    shown = grouped(table, row_totals=totals, column_totals=not totals)
    if true.sum() < 5:
        assert not true.any() or shown.isna().all(axis=None)
        return
    model = cp_model.CpModel()
    cells = {place: model.new_int_var(min(int(n), 1), BIG, "") for place, n in np.ndenumerate(true)}
    names, rows = ["k0", "k1", "k2"], [f"d{row + 1}" for row in range(len(true))]
    sums = {
        (row, name): [cells[i, j]] for i, row in enumerate(rows) for j, name in enumerate(names)
    }
    for i, row in enumerate(rows):
        sums[row, "answered"] = [cells[i, 0], cells[i, 1]]
        sums[row, TOTAL] = [cells[i, j] for j in range(3)]
    for name in ("k0", "k1", "k2", "answered", TOTAL):
        sums[TOTAL, name] = [cell for row in rows for cell in sums[row, name]]
    for (row, name), terms in sums.items():
        if not pd.isna(shown.loc[row, name]):
            model.add(sum(terms) == int(shown.loc[row, name]))
    for (i, j), cell in cells.items():
        if pd.isna(shown.loc[rows[i], names[j]]):
            low, high = bounds(model, cell)
            nobody = 0 in (true[i].sum(), true[:, j].sum())
            assert high - low >= (5 if true[i, j] else 0 if nobody else 1)
