"""Do the intervals cover, do the corrected tests keep their level, are planted effects found?

Each draw is a whole panel with its own levels, drift and chance answers. The bounds on coverage and
on false positives are those that 300 draws of a sound method stay within.
"""

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.did import difference_in_differences
from ibic_eval.estimates.equivalence import judged_effects
from ibic_eval.estimates.group_means import group_changes
from ibic_eval.estimates.randomisation import randomisation_tests
from ibic_eval.estimates.staggered import staggered_effects

pytestmark = pytest.mark.slow

DRAWS = 300
QUESTIONS = tuple(f"fraga_{number}" for number in range(3))
YEARS = (2014, 2015, 2016, 2018, 2019, 2020, 2022)
STARTS = (2016, 2018, 2019, 2020, 0, 0, 0, 0)


def effects_of(panel):
    return difference_in_differences(panel.satisfaction, panel.adoption, panel.register)


def coverage_of(tables: list[pd.DataFrame], by: list[str], truth: float) -> pd.Series:
    every = pd.concat(tables)
    covers = every["ci_low"].le(truth) & every["ci_high"].ge(truth)
    return covers.groupby([every[name] for name in by]).mean()


def test_did_intervals_cover(simulate):
    tables = [effects_of(simulate(seed, effect=0.03)) for seed in range(DRAWS)]
    covered = coverage_of(tables, ["model", "weighting"], 0.03)
    assert covered.between(0.90, 0.98).all(), covered


def test_did_covers_with_few_adopters_as_far_as_it_is_given(simulate):
    """About nine of 120 began. The error is a little too small there, which the bound allows."""
    starts = (2019, *(0,) * 12)
    tables = [effects_of(simulate(seed, starts=starts)) for seed in range(DRAWS)]
    covered = coverage_of(tables, ["model", "weighting"], 0.0)
    assert covered.between(0.90, 0.98).all(), covered


def test_randomisation_intervals_cover_and_p_keeps_its_level(simulate):
    tables = []
    for seed in range(DRAWS):
        panel = simulate(seed, municipalities=60, starts=(2019, 0, 0, 0, 0), effect=0.02)
        tables.append(
            randomisation_tests(panel.satisfaction, panel.adoption, panel.register, draws=199)
        )
    covered = coverage_of(tables, ["model", "weighting"], 0.02)
    assert covered.between(0.90, 0.98).all(), covered


def test_changes_of_a_group_are_covered(simulate):
    """The drift differs between draws; the difference from the true one is what must be covered."""
    tables = []
    for seed in range(DRAWS):
        panel = simulate(seed)
        true = true_drift(seed)
        changes = group_changes(panel.satisfaction, panel.adoption).dropna(subset="se")
        for name in ("ci_low", "ci_high"):
            changes[name] = changes[name] - true
        tables.append(changes)
    covered = coverage_of(tables, ["group", "weighting"], 0.0)
    assert covered.between(0.90, 0.98).all(), covered


def true_drift(seed: int, municipalities: int = 120) -> float:
    """Repeat the simulator's first draws, to know the drift of its first question."""
    random = np.random.default_rng(seed)
    random.choice(np.array((2019, 0, 0)), municipalities)
    random.integers(40, 500, municipalities)
    random.normal(0, 0.04, (municipalities, 1))
    drift = random.normal(0, 0.01, 2)
    return float(drift[1] - drift[0])


def test_without_effects_a_family_seldom_has_a_finding(simulate):
    found = []
    for seed in range(DRAWS):
        judged = judged_effects(effects_of(simulate(seed, questions=QUESTIONS)))
        any_found = judged["verdict"].isin(["bättre", "sämre"])
        found.append(any_found.groupby([judged["model"], judged["weighting"]]).any())
    rates = pd.concat(found, axis=1).mean(axis=1)
    # 5 % with 300 draws: 1.3 % standard error
    assert rates.le(0.09).all(), rates


def test_three_points_are_found_and_no_effect_is_called_equivalent(simulate):
    verdicts = []
    for seed in range(30):
        for effect in (0.0, 0.03):
            panel = simulate(seed, municipalities=290, questions=QUESTIONS, effect=effect)
            judged = judged_effects(effects_of(panel)).assign(effect=effect)
            verdicts.append(judged[["effect", "verdict"]])
    shares = pd.concat(verdicts).groupby("effect")["verdict"].value_counts(normalize=True)
    assert shares[0.03, "bättre"] > 0.95
    # One question in sixty is found by chance, in some draws in all four models at once. Corrected
    # for three questions, as a difference is, equivalence is shown less often: .886 here.
    assert shares[0.0, "likvärdig"] > 0.85


@pytest.mark.parametrize("effect", [0.0, 0.03])
def test_staggered_intervals_cover_and_pretrends_keep_their_level(simulate, effect):
    tables, outside = [], []
    for seed in range(DRAWS):
        panel = simulate(seed, municipalities=200, years=YEARS, starts=STARTS, effect=effect)
        overall, events = staggered_effects(panel.satisfaction, panel.first_years)
        tables.append(overall)
        before = events[events["event_time"].lt(0) & ~events["reference"]]
        outside.append(bool((before["band_low"].gt(0) | before["band_high"].lt(0)).any()))
    every = pd.concat(tables)
    covered = coverage_of(tables, ["question"], effect)
    assert covered.between(0.90, 0.98).all(), covered
    assert every["pretrend_p"].lt(0.05).mean() < 0.12
    assert np.mean(outside) < 0.12
    if effect:
        assert every["p"].lt(0.05).mean() > 0.95
