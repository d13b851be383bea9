"""Meetings: held of planned, the plan's number, targets and attendance."""

import pandas as pd
import pytest

from ibic_eval.estimates.meeting_counts import attendance, half_years, held_shares, verdict
from ibic_eval.estimates.meeting_plans import meeting_target, planned_meetings
from ibic_eval.estimates.training_plans import Target
from ibic_eval.runs.follow_up_files import read_own_plan
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up_schemas import MEETINGS

ALINGSAS = read_own_plan(Project(PACKAGE_CHECKOUT), "1489")


def meetings(*rows: tuple[str, str, str, int | None, int | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(MEETINGS)).astype(MEETINGS)


def monthly(first: str, count: int, cancelled: int = 0) -> pd.DataFrame:
    days = pd.date_range(first, periods=count, freq="MS") + pd.Timedelta(days=13)
    return meetings(*(
        ("pg_central", day.date().isoformat(), "installt" if at < cancelled else "genomfort", 10,
         None if at < cancelled else 8)
        for at, day in enumerate(days)
    ))  # fmt: skip


def central(rows: pd.DataFrame, until: str, aim: float | None = None) -> pd.Series:
    planned = planned_meetings(ALINGSAS, rows, pd.Timestamp(until))
    target = {"pg_central": Target("moten_central", aim)}
    return held_shares(rows, planned, target).set_index("group").loc["pg_central"]


def test_alingsas_planned_its_21_meetings_and_none_in_july() -> None:
    none = meetings()
    whole = planned_meetings(ALINGSAS, none, None).set_index("group").loc["pg_central"]
    assert whole["meetings"] == 21
    assert pd.isna(whole["so_far"])
    so_far = {
        day: planned_meetings(ALINGSAS, none, pd.Timestamp(day))
        .set_index("group").loc["pg_central", "so_far"]
        for day in ("2023-01-31", "2023-02-28", "2023-08-31", "2024-12-31", "2026-01-01")
    }  # fmt: skip
    assert list(so_far.values()) == [0, 1, 6, 21, 21]


def test_the_month_of_reckoning_counts_when_it_is_over_or_has_a_meeting() -> None:
    rows = monthly("2023-02-01", 3)
    assert central(rows, "2023-05-04")["planned"] == 3
    assert central(rows, "2023-04-20")["planned"] == 3
    assert central(rows.head(2), "2023-04-10")["planned"] == 2


def test_held_are_of_the_listed_and_the_unlisted_are_told() -> None:
    row = central(monthly("2023-02-01", 5, cancelled=1), "2023-10-31")
    assert row[["count", "n", "planned", "unlisted"]].tolist() == [4, 5, 8, 3]
    assert row["estimate"] == pytest.approx(0.8)
    assert row["verdict"] == "planen anger ingen målnivå"


@pytest.mark.parametrize(
    ("held", "listed", "planned", "told"),
    [
        (8, 10, None, "nådd"),
        (7, 10, None, "inte nådd"),
        (10, 10, 12, "nådd"),
        (8, 10, 12, "kan inte avgöras"),
        (6, 10, 11, "inte nådd"),
        (8, 10, 9, "nådd"),
    ],
)
def test_unlisted_meetings_may_or_may_not_have_been_held(
    held: int, listed: int, planned: int | None, told: str
) -> None:
    assert verdict(held, listed, planned, 0.8) == told


def test_a_group_without_a_list_is_missing_and_not_zero() -> None:
    planned = planned_meetings(ALINGSAS, meetings(), None)
    found = held_shares(meetings(), planned, {})
    assert found["status"].eq("saknas").all()
    assert found[["count", "n", "estimate"]].isna().all(axis=None)


def test_an_indicator_holds_for_the_groups_in_its_name() -> None:
    assert meeting_target(ALINGSAS, "pg_central") == Target("moten_central", None)
    assert meeting_target(ALINGSAS, "pg_lokal_myndighet") == Target("moten_lokal", None)
    assert meeting_target(ALINGSAS, "styrgrupp") is None
    demo = read_own_plan(Project(PACKAGE_CHECKOUT), "9001")
    assert meeting_target(demo, "styrgrupp") == Target("ind_moten", 0.8)


def test_half_years_add_up_to_the_whole() -> None:
    rows = monthly("2023-02-01", 14, cancelled=3)
    planned = planned_meetings(ALINGSAS, rows, pd.Timestamp("2024-03-31"))
    parts = half_years(rows, planned)
    assert parts["half_year"].dt.strftime("%Y-%m").tolist() == ["2023-01", "2023-07", "2024-01"]
    assert parts["n"].tolist() == [5, 6, 3]
    assert parts["count"].sum() == 11


def test_attendance_is_of_those_called_to_meetings_that_were_held() -> None:
    rows = pd.concat(
        [monthly("2023-02-01", 4, cancelled=1),
         meetings(("pg_central", "2023-09-01", "genomfort", 10, 2),
                  ("pg_central", "2023-10-01", "genomfort", None, 9))],
    )  # fmt: skip
    planned = planned_meetings(ALINGSAS, rows, pd.Timestamp("2023-12-31"))
    row = attendance(rows, planned).set_index("group").loc["pg_central"]
    assert row[["count", "n", "meetings"]].tolist() == [26, 40, 4]
    # As wide as four clusters of which one is far off: far wider than 40 independent persons.
    assert row["ci_high"] - row["ci_low"] > 0.5
