"""Every case is followed equally long before and after, and quick decisions don't stand alone."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchmarks.case_follow_up import estimate, measured, records, true_log_ratio
from ibic_eval.estimates.case_follow_up import (
    LENGTHS,
    NONE,
    decided_in_time,
    decided_share,
    follow_up_days,
    followed,
)
from ibic_eval.estimates.case_waits import TOO_SOON, waits
from ibic_eval.runs.time_and_complexity import time_and_complexity
from ibic_eval.tables.case_records import CASE_TYPES, empty_records
from tests.case_simulator import EXTRACTED, START, draw, introduction

AREA = "aldreomsorg"


def table(rows, only_decided=False, follow_up=30):
    """Return waits of (days, decided, age, period)."""
    frame = pd.DataFrame(rows, columns=["days", "decided", "age", "period"])
    return frame.assign(follow_up=follow_up, only_decided=only_decided)


def test_a_case_counts_from_the_age_of_the_follow_up_and_no_day_beyond_it_does():
    late = [(10, True, 29, "efter"), (10, True, 30, "efter"), (30, True, 40, "efter")]
    early = [(31, True, 40, "fore"), (90, False, 90, "fore")]
    rows = table([*late, *early, (12, False, 12, "efter")])
    counted = followed(rows)
    assert counted.index.tolist() == [1, 2, 3, 4]
    assert counted["days"].tolist() == [10, 30, 30, 30]
    assert counted["decided"].tolist() == [True, True, False, False]
    assert decided_in_time(rows).tolist() == [False, True, True, False, False, False]


def test_the_same_rows_serve_another_follow_up():
    rows = table([(10, True, 29, "efter"), (40, True, 60, "fore")])
    assert followed(rows, 20)["days"].tolist() == [10, 20]
    assert followed(rows, NONE).empty


def test_without_open_cases_only_those_decided_in_time_count_in_all_months():
    rows = table([(10, True, 400, "fore"), (31, True, 400, "fore"), (10, True, 30, "efter")], True)
    assert followed(rows)["days"].tolist() == [10, 10]
    assert decided_share(followed(rows)) == 0.5


@pytest.mark.parametrize(
    ("late", "expected"), [(0.3, 365), (0.5, 90), (1.0, NONE)], ids=["few", "half", "all"]
)
def test_two_thirds_of_the_cases_after_have_been_followed_so_long(late, expected):
    """Of the cases after some are 100 days old and the others 500; half take 80 days, half 900."""
    age = [500] * 100 + [100 if place < 100 * late else 500 for place in range(100)]
    if late == 1:
        age[100:] = [20] * 100
    days = [80, 900] * 100
    rows = table(
        [
            (min(one, old), one <= old, old, period)
            for one, old, period in zip(days, age, ["fore"] * 100 + ["efter"] * 100, strict=True)
        ]
    )
    assert follow_up_days(rows) == expected


def test_nearly_all_decided_ends_the_follow_up():
    quick = [(50, True, 900, period) for period in ("fore", "efter")] * 100
    assert follow_up_days(table(quick)) == 60
    slow = [(400, True, 900, "fore")] * 3
    assert follow_up_days(table(quick + slow)) == LENGTHS[-1]


def test_a_follow_up_that_half_outlast_is_none():
    rows = table([(300, True, 900, "fore")] * 60 + [(5, True, 100, "efter")] * 40)
    assert follow_up_days(rows) == NONE


def test_steps_tell_no_exact_share():
    counted = table([(1, True, 40, "fore")] * 93 + [(30, False, 40, "fore")] * 7)
    assert decided_share(counted) == 0.9


def test_the_follow_up_is_one_for_the_area_whatever_the_period():
    arranged = waits(draw(2, cases=2000).cases, {AREA: START}, 3, EXTRACTED, "start")
    assert arranged["follow_up"].eq(arranged["follow_up"].iloc[0]).all()
    counted = followed(arranged)
    assert counted["age"].ge(arranged["follow_up"].iloc[0]).all()
    assert set(counted["period"].unique()) == {"fore", "overgang", "efter"}


def constant_waits(last_row: bool):
    """Return ten waits a month, alike before and after: the true ratio is one."""
    lengths = [7, 14, 21, 30, 40, 60, 90, 150, 240, 365]
    months = pd.date_range("2021-02-05", "2024-05-05", freq="MS") + pd.Timedelta(days=4)
    months = pd.DatetimeIndex(["2021-02-05", *months])
    started, days = months.repeat(10), np.tile(lengths, len(months))
    if last_row:
        started, days = started.append(pd.DatetimeIndex(["2024-06-10"])), np.append(days, 3)
    extracted = dt.date(2024, 7, 1)
    decided = pd.Series(started + pd.to_timedelta(days, unit="D"))
    rows = pd.DataFrame(
        {
            "case": np.arange(len(days)),
            "person": np.arange(len(days)),
            "area": AREA,
            "started": started,
            "applied": started,
            "decided": decided.mask(decided >= pd.Timestamp(extracted)),
            "way_in": "ordinarie",
            "case_worker": np.where(np.arange(len(days)) == 400, 3, np.arange(len(days)) % 8),
            "outcome": "bifall",
        }
    )
    cases = rows.reindex(columns=list(CASE_TYPES)).astype(dict(CASE_TYPES))
    return empty_records(extracted)._replace(cases=cases)


@pytest.mark.parametrize("last_row", [True, False])
def test_constant_waits_are_no_shorter_whatever_the_last_row_is(last_row):
    """The last row, one quick case, made the months before it trusted: 0.635 [0.536; 0.753]."""
    told = introduction({AREA: dt.date(2023, 7, 1)}, transition_months=0)
    tables = time_and_complexity(constant_waits(last_row), told).tables
    changes = tables["time_changes"]
    ratio = changes[changes["measure"].eq("tidskvot")]
    assert ratio["status"].eq("visas").all()
    assert ratio["estimate"].to_numpy() == pytest.approx(1.0, abs=0.01)
    assert ratio["n_after"].eq(80).all()
    pace = changes[changes["measure"].eq("takt")]
    # all cases after are in Cox's model, the decided (86 or 85) and the open ones; lifelines and
    # R's coxph give 1.01 [0.94; 1.09] with the last row
    assert pace["n_after"].eq(110).all()
    if last_row:
        found = pace[["estimate", "ci_low", "ci_high"]].iloc[0].astype("float64").round(2)
        assert found.tolist() == [1.01, 0.94, 1.09]
    said = {*changes["verdict"].dropna(), *tables["learning_fit"]["verdict"].dropna()}
    assert not said & {"kortare", "längre", "faller", "stiger"}
    fits = tables["learning_fit"]
    assert fits["status"].eq("visas").all()
    assert fits["estimate"].to_numpy() == pytest.approx(1.0, abs=0.02)


def test_an_extract_too_soon_after_says_so():
    random = np.random.default_rng(1)
    cases = records(random, 20, 1.0, 12)
    soon = waits(cases, {"aldreomsorg": dt.date(2022, 11, 20)}, 0, dt.date(2023, 1, 1), "start")
    assert soon["follow_up"].eq(NONE).all()
    told = introduction({AREA: dt.date(2022, 11, 20)}, transition_months=0)
    rows = cases.reindex(columns=list(CASE_TYPES)).astype(dict(CASE_TYPES))
    made = time_and_complexity(empty_records(dt.date(2023, 1, 1))._replace(cases=rows), told)
    assert made.context["follow_up"]["start"] == {AREA: None}
    ratio = made.tables["time_changes"].query("measure == 'tidskvot'")
    assert ratio["reason"].eq(TOO_SOON).all()


def test_the_ratio_of_random_waits_is_that_of_days_up_to_the_follow_up():
    """Fixed seed; 2,000 draws of each of six settings are in `benchmarks/case_follow_up.py`.

    The months trusted before gave 1.13 where the true ratio is 1.25, and 1.15 to 1.21 of days up
    to the follow-up.
    """
    found = measured(20, 1.25, draws=60, seed=1)
    assert found.estimated >= 58
    assert abs(found.bias) < 0.02
    assert found.coverage >= 0.88


def test_the_true_ratio_nears_the_full_one_as_the_follow_up_grows():
    ratios = [np.exp(true_log_ratio(days, 1.25)) for days in LENGTHS]
    assert ratios == sorted(ratios)
    # by numerical integration: 1.148 at 90 days, 1.210 at 180
    assert ratios[2] == pytest.approx(1.148, abs=0.001)
    assert ratios[4] == pytest.approx(1.210, abs=0.001)
    many = records(np.random.default_rng(5), 4000, 1.25, 12)
    row = estimate(many)
    assert row["estimate"] == pytest.approx(true_log_ratio(row["follow_up_days"], 1.25), abs=0.01)
