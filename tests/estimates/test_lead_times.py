"""Waiting times by year, and shares within limits that don't flatter."""

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.lead_times import (
    NO_DISCHARGES,
    NO_GUARANTEE,
    NOT_DUE,
    lead_times,
    within_limits,
)

AREA = "aldreomsorg"


def table(rows: list[tuple[int, bool, int]], way_in: str = "ordinarie", first: int = 0):
    """Return waits of (days, decided, age), each person once."""
    frame = pd.DataFrame(rows, columns=["days", "decided", "age"])
    return frame.assign(
        case=range(first, first + len(rows)),
        person=range(first, first + len(rows)),
        area=AREA,
        year=2019,
        way_in=way_in,
    )


def share_of(rows, limit=30):
    waits = table(rows)
    found = within_limits({"ansokan": waits, "start": waits}, {AREA: limit})
    return found[found["rule"].eq("garanti") & found["year"].isna()].iloc[0]


DECIDED = [(10, True, 400)] * 15 + [(30, True, 400)] * 5 + [(31, True, 400)] * 5


def test_the_limit_itself_is_within():
    row = share_of(DECIDED)
    assert (row["n"], row["share"]) == (25, 20 / 25)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(
        proportion_confint(20, 25, method="wilson")
    )


def test_an_open_case_past_the_limit_counts_as_late():
    row = share_of([*DECIDED, *[(90, False, 90)] * 5])
    assert (row["n"], row["n_not_yet"], row["share"]) == (30, 0, 20 / 30)


def test_young_cases_are_not_counted_neither_open_nor_decided():
    young = [(12, False, 12)] * 6 + [(3, True, 20)] * 4
    row = share_of([*DECIDED, *young])
    assert (row["n"], row["n_not_yet"], row["share"]) == (25, 10, 20 / 25)


def test_a_young_extract_cannot_tell():
    row = share_of([(3, True, 20)] * 10)
    assert (row["status"], row["reason"]) == ("saknas", NOT_DUE)
    assert pd.isna(row["share"])


def test_without_a_guarantee_the_reason_is_said():
    waits = table(DECIDED)
    found = within_limits({"ansokan": waits, "start": waits}, {}).set_index("rule")
    assert found.loc["garanti", "reason"] == NO_GUARANTEE
    assert found.loc["tre_dagar", "reason"] == NO_DISCHARGES
    assert found["status"].eq("saknas").all()


def test_discharges_run_from_the_application_else_from_the_start():
    applied = table([(5, True, 99)] * 4, "utskrivning")
    started = table([(2, True, 99)] * 10, "utskrivning")
    found = within_limits({"ansokan": applied, "start": started}, {})
    row = found[found["rule"].eq("tre_dagar") & found["year"].isna()].iloc[0]
    assert (row["n"], row["share"]) == (10, 6 / 10)


def test_years_and_all_years_have_rows_and_open_cases_are_counted():
    waits = pd.concat([table(DECIDED), table([(50, False, 50)] * 7, first=100).assign(year=2020)])
    found = lead_times({"start": waits}).set_index("year")
    assert found["n"].tolist() == [32, 25, 7]
    assert found["n_open"].tolist() == [7, 0, 7]
    assert found.loc[2019, "median"] == 10
    assert pd.isna(found.loc[2020, "median"])
    # the open ones are censored, not left out: of all, ten have at least 30 days
    assert found["q75"].iloc[0] == 31
