"""Control limits: by hand, and how many ordinary providers fall outside them."""

import numpy as np
import pytest
from scipy.special import expit

from ibic_eval.estimates.control_limits import common_spread, control_limits


def test_the_common_spread_is_that_of_the_formula() -> None:
    """By hand: residuals ±1.6 and 0 in units of sqrt(.25/100), drawn in at the tenths to ±1.28."""
    n = np.full(3, 100.0)
    found = common_spread(n, np.array([0.42, 0.5, 0.58]), np.full(3, 0.5))
    assert found == pytest.approx((2 * 1.28**2 - 2) / 200)


def test_alike_providers_keep_the_binomial_limits() -> None:
    n = np.full(4, 80.0)
    assert common_spread(n, np.array([0.5, 0.51, 0.49, 0.5]), np.full(4, 0.5)) == 0


def test_wider_limits_have_the_variance_of_both() -> None:
    """var = p(1 - p)(1/n + (1 - 1/n) r); with many goals the limits are near normal ones."""
    limits = control_limits(np.array([400.0]), 0.5, 0.004)
    wide = 1.96 * np.sqrt(0.25 * (1 / 400 + 0.004))
    assert limits["high_95"][0] - 0.5 == pytest.approx(wide, abs=0.003)


def test_ordinary_overdispersion_is_no_signal() -> None:
    """A spread of .3 on the logit scale; the binomial limits alone call 12 of 100 far outside."""
    random, outside, plain = np.random.default_rng(8), [], []
    for _ in range(40):
        n = random.integers(100, 300, 10).astype("float64")
        share = random.binomial(n.astype(int), expit(random.normal(0, 0.3, 10))) / n
        mean = (share * n).sum() / n.sum()
        alike = common_spread(n, share, np.full(10, mean))
        for kept, widened in ((outside, alike), (plain, 0.0)):
            limits = control_limits(n, mean, widened)
            kept.extend((share < limits["low_998"]) | (share > limits["high_998"]))
    assert np.mean(outside) <= 0.02 < 0.08 < np.mean(plain)


def test_a_provider_far_out_is_still_seen() -> None:
    n = np.full(10, 200.0)
    share = np.array([0.46, 0.48, 0.5, 0.52, 0.54, 0.47, 0.49, 0.51, 0.53, 0.95])
    limits = control_limits(n, 0.5, common_spread(n, share, np.full(10, 0.5)))
    assert share[-1] > limits["high_998"][-1]
