"""How much investigations and plans hold: planted changes, mix, and an index with its parts."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.case_waits import NO_START, periods, waits
from ibic_eval.estimates.complexity import (
    ALL_ZERO,
    NOT_RECORDED,
    complexity_rows,
    investigations,
    plans,
)
from ibic_eval.estimates.complexity_index import TOO_FEW_PARTS, index_rows
from tests.case_simulator import EXTRACTED, START, draw

STARTS = {"aldreomsorg": START, "lss": dt.date(2018, 1, 1)}
SIZES = {"aldreomsorg": 1500, "lss": 800, "annan_sol": 200}


def subject_of(cases, starts=STARTS):
    return investigations(waits(cases, starts, 3, EXTRACTED, "start"), cases)


def plans_of(records, starts=STARTS):
    day = records.plans["date"].to_numpy(dtype="datetime64[D]")
    area = records.plans["area"].astype("string").to_numpy(dtype=object)
    return plans(records.plans, periods(area, day, starts, 3))


@pytest.fixture(scope="module")
def records():
    return draw(6, cases=SIZES, starts=STARTS, life_areas=2.0)


@pytest.fixture(scope="module")
def rows(records):
    table = complexity_rows(subject_of(records.cases), STARTS)
    return table.set_index(["area", "measure"])


def test_two_life_areas_are_found_in_every_area_and_all_together(rows):
    for area in ("aldreomsorg", "lss", "alla"):
        row = rows.loc[area, "livsomraden"]
        assert row["difference_low"] < 2 < row["difference_high"]
        assert row["ci_low"] < np.log(5 / 3) < row["ci_high"]
        assert row["mean_after"] - row["mean_before"] == pytest.approx(row["difference"], abs=0.1)


def test_the_model_follows_the_counts(rows):
    assert rows.loc[("aldreomsorg", "fordjupningskoder"), "model"] == "negativ_binomial"
    assert rows.loc[("aldreomsorg", "sidor"), "model"] == "log_linjar"
    life = draw(7, cases=2000, life_areas=2.0).cases
    unlike = life.assign(life_areas=np.where(life["life_areas"] > 3, 4, 3))
    found = complexity_rows(subject_of(unlike), STARTS).set_index(["area", "measure"])
    assert found.loc[("aldreomsorg", "livsomraden"), "model"] == "poisson"


def test_areas_without_start_and_measures_without_numbers_say_why(rows):
    assert rows.loc[("annan_sol", "livsomraden"), "reason"] == NO_START
    assert rows.loc[("aldreomsorg", "tecken"), "reason"] == NOT_RECORDED


def test_only_zeros_give_no_ratio(records):
    cases = records.cases.assign(codes=records.cases["codes"] * 0)
    found = complexity_rows(subject_of(cases), STARTS).set_index(["area", "measure"])
    assert found.loc[("lss", "fordjupningskoder"), "reason"] == ALL_ZERO


def test_a_shift_between_areas_is_no_change_in_complexity():
    """LSS holds three times as much, and becomes most of the cases: by area nothing changes."""
    cases = draw(9, cases={"aldreomsorg": 1500, "lss": 1500}).cases
    random = np.random.default_rng(1)
    heavy = cases["area"].eq("lss")
    goals = random.poisson(np.where(heavy, 6, 2))
    late = cases["started"].ge(pd.Timestamp(START))
    rare = random.random(len(cases)) < 0.8
    kept = ~(rare & (heavy != late))
    moved = cases.assign(goals=pd.array(goals, "Int16"))[kept].reset_index(drop=True)
    starts = dict.fromkeys(("aldreomsorg", "lss"), START)
    row = complexity_rows(subject_of(moved, starts), starts).set_index(["area", "measure"])
    together = row.loc[("alla", "mal")]
    assert together["mean_after"] > 1.5 * together["mean_before"]
    assert together["ci_low"] < 0 < together["ci_high"]


def test_plans_are_counted_by_person_and_follow_ups_left_out(records):
    follow_ups = records.plans.assign(
        kind=records.plans["kind"].where(records.plans["plan"] % 2 == 0, "uppfoljning")
    )
    subject = plans_of(records._replace(plans=follow_ups))
    assert len(subject.rows) == (records.plans["plan"] % 2 == 0).sum()
    row = complexity_rows(subject, STARTS).set_index(["area", "measure"]).loc["alla", "mal"]
    assert row["ci_low"] > 0
    assert row["n_clusters"] <= subject.rows["person"].nunique()
    assert "klustrat på person" in row["method"]


def test_few_plans_are_called_plans(records):
    few = records._replace(plans=records.plans.head(30))
    table = complexity_rows(plans_of(few), STARTS)
    assert table["reason"].str.contains("planer").any()
    assert not table["reason"].str.contains("för få ärenden").any()


def test_the_index_is_the_mean_of_the_parts_beside_it(records):
    table = index_rows(subject_of(records.cases), STARTS)
    rows = table[table["area"].eq("aldreomsorg")].set_index("part")["estimate"]
    parts = rows.drop("index")
    assert parts.index.tolist() == ["livsomraden", "fordjupningskoder", "mal", "sidor"]
    assert rows["index"] == pytest.approx(parts.mean())


def test_an_index_of_one_part_is_none(records):
    bare = records.cases.assign(
        **{name: records.cases[name].mask(records.cases["area"].notna())
           for name in ("codes", "goals", "pages")}
    )  # fmt: skip
    table = index_rows(subject_of(bare), STARTS)
    own = table[table["area"].eq("aldreomsorg")]
    assert own["part"].tolist() == ["index"]
    assert own["reason"].item() == TOO_FEW_PARTS
