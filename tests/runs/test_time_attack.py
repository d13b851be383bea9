"""An attack on the chapter on time: what it counts in many ways must not tell of a few cases.

The same cases are counted by year, by period, by clock, with and without open ones and within a
limit. The attacker knows what is counted each time and that all are whole numbers; each number in
tens says that the count is one of ten.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import case_schemas as schemas
from ibic_eval.estimates.case_follow_up import followed
from ibic_eval.estimates.case_waits import waits
from ibic_eval.runs.time_and_complexity import time_and_complexity
from tests.case_simulator import START, draw, introduction

STARTS = {"lss": START}
GUARANTEE = 40
Counted = list[tuple[np.ndarray, float]]  # which cases, and the number told


def in_tens(number):
    """Return the least and most of a number in tens; NA where it isn't told."""
    if pd.isna(number):
        return 0, np.inf
    return (0, 0) if number == 0 else (number - 5, number + 4)


def exactly(number):
    """Return the ends of a number that is told as it is."""
    return number, number


def records_of(seed):
    """Return a few hundred cases with few open, so that most differences are of a few."""
    records = draw(seed, cases={"lss": 400}, starts=STARTS)
    year = records.cases["started"].dt.year
    last = records.cases["started"].dt.date.astype("datetime64[s]") > pd.Timestamp(2019, 12, 20)
    lost = np.random.default_rng(seed).random(len(year)) < 0.02
    applied = records.cases["applied"].fillna(records.cases["started"])
    cases = records.cases.assign(applied=applied.mask(lost))[~last]
    return records._replace(cases=cases.reset_index(drop=True))


def counted(records):
    """Return which cases each number of the chapter counts, and the number, NA where not told."""
    told = introduction(STARTS, guarantee_days={"lss": GUARANTEE})
    tables = time_and_complexity(records, told).tables
    clocks = {
        clock: waits(records.cases, STARTS, told.transition_months, records.extracted, clock)
        for clock in schemas.CLOCKS
    }
    found: Counted = []

    def add(cases, number):
        found.append((records.cases["case"].isin(cases["case"]).to_numpy(), number))

    start = clocks[schemas.FROM_START]
    for row in tables["extent"].to_dict("records"):
        cases = start[start["period"].eq(row["period"])]
        add(cases, row["n"])
        add(cases[~cases["decided"]], row["n_open"])
    for row in tables["lead_times"].to_dict("records"):
        every = clocks[row["clock"]]
        cases = every if pd.isna(row["year"]) else every[every["year"].eq(row["year"])]
        add(cases, row["n"])
        add(cases[~cases["decided"]], row["n_open"])
    for row in tables["within_limits"].query("rule == 'garanti'").to_dict("records"):
        every = clocks[schemas.FROM_APPLICATION]
        cases = every if pd.isna(row["year"]) else every[every["year"].eq(row["year"])]
        add(cases[cases["age"].gt(GUARANTEE)], row["n"])
        add(cases[cases["age"].le(GUARANTEE)], row["n_not_yet"])
    for row in tables["time_changes"].to_dict("records"):
        cases = clocks[row["clock"]]
        if row["measure"] == "tidskvot":
            cases = followed(cases)
        for side, period in (("n_before", "fore"), ("n_after", "efter")):
            add(cases[cases["period"].eq(period)], row[side])
    return found


def few_that_are_told(found: Counted, ends):
    """Return the sizes of groups of fewer than the minimum that the numbers tell apart.

    A group is the cases that all numbers count alike. It is told if it certainly holds somebody
    and can be of fewer sizes than the minimum.
    """
    groups, sizes = np.unique(np.array([mask for mask, _ in found]), axis=1, return_counts=True)
    low, high = np.array([ends(number) for _, number in found], dtype=float).T
    rules = LinearConstraint(groups.astype(float), low, high)
    told = []
    for place in np.flatnonzero(sizes < MINIMUM):
        aim = np.zeros(len(sizes))
        aim[place] = 1
        least, most = (
            milp(sign * aim, constraints=rules, bounds=Bounds(0, np.inf), integrality=1)
            for sign in (1, -1)
        )
        assert least.x is not None, "the true numbers must be possible"
        if least.fun > 0 and most.x is not None and -most.fun - least.fun < MINIMUM - 1:
            told.append(int(sizes[place]))
    return told


@pytest.mark.parametrize("seed", range(3))
def test_no_few_are_the_difference_of_two_numbers(seed):
    assert few_that_are_told(counted(records_of(seed)), in_tens) == []


def test_exact_numbers_would_tell_of_a_few():
    found = [(cases, cases.sum()) for cases, _ in counted(records_of(0))]
    assert few_that_are_told(found, exactly) == [2, 1, 1, 3, 2]
