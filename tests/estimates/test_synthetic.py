import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED
from ibic_eval.estimates.synthetic import (
    GAPS_SCHEMA,
    SYNTHETIC_SCHEMA,
    WEIGHTS_SCHEMA,
    donor_weights,
    synthetic_controls,
)

YEARS = tuple(range(2012, 2021))


@pytest.fixture(scope="module")
def panel(simulate):
    drawn = simulate(1, municipalities=50, years=YEARS, starts=(0,), respondents=(2000, 4000))
    first = drawn.first_years["first_year"].mask(drawn.first_years["municipality"].eq("9001"), 2017)
    return drawn._replace(first_years=drawn.first_years.assign(first_year=first))


def control_of(panel, code="9001", **options):
    return synthetic_controls(panel.satisfaction, panel.first_years, code, **options)


def with_effect(panel, effect):
    """Make 9001 the mean of three others, and add an effect from 2017 on."""
    source = panel.satisfaction
    three = source[source["municipality"].isin(["9010", "9020", "9030"])]
    mix = three.groupby("year")["share"].mean()
    mine = source["municipality"].eq("9001")
    share = source["year"].map(mix) + effect * source["year"].ge(2017)
    return panel._replace(
        satisfaction=source.assign(share=source["share"].mask(mine, share.astype("Float64")))
    )


def test_weights_are_those_of_r_quadprog(reference, reference_panel):
    wide = reference_panel.satisfaction.pivot_table(
        index="year", columns="municipality", values="share", dropna=False
    ).dropna(axis="columns")
    expected = {
        name.split(".")[2]: value
        for name, value in reference.items()
        if name.startswith("synthetic.")
    }
    early = wide.loc[[2014, 2015, 2016, 2018]]
    weights = donor_weights(
        early["9002"].to_numpy(dtype=float), early[list(expected)].to_numpy(dtype=float)
    )
    assert weights == pytest.approx(np.array(list(expected.values())), abs=1e-6)


@given(
    own=st.lists(st.floats(0.3, 1), min_size=4, max_size=6),
    donors=st.integers(2, 30),
    seed=st.integers(0, 999),
)
def test_weights_are_nonnegative_sum_to_one_and_are_optimal(own, donors, seed):
    random = np.random.default_rng(seed)
    pool = random.uniform(0.3, 1, (len(own), donors))
    weights = donor_weights(np.array(own), pool)
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)

    def loss(mix):
        return ((np.array(own) - pool @ mix) ** 2).sum() + 1e-4 * (mix**2).sum()

    for place in range(donors):
        towards = 0.999 * weights + 0.001 * np.eye(donors)[place]
        assert loss(towards) >= loss(weights) - 1e-8


def test_planted_effect_is_found_against_the_placebos(panel):
    row = control_of(with_effect(panel, 0.08)).effects.iloc[0]
    assert row["status"] == ESTIMATED
    assert row["estimate"] == pytest.approx(0.08, abs=0.015)
    assert 0 < row["ci_low"] < 0.08 < row["ci_high"]
    assert row["p"] <= 2 / 50
    assert (row["n_donors"], row["n_before"], row["n_after"]) == (49, 5, 4)


def test_without_an_effect_the_gap_is_among_the_placebos(panel):
    row = control_of(with_effect(panel, 0.0)).effects.iloc[0]
    assert row["ci_low"] < 0 < row["ci_high"]
    assert row["p"] > 0.05


@pytest.mark.parametrize(("donors", "effect", "found"), [(19, 0.3, True), (18, 0.3, False)])
def test_thirty_points_in_every_question_are_found_with_nineteen_donors(
    simulate, donors, effect, found
):
    """Seven questions: Holm's correction would need 7 · 20 - 1 = 139 donors."""
    questions = tuple(f"fraga_{number}" for number in range(7))
    drawn = simulate(2, municipalities=donors + 1, years=YEARS, starts=(0,), questions=questions)
    mine = drawn.first_years["municipality"].eq("9001")
    began = drawn.first_years.assign(first_year=drawn.first_years["first_year"].mask(mine, 2017))
    late = drawn.satisfaction["municipality"].eq("9001") & drawn.satisfaction["year"].ge(2017)
    share = drawn.satisfaction["share"] - 0.3 + effect * late
    panel = drawn._replace(first_years=began, satisfaction=drawn.satisfaction.assign(share=share))
    effects = control_of(panel, fewest_donors=1).effects
    assert effects["p_adjusted"].le(0.05).all() == found
    assert effects["n_family"].eq(7).all()
    assert effects["ci_low"].gt(0).fillna(False).all() == found
    assert effects["ci_low"].notna().all() == found


def test_series_and_weights_are_given(panel):
    controls = control_of(panel)
    assert controls.gaps["year"].tolist() == list(YEARS)
    assert controls.gaps["gap"].to_numpy() == pytest.approx(
        (controls.gaps["share"] - controls.gaps["synthetic"]).to_numpy()
    )
    assert controls.weights["weight"].sum() == pytest.approx(1)
    for table, schema in zip(
        controls, (SYNTHETIC_SCHEMA, GAPS_SCHEMA, WEIGHTS_SCHEMA), strict=True
    ):
        assert {name: str(kind) for name, kind in table.dtypes.items()} == schema


def test_order_of_rows_does_not_matter(panel):
    shuffled = panel._replace(satisfaction=panel.satisfaction.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(control_of(panel).effects, control_of(shuffled).effects)


@pytest.mark.parametrize(
    ("years", "start", "reason"),
    [
        (YEARS, pd.NA, "Det är inte känt vilket år kommunen började."),
        (YEARS, 2014, "2 mätningar före starten 2014; minst 4 behövs."),
        (YEARS, 2020, "1 mätning från starten 2020; minst 2 behövs."),
        ((2012, 2017, 2018), 2017, "1 mätning före starten 2017; minst 4 behövs."),
    ],
)
def test_too_few_waves_give_a_status_and_no_series(panel, years, start, reason):
    mine = panel.first_years["municipality"].eq("9001")
    first = panel.first_years.assign(
        first_year=panel.first_years["first_year"].mask(mine, start).astype("Int64")
    )
    some = panel.satisfaction[panel.satisfaction["year"].isin(years)]
    effects, gaps, weights = control_of(panel._replace(satisfaction=some, first_years=first))
    assert effects["status"].tolist() == [NOT_ESTIMATED]
    assert effects["reason"].tolist() == [reason]
    assert gaps.empty and weights.empty


def test_too_few_donors_give_a_status(panel):
    few = panel.satisfaction[panel.satisfaction["municipality"].le("9019")]
    row = control_of(panel._replace(satisfaction=few)).effects.iloc[0]
    assert row["status"] == NOT_ESTIMATED
    assert row["reason"].startswith("18 kommuner som aldrig börjat har värden alla de åren")


@pytest.mark.parametrize("code", ["0180", "9002"])
def test_unknown_or_never_starting_municipality_gets_a_row(panel, code):
    effects = control_of(panel, code).effects
    assert effects["status"].tolist() == [NOT_ESTIMATED]


def test_all_missing_gives_status_rows(panel):
    lost = panel.satisfaction["municipality"].eq("9001")
    hidden = panel.satisfaction.assign(status=panel.satisfaction["status"].mask(lost, "dold"))
    effects = control_of(panel._replace(satisfaction=hidden)).effects
    assert effects["status"].tolist() == [NOT_ESTIMATED]
    assert effects["n_before"].tolist() == [0]
