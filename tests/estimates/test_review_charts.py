"""Control charts against Montgomery's orange juice cans and R; false alarms and dates of shifts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from ibic_eval.estimates.review_charts import charts, lasting_shifts, mantel_haenszel
from ibic_eval.estimates.review_documents import Weeks, document_outcomes, judged, periods
from ibic_eval.estimates.review_limits import (
    beyond,
    false_alarm,
    limits,
    long_runs,
    signals,
    three_sigma,
)
from ibic_eval.estimates.review_points import chart_points
from ibic_eval.estimates.review_schemas import CRITERIA
from ibic_eval.estimates.review_shifts import find_shift, ratios_of_places
from ibic_eval.tables.follow_up_schemas import REVIEWS

REFERENCE = pd.read_csv(Path(__file__).parent / "reference" / "review_reference.csv")
R = dict(zip(REFERENCE["id"], REFERENCE["value"], strict=True))
MONDAY = pd.Timestamp("2023-01-02")

# Nonconforming cans of orange juice in 30 samples of 50: Montgomery 2013, *Introduction to
# Statistical Quality Control*, table 7.1 (the data set orangejuice, trial samples, of R's qcc)
CANS = np.array([
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22,
    8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
])  # fmt: skip
FIFTY = np.full(30, 50)


def test_the_published_limits_of_the_orange_juice_cans() -> None:
    centre = CANS.sum() / FIFTY.sum()
    lower, upper = three_sigma(centre, FIFTY)
    # Montgomery: centre .2313, limits .0524 and .4102; samples 15 and 23 lie above
    assert round(centre, 4) == 0.2313
    assert (round(lower[0], 4), round(upper[0], 4)) == (0.0524, 0.4102)
    assert (lower[0], upper[0]) == pytest.approx((R["cans.lower"], R["cans.upper"]))
    assert (np.flatnonzero(upper < CANS / 50) + 1).tolist() == [15, 23]
    # Without them: centre .2150, limits .0407 and .3893, and sample 21 lies above
    kept = np.delete(CANS, [14, 22])
    centre = kept.sum() / (50 * 28)
    lower, upper = three_sigma(centre, np.full(28, 50))
    assert [round(float(each), 4) for each in (centre, lower[0], upper[0])] == [
        0.2150, 0.0407, 0.3893,
    ]  # fmt: skip
    assert np.flatnonzero(kept / 50 > upper).tolist() == [19]


def test_probability_limits_leave_the_limits_of_large_samples_alone() -> None:
    even = np.tile([11, 12], 15)
    found = limits(even, FIFTY, baseline=30)
    lower, upper = three_sigma(even.sum() / 1500, FIFTY)
    assert found.lower == pytest.approx(lower) and found.upper == pytest.approx(upper)
    assert not found.laney


def test_overdispersed_weeks_get_laneys_limits() -> None:
    found = limits(CANS, FIFTY, baseline=30)
    assert float(found.sigma_z) == pytest.approx(R["cans.sigma_z"])
    assert float(found.dispersion_p) == pytest.approx(R["cans.dispersion"], rel=1e-6)
    assert found.laney
    centre = CANS.sum() / 1500
    reach = 3 * np.sqrt(centre * (1 - centre) / 50) * R["cans.sigma_z"]
    assert found.upper[0] == pytest.approx(centre + reach)
    assert found.lower[0] == max(0, centre - reach)


@given(st.floats(0.02, 0.98), st.integers(5, 80))
def test_at_most_the_stated_part_lies_beyond_a_limit_by_chance(centre: float, n: int) -> None:
    base = np.array([round(centre * 1000)])
    found = limits(np.append(base, 0), np.array([1000, n]), baseline=1)
    at = float(found.centre)
    possible = np.arange(n + 1)
    low = binom.pmf(possible, n, at)[possible / n < found.lower[1]].sum()
    high = binom.pmf(possible, n, at)[possible / n > found.upper[1]].sum()
    assert low <= 0.005 + 1e-9 and high <= 0.005 + 1e-9  # as the report states: 5 in 1,000
    assert 0 <= found.lower[1] <= at <= found.upper[1] <= 1


def test_a_long_run_signals_from_the_ninth_point() -> None:
    n = np.full(40, 50)
    count = np.tile([24, 26], 20)
    count[25:36] = 26
    found = limits(count, n)
    runs = np.flatnonzero(long_runs(count, n, found))
    assert runs.tolist() == list(range(33, 36))  # points 25 to 33 are the first nine


def test_a_side_where_most_points_lie_needs_a_longer_run() -> None:
    """At five documents and 95 % most weeks are full, which nine in a row then says little of."""
    n = np.full(40, 5)
    count = np.full(40, 5)
    count[[3, 8, 13, 17, 19]] = 4
    assert not signals(count, n).any()
    assert np.flatnonzero(long_runs(count, n, limits(count, n))).size == 0


def test_a_baseline_where_all_are_alike_gives_no_limits() -> None:
    found = limits(np.full(20, 6), np.full(20, 6))
    assert np.isnan(found.centre) and not beyond([3] * 20, [6] * 20, found).any()


def test_the_likelihood_of_a_shift_is_the_deviance_of_r() -> None:
    ratios = ratios_of_places(CANS[:24], FIFTY[:24])
    assert ratios[10 - 5] == pytest.approx(R["shift.ratio"])


def test_a_planted_shift_is_dated_within_its_interval() -> None:
    random = np.random.default_rng(11)
    n = random.integers(5, 12, 90)
    count = random.binomial(n, np.where(np.arange(90) < 50, 0.6, 0.85))
    (found,) = lasting_shifts(count, n)
    assert found.low <= 50 <= found.high and found.high - found.low < 25


def test_two_planted_shifts_are_both_found_in_order() -> None:
    random = np.random.default_rng(12)
    n = np.full(120, 12)
    level = np.repeat([0.5, 0.85, 0.5], 40)
    found = lasting_shifts(random.binomial(n, level), n)
    assert [shift.low <= at <= shift.high for shift, at in zip(found, (40, 80), strict=True)] == [
        True, True,
    ]  # fmt: skip


def test_few_points_have_no_shift() -> None:
    assert find_shift(np.array([1] * 9), np.array([5] * 9), 1) is None


def rows_of(weekly: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"week": MONDAY + pd.Timedelta(weeks=week), "met": each}
            for week, part in enumerate(weekly)
            for each in part
        ]
    )


def test_weeks_are_joined_until_there_are_five() -> None:
    rows = rows_of([[1] * 3, [0] * 3, [1] * 7, [1, 0]])
    named = {"hela": Weeks(MONDAY, MONDAY + pd.Timedelta(weeks=3))}
    found = chart_points(rows, named)
    assert found["n"].tolist() == [6, 9] and found["count"].tolist() == [3, 8]
    assert found["weeks"].tolist() == [2, 2]


@given(
    st.lists(st.lists(st.integers(0, 1), max_size=9), min_size=8, max_size=40),
    st.integers(1, 3),
)
def test_no_point_has_few_documents_or_spans_two_periods(weekly: list[list[int]], cut: int) -> None:
    rows = rows_of(weekly)
    if rows.empty:
        return
    half = MONDAY + pd.Timedelta(weeks=len(weekly) // (cut + 1))
    named = {
        "forsta": Weeks(MONDAY, half),
        "senaste": Weeks(half + pd.Timedelta(weeks=1), MONDAY + pd.Timedelta(weeks=60)),
    }
    found = chart_points(rows, named)
    assert found["n"].ge(5).all()
    assert not (found["week"].le(half) & found["last_week"].gt(half)).any()
    # The points of a period are all its documents, or none of them where they are too few
    for period in named.values():
        mine = rows["week"].between(period.first, period.last).sum()
        drawn = found.loc[found["week"].between(period.first, period.last), "n"].sum()
        assert drawn == (mine if mine >= 5 else 0)


def test_the_change_within_kinds_is_not_that_of_the_mix() -> None:
    def part(kinds: dict[str, tuple[int, int]]) -> pd.DataFrame:
        return pd.DataFrame(
            [{"kind": kind, "met": int(at < met)} for kind, (met, n) in kinds.items() for at in
             range(n)]
        )  # fmt: skip

    before = part({"utredning": (45, 50), "uppfoljning": (2, 10)})
    after = part({"utredning": (9, 10), "uppfoljning": (10, 50)})
    assert mantel_haenszel(before, after) == pytest.approx(0)
    assert after["met"].mean() - before["met"].mean() < -0.4


def drawn_outcomes(seed: int, level: np.ndarray, kinds: dict[str, int]) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rows, document = [], 0
    for week, share in enumerate(level):
        monday = MONDAY + pd.Timedelta(weeks=week)
        for kind, n in kinds.items():
            for _ in range(n):
                document += 1
                for criterion in CRITERIA:
                    chance = share if criterion == "mal" else 0.8
                    met = "uppfyllt" if random.random() < chance else "ej_uppfyllt"
                    rows.append([document, 1, kind, monday, monday, "A", criterion, met])
    frame = pd.DataFrame(rows, columns=list(REVIEWS)).astype(REVIEWS)
    return document_outcomes(frame)


def test_charts_find_the_planted_part_and_no_other() -> None:
    level = np.where(np.arange(80) < 40, 0.55, 0.9)
    outcomes = drawn_outcomes(5, level, {"utredning": 4, "genomforandeplan": 3, "uppfoljning": 1})
    found = charts(outcomes, periods(outcomes["week"]))
    assert found.shifts["criterion"].tolist() == ["mal"]
    shift = found.shifts.iloc[0]
    planted = MONDAY + pd.Timedelta(weeks=40)
    assert shift["week_low"] <= planted <= shift["week_high"] and shift["verdict"] == "högre"
    assert abs(shift["adjusted"] - 0.35) < 0.12
    assert found.points["n"].ge(5).all()
    phases = found.points[found.points["criterion"].eq("mal")].groupby("phase")["centre"].first()
    assert phases.tolist() == pytest.approx([0.55, 0.9], abs=0.1)


def test_a_kind_with_few_documents_in_a_period_is_in_no_point_of_all_kinds() -> None:
    outcomes = drawn_outcomes(6, np.full(30, 0.8), {"utredning": 6})
    one = drawn_outcomes(7, np.array([0.8]), {"uppfoljning": 4})
    one = one.assign(document=one["document"] + 10_000)
    both = pd.concat([outcomes, one], ignore_index=True)
    found = charts(both, periods(both["week"])).points
    week = found[found["kind"].eq("alla") & found["criterion"].eq("mal")].iloc[0]
    assert week["n"] == 6
    assert len(judged(one)) > 0


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.6, 0.9])
def test_false_alarms_are_as_often_as_stated(share: float) -> None:
    random = np.random.default_rng(21)
    n = random.integers(5, 12, 80)
    alarms = signals(random.binomial(n, share, (3000, 80)), n).any(axis=-1).mean()
    assert false_alarm(n, share, 1.0, 3000, 22) == pytest.approx(alarms, abs=0.03)
    assert alarms < 0.3


@pytest.mark.slow
def test_shifts_are_found_and_dated_as_promised() -> None:
    random = np.random.default_rng(31)
    n = random.integers(5, 12, 80)
    false = sum(bool(lasting_shifts(random.binomial(n, 0.7), n)) for _ in range(300))
    assert false / 300 < 0.02
    level = np.where(np.arange(80) < 40, 0.6, 0.8)
    found = [lasting_shifts(random.binomial(n, level), n) for _ in range(300)]
    dated = [shifts[0] for shifts in found if len(shifts) == 1]
    assert len(dated) / 300 > 0.8
    assert np.mean([shift.low <= 40 <= shift.high for shift in dated]) > 0.93
