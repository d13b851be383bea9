import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import power_proportions_2indep

from ibic_eval.estimates.differences import (
    DIFFERENCES_SCHEMA,
    group_differences,
    holm,
    smallest_detectable,
)

# Newcombe 1998, Statistics in Medicine 17, table II, method 10
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 10, 0.6075, 1.0000),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
]
# R 4.2.2: fisher.test(matrix(c(20, 14, 10, 26), 2)), fisher.test(matrix(c(0, 12, 5, 10), 2))
FISHER = [(20, 34, 10, 36, 0.0150992107927), (0, 12, 5, 15, 0.0470085470085)]


def counts(*cells: tuple[str, int, int, int, int]) -> pd.DataFrame:
    """Return counts of one answer to each item for the groups a and b."""
    rows = [
        (item, "lss", group, "okat", count, n, n)
        for item, *numbers in cells
        for group, count, n in zip("ab", numbers[::2], numbers[1::2], strict=True)
    ]
    columns = ["item", "area", "group", "answer", "count", "n", "n_asked"]
    return pd.DataFrame(rows, columns=columns).astype({"count": "Int64", "n": "Int64"})


def compare(*cell: int, **options: float) -> pd.Series:
    return group_differences(counts(("q4_1", *cell)), "a", "b", **options).iloc[0]


@pytest.mark.parametrize(("count_a", "n_a", "count_b", "n_b", "low", "high"), NEWCOMBE)
def test_interval_is_that_of_newcombe(count_a, n_a, count_b, n_b, low, high):
    row = compare(count_a, n_a, count_b, n_b)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count_a", "n_a", "count_b", "n_b", "p"), FISHER)
def test_p_is_that_of_fisher_in_r(count_a, n_a, count_b, n_b, p):
    assert compare(count_a, n_a, count_b, n_b)["p"] == pytest.approx(p, abs=1e-12)


def test_holm_is_that_of_r():
    # R 4.2.2: p.adjust(c(.01, .04, .03, .005), "holm")
    adjusted = holm(pd.Series([0.01, 0.04, 0.03, 0.005]))
    assert adjusted.tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(pd.Series([], dtype="float64")).empty


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        ((40, 54, 20, 69), "större"),
        ((20, 69, 40, 54), "mindre"),
        ((500, 1000, 505, 1000), "likvärdig"),
        ((27, 54, 30, 69), "kan inte avgöras"),
    ],
)
def test_verdict_follows_from_the_two_tests(cell, verdict):
    assert compare(*cell)["verdict"] == verdict


def test_a_family_of_more_comparisons_is_stricter():
    one = group_differences(counts(("q4_1", 30, 54, 24, 69)), "a", "b").iloc[0]
    many = [(f"q5_{i}", 10, 54, 12, 69) for i in range(9)]
    family = group_differences(counts(("q4_1", 30, 54, 24, 69), *many), "a", "b").iloc[0]
    assert one["p"] == family["p"] and (one["verdict"], family["verdict"]) == (
        "större",
        "kan inte avgöras",
    )
    assert family["p_holm"] == pytest.approx(10 * one["p"])
    assert family["smallest_detectable"] > one["smallest_detectable"]


def test_hidden_and_empty_groups_give_a_status_and_no_numbers():
    frame = counts(("q4_1", 3, 9, 4, 9), ("q4_2", 0, 0, 4, 9), ("q4_3", 3, 9, 4, 9))
    status = pd.Series("visas", index=frame.index).mask(frame["item"].eq("q4_3"), "dold")
    table = group_differences(frame.assign(status=status), "a", "b").set_index("item")
    assert table["status"].to_dict() == {"q4_1": "visas", "q4_2": "saknas", "q4_3": "dold"}
    unseen = table.loc[["q4_2", "q4_3"], ["share_a", "difference", "p", "p_holm", "verdict"]]
    assert unseen.isna().all(axis=None)
    assert table.loc["q4_1", "p"] == table.loc["q4_1", "p_holm"]


def test_no_common_answers_give_an_empty_table():
    table = group_differences(counts(("q4_1", 3, 9, 4, 9)), "a", "c")
    assert table.empty and list(table.columns) == list(DIFFERENCES_SCHEMA)


def cells(n_a: int, n_b: int) -> st.SearchStrategy[tuple[int, int, int, int]]:
    return st.tuples(st.integers(0, n_a), st.just(n_a), st.integers(0, n_b), st.just(n_b))


sizes = st.integers(1, 120)
# Many cells in one family: the numbers of a cell do not depend on its company.
families = st.lists(st.tuples(sizes, sizes).flatmap(lambda n: cells(*n)), min_size=1, max_size=9)


@settings(max_examples=15)
@given(families)
def test_numbers_are_sound_for_all_counts(family):
    table = group_differences(
        counts(*((f"q{i}", *cell) for i, cell in enumerate(family))), "a", "b"
    )
    assert (table["ci_low"] >= -1).all() and (table["ci_high"] <= 1).all()
    assert (table["ci_low"] <= table["difference"] + 1e-9).all()
    assert (table["difference"] <= table["ci_high"] + 1e-9).all()
    assert (table["p"] <= table["p_holm"]).all() and (table["p_holm"] <= 1).all()
    assert table["p"].ge(0).all() and table["equivalence_p"].between(0, 1).all()


@settings(max_examples=15)
@given(families)
def test_swapping_the_groups_mirrors_the_difference(family):
    frame = counts(*((f"q{i}", *cell) for i, cell in enumerate(family)))
    there, back = group_differences(frame, "a", "b"), group_differences(frame, "b", "a")
    assert (there["difference"] + back["difference"]).abs().max() < 1e-9
    assert (there["ci_low"] + back["ci_high"]).abs().max() < 1e-9
    assert (there["equivalence_p"] - back["equivalence_p"]).abs().max() < 1e-6


@pytest.mark.parametrize("share", [0.1, 0.5, 0.85])
def test_smallest_detectable_difference_has_the_power(share):
    found = smallest_detectable(share, 54, 69, 0.05)
    difference = found if share <= 0.5 else -found
    power = power_proportions_2indep(difference, share, 69, 54 / 69, 0.05, return_results=False)
    assert power == pytest.approx(0.8)


def test_nothing_can_be_detected_among_a_handful():
    assert pd.isna(smallest_detectable(0.5, 3, 3, 0.05))
