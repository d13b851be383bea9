"""Cox's model and the curves, against R's survival and against lifelines."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import CoxPHFitter

from ibic_eval.estimates.clustered_models import Clusters
from ibic_eval.estimates.kaplan_meier import log_rank, quantiles, weekly_curve
from ibic_eval.estimates.survival import cox

REFERENCE = Path(__file__).parent / "reference"
COVARIATES = ["after", "second", "third"]
ALONE = Clusters(None, None, "", "")


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    table = pd.read_csv(REFERENCE / "case_reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    table = pd.read_csv(REFERENCE / "cases.csv")
    return table.assign(decided=table["decided"].astype(bool))


def fitted(cases, clusters):
    return cox(cases, cases[COVARIATES].to_numpy(dtype="float64"), clusters)


def by_worker(cases):
    codes = cases["worker"].to_numpy()
    return Clusters(codes, len(np.unique(codes)), "", "")


def test_cox_equals_r(cases, r):
    fit = fitted(cases, by_worker(cases)).fit
    workers = cases["worker"].nunique()
    se = np.sqrt(np.diag(fit.covariance) * (workers - 1) / workers)  # R has no such factor
    assert fit.coefficients == pytest.approx([r[f"cox.{name}.coef"] for name in COVARIATES])
    assert se == pytest.approx([r[f"cox.{name}.se"] for name in COVARIATES])
    assert fit.df == workers - 1


def test_cox_without_clusters_equals_rs_robust(cases, r):
    fit = fitted(cases, ALONE).fit
    n = len(cases)
    assert np.sqrt(fit.covariance[0, 0] * (n - 1) / n) == pytest.approx(r["cox.after.alone"])


def test_proportionality_equals_cox_zph(cases, r):
    found = fitted(cases, by_worker(cases))
    assert found.statistic == pytest.approx(r["zph.statistic"])
    assert found.p == pytest.approx(r["zph.p"])


def test_log_rank_equals_survdiff(cases, r):
    later = cases["after"].eq(1)
    assert log_rank(cases[~later], cases[later])[0] == pytest.approx(r["logrank"])


def test_quartiles_equal_survfit(cases, r):
    found = quantiles(cases["days"], cases["decided"], (0.25, 0.5, 0.75))
    for place, share in enumerate((25, 50, 75)):
        names = (f"quantile.{share}", f"quantile.{share}.low", f"quantile.{share}.high")
        assert found[place] == tuple(r[name] for name in names)


def test_a_median_between_two_days_lies_in_the_middle():
    days = pd.Series([1, 2, 5, 9])
    assert quantiles(days, pd.Series([True] * 4), (0.5,))[0][0] == days.median()


def test_a_quartile_that_isnt_reached_is_missing():
    decided = pd.Series([True] * 6 + [False] * 14)
    found = quantiles(pd.Series(range(20)), decided, (0.25, 0.5))
    assert found[0][0] == 4.5  # a quarter are decided from day 4 until day 5
    assert np.isnan(found[1][0])


def test_the_weekly_curve_equals_survfit(cases, r):
    curve = weekly_curve(cases.assign(person=range(len(cases))), 5).set_index("day")
    for day in (7, 28, 63):
        names = (f"curve.{day}.share", f"curve.{day}.low", f"curve.{day}.high")
        assert curve.loc[day].tolist() == pytest.approx([r[name] for name in names])


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 90), st.booleans()), min_size=1, max_size=60
    )
)
def test_no_step_of_the_curve_tells_of_fewer_than_five_persons(rows):
    cases = pd.DataFrame(rows, columns=["person", "days", "decided"])
    curve = weekly_curve(cases, 5)
    grid = curve["day"].tolist()
    for before, day in zip([-1, *grid], grid, strict=False):
        step = cases[cases["days"].between(before + 1, day) & cases["decided"]]
        assert step["person"].nunique() == 0 or step["person"].nunique() >= 5
        assert cases.loc[cases["days"].ge(day), "person"].nunique() >= 5


@given(st.integers(0, 10_000))
def test_cox_equals_lifelines_whatever_the_data(seed):
    random = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "days": random.integers(0, 15, 60),
            "decided": random.random(60) < 0.7,
            "after": random.integers(0, 2, 60).astype("float64"),
        }
    )
    found = cox(rows, rows[["after"]].to_numpy(), ALONE).fit.coefficients[0]
    expected = CoxPHFitter().fit(rows.assign(decided=rows["decided"]), "days", "decided")
    assert found == pytest.approx(expected.params_["after"], abs=1e-3)  # where it stops
