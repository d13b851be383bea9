import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.intervals import share_interval, standard_error

# R 4.2.2, survey 4.1-1: svyciprop(~y, svydesign(ids = ~1, fpc = ~N), method = "logit")
REFERENCE = [
    (82, 164, 312, 0.0269730317021, 0.44693893397, 0.55306106603),
    (100, 164, 312, 0.0263151528801, 0.556733251062, 0.66030635043),
    (5, 123, 234, 0.0123138693021, 0.0221760039216, 0.0733608007541),
    (48, 54, 103, 0.0297744657046, 0.813782287779, 0.936082276861),
    (3, 10, 19, 0.105131496608, 0.121340911644, 0.570819929826),
]
# R 4.2.2: the largest k with phyper(0, k, N - k, n) > .025, divided by N
NONE_ANSWERED = [
    (123, 234, 0.017094017094),
    (54, 103, 0.0388349514563),
    (10, 19, 0.210526315789),
    (164, 312, 0.0128205128205),
]

answers = st.integers(2, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
fractions = st.floats(0.05, 1)


@pytest.mark.parametrize(("count", "n", "population", "error", "low", "high"), REFERENCE)
def test_interval_is_that_of_r_survey(count, n, population, error, low, high):
    share, fraction = count / n, n / population
    assert standard_error(share, n, fraction) == pytest.approx(error, abs=1e-12)
    assert share_interval(share, n, fraction) == pytest.approx((low, high), abs=1e-9)


def test_interval_of_a_domain_is_hardly_wider_than_that_of_r_survey():
    # subset(design, user == 1): SE .0311365087886, interval .426660789856-.549316116221
    share, fraction = 60 / 123, 164 / 312
    assert standard_error(share, 123, fraction) == pytest.approx(0.0311365, abs=1e-4)
    low, high = share_interval(share, 123, fraction)
    assert (low, high) == pytest.approx((0.426660789856, 0.549316116221), abs=2e-4)
    assert low < 0.426660789856 and high > 0.549316116221


@pytest.mark.parametrize(("n", "population", "high"), NONE_ANSWERED)
def test_interval_of_none_inverts_the_hypergeometric(n, population, high):
    assert share_interval(0, n, n / population) == (0, pytest.approx(high, abs=1e-11))
    assert share_interval(1, n, n / population) == (pytest.approx(1 - high, abs=1e-11), 1)


def test_interval_of_none_without_correction_is_clopper_pearson():
    # R: binom.test(0, 10)$conf.int
    assert share_interval(0, 10, 0) == (0, pytest.approx(0.3084971, abs=1e-7))


@given(answers, fractions, st.sampled_from([0.8, 0.95, 0.99]))
def test_interval_holds_its_share_and_stays_within_bounds(answered, fraction, confidence):
    count, n = answered
    low, high = share_interval(count / n, n, fraction, confidence)
    assert 0 <= low <= high <= 1
    assert low <= count / n + 1e-12 and count / n - 1e-12 <= high


@given(st.floats(0.01, 0.99), st.integers(3, 300), st.integers(1, 200), fractions)
def test_interval_shrinks_as_more_answer(share, n, more, fraction):
    assert width(share, n + more, fraction) <= width(share, n, fraction) + 1e-12


@given(st.floats(0.01, 0.99), st.integers(3, 300), fractions, fractions)
def test_interval_shrinks_as_more_of_the_population_answers(share, n, one, other):
    smaller, larger = sorted((one, other))
    assert width(share, n, larger) <= width(share, n, smaller) + 1e-12


@given(answers)
def test_interval_has_no_width_where_everybody_answered(answered):
    count, n = answered
    assert share_interval(count / n, n, 1) == (count / n, count / n)


@given(st.integers(1, 200), fractions)
def test_intervals_of_none_and_all_mirror_each_other(n, fraction):
    _, high = share_interval(0, n, fraction)
    low, _ = share_interval(1, n, fraction)
    assert math.isclose(low, 1 - high)


@pytest.mark.parametrize(
    ("share", "n", "fraction"),
    [(-0.1, 9, 0.5), (1.1, 9, 0.5), (0.5, 9, 1.5), (0.5, 1, 0.5), (0, 0, 0)],
)
def test_interval_refuses_what_has_none(share, n, fraction):
    with pytest.raises(ValueError):
        share_interval(share, n, fraction)


def width(share: float, n: int, fraction: float) -> float:
    low, high = share_interval(share, n, fraction)
    return high - low
