"""The released tables on goals: what was planted is in them, and nobody can be told from them."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.runs.case_files import read_case_records, read_own_introduction
from ibic_eval.runs.goal_attainment import SCHEMAS, GoalAttainment, goal_attainment
from ibic_eval.runs.goal_release import without_person_totals
from ibic_eval.runs.project import Project
from ibic_eval.sources.introductions import no_introduction
from ibic_eval.tables.case_records import (
    ASSESSMENT_TYPES,
    LIFE_AREAS,
    QUALITY_ANSWERS,
    CaseRecords,
    empty_records,
)
from tests.attacks import attacks

EXTRACTED = dt.date(2020, 12, 31)
NOBODY = no_introduction("9001")
COUNTS = ("n", "n_persons", "count", "n_unknown", "n_reached", "n_goals", "n_plans")


def assessments(persons: int, seed: int = 1, reached: float = 0.55) -> pd.DataFrame:
    """Draw assessments: one to six life areas a person, goals one step better, most followed up."""
    random = np.random.default_rng(seed)
    person = np.repeat(np.arange(persons), random.integers(1, 7, persons))
    n = len(person)
    life = pd.Series(person).groupby(person).cumcount().to_numpy()
    present = random.integers(1, 5, n)
    day = pd.Timestamp("2018-01-01") + pd.to_timedelta(random.integers(0, 700, n), "D")
    followed = day + pd.to_timedelta(random.integers(20, 300, n), "D")
    success = random.random(n) < reached
    frame = pd.DataFrame(
        {
            "person": person,
            "area": np.array(["aldreomsorg", "lss"])[person % 3 // 2],
            "life_area": np.array(LIFE_AREAS)[life],
            "date": day,
            "present": present,
            "intended": np.where(random.random(n) < 0.1, np.nan, present - 1),
            "followed_up": followed,
            "reached": np.where(success, present - 1, present),
            "provider": np.array([f"Utförare {number}" for number in range(6)])[person % 6],
        }
    )
    waits = random.random(n) < 0.15
    frame.loc[waits, ["followed_up", "reached"]] = np.nan
    return frame.reindex(columns=list(ASSESSMENT_TYPES)).astype(dict(ASSESSMENT_TYPES))


def records(some: pd.DataFrame | None = None) -> CaseRecords:
    nothing = empty_records(EXTRACTED)
    return nothing if some is None else nothing._replace(assessments=some)


@pytest.fixture(scope="module")
def ordinary() -> GoalAttainment:
    return goal_attainment(records(assessments(300)), NOBODY)


def row(table: pd.DataFrame, **keys: str) -> pd.Series:
    for name, value in keys.items():
        table = table[table[name].eq(value)]
    whole = table[table["year"].isna()] if "year" in table else table
    assert len(whole) == 1
    return whole.iloc[0]


def check_schemas(found: GoalAttainment) -> None:
    assert list(found.tables) == list(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert list(found.tables[name].columns) == list(schema)
        assert found.tables[name].dtypes.astype(str).to_dict() == dict(schema)
    json.dumps(found.context, allow_nan=False)


def check_nobody_is_told(found: GoalAttainment) -> None:
    """No number of 1 to 4 persons or things is shown, and a hidden row has no number at all."""
    for name, table in found.tables.items():
        numbers = table.select_dtypes("number").drop(columns=["year", "months"], errors="ignore")
        for count in [column for column in COUNTS if column in table]:
            if name != "provider_spread" or count != "n_hidden":
                assert not table[count].between(1, 4).any(), (name, count)
        if "status" in table and name != "quality":
            kept = numbers.drop(columns=["n_providers", "n_hidden"], errors="ignore")
            assert kept[table["status"].ne("visas")].isna().all(axis=None), name


def test_tables_have_their_schemas_and_hide_few(ordinary):
    check_schemas(ordinary)
    check_nobody_is_told(ordinary)
    assert ordinary.context["available"]
    assert ordinary.context["missing_tables"] == ["cases", "plans"]


def test_the_planted_share_lies_within_its_interval(ordinary):
    found = row(ordinary.tables["indicators"], indicator="mal_helt_eller_delvis", area="alla")
    assert found["ci_low"] < 0.55 < found["ci_high"]
    assert found["share"] == found["count"] / found["n"]


def test_indicators_agree_with_the_tables_beside_them(ordinary):
    goals = ordinary.tables["goals"].set_index(["area", "outcome"])["n"]
    persons = ordinary.tables["persons"].set_index(["area", "state"])["n"]
    indicators = ordinary.tables["indicators"]
    goal = row(indicators, indicator="mal_helt_eller_delvis", area="alla")
    assert goal["count"] == sum(goals["alla", name] for name in codes.REACHED)
    assert goal["n"] == sum(goals["alla", name] for name in codes.JUDGED)
    person = row(indicators, indicator="person_helt", area="alla")
    assert person["count"] == persons["alla", "helt"]
    by_year = indicators[indicators["indicator"].eq("mal_helt") & indicators["year"].notna()]
    assert by_year["n"].sum() == goal["n"]


def test_four_persons_show_nothing():
    found = goal_attainment(records(assessments(4)), NOBODY)
    check_schemas(found)
    check_nobody_is_told(found)
    for name in ("persons", "goals", "directions", "transitions", "life_areas", "overdue"):
        assert found.tables[name]["status"].eq("dold").all(), name
    assert found.context["n_persons"] is None
    assert found.context["life_areas_in_use"] is None


@pytest.mark.parametrize(
    "persons",
    [pytest.param(6, marks=pytest.mark.slow), pytest.param(12, marks=pytest.mark.slow), 25, 40],
)
@attacks(range(1), 3)
def test_small_municipalities_tell_of_nobody(persons, seed):
    found = goal_attainment(records(assessments(persons, seed)), NOBODY)
    check_schemas(found)
    check_nobody_is_told(found)


def test_no_file_gives_empty_tables_and_says_so():
    found = goal_attainment(records(), NOBODY)
    check_schemas(found)
    assert not found.context["available"]
    assert found.context["missing_tables"] == ["cases", "assessments", "plans"]
    indicators = found.tables["indicators"]
    assert indicators["status"].eq("saknas").all()
    assert indicators["reason"].ne("").all()
    assert found.tables["sub_goals"]["reason"].str.contains("Ingen genomförandeplan").all()
    assert found.tables["quality"]["reason"].eq("Det finns inga uppföljningar.").all()


def test_without_follow_ups_nothing_is_said_to_be_reached_or_not():
    some = assessments(60)
    some["followed_up"], some["reached"] = pd.NaT, pd.NA
    some = some.astype(dict(ASSESSMENT_TYPES))
    found = goal_attainment(records(some), NOBODY)
    check_schemas(found)
    assert found.context["no_follow_ups"]
    goal = row(found.tables["indicators"], indicator="mal_helt", area="alla")
    assert goal["status"] == "saknas"
    assert "uppföljt" in goal["reason"]
    assert found.tables["life_area_tests"].empty
    group = found.tables["follow_up"]
    assert group.loc[group["level"].eq("grupp"), "share"].dropna().eq(0).all()
    assert row(found.tables["overdue"], area="alla")["n"] > 0


def test_an_unknown_area_has_no_row_but_is_in_the_whole():
    some = assessments(60)
    some.loc[:40, "area"] = pd.NA
    some = some.astype(dict(ASSESSMENT_TYPES))
    found = goal_attainment(records(some), NOBODY)
    check_nobody_is_told(found)
    areas = set(found.tables["goals"]["area"])
    assert areas == {"aldreomsorg", "lss", "alla"}
    assert found.context["n_without_area"] == 41


def test_a_horizon_that_would_tell_of_few_beside_the_one_before_is_hidden():
    some = assessments(80)
    day = pd.Timestamp("2018-01-01")
    late = some["person"].isin([0, 3, 6])
    some["date"] = day
    some["followed_up"] = np.where(late, day + pd.Timedelta(300, "D"), day + pd.Timedelta(90, "D"))
    some = some.drop_duplicates("person").astype(dict(ASSESSMENT_TYPES))
    found = goal_attainment(records(some), NOBODY).tables["follow_up"]
    whole = found[found["level"].eq("grupp") & found["area"].eq("alla")].set_index("months")
    assert whole.loc[12, "status"] == "dold" or whole.loc[6, "status"] == "dold"


def test_providers_are_named_only_with_enough_persons_and_compared_from_three():
    some = assessments(300)
    some["provider"] = some["provider"].cat.add_categories(["Utförare Liten"])
    few = some["person"].isin([0, 6, 12])
    some.loc[few, "provider"] = "Utförare Liten"
    found = goal_attainment(records(some), NOBODY).tables
    assert "Utförare Liten" not in set(found["providers"]["provider"])
    assert "Utförare Liten" not in set(found["follow_up"]["unit"])
    spread = found["provider_spread"].set_index("area")
    assert spread.loc["aldreomsorg", "status"] == "visas"
    assert spread.loc["lss", "status"] == "saknas"
    assert found["providers"]["area"].eq("aldreomsorg").all()


def test_a_provider_may_have_the_name_of_our_own_labels():
    some = assessments(300)
    ours = dict(zip(some["provider"].cat.categories[:2], ("alla", "utan_utforare"), strict=True))
    some["provider"] = some["provider"].cat.rename_categories(ours)
    found = goal_attainment(records(some), NOBODY).tables
    named = {"alla (utförare)", "utan_utforare (utförare)"}
    assert named <= set(found["follow_up"]["unit"])


def area_rows(*hidden: str) -> list[dict[str, object]]:
    rows = [{"area": "alla", "year": year, "n": 60, "n_persons": 43} for year in (None, 2019)]
    rows += [{"area": area, "year": None, "n": 30, "n_persons": 20} for area in codes.AREAS]
    return [
        row | {"months": 6, "status": "dold" if row["area"] in hidden else "visas"} for row in rows
    ]


def test_the_whole_less_the_areas_does_not_tell_how_many_persons_a_hidden_area_has():
    rows = without_person_totals(area_rows("lss", "annan_sol"), ["months"])
    assert [row["n_persons"] for row in rows[:2]] == [None, 43]  # a year isn't the sum of areas
    assert rows[0]["n"] == 60
    assert without_person_totals(area_rows(), ["months"])[0]["n_persons"] == 43
    others = [row | {"months": 12} for row in area_rows()]
    assert without_person_totals([*area_rows("lss"), *others], ["months"])[5]["n_persons"] == 43


def test_the_order_of_rows_and_pseudonyms_changes_nothing():
    some = assessments(60)
    random = np.random.default_rng(3)
    renamed = some.assign(person=random.permutation(60)[some["person"]].astype("int32"))
    mixed = renamed.sample(frac=1, random_state=4).reset_index(drop=True)
    first, second = (goal_attainment(records(one), NOBODY).tables for one in (some, mixed))
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, second[name], check_exact=False, rtol=1e-6)


def test_the_records_are_left_alone():
    some = records(assessments(20))
    before = some.assessments.copy(deep=True)
    goal_attainment(some, NOBODY)
    pd.testing.assert_frame_equal(some.assessments, before)


@pytest.fixture(scope="module")
def demo() -> dict[str, GoalAttainment]:
    project = Project.find()
    return {
        code: goal_attainment(
            read_case_records(project, code), read_own_introduction(project, code)
        )
        for code in ("9001", "9002", "9003", "9004")
    }


@pytest.mark.slow
@pytest.mark.parametrize("code", ["9001", "9002", "9003"])
def test_the_demo_municipalities_have_their_55_percent(demo, code):
    found = row(demo[code].tables["indicators"], indicator="mal_helt_eller_delvis", area="alla")
    assert found["ci_low"] < 0.55 < found["ci_high"]
    check_schemas(demo[code])
    check_nobody_is_told(demo[code])


@pytest.mark.slow
def test_the_demo_with_twelve_cases_says_nothing_of_anybody(demo):
    check_schemas(demo["9004"])
    check_nobody_is_told(demo["9004"])
    shown = [
        name
        for name, table in demo["9004"].tables.items()
        if "status" in table and table["status"].eq("visas").any()
    ]
    assert shown == []


@pytest.mark.slow
def test_the_demo_whose_providers_differ_says_so_without_ranking(demo):
    tables = demo["9001"].tables
    spread = row(tables["provider_spread"], area="aldreomsorg")
    assert spread["p"] < 0.05
    assert tables["providers"]["provider"].is_monotonic_increasing


def test_quality_answers_are_the_codes_of_the_file():
    assert codes.ANSWERS[:-1] == QUALITY_ANSWERS
