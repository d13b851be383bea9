import pandas as pd
import pytest

from ibic_eval.estimates.coverage import (
    CONCLUSION,
    COVERAGE_SCHEMA,
    NO_CONCLUSION,
    NOTHING_TO_COMPARE,
    coverage,
)


def thinned(panel, group, kept):
    """Take the second wave's results from all but the first `kept` municipalities of a group."""
    members = panel.adoption.loc[panel.adoption["group"].eq(group), "municipality"]
    lost = panel.satisfaction["municipality"].isin(members[kept:])
    return panel.satisfaction[~(lost & panel.satisfaction["year"].eq(2020))]


@pytest.fixture
def panel(simulate):
    return simulate(1, municipalities=60)


def test_full_data_allow_a_conclusion(panel):
    table = coverage(panel.satisfaction, panel.adoption)
    assert table["conclusion"].eq(CONCLUSION).all()
    assert table["reason"].eq("").all()
    assert {name: str(kind) for name, kind in table.dtypes.items()} == COVERAGE_SCHEMA


def test_one_thin_group_stops_the_question_and_says_why(panel):
    size = int(panel.adoption["group"].eq("borjat_mellan").sum())
    table = coverage(thinned(panel, "borjat_mellan", 3), panel.adoption)
    assert table["conclusion"].eq(NO_CONCLUSION).all()
    assert table["reason"].iloc[0] == (
        f"Bara 3 av {size} kommuner i gruppen ”började mellan åren” har värden både 2018 och 2020; "
        "minst 50 procent behövs i varje grupp."
    )


def test_the_limit_itself_is_enough(panel):
    members = panel.adoption[panel.adoption["group"].eq("inte_anvant")]
    satisfaction = thinned(panel, "inte_anvant", 3)
    exact = 3 / len(members)
    at = coverage(satisfaction, panel.adoption, fewest_share=exact)
    above = coverage(satisfaction, panel.adoption, fewest_share=exact + 1e-9)
    assert (at["conclusion"].iloc[0], above["conclusion"].iloc[0]) == (CONCLUSION, NO_CONCLUSION)


def test_hidden_results_are_no_data(panel):
    hidden = panel.satisfaction.assign(status="dold", share=pd.NA)
    table = coverage(hidden, panel.adoption)
    assert table["n_with_data"].eq(0).all()
    assert table["conclusion"].eq(NO_CONCLUSION).all()


def test_an_only_group_has_nothing_to_be_compared_with(panel):
    table = coverage(panel.satisfaction, panel.adoption.assign(group="inte_anvant"))
    assert table["reason"].eq(NOTHING_TO_COMPARE).all()


def test_nobody_at_all_gives_no_rows(panel):
    table = coverage(panel.satisfaction, panel.adoption.assign(group="ovrig"))
    assert table.empty
    assert list(table) == list(COVERAGE_SCHEMA)
