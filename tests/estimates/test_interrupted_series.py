"""The interrupted time series, against R's lm and NeweyWest."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.interrupted_series import (
    Break,
    break_of,
    interrupted,
    lines,
    phase,
    term_estimates,
    why_not_fitted,
)

REFERENCE = Path(__file__).parent / "reference"
AT = Break(567, 570)


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    table = pd.read_csv(REFERENCE / "case_reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="module")
def values() -> pd.Series:
    return pd.read_csv(REFERENCE / "months.csv").set_index("month")["log_days"]


def test_level_and_slope_equal_r(values, r):
    series = interrupted(values, AT)
    terms = term_estimates(series)
    assert (series.lag, series.harmonics) == (r["its.lag"], 2)
    for term, name, scale in (
        ("lutning_fore", "time", 12),
        ("niva", "after", 1),
        ("lutning", "later", 12),
    ):
        larger = max(r[f"its.{name}.hac"], r[f"its.{name}.plain"])
        assert terms[term]["estimate"] == pytest.approx(scale * r[f"its.{name}.coef"])
        assert terms[term]["se"] == pytest.approx(scale * larger)
        assert terms[term]["df"] == len(series.months) - 8


def test_the_mean_effect_is_that_of_fitted_over_counterfactual(values):
    series = interrupted(values, AT)
    drawn = lines(series, values.index.to_numpy())
    gap = (drawn["fitted"] - drawn["counterfactual"]).loc[570:]
    assert term_estimates(series)["medel"]["estimate"] == pytest.approx(gap.mean())


def test_the_transition_is_set_apart(values):
    wild = values.copy()
    wild.loc[567:569] += 5
    one, other = interrupted(values, AT), interrupted(wild, AT)
    assert one.fit.coefficients == pytest.approx(other.fit.coefficients)
    drawn = lines(one, values.index.to_numpy())
    assert drawn["fitted"].isna().to_numpy().nonzero()[0].tolist() == [27, 28, 29]
    assert drawn["counterfactual"].first_valid_index() == 567


@pytest.mark.parametrize(("months", "pairs"), [(23, 0), (24, 1), (35, 1), (36, 2)])
def test_season_needs_two_years(values, months, pairs):
    kept = values.drop(range(567, 570)).iloc[45 - months :]
    assert interrupted(kept, AT).harmonics == pairs


def test_a_start_within_a_month_sets_that_month_apart():
    assert break_of(dt.date(2017, 3, 1), 0) == Break(566, 566)
    assert break_of(dt.date(2017, 3, 15), 0) == Break(566, 567)
    assert break_of(dt.date(2017, 3, 15), 3) == Break(566, 570)
    sides = phase(np.arange(565, 569), break_of(dt.date(2017, 3, 15), 1))
    assert sides.tolist() == ["fore", "overgang", "overgang", "efter"]


def test_eight_months_are_needed_on_either_side():
    assert why_not_fitted(np.arange(559, 578), AT) == ""
    assert "minst 8 månader" in why_not_fitted(np.arange(560, 578), AT)
    assert "minst 8 månader" in why_not_fitted(np.arange(559, 577), AT)
