"""What came of a plan: never finer than the plan, and what is unknown is neither 0 nor failure."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates import outcome_schemas as s
from ibic_eval.estimates.outcome_indicators import indicator_values, verdict
from ibic_eval.estimates.outcome_money import (
    kind_outcomes,
    post_outcomes,
    total_outcome,
    year_outcomes,
)
from ibic_eval.estimates.outcome_risks import risk_outcomes
from ibic_eval.estimates.outcome_times import Slip, slip
from ibic_eval.tables.follow_up_schemas import INDICATOR_VALUES, RISK_STATES, SPENDING

FIRST, LAST = pd.Timestamp("2023-12-01"), pd.Timestamp("2023-12-31")
DECEMBER = (FIRST, LAST)
DAYS = st.integers(-400, 400)


def report(state: str, date: str, **days: str) -> dict[str, Any]:
    known = {name: pd.Timestamp(day) for name, day in days.items()}
    return {"state": state, "date": pd.Timestamp(date), "end": pd.NaT, "new_end": pd.NaT, **known}


def table(schema: dict[str, str], rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)


@given(DAYS)
def test_what_ends_within_the_planned_month_is_in_time(shift: int) -> None:
    end = LAST + pd.Timedelta(days=shift)
    found = slip(DECEMBER, [report("klar", "2025-06-01", end=str(end.date()))], None)
    if shift <= 0:
        assert found == Slip(s.IN_TIME)
    else:
        assert found == Slip(s.LATE, shift, shift + 30)


def test_what_is_not_reported_is_not_late_however_long_ago_it_should_have_ended() -> None:
    assert slip(DECEMBER, [], pd.Timestamp("2030-01-01")) == Slip(s.UNREPORTED)
    assert slip((pd.NaT, pd.NaT), [], pd.Timestamp("2030-01-01")) == Slip(s.NO_TIME)


@pytest.mark.parametrize(
    ("reports", "as_of", "expected"),
    [
        ([report("installd", "2024-02-01")], None, Slip(s.CANCELLED)),
        ([report("pagar", "2024-01-10")], None, Slip(s.OVERDUE, 10, 40)),
        ([report("pagar", "2023-06-01")], "2024-06-01", Slip(s.STALE)),
        ([report("pagar", "2023-06-01")], "2023-06-01", Slip(s.ONGOING)),
        ([report("pagar", "2023-06-01", new_end="2024-01-31")], "2023-06-01",
         Slip(s.EXPECTED_LATE, 31, 61)),
        # Done some time before the first report: maybe in time, maybe not.
        ([report("klar", "2024-03-01")], None, Slip(s.DONE)),
        # Done between two reports after the planned end: late, by at least the first of them.
        ([report("pagar", "2024-01-10"), report("klar", "2024-01-20")], None,
         Slip(s.LATE, 11, 50)),
    ],
)  # fmt: skip
def test_the_status_follows_the_reports(
    reports: list[dict[str, Any]], as_of: str | None, expected: Slip
) -> None:
    assert slip(DECEMBER, reports, None if as_of is None else pd.Timestamp(as_of)) == expected


def test_a_plan_without_a_first_day_gives_only_the_least_slippage() -> None:
    found = slip((pd.NaT, LAST), [report("klar", "2024-02-01", end="2024-01-10")], None)
    assert found == Slip(s.LATE, 10, None)


def posts(amounts: list[float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "id": [f"bud_{at}" for at in range(len(amounts))],
            "kind": "Utbildning",
            "basis": pd.NA,
            "basis_says": pd.NA,
            "source": "planen",
            "year": 2023,
            "amount_says": pd.NA,
            "amount_approximate": False,
            "amount_kr": pd.Series(amounts, dtype="Float64"),
        }
    )
    return frame.astype({"year": "Int64"})


def spent(*rows: tuple[str | None, float]) -> pd.DataFrame:
    return table(SPENDING, [
        {"post": post, "kind": None if post else "Datorer", "year": 2023,
         "date": pd.Timestamp("2023-05-01"), "amount": amount}
        for post, amount in rows
    ])  # fmt: skip


def test_what_has_nothing_booked_has_no_share_and_no_difference() -> None:
    rows = post_outcomes(posts([100, 200]), spent(("bud_0", 90))).set_index("id")
    assert list(rows.loc["bud_0"][["spent", "difference", "share"]]) == [90, -10, 0.9]
    assert rows.loc["bud_1", "status"] == s.NOTHING_BOOKED
    assert rows.loc[["bud_1"], ["spent", "difference", "share"]].isna().all(axis=None)
    alone = post_outcomes(posts([100]), spent())
    assert alone["status"].tolist() == [s.PLAN_ONLY]
    assert alone["spent"].isna().all()


def test_a_sum_with_an_unknown_part_is_only_a_lower_limit() -> None:
    for found in (
        total_outcome(posts([100, None]), spent(("bud_0", 90))),
        year_outcomes(posts([100, None]), spent(("bud_0", 90))),
        kind_outcomes(posts([100, None]), spent(("bud_0", 90))),
    ):
        row = found.iloc[0]
        assert row[["planned", "difference", "share"]].isna().all()
        assert (row["planned_known"], row["n_unknown"], row["spent"]) == (100, 1, 90)
        assert row["status"] == s.PLAN_UNKNOWN


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(1, 10**6))
def test_years_and_kinds_add_up_to_the_whole_with_what_is_outside(
    booked: list[int], beyond: int
) -> None:
    plan = posts([1000.0] * len(booked))
    spending = spent(*((f"bud_{at}", each) for at, each in enumerate(booked)), (None, beyond))
    whole = total_outcome(plan, spending).iloc[0]
    assert whole["spent"] == sum(booked) + beyond
    assert whole["outside"] == beyond
    assert year_outcomes(plan, spending)["spent"].sum() == whole["spent"]
    assert kind_outcomes(plan, spending)["spent"].sum() == whole["spent"]
    assert whole["difference"] == whole["spent"] - 1000 * len(booked)


def moved(states: list[dict[str, Any]], planned: tuple[Any, Any] = (2, 3)) -> pd.Series:
    risk = {"id": "risk_a", "risk": "Tiden räcker inte", "probability": planned[0],
            "consequence": planned[1], "level": None}  # fmt: skip
    rows = [{"risk": "risk_a", **each} for each in states]
    return risk_outcomes(pd.DataFrame([risk]), table(RISK_STATES, rows)).iloc[0]


def test_a_risk_that_once_became_real_stays_real_and_one_never_judged_has_not_moved() -> None:
    early = {"date": "2023-01-01", "probability": 4, "consequence": 4, "occurred": "ja"}
    later = {"date": "2023-06-01", "probability": 1, "consequence": 2, "occurred": "nej"}
    row = moved([later, early])
    assert (row["occurred"], row["level_now"], row["movement"]) == ("ja", 2, s.LOWER)
    none = moved([])
    assert none["movement"] == s.NOT_ASSESSED
    assert none[["occurred", "level_now"]].isna().all()
    assert moved([early], (None, 3))["movement"] == s.CANT_COMPARE
    assert moved([{**later, "probability": 3}])["movement"] == s.SAME


def measured(count: int, n: int) -> pd.Series:
    rows = [{"indicator": "ind", "date": "2023-01-01", "numerator": count, "denominator": n}]
    return indicator_values(table(INDICATOR_VALUES, rows)).iloc[0]


def judged(
    count: int, n: int, target: float | None, method: str = "stickprov", direction: str = "minst"
) -> str:
    row = {**measured(count, n), "target": target, "target_unit": "procent", "method": method}
    return verdict({**row, "direction": direction})


def plain(value: float, target: float, direction: str | None, unit: str = "dagar") -> str:
    rows = [{"indicator": "ind", "date": "2023-01-01", "value": value, "unit": unit}]
    row = indicator_values(table(INDICATOR_VALUES, rows)).iloc[0]
    given = {"target": target, "target_unit": unit, "method": "", "direction": direction}
    return verdict({**row, **given})


def test_a_target_is_judged_the_way_it_points() -> None:
    assert [plain(days, 45, "hogst") for days in (30, 45, 90)] == [
        s.REACHED, s.REACHED, s.NOT_REACHED
    ]  # fmt: skip
    assert [plain(days, 45, "minst") for days in (30, 45, 90)] == [
        s.NOT_REACHED, s.REACHED, s.REACHED
    ]  # fmt: skip
    assert plain(30, 45, None) == s.CANT_TELL
    shares = [judged(count, 100, 20, direction="hogst") for count in (5, 20, 40)]
    assert shares == [s.REACHED, s.CANT_TELL, s.NOT_REACHED]


def test_few_of_few_do_not_prove_a_share_of_all_and_one_without_disproves_it() -> None:
    # Wilson's lower ends of 1 of 1 and 5 of 5 are .21 and .57 (Newcombe 1998).
    assert [round(measured(n, n)["ci_low"], 2) for n in (1, 5)] == [0.21, 0.57]
    assert [judged(n, n, 100) for n in (1, 5, 214)] == [s.CANT_TELL] * 3
    assert judged(213, 214, 100) == s.NOT_REACHED
    assert judged(1, 214, 0, direction="hogst") == s.NOT_REACHED
    assert judged(0, 214, 0, direction="hogst") == s.CANT_TELL
    assert judged(214, 214, 100, "deltagarlistor") == s.REACHED


def test_a_percentage_without_its_numbers_decides_nothing() -> None:
    assert [plain(value, 80, "minst", "procent") for value in (10, 82)] == [s.CANT_TELL] * 2
    assert judged(9, 11, 80) == s.CANT_TELL


def test_the_plan_may_say_itself_that_all_are_counted() -> None:
    row = {**measured(82, 100), "target": 80, "target_unit": "procent", "direction": "minst"}
    assert verdict({**row, "method": "checklista"}) == s.CANT_TELL
    assert verdict({**row, "method": "checklista", "counts": "alla"}) == s.REACHED
    assert verdict({**row, "method": "deltagarlistor", "counts": "urval"}) == s.CANT_TELL


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, method 3.
    row = measured(81, 263)
    assert (round(row["ci_low"], 4), round(row["ci_high"], 4)) == (0.2553, 0.3662)


def test_a_sampled_share_is_judged_by_its_whole_interval_and_a_full_count_as_it_is() -> None:
    assert judged(90, 100, 80) == s.REACHED
    assert judged(82, 100, 80) == s.CANT_TELL
    assert judged(60, 100, 80) == s.NOT_REACHED
    assert judged(82, 100, 80, "deltagarlistor") == s.REACHED
    assert judged(79, 100, 80, "deltagarlistor") == s.NOT_REACHED
    assert judged(82, 100, None) == s.NO_TARGET


def test_what_is_hidden_or_not_measured_is_not_judged() -> None:
    row = {**measured(3, 6), "target": 80, "target_unit": "procent", "method": "deltagarlistor"}
    assert verdict({**row, "status": s.HIDDEN}) == s.CANT_TELL
    assert verdict({**row, "status": s.MISSING}) == s.UNMEASURED
