"""The bootstrap of quartiles draws whole case workers, and finds what curves show."""

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.clustered_models import Clusters
from ibic_eval.estimates.kaplan_meier import quantiles
from ibic_eval.estimates.quantile_bootstrap import (
    _quantiles,
    bootstrap_differences,
    percentile_interval,
)

ALONE = Clusters(None, None, "", "")
SHARES = (0.25, 0.5, 0.75)


def drawn(seed=1, workers=30, each=20, worker_sd=0.0, shift=0.0):
    random = np.random.default_rng(seed)
    worker = np.repeat(np.arange(workers), each)
    after = random.random(len(worker)) < 0.5
    slow = random.normal(0, worker_sd, workers)[worker]
    days = np.floor(np.exp(random.normal(3 + shift * after + slow, 0.5))).astype(int)
    return pd.DataFrame({"days": days, "decided": True, "worker": worker}), after


def test_the_same_seed_gives_the_same_draws():
    rows, after = drawn()
    first, second = (bootstrap_differences(rows, after, ALONE, SHARES, draws=20) for _ in "ab")
    assert (first == second).all()


def test_quantiles_of_counts_are_those_of_kaplan_and_meier():
    random = np.random.default_rng(3)
    days = random.integers(0, 40, 151)
    decided = random.random(151) < 0.8
    grid, place = np.unique(days, return_inverse=True)
    counts = np.zeros((1, 2, len(grid)))
    np.add.at(counts[0], (decided.astype(int), place), 1)
    expected = [one[0] for one in quantiles(pd.Series(days), pd.Series(decided), SHARES)]
    assert _quantiles(counts, grid, SHARES)[0].tolist() == expected


def test_the_draws_surround_the_difference_and_spread_as_theory_says():
    rows, after = drawn(workers=200, each=20, shift=0.4)
    found = bootstrap_differences(rows, after, ALONE, (0.5,), draws=400)[:, 0]
    sides = [rows["days"][side] for side in (~after, after)]
    assert found.mean() == pytest.approx(sides[1].median() - sides[0].median(), abs=0.5)
    # the median's error is 1.2533 sd / sqrt(n) for the logarithm, which is normal
    errors = [np.median(side) * 1.2533 * 0.5 / np.sqrt(len(side)) for side in sides]
    assert found.std() == pytest.approx(np.hypot(*errors), rel=0.35)


def test_alike_cases_of_a_case_worker_widen_the_interval_of_a_level():
    """All of one worker's cases are in one period here, so that their likeness matters."""
    rows, _ = drawn(workers=40, each=30, worker_sd=0.5)
    after = rows["worker"].to_numpy() % 2 == 0
    clusters = Clusters(rows["worker"].to_numpy(), 40, "", "")
    widths = [
        np.diff(percentile_interval(bootstrap_differences(rows, after, how, (0.5,))[:, 0]))[0]
        for how in (clusters, ALONE)
    ]
    assert widths[0] > 2 * widths[1]


def test_an_end_that_is_not_reached_is_missing():
    some = np.array([1.0] * 95 + [np.nan] * 6)
    assert np.isnan(percentile_interval(some)).all()
    assert percentile_interval(some[:-1]) == (1.0, 1.0)
