"""Least squares with clustered errors, against R's sandwich."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.clustered_models import (
    CLUSTERED,
    FEW_WORKERS,
    FEWEST_CLUSTERS,
    UNCLUSTERED,
    case_worker_clusters,
    category_columns,
    combination,
    full_rank,
    least_squares,
)

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    table = pd.read_csv(REFERENCE / "case_reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "cases.csv")


def fitted(cases, workers):
    design = cases[["after", "second", "third"]].assign(one=1.0).to_numpy(dtype="float64")
    return least_squares(np.log1p(cases["days"].to_numpy()), design, case_worker_clusters(workers))


def test_clustered_errors_equal_vcovcl(cases, r):
    fit = fitted(cases, cases["worker"])
    assert fit.coefficients[0] == pytest.approx(r["ols.coef"])
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(r["ols.clustered"])
    assert fit.df == cases["worker"].nunique() - 1


def test_without_case_workers_errors_equal_vcovhc(cases, r):
    fit = fitted(cases, cases["worker"] * 0 - 1)
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(r["ols.hc1"])
    assert fit.df == len(cases) - 4


def test_too_few_case_workers_are_no_clusters():
    enough = pd.Series(range(FEWEST_CLUSTERS)).repeat(5)
    few = enough[enough.lt(FEWEST_CLUSTERS - 1)]
    assert case_worker_clusters(enough)[1:3] == (FEWEST_CLUSTERS, CLUSTERED)
    assert case_worker_clusters(few) == (None, None, UNCLUSTERED, FEW_WORKERS)


def test_a_fifth_without_case_worker_stand_alone_and_more_end_clustering():
    known = pd.Series(range(8)).repeat(10)
    some = pd.concat([known, pd.Series([-1] * 20)])
    many = pd.concat([known, pd.Series([-1] * 21)])
    clusters = case_worker_clusters(some)
    assert clusters.number == 8
    assert len(np.unique(clusters.codes)) == 8 + 20
    assert case_worker_clusters(many).codes is None


def test_the_commonest_category_is_the_reference():
    columns = category_columns(pd.Series(["b", "a", "a", "c"], dtype="category"))
    assert sorted(columns.T.tolist()) == [[0, 0, 0, 1], [1, 0, 0, 0]]


def test_what_cannot_be_told_apart_is_seen():
    after = np.array([0.0, 0, 1, 1, 1])
    assert full_rank(np.column_stack([after, np.ones(5)]))
    assert not full_rank(np.column_stack([after, np.ones(5), 1 - after]))
    assert not full_rank(np.eye(2))


def test_a_combination_adds_variances_and_covariances(cases):
    fit = fitted(cases, cases["worker"])
    one, two = fit.covariance[0, 0], fit.covariance[1, 1]
    found = combination(fit, np.array([1.0, -1, 0, 0]))
    assert found["estimate"] == pytest.approx(fit.coefficients[0] - fit.coefficients[1])
    assert found["se"] ** 2 == pytest.approx(one + two - 2 * fit.covariance[0, 1])
