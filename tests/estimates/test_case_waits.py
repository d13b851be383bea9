"""Cases by period, their days, and why periods can't be compared."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ibic_eval.estimates.case_waits import (
    NO_AFTER,
    NO_BEFORE,
    NO_CASES,
    TOO_FEW,
    periods,
    waits,
    why_not_compared,
)
from tests.case_simulator import EXTRACTED, START, draw

AREA = "aldreomsorg"


def arranged(cases, clock="start", starts=None, extracted=EXTRACTED):
    return waits(cases, {AREA: START} if starts is None else starts, 3, extracted, clock)


def test_periods_turn_on_the_day():
    days = np.array(
        ["2017-08-31", "2017-09-01", "2017-11-30", "2017-12-01", "2019-01-01"],
        dtype="datetime64[D]",
    )
    area = np.array([AREA] * 4 + ["lss"], dtype=object)
    found = periods(area, days, {AREA: dt.date(2017, 9, 1)}, 3)
    assert found.tolist() == ["fore", "overgang", "overgang", "efter", "utan_start"]


def test_an_area_that_began_at_once_has_no_transition():
    days = np.array(["2017-08-31", "2017-09-01"], dtype="datetime64[D]")
    found = periods(np.array([AREA] * 2, dtype=object), days, {AREA: dt.date(2017, 9, 1)}, 0)
    assert found.tolist() == ["fore", "efter"]


def test_days_run_from_the_application_or_the_start_and_to_the_extract_where_open():
    cases = draw(1, cases=300).cases
    table = arranged(cases)
    by_start = (cases["decided"].fillna(pd.Timestamp(EXTRACTED)) - cases["started"]).dt.days
    assert table["days"].tolist() == by_start.tolist()
    assert table["decided"].tolist() == cases["decided"].notna().tolist()
    applied = arranged(cases, "ansokan")
    known = cases[cases["applied"].notna()]
    assert applied["case"].tolist() == known["case"].tolist()
    assert (applied["days"].to_numpy() >= table["days"].to_numpy()[known.index]).all()


def test_the_cases_given_are_left_as_they_were():
    cases = draw(1, cases=50).cases
    before = cases.copy(deep=True)
    arranged(cases)
    pd.testing.assert_frame_equal(cases, before)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (0, 0, NO_CASES),
        (0, 50, NO_BEFORE),
        (50, 0, NO_AFTER),
        (19, 50, TOO_FEW),
        (50, 19, TOO_FEW),
        (20, 20, ""),
    ],
)
def test_why_periods_cannot_be_compared(before, after, reason):
    sides = [pd.DataFrame({"person": np.arange(n)}) for n in (before, after)]
    assert why_not_compared(*sides) == reason


def test_few_persons_are_too_few_however_many_cases():
    many, few = (pd.DataFrame({"person": np.arange(100) % n}) for n in (5, 4))
    assert why_not_compared(many, many) == ""
    assert why_not_compared(many, few) == TOO_FEW


def test_the_reasons_tell_no_number_of_cases():
    assert "19" not in TOO_FEW
