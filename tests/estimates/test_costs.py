"""Hours and kronor: simple sums on what the model gives, and said where they can't be made."""

import datetime as dt

import numpy as np
import pytest

from ibic_eval.estimates.case_waits import NO_START, waits
from ibic_eval.estimates.clustered_models import NO_SPREAD
from ibic_eval.estimates.costs import (
    NO_HOURLY,
    NO_HOURS,
    NO_ONE_OFF,
    NO_YEARLY,
    ONE_AREA,
    cost_rows,
)
from tests.case_simulator import EXTRACTED, START, draw, introduction

STARTS = {"aldreomsorg": START, "lss": dt.date(2018, 1, 1)}
SIZES = {"aldreomsorg": 1500, "lss": 900, "annan_sol": 300}


def costs(cases=None, starts=None, **stated):
    told = introduction(STARTS if starts is None else starts, **stated)
    table = draw(4, cases=SIZES, starts=STARTS, hours=2.0).cases if cases is None else cases
    arranged = waits(table, told.starts, 3, EXTRACTED, "start")
    return cost_rows(arranged, table["hours"], told).set_index(["area", "quantity"])


STATED = {
    "hourly_cost": 500.0,
    "cases_per_year": {"aldreomsorg": 300, "lss": 100},
    "introduction_cost": 1_000_000.0,
}


def test_what_was_planted_is_within_the_interval():
    table = costs(**STATED)
    for area in ("aldreomsorg", "lss", "alla"):
        row = table.loc[area, "timmar_per_arende"]
        assert row["ci_low"] < 2 < row["ci_high"]


def test_kronor_are_hours_times_cases_times_the_hourly_cost():
    rows = costs(**STATED).loc["aldreomsorg"]
    for end in ("estimate", "ci_low", "ci_high"):
        hours = rows.loc["timmar_per_arende", end]
        assert rows.loc["timmar_per_ar", end] == pytest.approx(300 * hours)
        assert rows.loc["kronor_per_ar", end] == pytest.approx(300 * 500 * hours)


def test_the_total_is_the_sum_of_the_areas():
    table = costs(**STATED)
    parts = [table.loc[area, "kronor_per_ar"]["estimate"] for area in ("aldreomsorg", "lss")]
    assert table.loc["alla", "kronor_per_ar"]["estimate"] == pytest.approx(sum(parts))
    assert table.loc["alla", "arenden_per_ar"]["estimate"] == 400


def test_breaking_even_takes_the_cost_and_a_fifth_of_the_introduction():
    table = costs(**STATED)
    total = table.loc["alla"]
    assert total.loc["engangskostnad_per_ar", "estimate"] == 200_000
    must = total.loc["kronor_per_ar", "estimate"] + 200_000
    assert total.loc["att_spara_kronor_per_ar", "estimate"] == pytest.approx(must)
    per_case = total.loc["att_spara_timmar_per_arende", "estimate"]
    assert per_case * 400 * 500 == pytest.approx(must)
    assert table.loc[("lss", "engangskostnad_per_ar"), "reason"] == ONE_AREA


def test_without_an_hourly_cost_there_are_hours_alone():
    rows = costs(cases_per_year=STATED["cases_per_year"]).loc["aldreomsorg"]
    assert rows.loc[["timmar_per_arende", "timmar_per_ar"], "status"].eq("visas").all()
    assert rows.loc["kronor_per_ar", "reason"] == NO_HOURLY


def test_cases_a_year_are_else_counted_in_the_last_whole_year_before():
    records = draw(4, cases=SIZES, starts=STARTS, hours=2.0)
    begun = records.cases["started"].dt.year
    row = costs(records.cases, hourly_cost=500.0).loc["lss", "arenden_per_ar"]
    lss = records.cases["area"].eq("lss")
    assert row["estimate"] == (begun.eq(2017) & lss).sum()
    assert "2017" in row["basis"]


def test_no_whole_year_before_says_so():
    cases = draw(4, opened=dt.date(2017, 2, 1), hours=2.0).cases
    rows = costs(cases, starts={"aldreomsorg": START}, hourly_cost=500.0).loc["aldreomsorg"]
    assert rows.loc["timmar_per_arende", "status"] == "visas"
    assert rows.loc["timmar_per_ar", "reason"] == NO_YEARLY


def test_hours_nobody_recorded_say_so():
    cases = draw(4, cases=SIZES, starts=STARTS).cases
    rows = costs(cases.assign(hours=cases["hours"].mask(cases["area"].notna())), **STATED)
    assert rows.loc[("aldreomsorg", "timmar_per_arende"), "reason"] == NO_HOURS
    assert rows.loc[("alla", "timmar_per_arende"), "reason"] == NO_HOURS
    assert rows.loc[("annan_sol", "timmar_per_arende"), "reason"] == NO_START
    assert rows["estimate"].drop(("alla", "engangskostnad_per_ar")).isna().all()


def test_an_introduction_without_its_cost_says_so():
    rows = costs(hourly_cost=500.0, cases_per_year=STATED["cases_per_year"]).loc["alla"]
    assert rows.loc["engangskostnad_per_ar", "reason"] == NO_ONE_OFF
    assert rows.loc["att_spara_kronor_per_ar", "estimate"] == pytest.approx(
        rows.loc["kronor_per_ar", "estimate"]
    )


def test_one_area_that_begins_bears_the_introduction_alone():
    cases = draw(4, cases=1500, hours=2.0).cases
    stated = {**STATED, "cases_per_year": {"aldreomsorg": 300}}
    table = costs(cases, starts={"aldreomsorg": START}, **stated)
    assert set(table.index.get_level_values("area")) == {"aldreomsorg"}
    assert table.loc[("aldreomsorg", "engangskostnad_per_ar"), "estimate"] == 200_000


def test_no_change_may_cost_nothing():
    cases = draw(8, cases=SIZES, starts=STARTS).cases
    row = costs(cases, **STATED).loc["alla", "kronor_per_ar"]
    assert row["ci_low"] < 0 < row["ci_high"]
    assert np.isfinite(row["estimate"])


def test_hours_that_never_differ_are_not_called_certain():
    cases = draw(4, cases=SIZES, starts=STARTS).cases
    table = costs(
        cases.assign(hours=cases["decided"].notna().mul(12.5).astype("Float64")), **STATED
    )
    rows = table.loc[(["aldreomsorg", "lss", "alla"], "timmar_per_arende"), :]
    assert rows["status"].eq("saknas").all()
    assert rows["reason"].eq(NO_SPREAD).all()


def test_a_stated_nought_is_no_number_of_cases_a_year():
    counted = costs(**STATED | {"cases_per_year": {}})
    nought = costs(**STATED | {"cases_per_year": {"aldreomsorg": 0, "lss": 0}})
    assert nought.equals(counted)
    assert nought.loc["alla", "timmar_per_ar"]["status"] == "visas"
