import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.intervals import share_interval
from ibic_eval.estimates.placement import (
    LEVELS,
    NUMBER_UNKNOWN,
    PLACEMENT_SCHEMA,
    TOO_FEW,
    own_series,
    placement,
)
from ibic_eval.estimates.similar import similar_municipalities

YEARS = (2016, 2018, 2020)


@pytest.fixture(scope="module")
def panel(simulate):
    return simulate(1, municipalities=60, years=YEARS, starts=(2019, 0))


@pytest.fixture(scope="module")
def table(panel):
    similar = similar_municipalities(panel.satisfaction, panel.register, "9001", before=2019)
    return placement(panel.satisfaction, "9001", panel.register, panel.adoption, similar)


def changed(panel, **values):
    """Return the results with other values in 9001's row of 2018."""
    row = panel.satisfaction["municipality"].eq("9001") & panel.satisfaction["year"].eq(2018)
    columns = {name: panel.satisfaction[name].mask(row, value) for name, value in values.items()}
    series = own_series(panel.satisfaction.assign(**columns), "9001")
    return series[series["year"].eq(2018)].iloc[0]


def test_every_year_stands_beside_all_levels(table):
    assert len(table) == len(YEARS) * len(LEVELS)
    assert table["level"].tolist()[: len(LEVELS)] == list(LEVELS)
    assert {name: str(kind) for name, kind in table.dtypes.items()} == PLACEMENT_SCHEMA


def test_own_interval_comes_from_the_respondents(panel, table):
    own = table[table["level"].eq("kommun") & table["year"].eq(2018)].iloc[0]
    low, high = share_interval(own["share"], own["n"], 0.0)
    assert (own["ci_low"], own["ci_high"]) == pytest.approx((low, high))
    source = panel.satisfaction
    row = source[source["municipality"].eq("9001") & source["year"].eq(2018)].iloc[0]
    assert (own["share"], own["n"]) == (row["share"], row["n"])


def test_others_are_means_without_the_municipality_itself(panel, table):
    results = panel.satisfaction[panel.satisfaction["year"].eq(2018)]
    county = panel.register.loc[panel.register["county"].eq("Demolän B"), "code"]
    peers = results[results["municipality"].isin(county) & results["municipality"].ne("9001")]
    row = table[table["level"].eq("lan") & table["year"].eq(2018)].iloc[0]
    assert row["share"] == pytest.approx(peers["share"].mean())
    assert row["n_municipalities"] == len(peers) == 29
    nation = table[table["level"].eq("riket")]
    assert nation["n_municipalities"].eq(59).all()


def test_group_is_that_of_the_same_use(panel, table):
    groups = panel.adoption.set_index("municipality")["group"]
    row = table[table["level"].eq("grupp")].iloc[0]
    assert row["level_name"] == groups["9001"]
    assert row["n_municipalities"] == groups.eq(groups["9001"]).sum() - 1


@pytest.mark.parametrize(
    ("service", "n", "status"),
    [
        ("hemtjanst", 29, "dold"),
        ("hemtjanst", 30, "visas"),
        ("gruppbostad", 4, "dold"),
        ("gruppbostad", 5, "visas"),
    ],
)
def test_few_respondents_are_hidden_with_all_numbers(panel, service, n, status):
    row = changed(panel, service=service, n=n)
    assert row["status"] == status
    hidden = status == "dold"
    assert row[["share", "ci_low", "ci_high", "n"]].isna().all() == hidden
    assert (row["reason"] == TOO_FEW) == hidden


def test_what_kolada_hides_stays_hidden(panel):
    row = changed(panel, status="dold", share=pd.NA)
    assert (row["status"], row["reason"]) == ("dold", TOO_FEW)
    assert row[["share", "n"]].isna().all()


def test_unknown_number_has_a_share_but_no_interval(panel):
    row = changed(panel, n=pd.NA)
    assert row["status"] == "visas"
    assert pd.notna(row["share"])
    assert pd.isna(row["ci_low"])
    assert row["reason"] == NUMBER_UNKNOWN


@pytest.mark.parametrize("lost", [{"status": "saknas"}, {"share": pd.NA}])
def test_missing_year_is_said(panel, lost):
    row = changed(panel, **lost)
    assert row["status"] == "saknas"
    assert pd.isna(row["share"])


def test_municipality_without_any_results_has_every_year_as_missing(panel):
    series = own_series(panel.satisfaction, "0180")
    assert len(series) == len(YEARS)
    assert series["status"].eq("saknas").all()


@given(share=st.sampled_from([0.0, 0.5, 0.83, 0.995, 1.0]), n=st.integers(30, 500))
def test_interval_holds_the_share_within_zero_and_one(panel, share, n):
    row = changed(panel, share=share, n=n)
    assert 0 <= row["ci_low"] <= share <= row["ci_high"] <= 1
    assert row["ci_low"] < row["ci_high"]
