"""What sums tell of hidden counts, against every table that there could be."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.disclosure.bounds import Span, told_by_sums

INFINITE = float("inf")


def test_one_hidden_part_of_a_shown_total_is_told() -> None:
    assert told_by_sums({"a": 3, "b": None, "t": 10}, [(("a", "b"), "t")]) == {"b": Span(7, 7)}


def test_two_hidden_parts_share_what_is_left() -> None:
    counts = {"a": 3, "b": None, "c": None, "t": 10}
    assert told_by_sums(counts, [(("a", "b", "c"), "t")]) == {"b": Span(0, 7), "c": Span(0, 7)}


def test_a_hidden_total_has_no_end_where_a_part_of_it_is_hidden() -> None:
    counts = {"a": 3, "b": None, "t": None}
    assert told_by_sums(counts, [(("a", "b"), "t")]) == {
        "b": Span(0, INFINITE), "t": Span(3, INFINITE),
    }  # fmt: skip


def test_what_is_in_no_sum_is_told_nothing_of() -> None:
    assert told_by_sums({"a": None, "b": 1, "c": 2, "t": 3}, [(("b", "c"), "t")]) == {}


def test_sums_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="contradict"):
        told_by_sums({"a": 9, "b": None, "t": 3}, [(("a", "b"), "t")])


@given(
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.sets(st.integers(0, 8), min_size=1, max_size=5),
)
def test_the_ends_are_those_of_all_tables_with_the_same_sums(
    cells: list[int], concealed: set[int]
) -> None:
    """Two by two with margins and total: the hidden are tried one by one."""

    def whole(a: int, b: int, c: int, d: int) -> list[int]:
        return [a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d]

    sums = [((0, 1), 4), ((2, 3), 5), ((0, 2), 6), ((1, 3), 7), ((4, 5), 8), ((6, 7), 8)]
    true = whole(*cells)
    shown = {place: None if place in concealed else true[place] for place in range(9)}
    found = told_by_sums(shown, sums)
    assert set(found) == concealed
    same = [
        table
        for table in (whole(*each) for each in itertools.product(range(13), repeat=4))
        if all(table[place] == count for place, count in shown.items() if count is not None)
    ]
    for place, span in found.items():
        values = [table[place] for table in same]
        assert span.low == min(values)
        if span.high < 12:  # a larger one could lie beyond the tables tried
            assert span.high == max(values)
        else:
            assert max(values) >= 12
