"""Verdicts on ratios, and what they say at the edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ibic_eval.estimates.did import t_inference
from ibic_eval.estimates.ratio_verdicts import LONGER, judged_ratios


def effects(*pairs, df=30.0):
    rows = [{**t_inference(np.log(ratio), se, df, 0.95), "status": "visas"} for ratio, se in pairs]
    return pd.DataFrame(rows)


def test_the_four_verdicts():
    judged = judged_ratios(effects((1.3, 0.03), (0.7, 0.03), (1.01, 0.02), (1.05, 0.2)), LONGER)
    assert judged["verdict"].tolist() == ["längre", "kortare", "likvärdig", "kan inte avgöras"]


def test_a_row_without_estimate_cannot_be_told_and_is_no_part_of_the_family():
    rows = pd.concat([effects((1.3, 0.03)), pd.DataFrame([{"status": "saknas"}])])
    judged = judged_ratios(rows.reset_index(drop=True), LONGER)
    assert judged["verdict"].tolist() == ["längre", "kan inte avgöras"]
    assert judged.loc[0, "n_family"] == 1
    assert judged.loc[0, "p_holm"] == pytest.approx(judged.loc[0, "p"])
    assert pd.isna(judged.loc[1, "estimate"])


def test_holm_corrects_over_the_family():
    one = effects((1.09, 0.04))
    assert judged_ratios(one, LONGER)["verdict"].item() == "längre"
    many = effects((1.09, 0.04), *[(1.0, 0.3)] * 9)
    judged = judged_ratios(many, LONGER)
    assert judged.loc[0, "p_holm"] == pytest.approx(10 * judged.loc[0, "p"])
    assert judged.loc[0, "verdict"] == "kan inte avgöras"


@given(st.floats(0.85, 1.2), st.floats(0.005, 0.2))
def test_equivalence_is_the_interval_of_90_percent_within_the_margin(ratio, se):
    row = judged_ratios(effects((ratio, se)), LONGER).iloc[0]
    reach = stats.t.ppf(0.95, 30) * se
    assert row["equivalence_low"] == pytest.approx(ratio * np.exp(-reach))
    inside = row["equivalence_low"] > 0.9 and row["equivalence_high"] < 1 / 0.9
    assert (row["verdict"] == "likvärdig") == (inside and row["p"] >= 0.05)


def test_the_smallest_detectable_ratio_is_found_four_times_in_five():
    row = judged_ratios(effects((1.0, 0.05)), LONGER).iloc[0]
    random = np.random.default_rng(1)
    estimates = random.normal(np.log(row["smallest_detectable"]), 0.05, 20_000)
    found = np.abs(estimates / 0.05) > stats.t.ppf(0.975, 30)
    assert found.mean() == pytest.approx(0.8, abs=0.03)


def test_up_and_down_are_mirrored():
    up, down = (judged_ratios(effects((ratio, 0.03)), LONGER).iloc[0] for ratio in (1.25, 0.8))
    assert up["ci_low"] == pytest.approx(1 / down["ci_high"])
    assert up["p"] == pytest.approx(down["p"])


@pytest.mark.parametrize(("reach", "verdict"), [(1.108, "likvärdig"), (1.114, "kan inte avgöras")])
def test_the_margin_is_a_ratio_alike_up_and_down(reach, verdict):
    """0.9 and 1/0.9 = 1.111, which isn't 1.1."""
    se = np.log(reach) / stats.t.ppf(0.95, 30)
    assert judged_ratios(effects((1.0, se)), LONGER)["verdict"].item() == verdict
