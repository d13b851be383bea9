"""Placebo tests: their intervals against the test itself, and what they reject by chance."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibic_eval.estimates.placebo_tests import OWN, PlaceboGaps, adjusted_p, placebo_test

AFTER = np.arange(8) >= 5


def drawn(random, donors=19, effect=0.0, questions=1, own_chance=0.02):
    """Return the gaps of some questions; the municipality's move by another chance than donors'."""
    names = [OWN, *map(str, range(donors))]
    spread = np.array([own_chance, *[0.02] * donors])
    every = []
    for _ in range(questions):
        moves = pd.DataFrame(random.normal(0, spread, (8, donors + 1)), columns=names)
        gaps = moves.mul(np.where(AFTER, 1, 0.1), axis="index")
        gaps[OWN] += effect * AFTER
        every.append(PlaceboGaps(gaps, moves, AFTER))
    return every


def p_without(gaps, effect):
    moved = gaps.gaps.assign(**{OWN: gaps.gaps[OWN] - effect * AFTER})
    return placebo_test(gaps._replace(gaps=moved))["p"]


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), donors=st.integers(19, 60))
def test_interval_holds_exactly_the_effects_that_the_test_does_not_reject(seed, donors):
    gaps = drawn(np.random.default_rng(seed), donors, 0.02)[0]
    found = placebo_test(gaps)
    for limit, inside in ((found["ci_low"], 1), (found["ci_high"], -1)):
        assert p_without(gaps, limit + inside * 1e-9) > 0.05
        assert p_without(gaps, limit - inside * 1e-9) <= 0.05


def test_with_eighteen_donors_nothing_is_rejected_and_there_is_no_interval():
    found = placebo_test(drawn(np.random.default_rng(1), 18, 0.9)[0])
    assert found["p"] == pytest.approx(1 / 19)
    assert np.isnan(found["ci_low"])


def test_corrected_p_is_the_largest_of_all_sets_that_hold_the_question():
    family = drawn(np.random.default_rng(4), 30, 0.03, questions=4)

    def p_of(places):
        joined = np.array([family[place].squares(family[0].donors) for place in places])
        before, after = joined.sum(axis=0)
        return np.mean(after / before >= after[0] / before[0])

    sets = [held for size in range(1, 5) for held in combinations(range(4), size)]
    expected = [max(p_of(held) for held in sets if place in held) for place in range(4)]
    assert adjusted_p(family) == pytest.approx(expected)


def test_only_donors_with_every_question_take_part():
    one, two = drawn(np.random.default_rng(5), 25, questions=2)
    fewer = one._replace(gaps=one.gaps.drop(columns=["3", "7"]))
    assert (np.round(adjusted_p([fewer, two]) * 24, 9) % 1 == 0).all()


@pytest.mark.parametrize("own_chance", [0.01, 0.02, 0.06])
def test_chance_alone_is_seldom_found_whatever_the_size_of_the_municipality(own_chance):
    random = np.random.default_rng(6)
    draws = [drawn(random, questions=4, own_chance=own_chance) for _ in range(300)]
    found = [adjusted_p(family).min() <= 0.05 for family in draws]
    # 5 % of 300 draws, and three standard errors
    assert np.mean(found) <= 0.088


def test_a_change_in_all_questions_is_found_in_most_of_them():
    random = np.random.default_rng(7)
    found = [adjusted_p(drawn(random, effect=0.15, questions=4)) <= 0.05 for _ in range(40)]
    assert np.mean(found) > 0.8
