"""Half-up rounding is checked against exact fractions, not against Python's own rounding."""

from fractions import Fraction
from math import floor

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.display import numbers


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent_is_the_exact_fraction_rounded_half_up(count_and_n: tuple[int, int]) -> None:
    count, n = count_and_n
    exact = floor(Fraction(100 * count, n) + Fraction(1, 2))
    assert numbers.whole_percent(count / n) == exact
    assert numbers.percent(count / n) == f"{exact}\u00a0%"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numbers.percent(0.524), "52 %"),
        (numbers.percent(0.285), "29 %"),
        (numbers.percent(0.1234, 1), "12,3 %"),
        (numbers.percent(None), "–"),
        (numbers.percent(float("nan")), "–"),
        (numbers.percent(pd.NA), "–"),
        (numbers.percent_span(0.59, 0.64), "59–64 %"),
        (numbers.percent_span(0.591, 0.594), "59 %"),
        (numbers.percent_span(None, 0.5), "–"),
        (numbers.reading(0.5001, 1), "> 50 %"),
        (numbers.reading(0.495, 1), "≥ 50 %"),
        (numbers.reading(0.6, 1), "≥ 60 %"),
        (numbers.reading(0, 0.4999), "< 50 %"),
        (numbers.reading(0, 0.05), "0–5 %"),
        (numbers.reading(0.85, 0.8999), "85–90 %"),
        (numbers.reading(1, 1), "100 %"),
        (numbers.interval(0.4469, 0.5531), "45–55 %"),
        (numbers.interval(0.0, 0.001), "0–0 %"),
        (numbers.integer(1234), "1 234"),
        (numbers.decimal(-1234.55), "−1 234,6"),
        (numbers.decimal(-0.01), "0,0"),
        (numbers.points(0.115), "+12 procentenheter"),
        (numbers.points(-0.03), "−3 procentenheter"),
        (numbers.points(0.001), "±0 procentenheter"),
        (numbers.points_interval(-0.03, 0.21), "−3 till +21"),
        (numbers.p_value(0.0312), "0,03"),
        (numbers.p_value(0.0496), "0,050"),
        (numbers.p_value(0.049), "0,049"),
        (numbers.p_value(0.05), "0,05"),
        (numbers.p_value(0.0044), "0,004"),
        (numbers.p_value(0.0004), "< 0,001"),
        (numbers.p_value(1.0), "1,00"),
    ],
)
def test_swedish_forms(written: str, expected: str) -> None:
    assert written.replace("\u00a0", " ") == expected


@given(st.floats(0, 1), st.floats(0, 1))
def test_no_written_number_can_break_over_two_lines(low: float, high: float) -> None:
    assert " " not in numbers.percent_span(low, high) + numbers.interval(low, high)
    assert " " not in numbers.points(low - high)
