import pandas as pd
import pytest

from ibic_eval.estimates.similar import (
    ANY_GROUP,
    SAME_GROUP,
    SAME_MAIN_GROUP,
    SIMILAR_SCHEMA,
    similar_municipalities,
)

YEARS = (2016, 2018, 2020)


@pytest.fixture
def panel(simulate):
    return simulate(1, municipalities=60, years=YEARS, starts=(2019, 0))


def similar_to(panel, code="9001", **options):
    return similar_municipalities(
        panel.satisfaction, panel.register, code, **{"before": 2019, **options}
    )


def test_nearest_are_of_the_same_group_without_the_municipality_itself(panel):
    table = similar_to(panel)
    groups = panel.register.set_index("code")["skr2017"]
    assert len(table) == 7
    assert "9001" not in set(table["municipality"])
    assert table["municipality"].map(groups).eq(groups["9001"]).all()
    assert table["distance"].is_monotonic_increasing
    assert table["within"].eq(SAME_GROUP).all()
    assert {name: str(kind) for name, kind in table.dtypes.items()} == SIMILAR_SCHEMA


def test_a_twin_comes_first(panel):
    own = panel.satisfaction[panel.satisfaction["municipality"].eq("9001")]
    others = panel.satisfaction[~panel.satisfaction["municipality"].eq("9004")]
    twin = pd.concat([others, own.assign(municipality="9004")])
    size = panel.register["population"].mask(panel.register["code"].eq("9004"), 5000)
    changed = panel._replace(
        satisfaction=twin, register=panel.register.assign(population=size.astype("Int64"))
    )
    first = similar_to(changed).iloc[0]
    assert (first["municipality"], first["distance"]) == ("9004", pytest.approx(0, abs=1e-12))


def test_what_comes_later_does_not_decide_who_is_alike(panel):
    later = panel.satisfaction["year"].ge(2019)
    moved = panel.satisfaction.assign(share=panel.satisfaction["share"].mask(later, 0.1))
    assert similar_to(panel).equals(similar_to(panel._replace(satisfaction=moved)))


@pytest.mark.parametrize(
    ("groups", "within"),
    [(["A1"] + ["A2"] * 59, SAME_MAIN_GROUP), (["A1"] + ["B2"] * 59, ANY_GROUP)],
)
def test_small_groups_look_farther(panel, groups, within):
    table = similar_to(panel._replace(register=panel.register.assign(skr2017=groups)))
    assert len(table) == 7
    assert table["within"].eq(within).all()


def test_without_earlier_results_nobody_is_alike(panel):
    assert similar_to(panel, before=2016).empty
    assert similar_to(panel, code="0180").empty
    assert list(similar_to(panel, code="0180")) == list(SIMILAR_SCHEMA)
