"""Drawings are as few as fit and about as high as each other, and no heading is divided."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.display.panels import divided

MOST = 12
_BLOCKS = st.lists(st.integers(1, 6), min_size=1, max_size=20)


def lines(part: list[int]) -> int:
    return len(part) + len(set(part))


@given(_BLOCKS)
def test_every_row_stands_once_under_one_heading(sizes: list[int]) -> None:
    rows = [block for block, size in enumerate(sizes) for _ in range(size)]
    parts = divided(rows, lambda row: row, MOST)
    assert [row for part in parts for row in part] == rows
    assert sum(len(list(groupby(part))) for part in parts) == len(sizes)
    assert all(lines(part) <= MOST for part in parts)


def test_parts_are_even() -> None:
    rows = [item for item in range(9) for _ in range(3)]
    assert [len(part) for part in divided(rows, lambda row: row, 20)] == [15, 12]
    assert [len(part) for part in divided(rows[:18], lambda row: row, 20)] == [9, 9]


def test_one_heading_with_too_many_rows_stays_whole() -> None:
    assert divided([1] * 30, lambda row: row, MOST) == [[1] * 30]


def test_without_rows_there_is_one_empty_part() -> None:
    assert divided([], lambda row: row, MOST) == [[]]
