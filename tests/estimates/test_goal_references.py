"""What the estimates of goals make of goals.csv, against R (tests/estimates/reference/goals.R)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from ibic_eval.estimates.clustered_shares import clustered_share, person_share
from ibic_eval.estimates.clustered_survival import day_reached, fitted, happened
from ibic_eval.estimates.control_limits import control_limits
from ibic_eval.estimates.paired_states import paired_tests, stuart_maxwell
from ibic_eval.estimates.shrinkage import Nodes, averaged_shares, mixed_model

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    table = pd.read_csv(REFERENCE / "goals_reference.csv")
    return dict(zip(table["id"], table["value"], strict=True))


@pytest.fixture(scope="module")
def goals() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "goals.csv")


def state_table(goals: pd.DataFrame, above: int | None = None) -> np.ndarray:
    present, reached = goals["present"].to_numpy(), goals["reached"].to_numpy()
    if above is not None:
        present, reached = (present > above).astype(int), (reached > above).astype(int)
    size = present.max() + 1
    return np.bincount(present * size + reached, minlength=size**2).reshape(size, size)


def test_share_of_goals_clustered_on_person(goals, r):
    found = clustered_share(goals["person"].to_numpy(), goals["success"].to_numpy())
    limits = [found.share, found.ci_low, found.ci_high]
    assert limits == pytest.approx(
        [r["share.estimate"], r["share.ci_low"], r["share.ci_high"]], rel=1e-7
    )
    assert (found.n, found.n_persons) == (len(goals), goals["person"].nunique())


def test_ratio_of_sub_goals_clustered_on_person(goals, r):
    found = clustered_share(*(goals[name].to_numpy() for name in ("person", "count", "n")))
    limits = [found.share, found.ci_low, found.ci_high]
    assert limits == pytest.approx(
        [r["ratio.estimate"], r["ratio.ci_low"], r["ratio.ci_high"]], rel=1e-7
    )


def test_share_of_persons(r):
    found = person_share(37, 81)
    assert (found.ci_low, found.ci_high) == pytest.approx(
        (r["wilson.ci_low"], r["wilson.ci_high"]), rel=1e-9
    )


def test_paired_states(goals, r):
    found = paired_tests(state_table(goals))
    assert found.p_sign == pytest.approx(r["sign.p"], rel=1e-9)
    assert found.p_wilcoxon == pytest.approx(r["wilcoxon.p"], rel=1e-9)
    assert found.p_marginal == pytest.approx(r["marginal.p"], rel=1e-9)
    assert stuart_maxwell(state_table(goals))[:2] == pytest.approx((r["marginal.chi2"], 4))


def test_marginal_homogeneity_of_two_states_is_mcnemar(goals, r):
    chi2, df, p = stuart_maxwell(state_table(goals, above=1))
    assert (chi2, df, p) == pytest.approx((r["mcnemar.chi2"], 1, r["mcnemar.p"]), rel=1e-9)


@pytest.mark.parametrize("day", [30, 120, 300, 600])
def test_share_reached_by_a_day(goals, r, day):
    found = happened(curve_of(goals), day)
    names = ("share", "ci_low", "ci_high")
    assert found == pytest.approx([r[f"km.{day}.{name}"] for name in names], rel=1e-7)


@pytest.mark.parametrize("percent", [25, 50, 75])
def test_day_by_which_a_share_has_reached(goals, r, percent):
    names = ("day", "ci_low", "ci_high")
    assert day_reached(curve_of(goals), percent / 100) == pytest.approx(
        [r[f"km.q{percent}.{name}"] for name in names]
    )


def curve_of(goals: pd.DataFrame):
    days, person = goals["days"].to_numpy(), goals["person"].to_numpy()
    return fitted(days, goals["event"].to_numpy(bool), person)


@pytest.mark.parametrize("model", ["plain", "offset"])
def test_shrinkage_is_that_of_a_mixed_model(goals, r, model):
    totals = goals.groupby("provider")["success"].agg(["sum", "size"]).astype(float)
    offset = np.zeros(12) if model == "plain" else logit(0.45 + 0.02 * np.arange(12))
    counts = totals["sum"].to_numpy(), totals["size"].to_numpy(), offset
    level, spread = mixed_model(*counts)
    assert level == pytest.approx(r[f"glmer.{model}.level"], abs=2e-4)
    assert spread == pytest.approx(r[f"glmer.{model}.spread"], abs=2e-4)
    known = Nodes(np.array([level]), np.array([spread]), np.ones(1))
    share, low, _ = averaged_shares(*counts, 0.5, known)
    for name, values in (("mean", share), ("low", low)):
        expected = [r[f"glmer.{model}.{place}.{name}"] for place in range(12)]
        assert values == pytest.approx(expected, abs=2e-4)


def test_control_limits(r):
    limits = control_limits(np.array([87.9]), 0.55)
    for name, limit in limits.items():
        assert limit[0] == pytest.approx(r[f"limit.{name}"])
