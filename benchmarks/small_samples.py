"""Simulates what intervals and tests of few months, providers and documents hold.

    python benchmarks/small_samples.py

Each draw has a seed; it takes some minutes.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.special import expit, logit

sys.path.insert(0, str(Path(__file__).parents[1]))
from ibic_eval.estimates.control_limits import common_spread, control_limits
from ibic_eval.estimates.interrupted_series import (
    Break,
    interrupted,
    term_estimates,
)
from ibic_eval.estimates.review_agreement import alpha_interval
from ibic_eval.estimates.shrinkage import shrunken_shares


def series_error(each: int, correlation: float, draws: int = 500) -> dict[str, float]:
    """Return the type I error of the mean effect and the level, of `each` months a side."""
    random, found = np.random.default_rng(7), []
    months = np.arange(60, 60 + 2 * each)
    for noise in random.standard_normal((draws, 100 + 2 * each)):
        drawn = lfilter([1], [1, -correlation], noise)[-2 * each :]
        terms = term_estimates(interrupted(pd.Series(drawn, months), Break(60 + each, 60 + each)))
        found.append([terms[name]["p"] < 0.05 for name in ("medel", "niva")])
    return dict(zip(("medel", "niva"), np.mean(found, axis=0), strict=True))


def shrunken_coverage(providers: int, spread: float, draws: int = 200) -> float:
    """Return how often the limits of a provider with 40 goals hold its share."""
    random, held = np.random.default_rng(5), []
    n = np.full(providers, 40.0)
    for _ in range(draws):
        true = expit(random.normal(0, spread, providers))
        reached = random.binomial(40, true).astype("float64")
        mean = reached.sum() / n.sum()
        found = shrunken_shares(reached, n, np.full(providers, logit(mean)), mean)
        held.extend((found.low <= true) & (true <= found.high))
    return float(np.mean(held))


def funnel_outside(providers: int, size: int, spread: float, draws: int = 300) -> float:
    """Return the share of ordinary providers outside the limits of 99.8 %."""
    random, outside = np.random.default_rng(8), []
    for _ in range(draws):
        n = random.integers(size // 2, 3 * size // 2, providers).astype("float64")
        share = random.binomial(n.astype(int), expit(random.normal(0, spread, providers))) / n
        mean = (share * n).sum() / n.sum()
        alike = common_spread(n, share, np.full(providers, mean))
        limits = control_limits(n, mean, alike)
        outside.extend((share < limits["low_998"]) | (share > limits["high_998"]))
    return float(np.mean(outside))


def alpha_coverage(documents: int, true: float, share: float, draws: int = 400) -> float:
    """Return how often the interval of alpha holds its true value, where it is defined."""
    random, held = np.random.default_rng(41), []
    for _ in range(draws):
        first = random.random(documents) < share
        again = random.random(documents) < share
        second = np.where(random.random(documents) < true, first, again)
        yes = first.astype("float64") + second
        found = alpha_interval(np.column_stack([yes, 2 - yes]), np.arange(documents), draws=300)
        if not np.isnan(found.value):
            held.append(found.low <= true <= found.high)
    return float(np.mean(held))


def main() -> None:
    """Print a line a setting."""
    for each in (8, 12, 18, 24, 36):
        for correlation in (0.0, 0.3, 0.5):
            print("series", each, correlation, series_error(each, correlation))
    for spread in (0.0, 0.3, 0.7):
        for providers in (3, 4, 6, 12):
            print("shrunken", providers, spread, shrunken_coverage(providers, spread))
    for providers in (5, 10, 20, 60):
        for size in (40, 200):
            print("funnel", providers, size, funnel_outside(providers, size, 0.3))
    for documents in (5, 10, 20, 40):
        for true in (0.5, 0.7, 0.9):
            print("alpha", documents, true, alpha_coverage(documents, true, 0.6))


if __name__ == "__main__":
    main()
