"""Do the intervals cover, do families keep their level, are the planted effects found?

Each draw is a municipality's records anew, with its own case workers, and months that differ. The
bounds are those that the number of draws of a sound method stay within.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ibic_eval.runs.time_and_complexity import time_and_complexity
from ibic_eval.sources.introductions import SystemChange
from tests.case_simulator import START, draw, introduction, learning

pytestmark = pytest.mark.slow

DRAWS = 60
SIZES = {"aldreomsorg": 1200, "annan_sol": 600, "lss": 500}
STARTS = {"aldreomsorg": START, "lss": dt.date(2018, 1, 1)}
FOUND = ["längre", "kortare", "högre", "lägre", "faller", "stiger"]


def made(seed, system=None, **planted):
    told = introduction(
        STARTS,
        hourly_cost=500.0,
        cases_per_year={"aldreomsorg": 240, "lss": 100},
        system_change=system,
    )
    return time_and_complexity(draw(seed, cases=SIZES, starts=STARTS, **planted), told).tables


def covered(low, high, truth):
    return (low.le(truth) & high.ge(truth)).astype("float64").groupby(level=0).mean()


def joined(tables, name, keys):
    rows = pd.concat([table[name] for table in tables])
    return rows[rows["status"].eq("visas")].set_index(rows.columns.intersection(keys).tolist())


@pytest.fixture(scope="module")
def unchanged():
    return [made(seed, month_sd=0.05) for seed in range(DRAWS)]


@pytest.fixture(scope="module")
def changed():
    return [made(seed, ratio=learning, life_areas=2.0, hours=2.0) for seed in range(DRAWS)]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("time_changes", ["clock"]),
        ("interrupted", ["model"]),
        ("learning_fit", ["clock"]),
        ("complexity", ["subject"]),
    ],
)
def test_without_a_change_a_family_seldom_has_a_finding(unchanged, name, family):
    found = [
        table[name].assign(found=table[name]["verdict"].isin(FOUND)).groupby(family)["found"].any()
        for table in unchanged
    ]
    rates = pd.concat(found, axis=1).mean(axis=1)
    # 5 % with 60 draws has a standard error of 2.8 %
    assert rates.le(0.14).all(), rates


def test_without_a_change_intervals_hold_one(unchanged):
    rows = joined(unchanged, "time_changes", ["area", "clock", "measure"])
    ratios = rows[rows.index.get_level_values("measure").isin(["tidskvot", "takt"])]
    flat = ratios.set_index(ratios.index.map(" ".join))
    assert covered(flat["ci_low"], flat["ci_high"], 1).between(0.85, 1).all()
    days = rows[rows.index.get_level_values("measure").str.startswith("skillnad")]
    flat = days.set_index(days.index.map(" ".join))
    assert covered(flat["ci_low"], flat["ci_high"], 0).between(0.85, 1).all()


def test_series_cover_level_and_slope(unchanged):
    rows = joined(unchanged, "interrupted", ["area", "clock", "model", "term"])
    flat = rows.set_index(rows.index.map(" ".join))
    found = covered(flat["ci_low"], flat["ci_high"], 1)
    assert found.mean() > 0.92
    assert found.min() > 0.83, found


def test_the_planted_learning_is_covered_and_found(changed):
    rows = joined(changed, "learning_fit", ["area", "clock", "term"])
    rows = rows.xs("start", level="clock")
    for term, truth in (("vid_start", 1.6), ("vid_slut", 1.2), ("andring", 0.75)):
        one = rows.xs(term, level="term")
        assert covered(one["ci_low"], one["ci_high"], truth).between(0.85, 1).all()
    falls = rows.xs("andring", level="term")["verdict"].eq("faller").groupby(level=0).mean()
    # Against level and trend before, and with errors for few case workers, it is found in .40 here.
    assert falls["aldreomsorg"] > 0.3
    assert not rows["verdict"].eq("stiger").any()


def test_longer_times_are_found(changed):
    rows = joined(changed, "time_changes", ["area", "measure"])
    ratios = rows.xs("tidskvot", level="measure")
    above = ratios["ci_low"].gt(1).astype("float64").groupby(level=0).mean()
    assert above["aldreomsorg"] > 0.95
    assert above["lss"] > 0.8
    # a direction must also be seen in the monthly series, where the trend before is taken away
    told = ratios["verdict"].eq("längre").groupby(level=0).mean()
    assert told["aldreomsorg"] > 0.75
    assert not ratios["verdict"].eq("kortare").any()


def test_two_life_areas_are_covered_and_found(changed):
    rows = joined(changed, "complexity", ["area", "measure"]).xs("livsomraden", level="measure")
    assert covered(rows["difference_low"], rows["difference_high"], 2).between(0.85, 1).all()
    assert rows["verdict"].eq("högre").all()


def test_two_hours_a_case_are_covered(changed):
    rows = joined(changed, "costs", ["area", "quantity"]).xs("timmar_per_arende", level="quantity")
    assert covered(rows["ci_low"], rows["ci_high"], 2).between(0.85, 1).all()


def test_the_confounded_says_so_each_time():
    system = SystemChange(None, "Magna Cura", "Combine", simultaneous=True)
    for seed in range(5):
        tables = made(seed, system, ratio=learning, life_areas=2.0)
        begun = tables["verdicts"].query("area in ['aldreomsorg', 'lss']")
        assert begun["status"].eq("sammanblandad").all()
        assert np.all(begun["sentence"].str.contains("det går inte att skilja dem åt"))
