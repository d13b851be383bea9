"""The months of a series: adjusted for way in, and only where enough persons stand behind them."""

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.autoregression import autoregressive
from ibic_eval.estimates.series_tables import _shift, monthly


def counted(months, days, persons=None, way_in="ordinarie"):
    rows = pd.DataFrame({"month": months, "days": days, "way_in": way_in})
    return rows.assign(person=range(len(rows)) if persons is None else persons)


def test_a_month_of_few_cases_or_persons_is_not_enough():
    persons = [*range(4), *range(5), 1, 1, 1, 2, 3, 4]
    table = monthly(counted([1] * 4 + [2] * 5 + [3] * 6, 9, persons))
    assert table["enough"].to_dict() == {1: False, 2: True, 3: False}
    assert table.loc[2, "log_days"] == pytest.approx(np.log(10))


def test_more_quick_ways_in_do_not_make_a_month_shorter():
    """A way in that takes a fifth of the time is one case in ten, and then nine in ten."""
    quick = np.arange(20) % 10 < 1, np.arange(20) % 10 < 9
    ways = np.where(np.concatenate(quick), "utskrivning", "ordinarie")
    rows = counted([1] * 20 + [2] * 20, np.where(ways == "utskrivning", 7, 39), way_in=ways)
    table = monthly(rows)
    assert table.loc[1, "log_days"] == pytest.approx(table.loc[2, "log_days"])
    assert table["log_days"].mean() == pytest.approx(np.log1p(rows["days"]).mean())


def test_the_shift_is_that_of_least_squares_without_a_change_of_trend():
    random = np.random.default_rng(4)
    time = np.arange(-24, 12)
    after = (time >= 0).astype("float64")
    design = np.column_stack([np.ones(36), time, after, after * time])
    outcome = random.normal(0, 0.1, 36) + 0.3 * after
    fit = autoregressive(outcome, design, time)._replace(correlation=0.0)
    inverse = np.linalg.inv(design.T @ design)
    fit = fit._replace(coefficients=inverse @ design.T @ outcome, covariance=inverse * 0.01)
    expected = np.linalg.lstsq(design[:, :3], outcome)[0][2]
    assert _shift(fit)["estimate"] == pytest.approx(expected)
