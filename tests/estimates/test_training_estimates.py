"""Training: coverage of a named headcount, targets, hours and evaluations, and what is unknown."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.codebook.project_plan import ProjectPlan
from ibic_eval.estimates import training_coverage as cover
from ibic_eval.estimates.training_coverage import (
    Headcount,
    coverage,
    headcount_of,
    unit_coverage,
    verdict,
)
from ibic_eval.estimates.training_curve import coverage_curve, large_steps
from ibic_eval.estimates.training_evaluations import evaluation_rates, evaluations
from ibic_eval.estimates.training_hours import training_hours
from ibic_eval.estimates.training_plans import Target, planned_training, training_target
from ibic_eval.estimates.training_schemas import FULL, PLANNED, SOME
from ibic_eval.runs.follow_up_files import read_own_plan
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.follow_up_schemas import EVALUATIONS, HEADCOUNTS, TRAINING

PROJECT = Project(PACKAGE_CHECKOUT)


def plan_of(code: str) -> ProjectPlan:
    found = read_own_plan(PROJECT, code)
    assert found is not None
    return found


def attended(*rows: tuple[int, str, str | None, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(TRAINING)).astype(TRAINING)


def heads(*rows: tuple[str, str | None, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(HEADCOUNTS)).astype(HEADCOUNTS)


def planned(**change: object) -> pd.DataFrame:
    row = {"training": "utb", "label": "Handläggare", "people": 10, "hours_each": 4.0,
           "hours_total": 40.0, "hours_are": "deltagare", "in_plan": True, **change}  # fmt: skip
    return pd.DataFrame([row]).reindex(columns=list(PLANNED)).astype(PLANNED)


def everybody(count: int, hours: float = 4.0) -> pd.DataFrame:
    return attended(*((person, "utb", None, "2023-01-10", hours) for person in range(count)))


def covered(
    rows: pd.DataFrame,
    heads_: pd.DataFrame | None = None,
    aim: float | None = None,
    **change: object,
) -> dict[str, dict[str, object]]:
    targets = {"utb": None if aim is None else Target("ind_utbildade", aim)}
    table = coverage(rows, heads() if heads_ is None else heads_, planned(**change), targets)
    return {str(row["measure"]): row for row in table.to_dict("records")}


def test_hours_of_several_days_add_up_to_the_planned_ones() -> None:
    rows = attended(
        (1, "utb", None, "2023-01-10", 2), (1, "utb", None, "2023-02-10", 2),
        (2, "utb", None, "2023-01-10", 2), (3, "utb", None, "2023-01-10", 0),
        (4, "annan", None, "2023-01-10", 9),
    )  # fmt: skip
    found = covered(rows)
    assert (found[FULL]["count"], found[SOME]["count"]) == (1, 2)
    low, high = proportion_confint(1, 10, method="wilson")
    assert found[FULL]["ci_low"] == pytest.approx(low)
    assert found[FULL]["ci_high"] == pytest.approx(high)


def test_without_lists_the_share_is_missing_and_not_zero() -> None:
    found = covered(attended())
    for row in found.values():
        assert row["status"] == "saknas"
        assert pd.isna(row["count"])
        assert pd.isna(row["estimate"])
    assert found[FULL]["n"] == 10


def test_an_unknown_group_gives_a_count_and_no_share() -> None:
    row = covered(everybody(7), people=None, aim=0.9)[FULL]
    assert row["count"] == 7
    assert row["status"] == "saknas"
    assert pd.isna(row["estimate"])
    assert row["verdict"] == "kan inte avgöras"


def test_more_trained_than_the_group_holds_is_told_and_not_cut() -> None:
    row = covered(everybody(12), aim=0.9)[FULL]
    assert row["estimate"] == pytest.approx(1.2)
    assert row["n_over"] == 2
    assert pd.isna(row["ci_low"])
    assert row["verdict"] == "kan inte avgöras"
    assert "slutat" in str(row["reason"])


def test_the_teachers_hours_are_no_measure_of_the_participants() -> None:
    found = covered(everybody(7), hours_are="undervisning")
    assert found[FULL]["status"] == "saknas"
    assert "undervisningstimmar" in str(found[FULL]["reason"])
    assert found[SOME]["count"] == 7


def test_the_latest_headcount_goes_before_the_plan_and_units_are_added() -> None:
    known = heads(("utb", None, "2023-01-01", 30), ("utb", "A", "2023-06-01", 8),
                  ("utb", "B", "2023-06-01", 5), ("annan", None, "2023-09-01", 99))  # fmt: skip
    assert headcount_of("utb", known, 10) == Headcount(13, "bemanning", pd.Timestamp("2023-06-01"))
    assert headcount_of("utb", heads(), 10) == Headcount(10, "plan", None)
    assert headcount_of("utb", heads(), None) is None


@pytest.mark.parametrize(
    ("count", "source", "told"),
    [
        (90, "bemanning", "nådd"),
        (89, "bemanning", "inte nådd"),
        (90, "plan", "kan inte avgöras"),
        (99, "plan", "nådd"),
        (80, "plan", "inte nådd"),
        (101, "bemanning", "kan inte avgöras"),
    ],
)
def test_a_target_is_judged_by_the_count_and_how_sure_the_headcount_is(
    count: int, source: str, told: str
) -> None:
    assert verdict(count, Headcount(100, source, None), 0.9) == told
    assert verdict(count, Headcount(100, source, None), None) == "planen anger ingen målnivå"


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
def test_no_step_of_the_curve_tells_of_few_and_nobody_is_lost(sizes: list[int]) -> None:
    days = pd.date_range("2023-01-31", periods=len(sizes), freq="ME")
    steps = large_steps(pd.Series(sizes, index=days), 5)
    assert steps.ge(5).all()
    assert steps.sum() == (sum(sizes) if sum(sizes) >= 5 else 0)


def test_the_curve_ends_where_the_coverage_is() -> None:
    rows = attended(*((person, "utb", None, f"2023-{1 + person % 7:02d}-10", 4)
                      for person in range(40)))  # fmt: skip
    curve = coverage_curve(rows, heads(("utb", None, "2023-08-01", 50)), planned(), 5)
    assert curve["count"].iloc[-1] == 40
    assert curve["count"].is_monotonic_increasing
    assert curve["share"].iloc[-1] == pytest.approx(0.8)


def test_one_who_moved_is_counted_once_where_the_training_ended() -> None:
    rows = attended((1, "utb", "A", "2023-01-10", 2), (1, "utb", "B", "2023-02-10", 2),
                    (2, "utb", "A", "2023-02-10", 4))  # fmt: skip
    known = heads(("utb", "A", "2023-01-01", 6), ("utb", "B", "2023-01-01", 6))
    units = unit_coverage(rows, known, planned()).set_index("unit")["count"]
    assert units.to_dict() == {"A": 1, "B": 1}


def test_planned_hours_are_never_added_and_a_missing_list_makes_the_sum_a_lower_limit() -> None:
    both = pd.concat([planned(), planned(training="annan", label="Ombud")], ignore_index=True)
    hours = training_hours(everybody(7), both, 500).set_index("training")
    assert hours.loc["utb", ["estimate", "planned", "difference"]].tolist() == [28, 40, -12]
    assert hours.loc["utb", "kronor"] == 14_000
    assert hours.loc["annan", "status"] == "saknas"
    assert pd.isna(hours.loc["annan", "estimate"])
    assert hours.loc["alla", "estimate"] == 28
    assert hours.loc["alla", "at_least"]
    assert pd.isna(hours.loc["alla", "planned"])
    assert training_hours(everybody(7), both, None)["kronor"].isna().all()


def test_a_hidden_training_is_not_in_the_sum_of_all() -> None:
    rows = pd.concat([everybody(7), attended((50, "annan", None, "2023-01-10", 3))])
    both = pd.concat([planned(), planned(training="annan", label="Ombud")], ignore_index=True)
    hours = training_hours(rows, both, None, frozenset({"annan"})).set_index("training")
    assert hours.loc["alla", ["estimate", "n"]].tolist() == [28, 7]
    assert hours.loc["alla", "at_least"]


def answers(levels: list[int | None], day: str = "2023-01-10") -> pd.DataFrame:
    rows = [(person, "utb", day, "helhet", "x", level) for person, level in enumerate(levels)]
    return pd.DataFrame(rows, columns=list(EVALUATIONS)).astype(EVALUATIONS)


def test_dont_know_is_outside_the_denominator_and_counted() -> None:
    row = evaluations(answers([3, 2, 1, 0, 2, None, None]), {"utb": "Handläggare"}).iloc[0]
    assert row[["count", "n", "n_unsure"]].tolist() == [3, 5, 2]
    assert row["estimate"] == pytest.approx(0.6)
    none = evaluations(answers([None] * 6), {}).iloc[0]
    assert none["status"] == "saknas"
    assert pd.isna(none["estimate"])


def test_the_rate_is_of_those_there_on_the_days_that_were_evaluated() -> None:
    later = attended((1, "utb", None, "2023-05-10", 4))
    rows = pd.concat([everybody(10), later], ignore_index=True)
    rate = evaluation_rates(answers([3] * 6), rows, {}).iloc[0]
    assert rate[["count", "n", "estimate"]].tolist() == [6, 10, 0.6]
    unknown = evaluation_rates(answers([3] * 6, "2023-04-01"), rows, {}).iloc[0]
    assert unknown["status"] == "saknas"
    many = evaluation_rates(answers([3] * 11), rows, {}).iloc[0]
    assert "fler" in many["reason"]
    assert pd.isna(many["estimate"])


def test_the_plan_of_alingsas_has_its_hours_and_no_target() -> None:
    plan = plan_of("1489")
    rows = planned_training(plan, attended()).set_index("training")
    assert rows["hours_total"].dropna().tolist() == [507, 325, 435.5, 5776]
    assert rows["people"].dropna().tolist() == [26, 50, 67, 1444]
    assert pd.isna(rows.loc["utb_politiker", "people"])
    assert training_target(plan, "utb_ombud") == Target("andel_utbildade", None)
    assert training_target(plan_of("0880"), "utb_handlaggare") is None


def test_a_training_has_its_own_target_before_that_of_all() -> None:
    plan = plan_of("9001")
    assert training_target(plan, "utb_handlaggare") == Target("ind_utbildade", 0.9)
    assert training_target(plan, "utb_politiker") == Target("ind_politiker", 0.9)


def test_a_list_that_the_plan_lacks_is_still_told() -> None:
    rows = planned_training(None, everybody(6))
    assert rows["training"].tolist() == ["utb"]
    assert not rows["in_plan"].iloc[0]
    found = coverage(everybody(6), heads(), rows, {})
    assert found["reason"].tolist() == [cover.NO_HOURS, cover.NO_GROUP]
