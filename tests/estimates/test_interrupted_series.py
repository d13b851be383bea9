"""The interrupted time series, against R's gls."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter

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


def alike(values: pd.Series) -> pd.Series:
    """Return the series with noise that follows itself, as reference/case_reference.R makes it."""
    kept = values.drop(range(567, 570), errors="ignore")
    noise = 0.05 * np.sin(np.arange(1, len(kept) + 1) ** 2)
    return kept + lfilter([1], [1, -0.7], noise)


@pytest.mark.parametrize("name", ["log_days", "alike"])
def test_level_and_slope_equal_r(values, r, name):
    series = interrupted(values if name == "log_days" else alike(values), AT)
    terms = term_estimates(series)
    assert series.fit.correlation == pytest.approx(r[f"its.{name}.correlation"], abs=1e-5)
    for term, place, scale in (
        ("lutning_fore", "time", 12),
        ("niva", "after", 1),
        ("lutning", "later", 12),
    ):
        coef, se, df = (r[f"its.{name}.{place}.{what}"] for what in ("coef", "se", "df"))
        assert terms[term]["estimate"] == pytest.approx(scale * coef, rel=1e-4)
        assert terms[term]["se"] == pytest.approx(scale * se, rel=1e-4)
        assert terms[term]["df"] == pytest.approx(df, rel=1e-3)


@pytest.mark.parametrize("correlation", [0.3, 0.5])
def test_a_series_without_change_is_seldom_found_changed(correlation):
    """The bound is .07; least squares with Newey and West's errors found .22 of 400 at .5."""
    random, months = np.random.default_rng(7), np.arange(60, 108)
    found = []
    for noise in random.standard_normal((100, 148)):
        drawn = lfilter([1], [1, -correlation], noise)[-48:]
        fit = interrupted(pd.Series(drawn, months), Break(84, 84))
        found.append(term_estimates(fit)["medel"]["p"] < 0.05)
    assert np.mean(found) <= 0.07


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
