import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibic_eval.estimates.group_means import (
    ALONE,
    CHANGES_SCHEMA,
    MEANS_SCHEMA,
    NOBODY,
    NUMBERS_UNKNOWN,
    group_changes,
    group_means,
)

GROUPS = ["inte_anvant", "borjat_mellan", "anvant_bada"]
WEIGHTINGS = ["oviktad", "viktad"]


@pytest.fixture(scope="module")
def means(reference_panel):
    return group_means(reference_panel.satisfaction, reference_panel.adoption)


def row_of(table, group, weighting, **cell):
    chosen = table["group"].eq(group) & table["weighting"].eq(weighting)
    for name, value in cell.items():
        chosen &= table[name].eq(value)
    return table[chosen].iloc[0]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_mean_and_interval_are_those_of_r_survey(means, reference, group, weighting):
    row = row_of(means, group, weighting, year=2020)
    for name in ("estimate", "se", "ci_low", "ci_high"):
        assert row[name] == pytest.approx(reference[f"mean.{group}.{weighting}.{name}"], rel=1e-9)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_change_is_that_of_r_survey(reference_panel, reference, group, weighting):
    changes = group_changes(reference_panel.satisfaction, reference_panel.adoption)
    row = row_of(changes, group, weighting)
    # svymean and svytotal divide by k - 1 alike; R's linearisation of a ratio is ours
    assert row["estimate"] == pytest.approx(reference[f"change.{group}.{weighting}.estimate"])
    assert row["se"] == pytest.approx(reference[f"change.{group}.{weighting}.se"], rel=1e-9)


def test_numbers_count_who_is_in(means, reference_panel):
    row = row_of(means, "borjat_mellan", "oviktad", year=2020)
    groups = reference_panel.adoption.set_index("municipality")["group"]
    results = reference_panel.satisfaction.dropna(subset="share")
    mine = results[
        results["year"].eq(2020) & results["municipality"].map(groups).eq("borjat_mellan")
    ]
    assert row["n_municipalities"] == len(mine)
    assert row["n_group"] == groups.eq("borjat_mellan").sum()
    assert row["n_respondents"] == mine["n"].sum()


def test_every_group_has_a_row_also_without_data(simulate):
    panel = simulate(1)
    table = group_means(panel.satisfaction, panel.adoption)
    assert len(table) == 1 * 2 * 3 * 2
    empty = table[table["group"].eq("anvant_bada")]
    assert empty["status"].eq("saknas").all()
    assert empty["reason"].eq(NOBODY).all()
    assert empty["estimate"].isna().all()


def test_group_of_one_has_a_mean_but_no_interval(simulate):
    panel = simulate(2)
    alone = panel.adoption.assign(group="inte_anvant")
    alone.loc[0, "group"] = "borjat_mellan"
    for table in (
        group_means(panel.satisfaction, alone),
        group_changes(panel.satisfaction, alone),
    ):
        row = row_of(table, "borjat_mellan", "oviktad")
        assert pd.notna(row["estimate"])
        assert pd.isna(row["ci_low"])
        assert row["reason"] == ALONE


def test_unknown_numbers_of_respondents_only_stop_the_weighted(simulate):
    panel = simulate(3)
    table = group_means(panel.satisfaction.assign(n=pd.NA), panel.adoption)
    weighted = row_of(table, "inte_anvant", "viktad")
    assert (weighted["status"], weighted["reason"]) == ("saknas", NUMBERS_UNKNOWN)
    assert row_of(table, "inte_anvant", "oviktad")["status"] == "visas"


def test_all_of_a_year_missing_gives_rows_that_say_so(simulate):
    panel = simulate(4)
    gone = panel.satisfaction["year"].eq(2020)
    satisfaction = panel.satisfaction.assign(
        status=panel.satisfaction["status"].mask(gone, "saknas"),
        share=panel.satisfaction["share"].mask(gone),
    )
    changes = group_changes(satisfaction, panel.adoption)
    assert changes["status"].eq("saknas").all()
    means = group_means(satisfaction, panel.adoption)
    assert means.loc[means["year"].eq(2020), "status"].eq("saknas").all()


def test_municipalities_in_no_group_are_left_out(simulate):
    panel = simulate(5)
    other = panel.adoption.assign(
        group=panel.adoption["group"].mask(panel.adoption.index < 20, "ovrig")
    )
    listed = set(panel.adoption["municipality"][:20])
    kept = panel.satisfaction[~panel.satisfaction["municipality"].isin(listed)]
    with_other = group_means(panel.satisfaction, other)
    assert with_other.equals(group_means(kept, other[other.index >= 20]))


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), shift=st.floats(-0.05, 0.05))
def test_change_moves_with_the_second_wave(simulate, seed, shift):
    panel = simulate(seed, municipalities=20)
    second = panel.satisfaction["year"].eq(2020)
    moved = panel.satisfaction.assign(
        share=panel.satisfaction["share"].where(~second, panel.satisfaction["share"] + shift)
    )
    before = group_changes(panel.satisfaction, panel.adoption)
    after = group_changes(moved, panel.adoption)
    difference = (after["estimate"] - before["estimate"]).dropna()
    assert difference.to_numpy() == pytest.approx(shift, abs=1e-9)
    assert after["se"].dropna().to_numpy() == pytest.approx(before["se"].dropna().to_numpy())


def test_schemas(simulate):
    panel = simulate(6)
    means = group_means(panel.satisfaction, panel.adoption)
    changes = group_changes(panel.satisfaction, panel.adoption)
    assert {name: str(kind) for name, kind in means.dtypes.items()} == MEANS_SCHEMA
    assert {name: str(kind) for name, kind in changes.dtypes.items()} == CHANGES_SCHEMA
    assert list(means) == list(MEANS_SCHEMA)
