"""The fictional case records hold what is planted in them, and the committed ones are those."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.reconstruction.case_assessments import draw_assessments
from ibic_eval.reconstruction.case_files import case_files
from ibic_eval.reconstruction.case_investigations import draw_investigations
from ibic_eval.reconstruction.case_many import many_assessments
from ibic_eval.reconstruction.case_municipalities import SEED, TRUTHS
from ibic_eval.reconstruction.case_plans import draw_plans
from ibic_eval.reconstruction.case_truth import (
    AREAS,
    CARE_OF_OLDER,
    LSS,
    NOTHING,
    OTHER_SOL,
    SYSTEM,
    CaseTruth,
)
from ibic_eval.runs.case_mapping import case_codebooks
from ibic_eval.runs.demo_cases import build_case_files
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.ibic_use import read_ibic_use
from ibic_eval.sources.introductions import Introduction, read_introduction
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.tables.adoption import first_year
from ibic_eval.tables.case_records import CaseRecords
from ibic_eval.tables.case_tables import case_records
from ibic_eval.tables.ibic_use import type_ibic_use

PROJECT = Project(PACKAGE_CHECKOUT)
EFFECT, NO_CHANGE, CONFOUNDED, TWELVE = (TRUTHS[code] for code in sorted(TRUTHS))
KEY = ["person", "livsomrade", "kod", "datum"]
MORE = 25


def larger(truth: CaseTruth) -> CaseTruth:
    """Return a truth with so many cases that shares and means are as good as exact."""
    areas = {name: replace(area, cases=area.cases * MORE) for name, area in truth.areas.items()}
    return replace(truth, areas=areas)


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    """Return cases without what stands in the way of seeing the ratio: trend, season, workers."""
    return draw_investigations(larger(still(EFFECT)), seed=1)


def still(truth: CaseTruth) -> CaseTruth:
    return replace(truth, trend=0.0, season=0.0, worker_sd=0.0, unit_sd=0.0, case_sd=0.3)


@pytest.fixture(scope="module")
def assessments() -> pd.DataFrame:
    truth = larger(EFFECT)
    return draw_assessments(truth, draw_investigations(truth, seed=2), seed=2)


@pytest.fixture(scope="module")
def use() -> pd.DataFrame:
    codebook = load_codebook(PROJECT.codebooks / "ibic_use.yml")
    register = read_municipalities(PROJECT.demo / "municipalities.csv")
    return type_ibic_use(read_ibic_use([PROJECT.demo / "ibic_use.csv"]), codebook, register).use


def days(cases: pd.DataFrame) -> pd.Series:
    return (cases["decided"] - cases["started"]).dt.days + 1


def geometric_ratio(cases: pd.DataFrame, area: str, way_in: str, first: int, last: int) -> float:
    """Return days in some months after the start against those before it, both ends counted."""
    # The last months have open cases, and those decided are then the quick ones.
    known = cases["started"] < pd.Timestamp(EFFECT.extracted) - pd.Timedelta(days=250)
    mine = cases[cases["area"].eq(area) & cases["way_in"].eq(way_in) & known]
    logs = np.log(days(mine))
    after = mine["months"].ge(first) & mine["months"].lt(last)
    return float(np.exp(logs[after].mean() - logs[~mine["after"]].mean()))


# 1.6 × 0.75 ^ (months / 18) in the middle of each span.
@pytest.mark.parametrize(
    ("area", "way_in", "first", "last", "ratio", "within"),
    [
        (CARE_OF_OLDER, "ordinarie", 0, 2, 1.575, 0.03),
        (CARE_OF_OLDER, "ordinarie", 8, 10, 1.386, 0.03),
        (CARE_OF_OLDER, "ordinarie", 16, 18, 1.219, 0.03),
        (CARE_OF_OLDER, "ordinarie", 18, 26, 1.2, 0.02),
        (CARE_OF_OLDER, "uppfoljning", 0, 2, 1.575, 0.04),
        (CARE_OF_OLDER, "uppfoljning", 18, 26, 1.2, 0.03),
        (CARE_OF_OLDER, "utskrivning", 0, 18, 1.386, 0.05),
        (LSS, "ordinarie", 0, 2, 1.575, 0.05),
        (LSS, "ordinarie", 8, 10, 1.386, 0.05),
    ],
)
def test_days_are_1_6_times_as_many_and_fall_to_1_2(
    cases: pd.DataFrame, area: str, way_in: str, first: int, last: int, ratio: float, within: float
) -> None:
    found = geometric_ratio(cases, area, way_in, first, last)
    assert found == pytest.approx(ratio, rel=within)


def test_the_ratio_is_even_on_the_logarithmic_scale() -> None:
    assert EFFECT.time_ratio(-0.1) == 1.0
    assert EFFECT.time_ratio(0) == pytest.approx(1.6)
    assert EFFECT.time_ratio(9) == pytest.approx((1.6 * 1.2) ** 0.5)
    assert EFFECT.time_ratio(18) == EFFECT.time_ratio(40) == pytest.approx(1.2)


def test_the_area_without_ibic_stays_the_same(cases: pd.DataFrame) -> None:
    control = cases[cases["area"].eq(OTHER_SOL) & cases["way_in"].eq("ordinarie")]
    assert not control["after"].any() and control["months"].isna().all()
    later = control["started"] >= pd.Timestamp(EFFECT.starts[CARE_OF_OLDER])
    known = control["started"] < pd.Timestamp(EFFECT.extracted) - pd.Timedelta(days=250)
    logs = np.log(days(control))
    assert logs[later & known].mean() == pytest.approx(logs[~later].mean(), abs=0.02)
    means = control.groupby(later)[["life_areas", "codes", "goals", "hours"]].mean()
    assert np.allclose(means.loc[True], means.loc[False], rtol=0.05)


def test_trend_season_and_case_workers_are_there() -> None:
    truth = replace(larger(EFFECT), case_sd=0.1, unit_sd=0.0, starts={}, worker_sd=0.0)
    drawn = draw_investigations(truth, seed=3)
    mine = drawn[drawn["area"].eq(CARE_OF_OLDER) & drawn["way_in"].eq("ordinarie")]
    logs, year = np.log(days(mine)), mine["started"].dt.year
    assert (logs[year.eq(2018)].mean() - logs[year.eq(2015)].mean()) / 3 == pytest.approx(
        -0.01, abs=0.003
    )
    month = mine["started"].dt.month
    early = year.le(2018)
    summer, winter = logs[early & month.eq(7)].mean(), logs[early & month.eq(1)].mean()
    assert summer - winter == pytest.approx(0.12, abs=0.02)
    assert mine["started"].dt.month.eq(7).mean() < 0.075
    apart = draw_investigations(replace(truth, worker_sd=0.15), seed=3)
    workers = np.log(days(apart)).groupby([apart["area"], apart["way_in"], apart["worker"]]).mean()
    assert 0.08 < workers[CARE_OF_OLDER]["ordinarie"].std() < 0.25


def test_investigations_hold_two_life_areas_more_and_what_else_is_planted(
    cases: pd.DataFrame,
) -> None:
    mine = cases[cases["area"].eq(CARE_OF_OLDER)]
    means = mine.groupby("after")[["life_areas", "codes", "goals"]].mean()
    assert means["life_areas"].to_dict() == pytest.approx({False: 3.0, True: 5.0}, abs=0.05)
    assert means["codes"].to_dict() == pytest.approx({False: 1.0, True: 2.0}, abs=0.03)
    assert means["goals"].to_dict() == pytest.approx({False: 1.5, True: 3.0}, abs=0.04)
    assert mine["life_areas"].between(1, 11).all()
    assert (mine["goals"] <= mine["life_areas"]).all()
    # More spread than Poisson's, so that the model for it matters.
    assert (mine.groupby("after")["codes"].var() > 1.2 * means["codes"]).all()
    pages = np.exp(np.log(mine["pages"]).groupby(mine["after"]).mean())
    assert pages.to_dict() == pytest.approx({False: 3.2, True: 4.8}, rel=0.01)
    hours = mine.pivot_table(index="way_in", columns="after", values="hours")
    assert np.allclose(hours[True] - hours[False], 2.5, atol=0.15)


def test_a_goal_is_reached_with_55_percent_whatever_its_kind(assessments: pd.DataFrame) -> None:
    goals = assessments[assessments["intended"].ge(0) & assessments["reached"].ge(0)]
    present, intended, reached = (goals[name] for name in ("present", "intended", "reached"))
    wholly = reached <= intended
    partly = (intended < reached) & (reached < present)
    assert (wholly | partly).mean() == pytest.approx(0.55, abs=0.01)
    assert partly.mean() == pytest.approx(0.088, abs=0.01)
    kinds = (wholly | partly).groupby(present - intended).agg(["mean", "size"])
    assert set(kinds.index) == {-1, 0, 1, 2, 3}
    assert kinds["mean"].between(0.51, 0.59).all()
    by_person = (wholly | partly).groupby(goals["person"]).agg(["any", "all", "mean"]).mean()
    # By person it depends on the rule: some goal, all of them, or the mean of the own shares.
    assert by_person.to_dict() == pytest.approx({"any": 0.83, "all": 0.245, "mean": 0.55}, abs=0.02)


def test_providers_differ_as_planted_and_the_smallest_is_too_small_to_show(
    assessments: pd.DataFrame,
) -> None:
    goals = assessments[assessments["intended"].ge(0) & assessments["reached"].ge(0)]
    reached = goals["reached"] <= goals["intended"]
    partly = (goals["intended"] < goals["reached"]) & (goals["reached"] < goals["present"])
    shares = (reached | partly).groupby(goals["provider"]).mean()
    for name, spread in EFFECT.provider_spread.items():
        assert shares[name] == pytest.approx(0.55 + spread, abs=0.03)
    providers = EFFECT.areas[CARE_OF_OLDER].providers
    assert sum(providers.values()) == pytest.approx(1)
    mean = sum(providers[name] * spread for name, spread in EFFECT.provider_spread.items())
    assert mean == pytest.approx(0)
    drawn = case_files(EFFECT, SEED).bedomningar
    people = drawn[drawn["utforare"].ne("")].groupby("utforare")["person"].nunique()
    assert 0 < people["Omsorgsföretaget Björken"] < 5
    assert people.drop("Omsorgsföretaget Björken").ge(10).all()


def test_goals_of_the_same_person_go_together(assessments: pd.DataFrame) -> None:
    goals = assessments[assessments["intended"].ge(0) & assessments["reached"].ge(0)]
    better = goals["reached"] <= goals["intended"]
    by_person = better.groupby(goals["person"]).agg(["mean", "size"])
    several = by_person[by_person["size"].eq(4)]
    by_chance = (better.mean() * (1 - better.mean()) / 4) ** 0.5
    assert several["mean"].std() > 1.1 * by_chance


@pytest.mark.parametrize(("months", "share"), [(6, 0.35), (12, 0.60), (24, 0.78)])
def test_assessments_are_followed_up_as_planted(
    assessments: pd.DataFrame, months: int, share: float
) -> None:
    once = assessments.drop_duplicates(["case"])
    limit = months * 365.25 / 12
    due = (pd.Timestamp(EFFECT.extracted) - once["date"]).dt.days > limit
    within = (once["followed_up"] - once["date"]).dt.days <= limit
    assert within[due].mean() == pytest.approx(share, abs=0.02)


def test_all_of_a_days_assessments_are_followed_up_together(assessments: pd.DataFrame) -> None:
    marks = assessments.fillna({"followed_up": pd.Timestamp(1970, 1, 1)})
    assert marks.groupby("case")["followed_up"].nunique().max() == 1
    assert (
        (assessments["followed_up"] > assessments["date"])
        .eq(assessments["followed_up"].notna())
        .all()
    )
    assert assessments["reached"].ge(0).eq(assessments["followed_up"].notna()).all()


def test_plans_and_answers_are_as_planted() -> None:
    truth = larger(EFFECT)
    drawn = draw_investigations(truth, seed=4)
    plans = draw_plans(truth, drawn, draw_assessments(truth, drawn, seed=4), seed=4)
    made = plans[plans["kind"].eq("genomforandeplan")]
    sums = made.groupby("ibic")[["goals", "split"]].sum()
    mean = made.groupby("ibic")["goals"].mean()
    assert mean[True] == pytest.approx(3.0, abs=0.05)
    assert sums["split"][True] / sums["goals"][True] == pytest.approx(0.52, abs=0.01)
    # Some plans after the start are not by IBIC.
    assert 2.0 < mean[False] < 2.3
    asked = plans[plans["quality_trygg"].ne("")]
    assert (asked["kind"].eq("uppfoljning") & asked["ibic"]).all()
    followed = plans["kind"].eq("uppfoljning") & plans["ibic"]
    assert len(asked) / followed.sum() == pytest.approx(0.65, abs=0.02)
    questions = [name for name in plans if name.startswith("quality_")]
    shares = [asked[name].eq("positivt").mean() for name in questions]
    assert shares == pytest.approx([0.78, 0.92, 0.84, 0.80, 0.76], abs=0.02)


def test_in_9002_nothing_changes() -> None:
    assert NO_CHANGE.cause == NOTHING
    assert {NO_CHANGE.time_ratio(months) for months in (0, 5, 30)} == {1.0}
    drawn = draw_investigations(larger(replace(NO_CHANGE, case_sd=0.3)), seed=5)
    mine = drawn[drawn["area"].eq(CARE_OF_OLDER) & drawn["way_in"].eq("ordinarie")]
    known = mine["started"] < pd.Timestamp(NO_CHANGE.extracted) - pd.Timedelta(days=150)
    logs = np.log(days(mine))[known].groupby(mine["after"]).mean()
    assert logs[True] - logs[False] == pytest.approx(0, abs=0.02)
    means = mine.groupby("after")[["life_areas", "codes", "goals", "pages", "hours"]].mean()
    assert np.allclose(means.loc[True], means.loc[False], rtol=0.03)


def test_in_9003_all_that_changes_is_due_to_the_system_on_the_same_day() -> None:
    assert CONFOUNDED.cause == SYSTEM
    told = introduction("9003")
    assert told.system_change is not None
    assert set(told.starts) == set(AREAS)
    assert set(told.starts.values()) == {told.system_change.date} == {dt.date(2021, 3, 1)}
    assert (told.system_change.before, told.system_change.after) == ("Procapita", "Lifecare")
    assert told.system_change.simultaneous
    assert [CONFOUNDED.time_ratio(m) for m in (0, 18)] == pytest.approx([1.6, 1.2])


def folder_of(code: str) -> Path:
    return next(PROJECT.municipalities.glob(f"{code}-*"))


def introduction(code: str) -> Introduction:
    return read_introduction(folder_of(code) / "inforande.yml")


def records_of(code: str) -> CaseRecords:
    texts = {
        name: scan_extract(folder_of(code) / f"{name}.csv")
        for name in ("arenden", "bedomningar", "planer")
    }
    day = introduction(code).extracted
    return case_records(texts, case_codebooks(PROJECT), day, dt.date(2026, 1, 1))


def test_the_committed_files_come_out_again_to_the_byte() -> None:
    files = build_case_files(PROJECT)
    assert len(files) == 4 * 5
    for path, content in files.items():
        assert path.read_bytes() == content, path
    assert sum(len(content) for content in files.values()) < 4_000_000


@pytest.mark.parametrize(
    ("code", "count"), [("9001", 4700), ("9002", 3000), ("9003", 2350), ("9004", 12)]
)
def test_the_committed_files_pass_the_check_without_a_remark(code: str, count: int) -> None:
    records = records_of(code)
    assert records.issues["message"].tolist() == []
    assert records.left_out["left_out"].sum() == 0
    assert len(records.cases) == count


@pytest.mark.parametrize("code", sorted(TRUTHS))
def test_the_introduction_agrees_with_the_truth_and_with_the_use_of_ibic(
    code: str, use: pd.DataFrame
) -> None:
    told = introduction(code)
    assert dict(told.starts) == dict(TRUTHS[code].starts)
    assert told.extracted == TRUTHS[code].extracted
    assert told.municipality == code and not told.from_plan
    assert told.source.startswith("Påhittade uppgifter")
    for area in (CARE_OF_OLDER, LSS):
        years = first_year(use, area).set_index("municipality")["first_year"]
        year = None if pd.isna(years[code]) else int(years[code])
        start = told.starts.get(area)
        assert (start.year if start else None) == year


def test_the_readmes_say_that_all_is_made_up() -> None:
    for code in TRUTHS:
        text = (folder_of(code) / "README.md").read_text(encoding="utf-8")
        assert "Allt i den här mappen är påhittat" in text


def test_the_files_of_a_municipality_agree_with_each_other() -> None:
    files = case_files(EFFECT, SEED)
    assessed, cases = files.bedomningar, files.arenden
    assert not assessed.duplicated(KEY).any()
    assert set(assessed["person"]) | set(files.planer["person"]) <= set(cases["person"])
    # A goal in the case is an intended state among its assessments (but for a person's two cases
    # with the same day, and cells that were emptied).
    goals = assessed[assessed["avsett"].ne("")].groupby("person").size()
    by_ibic = cases[cases["ibic"].eq("ja") & cases["utfall"].isin(["bifall", "delvis_bifall"])]
    once = by_ibic.groupby("person").filter(lambda rows: len(rows) == 1)
    once = once[once["mal"].ne("")].set_index("person")["mal"].astype(int)
    same = goals.reindex(once.index, fill_value=0).eq(once)
    assert len(once) > 200 and same.mean() > 0.9
    open_cases = cases[cases["beslut"].eq("")]
    assert len(open_cases) > 5
    assert open_cases[["utfall", "timmar", "livsomraden"]].eq("").all(axis=None)


def test_cells_are_missing_as_often_as_planted() -> None:
    cases = case_files(larger(EFFECT), seed=6).arenden
    decided = cases[cases["beslut"].ne("")]
    for name in ("timmar", "sidor", "livsomraden", "handlaggare", "ibic"):
        assert decided[name].eq("").mean() == pytest.approx(EFFECT.missing[name], abs=0.005)
    assert cases[["arende", "person", "omrade", "start", "ingang"]].ne("").all(axis=None)


def test_the_files_rest_on_truth_and_seed() -> None:
    one, again, other = (case_files(TWELVE, seed) for seed in (7, 7, 8))
    for name in one._fields:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(again, name))
    assert not one.arenden.equals(other.arenden)
    assert len(other.arenden) == 12


def test_any_number_of_assessments_is_drawn_a_block_at_a_time() -> None:
    blocks = list(many_assessments(150_000, seed=9))
    assert [len(block) for block in blocks][-1] < len(blocks[0])
    whole = pd.concat(blocks, ignore_index=True)
    assert len(whole) == 150_000
    assert not whole.duplicated(KEY).any()
    assert not set(blocks[0]["person"]) & set(blocks[1]["person"])
    assert whole["person"].str.fullmatch(r"(?=.*[0-9])[A-Za-z0-9_-]{1,32}").all()
    assert list(whole.columns) == list(case_files(TWELVE, 1).bedomningar.columns)
