"""Shares of few providers: against a plain grid, and with the coverage that they claim."""

import numpy as np
import pytest
from scipy.special import expit, log_expit, logit

from ibic_eval.estimates.shrinkage import shrunken_shares

MEAN = 0.475


def test_shares_are_those_of_a_plain_grid() -> None:
    """Every level and spread on a dense grid, effects integrated by a sum: nothing adaptive."""
    reached, n = np.array([12.0, 25.0, 30.0, 9.0]), 40.0
    at, level, spread = np.linspace(-6, 6, 481), np.linspace(-5, 5, 101), np.linspace(0.02, 4, 80)
    likely = np.exp(reached[:, None] * log_expit(at) + (n - reached[:, None]) * log_expit(-at) + 25)
    kernel = np.exp(-(((at[:, None, None] - level[:, None]) / spread) ** 2) / 2)
    kernel /= kernel.sum(axis=0)
    each = np.tensordot(likely, kernel, axes=1)
    weight = each.prod(axis=0) * np.exp(-(spread**2) / 2)
    expected = [
        (likely[place] * expit(at)) @ (kernel * weight / each[place]).sum(axis=(1, 2))
        for place in range(4)
    ] / weight.sum()
    found = shrunken_shares(reached, np.full(4, n), np.full(4, logit(MEAN)), MEAN)
    assert found.share == pytest.approx(expected, abs=1e-3)


def test_limits_of_three_providers_hold_their_shares() -> None:
    """With level and spread taken as known 38 of 100 did, at a spread of .3."""
    random, held = np.random.default_rng(5), []
    for _ in range(12):
        true = expit(random.normal(0, 0.3, 3))
        reached = random.binomial(40, true).astype("float64")
        mean = reached.sum() / 120
        found = shrunken_shares(reached, np.full(3, 40.0), np.full(3, logit(mean)), mean)
        held.extend((found.low <= true) & (true <= found.high))
    assert np.mean(held) >= 0.88


def test_providers_that_are_alike_are_not_sure_to_be() -> None:
    found = shrunken_shares(np.full(3, 20.0), np.full(3, 40.0), np.zeros(3), 0.5)
    assert found.spread == 0
    assert (found.high - found.low > 0.15).all()
