"""Count models and their marginal differences, against MASS::glm.nb, glm and sandwich."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ibic_eval.estimates import count_models
from ibic_eval.estimates.clustered_models import Clusters
from ibic_eval.estimates.count_models import (
    NEGATIVE_BINOMIAL,
    POISSON,
    count_model,
    marginal_difference,
)

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    table = pd.read_csv(REFERENCE / "case_reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="module")
def data():
    cases = pd.read_csv(REFERENCE / "cases.csv")
    design = cases[["after", "second", "third"]].assign(one=1.0).to_numpy(dtype="float64")
    clusters = Clusters(cases["worker"].to_numpy(), cases["worker"].nunique(), "", "")
    return cases["goals"].to_numpy(dtype="float64"), design, clusters


def check(found, design, r, name):
    difference, se = marginal_difference(found.fit, design)
    assert found.fit.coefficients[0] == pytest.approx(r[f"{name}.coef"], abs=1e-6)
    assert np.sqrt(found.fit.covariance[0, 0]) == pytest.approx(r[f"{name}.se"], rel=1e-5)
    assert difference == pytest.approx(r[f"{name}.difference"], rel=1e-5)
    assert se == pytest.approx(r[f"{name}.difference.se"], rel=1e-5)


def test_overdispersed_counts_get_glm_nb(data, r):
    found = count_model(*data)
    assert found.model == NEGATIVE_BINOMIAL
    assert found.alpha == pytest.approx(r["nb.alpha"], rel=1e-4)
    assert found.overdispersion_p == pytest.approx(stats.chi2.sf(r["overdispersion.gain"], 1) / 2)
    check(found, data[1], r, "nb")


def test_poisson_equals_glm(data, r, monkeypatch):
    monkeypatch.setattr(count_models, "ALPHA", 0.0)
    found = count_model(*data)
    assert found.model == POISSON
    check(found, data[1], r, "poisson")


@given(st.integers(0, 10_000))
def test_underdispersed_counts_get_poisson(seed):
    random = np.random.default_rng(seed)
    after = np.repeat([0.0, 1.0], 60)
    found = count_model(
        random.binomial(4, 0.5 + 0.2 * after).astype("float64"),
        np.column_stack([after, np.ones(120)]),
        Clusters(None, None, "", ""),
    )
    assert found.model == POISSON
    assert found.alpha == 0
    assert found.overdispersion_p > 0.05


def test_with_one_covariate_the_ratio_is_that_of_the_means():
    outcome = np.array([1.0, 0, 2, 9, 3, 0, 4, 12, 1, 20])
    after = np.repeat([0.0, 1.0], 5)
    design = np.column_stack([after, np.ones(10)])
    found = count_model(outcome, design, Clusters(None, None, "", ""))
    means = outcome[:5].mean(), outcome[5:].mean()
    assert np.exp(found.fit.coefficients[0]) == pytest.approx(means[1] / means[0])
    assert marginal_difference(found.fit, design)[0] == pytest.approx(means[1] - means[0])
