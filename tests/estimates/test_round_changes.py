"""The interval of a change among the same municipalities."""

import math

import pytest

from ibic_eval.estimates.intervals import share_interval
from ibic_eval.estimates.round_changes import paired_interval


def test_unrelated_answers_give_the_interval_of_independent_shares() -> None:
    low, high = paired_interval(0.5, 0.6, 0.3, 20, 0.0)  # together is 0.5 times 0.6: phi is 0
    (old_low, old_high), (new_low, new_high) = (share_interval(p, 20, 0.0) for p in (0.5, 0.6))
    assert low == pytest.approx(0.1 - math.hypot(0.6 - new_low, old_high - 0.5))
    assert high == pytest.approx(0.1 + math.hypot(new_high - 0.6, 0.5 - old_low))


def test_answers_that_stay_give_a_narrower_interval_and_never_one_of_no_width() -> None:
    loose = paired_interval(0.5, 0.6, 0.3, 20, 0.5)
    close = paired_interval(0.5, 0.6, 0.5, 20, 0.5)
    assert loose[0] < close[0] < 0.1 < close[1] < loose[1]
    low, high = paired_interval(1.0, 1.0, 1.0, 7, 7 / 8)
    assert low < 0 < high
