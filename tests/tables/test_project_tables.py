"""A plan as tidy tables: types, ids to join on, and unknowns that stay unknown."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.sources.projects import read_project_plan
from ibic_eval.tables.project_tables import SCHEMAS, project_tables

MUNICIPALITIES = Path(__file__).parents[2] / "data" / "municipalities"
KEYED = (
    "goals",
    "indicators",
    "roles",
    "groups",
    "training",
    "activities",
    "resources",
    "budget_posts",
    "stakeholders",
    "audiences",
    "channels",
    "risks",
    "closing_criteria",
    "decisions",
    "follow_up",
    "administration",
    "gaps",
)


def plan_of(name: str) -> ProjectPlan:
    return read_project_plan(MUNICIPALITIES / name / "project.yml")


@pytest.fixture(scope="module", params=["1489-alingsas", "0880-kalmar"])
def tables(request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    return project_tables(plan_of(request.param))


@pytest.fixture(scope="module")
def alingsas() -> dict[str, pd.DataFrame]:
    return project_tables(plan_of("1489-alingsas"))


@pytest.fixture(scope="module")
def kalmar() -> dict[str, pd.DataFrame]:
    return project_tables(plan_of("0880-kalmar"))


def test_tables_have_the_columns_and_types_of_their_schema(
    tables: dict[str, pd.DataFrame],
) -> None:
    types = {
        name: {column: str(dtype) for column, dtype in table.dtypes.items()}
        for name, table in tables.items()
    }
    assert types == {name: dict(schema) for name, schema in SCHEMAS.items()}


@pytest.mark.parametrize("name", KEYED)
def test_ids_tell_rows_apart(tables: dict[str, pd.DataFrame], name: str) -> None:
    assert tables[name]["id"].notna().all()
    assert tables[name]["id"].is_unique


def test_links_lead_to_entries(tables: dict[str, pd.DataFrame]) -> None:
    who = {*tables["roles"]["id"], *tables["groups"]["id"]}
    assert set(tables["responsible"]["role"]) <= who
    assert set(tables["indicator_goals"]["goal"]) <= set(tables["goals"]["id"])
    assert set(tables["indicator_goals"]["indicator"]) == set(tables["indicators"]["id"])


def test_each_row_counts_what_the_alingsas_plan_lists(alingsas: dict[str, pd.DataFrame]) -> None:
    rows = {name: len(alingsas[name]) for name in ("indicators", "stakeholders", "risks")}
    assert rows == {"indicators": 10, "stakeholders": 15, "risks": 5}
    assert alingsas["goals"]["kind"].value_counts().to_dict() == {
        "effektmal": 7,
        "syfte": 3,
        "projektmal": 3,
    }
    # Eleven rows of the activity table, one of which is two, and six milestones from the text.
    assert alingsas["activities"]["kind"].value_counts().to_dict() == {
        "aktivitet": 7,
        "milstolpe": 7,
        "beslut": 4,
    }


def test_an_indicator_for_a_kind_of_goals_counts_for_each_of_them(
    alingsas: dict[str, pd.DataFrame],
) -> None:
    goals = alingsas["indicator_goals"]
    trained = goals[goals["indicator"].eq("andel_utbildade")]
    assert list(trained["goal"]) == ["P1", "P2", "P3"]
    assert not trained["named"].any()
    assert goals[goals["indicator"].eq("syfte_a")]["named"].all()


def test_unknowns_keep_the_plans_words_and_are_never_0(alingsas: dict[str, pd.DataFrame]) -> None:
    resources = alingsas["resources"].set_index("id")
    local = resources.loc["res_ombud_lokala"]
    assert pd.isna(local["people"])
    assert pd.isna(local["hours_total"])
    assert (local["people_says"], local["hours_total_says"]) == ("XX", "?")
    post = alingsas["budget_posts"].set_index("id").loc["bud_utbildningstimmar"]
    assert pd.isna(post["amount_kr"])
    assert post["amount_says"] == "xxx.xxx.xxx kr"


def test_a_resource_that_is_training_has_its_hours(alingsas: dict[str, pd.DataFrame]) -> None:
    resources = alingsas["resources"].set_index("id")
    hours = {
        "res_handlaggare": 507,
        "res_enhetschefer": 325,
        "res_enhetschefer_central": 336,
        "res_ombud": 435.5,
        "res_medarbetare": 5776,
    }
    assert resources.loc[list(hours), "hours_total"].to_list() == list(hours.values())
    assert resources.loc["res_handlaggare", "end_to"] == pd.Timestamp("2023-04-30")


def test_amounts_are_also_in_kronor(kalmar: dict[str, pd.DataFrame]) -> None:
    posts = kalmar["budget_posts"]
    assert posts.groupby("year")["amount_kr"].sum().to_dict() == {
        2017: 0,
        2018: 850_000,
        2019: 1_780_000,
    }
    assert set(kalmar["budget_totals"]["amount_kr"]) == {2_630_000}


def test_a_coarse_time_has_its_first_and_last_day(alingsas: dict[str, pd.DataFrame]) -> None:
    spring = alingsas["activities"].set_index("id").loc["akt_icf"]
    assert (spring["start_from"], spring["start_to"]) == (
        pd.Timestamp("2023-01-01"),
        pd.Timestamp("2023-06-30"),
    )
    assert spring["start_says"] == "Våren 2023"
    weekly = alingsas["times"].set_index("id").loc["stickprov_veckovis"]
    assert weekly["from"] == pd.Timestamp("2024-02-01")
    assert pd.isna(weekly["to"])


def test_the_parts_of_figures_are_rows(kalmar: dict[str, pd.DataFrame]) -> None:
    cases = kalmar["parts"].set_index("what")
    assert cases["count"].to_dict() == {"SoL": 390, "LSS": 780}
    assert cases["count_says"].loc["SoL"] == "drygt 390"


def test_a_plan_without_a_section_has_its_empty_table() -> None:
    bare = replace(plan_of("1489-alingsas"), budget=None, risks=(), training=(), resources=())
    tables = project_tables(bare)
    for name in ("budget_posts", "risks", "training", "resources"):
        assert len(tables[name]) == 0
        assert {column: str(d) for column, d in tables[name].dtypes.items()} == SCHEMAS[name]
