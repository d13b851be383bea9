"""The random-effects mean against R's metafor, and its caution with few and alike effects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ibic_eval.estimates.random_effects import random_effects, variance_of

# dat.bcg (Colditz et al. 1994): log risk ratios and variances as metafor 3.8.1's escalc gives them.
EFFECTS = np.array([
    -0.8893113339, -1.5853886572, -1.3480731483, -1.4415511900, -0.2175473222, -0.7861155858,
    -1.6208982236, 0.0119523335, -0.4694176487, -1.3713448035, -0.3393588283, 0.4459134006,
    -0.0173139482,
])  # fmt: skip
VARIANCES = np.array([
    0.3255847650, 0.1945811214, 0.4153679654, 0.0200100319, 0.0512101722, 0.0069056185,
    0.2230172476, 0.0039615793, 0.0564342105, 0.0730247936, 0.0124122140, 0.5325058452,
    0.0714046597,
])  # fmt: skip


def test_agrees_with_metafor() -> None:
    """rma(yi, vi, method="PM", test="knha") and predict() of metafor 3.8.1; I² from Q."""
    found = random_effects(EFFECTS, VARIANCES)
    assert found.k == 13
    assert found.tau2 == pytest.approx(0.3180937, abs=5e-5)
    assert found.estimate == pytest.approx(-0.7149704, abs=1e-5)
    assert (found.ci_low, found.ci_high) == pytest.approx((-1.109102, -0.320839), abs=1e-5)
    prediction = (found.prediction_low, found.prediction_high)
    assert prediction == pytest.approx((-2.005475, 0.5755342), abs=1e-4)
    assert found.q == pytest.approx(152.233, abs=1e-3)
    assert found.i2 == pytest.approx(1 - 12 / 152.233, abs=1e-5)
    assert found.p == pytest.approx(0.001919268, abs=1e-5)


def test_is_near_the_restricted_likelihood() -> None:
    """REML gives tau² 0.3132 and the mean -0.7145 on the same data."""
    found = random_effects(EFFECTS, VARIANCES)
    assert found.tau2 == pytest.approx(0.3132, abs=0.006)
    assert found.estimate == pytest.approx(-0.7145, abs=0.001)


def test_alike_effects_get_no_narrower_interval_than_their_own_errors_allow() -> None:
    variances = np.full(5, 0.04)
    found = random_effects(np.array([0.1, 0.1001, 0.0999, 0.1, 0.1]), variances)
    assert found.tau2 == 0
    assert found.i2 == 0
    reach = stats.t.isf(0.025, 4) * np.sqrt(0.04 / 5)
    assert found.ci_high - found.estimate == pytest.approx(reach, rel=1e-6)


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.01, 1)), min_size=3, max_size=12))
def test_a_new_municipality_is_less_certain_than_the_mean(rows: list[tuple[float, float]]) -> None:
    effects, variances = (np.array(column) for column in zip(*rows, strict=True))
    found = random_effects(effects, variances)
    assert found.prediction_low <= found.ci_low <= found.estimate <= found.ci_high
    assert found.tau2 >= 0
    assert 0 <= found.i2 < 1
    assert min(effects) - 1e-9 <= found.estimate <= max(effects) + 1e-9


def test_reads_the_variance_out_of_an_interval() -> None:
    assert variance_of(np.array([-1.96]), np.array([1.96])) == pytest.approx([1.0], abs=1e-4)
