"""The committed plans and follow-up of the fictional municipalities: sound, rebuilt to the byte."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.estimates.plan_arithmetic import plan_arithmetic
from ibic_eval.estimates.plan_findings import plan_findings
from ibic_eval.reconstruction.introduction_municipalities import INTRODUCTIONS
from ibic_eval.runs.demo_introduction import build_introduction_files
from ibic_eval.runs.demo_introduction_words import introduction_section
from ibic_eval.runs.follow_up_files import check_follow_up, read_follow_up, read_own_plan
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.introductions import read_introduction
from ibic_eval.tables.follow_up import FollowUp
from ibic_eval.tables.follow_up_schemas import TABLES
from ibic_eval.tables.project_tables import project_tables

PROJECT = Project(PACKAGE_CHECKOUT)
SOME = {"utbildning", "bemanning", "moten", "aktivitetslage", "kostnader"}
WANTED = {
    "9001": {name for name, _ in TABLES.values()},
    "9002": {"moten"},
    "9003": SOME | {"granskningar", "granskningsunderlag"},
}


def folder_of(code: str) -> Path:
    return next(PROJECT.municipalities.glob(f"{code}-*"))


def plan_of(code: str) -> ProjectPlan:
    plan = read_own_plan(PROJECT, code)
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def plan() -> ProjectPlan:
    return plan_of("9001")


@pytest.fixture(scope="module")
def found(plan: ProjectPlan) -> FollowUp:
    return read_follow_up(PROJECT, "9001", plan)


def trained(found: FollowUp, plan: ProjectPlan, day: dt.date) -> tuple[int, int]:
    """Count those who had attended all their sessions by a day, and those who were to."""
    upto = pd.Timestamp(day)
    attended = found.training[found.training["date"] <= upto]
    sessions = attended.groupby(["training", "person"]).size().reset_index(name="sessions")
    wanted = {each.id: each.sessions.value for each in plan.training}
    counted = found.headcounts[found.headcounts["date"] <= upto]
    latest = counted["date"].eq(counted.groupby("training")["date"].transform("max"))
    return (
        int((sessions["sessions"] >= sessions["training"].map(wanted)).sum()),
        int(counted.loc[latest, "people"].sum()),
    )


def measured(found: FollowUp, indicator: str) -> dict[dt.date, tuple[int, int]]:
    rows = found.indicator_values[found.indicator_values["indicator"].eq(indicator)]
    shares = zip(rows["numerator"].astype(int), rows["denominator"].astype(int), strict=True)
    return dict(zip(rows["date"].dt.date, shares, strict=True))


def test_the_committed_files_come_out_again_to_the_byte() -> None:
    files = build_introduction_files(PROJECT)
    names: dict[str, set[str]] = {code: set() for code in INTRODUCTIONS}
    for path, content in files.items():
        assert path.read_bytes() == content, path
        names[path.parent.name[:4]].add(path.stem)
    assert names == WANTED
    assert sum(len(content) for content in files.values()) < 1_000_000


@pytest.mark.parametrize("code", sorted(INTRODUCTIONS))
def test_the_follow_up_passes_the_check_without_a_remark(code: str) -> None:
    assert check_follow_up(PROJECT, code)["message"].tolist() == []


@pytest.mark.parametrize("code", sorted(INTRODUCTIONS))
def test_the_plan_says_that_it_is_made_up(code: str) -> None:
    for document in plan_of(code).documents:
        assert document.title.startswith("Påhittat dokument: ")


@pytest.mark.parametrize(("code", "wrong"), [("9001", 1), ("9002", 0), ("9003", 0)])
def test_every_sum_of_the_plan_agrees_but_the_one_that_is_to_be_found(
    code: str, wrong: int
) -> None:
    sums = plan_arithmetic(plan_of(code))
    off = sums[~sums["status"].isin(["stammer", "ungefar"])]
    assert len(sums) > 5
    assert off["id"].tolist() == ["res_ombud_lokala"] * wrong
    rest = plan_findings(plan_of(code))
    assert rest[rest["kind"].ne("rakning")].empty


def test_every_goal_has_an_indicator_and_most_indicators_a_target(plan: ProjectPlan) -> None:
    measured_goals = {goal for each in plan.indicators for goal in each.goals}
    assert {goal.id for _, goal in plan.goals()} == measured_goals
    targets = [each.target.value for each in plan.indicators]
    assert sum(value is not None for value in targets) == len(targets) - 1


def test_the_groups_are_as_large_as_the_plan_says(found: FollowUp, plan: ProjectPlan) -> None:
    last = found.headcounts["date"].eq(
        found.headcounts.groupby("training")["date"].transform("max")
    )
    people = found.headcounts[last].groupby("training")["people"].sum()
    assert people.to_dict() == {each.id: each.people.value for each in plan.training}
    called = found.meetings.groupby("group")["called"].max()
    assert called.to_dict() == {each.id: each.people.value for each in plan.groups}


def test_indicators_say_what_the_other_files_say(found: FollowUp, plan: ProjectPlan) -> None:
    for day, shares in measured(found, "ind_utbildade").items():
        assert shares == trained(found, plan, day)
    for day, shares in measured(found, "ind_moten").items():
        upto = found.meetings[found.meetings["date"] <= pd.Timestamp(day)]
        assert shares == (int(upto["status"].eq("genomfort").sum()), len(upto))
    (politicians,) = measured(found, "ind_politiker").values()
    assert politicians == (found.training["training"].eq("utb_politiker").sum(), 11)


def test_indicators_of_reviews_say_what_the_reviews_say(found: FollowUp) -> None:
    one = found.reviews.drop_duplicates(["document", "criterion"])
    early = one[one["week"].lt("2018-03-05") & one["kind"].ne("uppfoljning")]
    produced = found.documents[
        found.documents["week"].lt("2018-03-05") & found.documents["kind"].ne("uppfoljning")
    ]
    (checked,) = measured(found, "ind_granskning_nya").values()
    assert checked == (early["document"].nunique(), produced["produced"].sum())
    goals = one[one["criterion"].eq("mal") & one["outcome"].ne("ej_aktuellt")]
    for first, last, shares in zip(
        ("2018-03-05", "2018-10-01"),
        ("2018-10-01", "2020-01-01"),
        measured(found, "ind_stickprov").values(),
        strict=True,
    ):
        part = goals[goals["date"].ge(first) & goals["date"].lt(last)]
        assert shares == (part["outcome"].eq("uppfyllt").sum(), len(part))


def test_indicators_of_likeness_say_what_two_reviewers_found() -> None:
    reviews = pd.read_csv(folder_of("9001") / "granskningar.csv", dtype=str, keep_default_na=False)
    twice = reviews[reviews.duplicated("dokument", keep=False) & reviews["slag"].eq("utredning")]
    criteria = list(reviews.columns[5:])
    same = twice.groupby("dokument")[criteria].nunique().eq(1).all(axis=1)
    years = twice.drop_duplicates("dokument").set_index("dokument")["datum"].str[:4]
    found = same.groupby(years).agg(["sum", "size"])
    indicators = pd.read_csv(folder_of("9001") / "indikatorer.csv", dtype=str)
    own = indicators[indicators["indikator"].eq("ind_likvardigt")]
    assert [(int(a), int(b)) for a, b in zip(own["taljare"], own["namnare"], strict=True)] == [
        (row["sum"], row["size"]) for _, row in found.iterrows()
    ]


def test_two_activities_were_late_one_called_off_and_one_not_told_of(
    found: FollowUp, plan: ProjectPlan
) -> None:
    activities = project_tables(plan)["activities"].set_index("id")
    states = found.activity_states.sort_values("date").groupby("activity").last()
    assert set(activities.index) - set(states.index) == {"akt_introduktion"}
    assert states.index[states["state"].eq("installd")].tolist() == ["akt_dialog"]
    planned = activities["end_to"].reindex(states.index)
    late = (states["end"] - planned).dt.days.dropna()
    assert late[late > 0].to_dict() == {"akt_rutin_plan": 95, "akt_system": 149}


def test_costs_are_those_of_the_introduction_and_off_the_budget_where_they_should(
    found: FollowUp,
) -> None:
    introduction = read_introduction(folder_of("9001") / "inforande.yml")
    assert introduction is not None
    assert found.spending["amount"].sum() == introduction.introduction_cost
    posts = project_tables(plan_of("9001"))["budget_posts"].set_index("id")
    spent = found.spending.dropna(subset="post").groupby("post")["amount"].sum()
    assert set(posts.index) - set(spent.index) == {"bud_utvardering_2019"}
    by_kind = (spent - posts["amount_kr"].reindex(spent.index)).groupby(posts["kind"]).sum()
    assert by_kind["Utbildare"] == 108_000
    assert by_kind["Ersättning för ombudens tid"] == -103_000
    outside = found.spending[found.spending["post"].isna()]
    assert outside["amount"].sum() == 148_500
    years = found.spending["date"].dt.year
    assert years.eq(found.spending["year"]).all()


def test_risks_moved_as_they_should(found: FollowUp, plan: ProjectPlan) -> None:
    last = found.risk_states.sort_values("date").groupby("risk").last()
    planned = project_tables(plan)["risks"].set_index("id")["level"]
    assert planned.index.difference(last.index).tolist() == ["risk_delaktighet"]
    moved = last["probability"] * last["consequence"] - planned.reindex(last.index)
    assert moved[moved != 0].to_dict() == {"risk_system": 2 - 9, "risk_utforare": 12 - 9}
    assert last.index[last["occurred"].eq("ja")].tolist() == ["risk_nyckel"]


def test_the_readme_tells_the_truth_that_is_planted() -> None:
    text = introduction_section("9001")
    assert "| uppfyllt, `mal` | 60 %; 82 % från veckan 2018-10-01 |" in text
    assert (
        "| hela utbildningen, `utb_medarbetare` | 291 av 410, 71 %; 33 till gick en del |" in text
    )
    assert "| kappa mellan granskare, `stodform` | 0,30 |" in text
    assert introduction_section("9004") == ""
