"""CR2 and Satterthwaite's degrees of freedom, against their definitions and closed forms."""

import numpy as np
import pytest
from scipy import stats

from ibic_eval.estimates.small_clusters import small_clusters
from tests.estimates.clusters_by_definition import by_definition


def case(seed, clusters=7, size=9):
    random = np.random.default_rng(seed)
    codes = np.repeat(np.arange(clusters), random.integers(1, size, clusters))
    design = np.column_stack([codes < 2, np.ones(len(codes)), random.normal(size=len(codes))])
    return random.normal(size=len(codes)) + codes % 3, design.astype("float64"), codes


@pytest.mark.parametrize("seed", range(5))
def test_equal_the_definition(seed):
    outcome, design, codes = case(seed)
    fit = small_clusters(outcome, design, codes)
    for weights in (*np.eye(3), np.array([1.0, -2.0, 0.5])):
        variance, df = by_definition(outcome, design, codes, weights)
        assert weights @ fit.covariance() @ weights == pytest.approx(variance, rel=1e-8)
        assert fit.degrees(weights) == pytest.approx(df, rel=1e-8)
    assert fit.coefficients == pytest.approx(np.linalg.lstsq(design, outcome)[0])


def test_two_groups_are_welch_with_bell_and_mccaffreys_degrees():
    """The statistic of Welch (1947), and HC2's degrees of freedom in closed form.

    (m + n)^2 (m - 1)(n - 1) / (n^2 (n - 1) + m^2 (m - 1)) with m and n in the groups: Imbens &
    Kolesar (2016), Review of Economics and Statistics 98:701-712, section II.C.
    """
    random = np.random.default_rng(1)
    few, many = random.normal(0.3, 1, 5), random.normal(0, 1, 60)
    outcome = np.concatenate([few, many])
    design = np.column_stack([np.arange(65) < 5, np.ones(65)]).astype("float64")
    fit = small_clusters(outcome, design, np.arange(65))
    found = np.eye(2)[0]
    welch = stats.ttest_ind(few, many, equal_var=False)
    t = float(fit.coefficients[0] / np.sqrt(fit.covariance()[0, 0]))
    assert t == pytest.approx(welch.statistic)
    assert fit.degrees(found) == pytest.approx(65**2 * 4 * 59 / (60**2 * 59 + 5**2 * 4))


def test_two_waves_with_effects_of_municipality_are_the_changes():
    """Clusters of two rows with an effect each, by definition, give what the changes alone do."""
    random = np.random.default_rng(2)
    treated = np.arange(16) < 5
    shares = random.normal(0.8, 0.1, (16, 2))
    codes = np.repeat(np.arange(16), 2)
    late = np.tile([0.0, 1.0], 16)
    own = (codes[:, None] == np.arange(16)).astype("float64")
    long = np.column_stack([late * treated[codes], late, own])
    variance, df = by_definition(shares.ravel(), long, codes, np.eye(18)[0])
    short = np.column_stack([treated, np.ones(16)]).astype("float64")
    fit = small_clusters(shares[:, 1] - shares[:, 0], short, np.arange(16))
    assert fit.covariance()[0, 0] == pytest.approx(variance, rel=1e-8)
    assert fit.degrees(np.eye(2)[0]) == pytest.approx(df, rel=1e-8)


def test_what_a_single_cluster_decides_has_no_degrees_of_freedom():
    outcome, _, codes = case(3)
    first, later = (codes == 0).astype("float64"), (np.arange(len(codes)) % 2).astype("float64")
    fit = small_clusters(outcome, np.column_stack([first, later, np.ones(len(codes))]), codes)
    assert np.isnan(fit.degrees(np.array([1.0, 0, 0])))
    assert fit.degrees(np.array([0, 1.0, 0])) > 0
