"""The learning curve finds what was planted, and says when it is too early."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.case_follow_up import follow_up_of
from ibic_eval.estimates.case_waits import NO_START, waits
from ibic_eval.estimates.learning_curve import (
    TOO_SHORT,
    TOO_SHORT_BEFORE,
    decline_rows,
    learners,
    quarter_rows,
)
from tests.case_simulator import EXTRACTED, START, draw, learning, restricted_log_ratio

AREA = "aldreomsorg"


def arranged(extracted=EXTRACTED, starts=None, **more):
    cases = draw(5, extracted=extracted, **more).cases
    begun = {AREA: START} if starts is None else starts
    return list(learners({"start": waits(cases, begun, 3, extracted, "start")}, begun))


def test_the_planted_decline_is_within_its_intervals():
    """No day beyond the follow-up counts, so the true ratios are those of days up to it."""
    every = arranged(cases=6000, ratio=learning)
    rows = decline_rows(every).set_index("term")
    first, last = (restricted_log_ratio(ratio, follow_up_of(every[0][1])) for ratio in (1.6, 1.2))
    for term, truth in (("vid_start", first), ("vid_slut", last), ("andring", last - first)):
        assert rows.loc[term, "ci_low"] < truth < rows.loc[term, "ci_high"]
    assert rows["months"].eq(18).all()
    # without the scatter of months the interval tells a decline from none
    assert rows.loc["andring", "ci_high"] < 0


def test_the_change_is_the_end_over_the_start():
    rows = decline_rows(arranged(ratio=learning)).set_index("term")
    expected = rows.loc["vid_slut", "estimate"] - rows.loc["vid_start", "estimate"]
    assert rows.loc["andring", "estimate"] == pytest.approx(expected)


def test_quarters_begin_at_the_start_and_follow_the_truth():
    rows = quarter_rows(arranged(cases=6000, ratio=learning))
    assert rows["from_month"].tolist() == list(range(0, 3 * len(rows), 3))
    assert rows["to_month"].tolist() == list(range(2, 3 * len(rows) + 2, 3))
    truth = np.log(learning(rows["from_month"].to_numpy() + 1.5))
    inside = rows["ci_low"].lt(truth) & rows["ci_high"].gt(truth)
    assert inside.mean() >= 0.8
    assert rows["n"].sum() == sum(arranged(cases=6000, ratio=learning)[0][1]["since"].ge(0))


def test_a_shorter_time_is_said_and_one_too_short_gives_nothing():
    year = decline_rows(arranged(extracted=dt.date(2018, 7, 15), ratio=learning))
    assert year["months"].between(9, 11).all()
    early = decline_rows(arranged(extracted=dt.date(2018, 1, 1), ratio=learning))
    assert early["status"].eq("saknas").all()
    assert early["reason"].eq(TOO_SHORT).all()


def test_an_area_without_start_says_so():
    rows = decline_rows(arranged(starts={}))
    assert rows["reason"].eq(NO_START).all()
    quarters = quarter_rows(arranged(starts={}))
    assert quarters["reason"].tolist() == [NO_START]


def test_way_in_is_held_apart_from_learning():
    """After the start the quick discharges become many: the adjusted ratio must not fall."""
    cases = draw(3, cases=6000).cases
    many = cases["started"].ge("2018-06-01") & cases["way_in"].eq("ordinarie")
    kept = cases[~(many & (cases["case"] % 4 > 0))].reset_index(drop=True)
    table = waits(kept, {AREA: START}, 3, EXTRACTED, "start")
    late = table["since"].ge(12)
    assert table.loc[late, "days"].mean() < 0.8 * table.loc[~late, "days"].mean()
    rows = decline_rows(list(learners({"start": table}, {AREA: START}))).set_index("term")
    assert rows.loc["vid_slut", "ci_low"] < 0 < rows.loc["vid_slut", "ci_high"]


def test_times_that_fell_all_along_are_no_learning():
    cases = draw(3, cases=6000).cases
    years = (cases["started"] - pd.Timestamp(START)).dt.days / 365.25
    days = (cases["decided"] - cases["started"]).dt.days * 0.8**years
    falling = cases.assign(decided=cases["started"] + pd.to_timedelta(days.round(), unit="D"))
    table = waits(falling, {AREA: START}, 3, EXTRACTED, "start")
    rows = decline_rows(list(learners({"start": table}, {AREA: START}))).set_index("term")
    for term in ("vid_slut", "andring"):
        assert rows.loc[term, "ci_low"] < 0 < rows.loc[term, "ci_high"], term


def test_learning_needs_months_before_to_know_the_trend_from():
    rows = decline_rows(arranged(opened=dt.date(2016, 12, 1)))
    assert rows["reason"].eq(TOO_SHORT_BEFORE).all()
