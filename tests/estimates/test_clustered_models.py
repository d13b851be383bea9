"""Least squares with clustered errors, against R's sandwich."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ibic_eval.estimates.clustered_models import (
    CLUSTERED,
    FEW_WORKERS,
    FEWEST_CLUSTERS,
    MANY_CLUSTERS,
    UNCLUSTERED,
    Clusters,
    case_worker_clusters,
    category_columns,
    combination,
    full_rank,
    least_squares,
)
from tests.estimates.clusters_by_definition import by_definition

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


def test_clustered_errors_are_cr2_by_definition(cases, r):
    """R's `vcovCL` is the same matrices without CR2's adjustment, times the factor of CR1."""
    fit = fitted(cases, cases["worker"])
    assert fit.coefficients[0] == pytest.approx(r["ols.coef"])
    design = cases[["after", "second", "third"]].assign(one=1.0).to_numpy(dtype="float64")
    case = (np.log1p(cases["days"].to_numpy()), design, cases["worker"].to_numpy(), np.eye(4)[0])
    n, clusters = len(cases), cases["worker"].nunique()
    plain, _ = by_definition(*case, adjusted=False)
    factor = clusters / (clusters - 1) * (n - 1) / (n - 4)
    assert np.sqrt(plain * factor) == pytest.approx(r["ols.clustered"])
    variance, df = by_definition(*case)
    found = combination(fit, np.eye(4)[0])
    assert found["se"] == pytest.approx(np.sqrt(variance))
    assert found["df"] == pytest.approx(df)
    assert df < fit.df == clusters - 1


def test_with_many_clusters_errors_equal_vcovcl(cases, r):
    codes = cases["worker"].to_numpy()
    design = cases[["after", "second", "third"]].assign(one=1.0).to_numpy(dtype="float64")
    many = Clusters(codes, MANY_CLUSTERS + 1, "", "")
    fit = least_squares(np.log1p(cases["days"].to_numpy()), design, many)
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(r["ols.clustered"])


def test_without_case_workers_errors_equal_vcovhc(cases, r):
    fit = fitted(cases, cases["worker"] * 0 - 1)
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(r["ols.hc1"])
    assert fit.df == len(cases) - 4


def test_too_few_case_workers_are_no_clusters():
    enough = pd.Series(range(FEWEST_CLUSTERS)).repeat(5)
    few = enough[enough.lt(FEWEST_CLUSTERS - 1)]
    assert case_worker_clusters(enough)[1:3] == (FEWEST_CLUSTERS, CLUSTERED)
    assert case_worker_clusters(few) == (None, None, UNCLUSTERED, FEW_WORKERS)


def test_a_few_without_case_worker_stand_alone_and_more_end_clustering():
    known = pd.Series(range(8)).repeat(50)
    some = pd.concat([known, pd.Series([-1] * 20)])
    many = pd.concat([known, pd.Series([-1] * 22)])
    clusters = case_worker_clusters(some)
    assert clusters.number == 8
    assert len(np.unique(clusters.codes)) == 8 + 20
    assert case_worker_clusters(many).codes is None


def test_case_workers_with_changes_of_their_own_reject_no_more_than_said():
    """600 draws without any change on average: HC1 rejects some .35, CR1 some .07.

    A third of the workers left before and a third came after, which the errors must know.
    """
    random = np.random.default_rng(21)
    found = []
    for _ in range(600):
        worker = np.repeat(np.arange(FEWEST_CLUSTERS), random.integers(15, 60, FEWEST_CLUSTERS))
        chance = np.array([0.0, 1.0, 0.5])[worker % 3]
        after = (random.random(len(worker)) < chance).astype("float64")
        outcome = random.normal(0, 0.35, FEWEST_CLUSTERS)[worker] + random.normal(
            0, 0.9, len(worker)
        )
        design = np.column_stack([after, np.ones(len(worker))])
        fit = least_squares(outcome, design, case_worker_clusters(pd.Series(worker)))
        found.append(combination(fit, np.eye(2)[0])["p"] <= 0.05)
    assert np.mean(found) <= stats.binom.ppf(0.999, 600, 0.05) / 600


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
