from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.did import difference_in_differences
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED
from ibic_eval.estimates.randomisation import (
    DRAWS,
    METHOD,
    NO_STRATA,
    ONE_WAY,
    RANDOMISATION_SCHEMA,
    drawn_assignments,
    randomisation_tests,
)

KEYS = ["service", "question", "gender", "model", "weighting"]


def permuted(panel, **options):
    return randomisation_tests(panel.satisfaction, panel.adoption, panel.register, **options)


def with_treated(panel, treated):
    place = pd.Series(range(len(panel.adoption)))
    group = pd.Series("inte_anvant", index=place.index).mask(place < treated, "borjat_mellan")
    return panel._replace(adoption=panel.adoption.assign(group=group))


def test_estimates_are_those_of_the_regression(reference_panel):
    tests = permuted(reference_panel, draws=99)
    panel = reference_panel
    effects = difference_in_differences(panel.satisfaction, panel.adoption, panel.register)
    both = effects.merge(tests, on=KEYS)
    assert len(both) == 4
    assert both["estimate_x"].to_numpy() == pytest.approx(both["estimate_y"].to_numpy())


def test_p_is_that_of_every_way_to_choose(simulate):
    """Eleven municipalities of one stratum, three began: all 165 choices, by their definition."""
    panel = with_treated(simulate(3, municipalities=11), 3)
    panel = panel._replace(register=panel.register.assign(skr2017="A1"))
    wide = panel.satisfaction.pivot_table(index="municipality", columns="year", values="share")
    change = (wide[2020] - wide[2018]).to_numpy(dtype=float)
    every = []
    for chosen in combinations(range(11), 3):
        rest = np.setdiff1d(range(11), chosen)
        every.append(change[list(chosen)].mean() - change[rest].mean())
    exact = np.mean(np.abs(every) >= abs(every[0]) - 1e-12)
    row = permuted(panel, draws=20_000).iloc[0]
    assert row["p"] == pytest.approx(exact, abs=0.01)
    assert row["smallest_p"] == pytest.approx(1 / 165)
    assert row["method"] == NO_STRATA


@given(
    kinds=st.lists(st.tuples(st.booleans(), st.sampled_from("ABC")), min_size=2, max_size=40),
    seed=st.integers(0, 99),
)
def test_draws_keep_the_number_of_treated_in_each_stratum(kinds, seed):
    treated = np.array([kind[0] for kind in kinds])
    strata = np.array([kind[1] for kind in kinds])
    drawn = drawn_assignments(treated, strata, 20, seed)
    for stratum in "ABC":
        rows = strata == stratum
        assert (drawn[rows].sum(axis=0) == treated[rows].sum()).all()
    assert set(np.unique(drawn)) <= {0.0, 1.0}


def test_seed_decides_and_order_of_rows_does_not(simulate):
    panel = simulate(4, municipalities=40)
    shuffled = panel._replace(satisfaction=panel.satisfaction.sample(frac=1, random_state=1))
    assert permuted(panel).equals(permuted(shuffled))
    assert not permuted(panel)["p"].equals(permuted(panel, seed=5)["p"])


def test_interval_holds_the_effects_that_are_not_rejected(simulate):
    panel = simulate(5, municipalities=60)
    row = permuted(panel).iloc[0]
    treated = panel.adoption.loc[panel.adoption["group"].eq("borjat_mellan"), "municipality"]
    moved = panel.satisfaction["municipality"].isin(treated) & panel.satisfaction["year"].eq(2020)
    for limit, inside in ((row["ci_low"], 1), (row["ci_high"], -1)):
        for step, rejected in ((1e-6 * inside, False), (-1e-6 * inside, True)):
            share = panel.satisfaction["share"].where(
                ~moved, panel.satisfaction["share"] - (limit + step)
            )
            p = permuted(panel._replace(satisfaction=panel.satisfaction.assign(share=share)))["p"]
            assert (p.iloc[0] <= 0.05) == rejected


def test_planted_effect_is_found(simulate):
    tests = permuted(simulate(7, municipalities=290, effect=0.03))
    assert tests["p"].le(0.01).all()
    assert tests["method"].eq(METHOD).all()


def test_single_adopter_can_be_tested_but_not_below_one_in_n(simulate):
    tests = permuted(with_treated(simulate(6, municipalities=30), 1))
    plain = tests.iloc[0]
    assert plain["status"] == ESTIMATED
    # one of the ten municipalities of its main group
    assert plain["smallest_p"] == pytest.approx(0.1)
    assert plain["p"] > 0.05
    assert pd.isna(plain["ci_low"])


def test_nothing_to_permute_is_said(simulate):
    panel = simulate(6, municipalities=30)
    none = permuted(with_treated(panel, 0))
    assert none["status"].eq(NOT_ESTIMATED).all()
    every = permuted(with_treated(panel, 30))
    assert every["status"].eq(NOT_ESTIMATED).all()
    assert every["reason"].str.len().gt(0).all()
    assert ONE_WAY


def test_thousand_draws_for_all_questions_take_seconds(simulate):
    questions = tuple(f"fraga_{number}" for number in range(14))
    panel = simulate(8, municipalities=290, questions=questions)
    tests = permuted(panel)
    assert len(tests) == 14 * 4
    assert tests["draws"].eq(DRAWS).all()


def test_schema(simulate):
    tests = permuted(simulate(9, municipalities=30), draws=19)
    assert {name: str(kind) for name, kind in tests.dtypes.items()} == RANDOMISATION_SCHEMA
