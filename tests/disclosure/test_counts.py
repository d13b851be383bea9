from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.disclosure.counts import MINIMUM, parts_to_hide, release_counts, release_partition

LETTERS = "ABCDE"


def partition(*sizes: int) -> pd.DataFrame:
    """Return counts of two answers for groups A, B, … of these sizes."""
    rows = [
        ("q10", "alla", group, answer, count, n, n)
        for group, n in zip(LETTERS, sizes, strict=False)
        for answer, count in (("ja", n // 2), ("nej", n - n // 2))
    ]
    columns = ["item", "area", "group", "answer", "count", "n", "n_asked"]
    numbers = dict.fromkeys(("count", "n", "n_asked"), "Int64")
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def shown_groups(released: pd.DataFrame) -> set[str]:
    return set(released.loc[released["status"].eq("visas"), "group"])


@pytest.mark.parametrize("minimum", [3, MINIMUM, 10])
def test_threshold_hides_below_and_shows_from_the_minimum(minimum):
    released = release_counts(partition(minimum - 1, minimum, minimum + 1), minimum)
    assert shown_groups(released) == {"B", "C"}


def test_hidden_rows_are_blank_and_no_zero():
    released = release_counts(partition(4, 6))
    hidden = released[released["status"].eq("dold")]
    assert len(hidden) == 2
    assert hidden[["count", "n", "n_asked"]].isna().all(axis=None)


def test_an_empty_group_holds_nobody_to_hide():
    assert shown_groups(release_counts(partition(0, 6))) == {"A", "B"}


def test_release_leaves_its_input_alone():
    counts = partition(2, 9, 30)
    before = counts.copy(deep=True)
    release_counts(counts)
    release_partition(counts)
    pd.testing.assert_frame_equal(counts, before)


def test_rows_hidden_before_stay_hidden():
    assert shown_groups(release_counts(release_partition(partition(2, 9, 30)))) == {"C"}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((40, 9, 30), "ABC"),  # nothing small
        ((4, 9, 30), "C"),  # one hidden part: the next smallest too
        ((5, 9, 30), "ABC"),  # at the minimum
        ((1, 3, 30, 40), "D"),  # 4 together, below the minimum
        ((1, 4, 30, 40), "CD"),  # 5 together
        ((2, 0, 30, 40), "BD"),  # an empty part is no cover
        ((2, 30), ""),
        ((1, 2), ""),
    ],
)
def test_partition_hides_until_subtraction_fails(sizes, shown):
    assert shown_groups(release_partition(partition(*sizes), 5)) == set(shown)


def test_partitions_are_hidden_one_by_one():
    counts = pd.concat([partition(2, 9, 30), partition(8, 9, 30).assign(item="q1a")])
    released = release_partition(counts.reset_index(drop=True))
    assert shown_groups(released[released["item"].eq("q10")]) == {"C"}
    assert shown_groups(released[released["item"].eq("q1a")]) == {"A", "B", "C"}


def test_partition_by_another_column():
    counts = partition(2, 9, 30).rename(columns={"group": "level_name"}).assign(group="svarande")
    released = release_partition(counts, part="level_name")
    assert set(released.loc[released["status"].eq("visas"), "level_name"]) == {"C"}


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5), st.integers(2, 8))
def test_no_hidden_part_follows_from_what_is_released(sizes, minimum):
    parts = pd.Series(sizes, index=list(LETTERS[: len(sizes)]))
    hidden = parts_to_hide(parts, minimum)
    total = int(parts.sum())
    if not hidden or total < minimum or total == len(hidden):
        return
    rest = total - int(parts.drop(hidden).sum())
    ways = [way for way in product(range(1, rest + 1), repeat=len(hidden)) if sum(way) == rest]
    if len(hidden) == (parts > 0).sum() == 1:
        pytest.fail("a lone part at or above the minimum was hidden")
    assert rest >= minimum
    assert all(len(set(values)) > 1 for values in zip(*ways, strict=True))


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5), st.integers(1, 8))
def test_every_small_part_is_hidden(sizes, minimum):
    parts = pd.Series(sizes)
    shown = parts.drop(parts_to_hide(parts, minimum))
    assert not shown.between(1, minimum - 1).any()
