"""The survey to staff: intervals held to R, bounds, changes found and not found, coverage."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.staff_changes import changes, linked, overlapping_p
from ibic_eval.estimates.staff_intervals import (
    Pairs,
    correlation,
    finite_wilson,
    mcnemar_p,
    overlapping_difference,
    paired_difference,
    smallest_paired,
)
from ibic_eval.estimates.staff_schemas import QUESTIONS
from ibic_eval.estimates.staff_shares import bounds, distribution, response, shares
from ibic_eval.tables.follow_up_schemas import STAFF_ANSWERS, STAFF_ASKED

REFERENCE = pd.read_csv(
    Path(__file__).parent / "reference" / "staff_reference.csv", index_col="id"
)["value"]
# In R's tables the first time is in rows: high and not high.
TABLES = {"altman": Pairs(14, 5, 0, 22), "level": Pairs(30, 10, 20, 15),
          "apart": Pairs(4, 12, 9, 2), "bare": Pairs(1, 1, 7, 12)}  # fmt: skip
NAMES = {0: "inte_alls", 1: "i_liten_grad", 2: "i_hog_grad", 3: "i_mycket_hog_grad"}


def told(rows: list[tuple[int, int, str, int | None]], question: str = "stod") -> pd.DataFrame:
    """Return answers from person, round, role and level."""
    frame = pd.DataFrame(
        [
            (person, number, role, f"20{17 + number}-05-01", question,
             "vet_inte" if level is None else NAMES[level], level)
            for person, number, role, level in rows
        ],
        columns=list(STAFF_ANSWERS),
    )  # fmt: skip
    return frame.astype(STAFF_ANSWERS)


def asked(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(STAFF_ASKED)).astype(STAFF_ASKED)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("level", [0.95, 0.9])
def test_the_paired_interval_is_that_of_r(name: str, level: float) -> None:
    """R's difference is the first minus the second."""
    found = paired_difference(TABLES[name], level)
    assert -found.high == pytest.approx(REFERENCE[f"{name}.{level}.low"], abs=1e-9)
    assert -found.low == pytest.approx(REFERENCE[f"{name}.{level}.high"], abs=1e-9)


def test_the_paired_interval_is_the_one_published_for_airways() -> None:
    """Fagerland, Lydersen & Laake (2014): 2 of 21 before and 8 of 21 after."""
    found = paired_difference(Pairs(1, 1, 7, 12))
    assert (round(-found.high, 3), round(-found.low, 3)) == (-0.507, -0.026)


@pytest.mark.parametrize("name", TABLES)
def test_mcnemar_is_that_of_r(name: str) -> None:
    assert mcnemar_p(TABLES[name]) == pytest.approx(REFERENCE[f"{name}.mcnemar"], abs=1e-9)
    assert mcnemar_p(Pairs(4, 0, 0, 5)) == 1


@pytest.mark.parametrize("case", [(12, 20, 50), (3, 18, 25), (40, 164, 312)])
def test_the_finite_interval_solves_the_score_equation(case: tuple[int, int, int]) -> None:
    count, n, total = case
    name = "finite." + "_".join(map(str, case))
    low, high = finite_wilson(count, n, n / total)
    assert low == pytest.approx(REFERENCE[f"{name}.low"], abs=1e-8)
    assert high == pytest.approx(REFERENCE[f"{name}.high"], abs=1e-8)


@given(st.integers(1, 60), st.data())
def test_a_larger_part_that_answered_makes_the_interval_no_wider(
    n: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, n))
    ends = [finite_wilson(count, n, part) for part in (0.0, 0.3, 0.7, 0.99, 1.0)]
    widths = [high - low for low, high in ends]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0
    assert all(-1e-9 <= low <= count / n + 1e-9 for low, _ in ends)
    assert all(count / n - 1e-9 <= high <= 1 + 1e-9 for _, high in ends)


def test_without_persons_in_common_it_is_the_interval_and_test_of_separate_groups() -> None:
    found = overlapping_difference((28, 40), (41, 50))
    assert found.low == pytest.approx(REFERENCE["separate.low"], abs=1e-9)
    assert found.high == pytest.approx(REFERENCE["separate.high"], abs=1e-9)
    assert overlapping_p((28, 40), (41, 50), 0.0) == pytest.approx(REFERENCE["separate.p"])


@given(*[st.integers(0, 30)] * 4)
def test_with_all_persons_in_common_it_is_the_paired_interval(
    both: int, lost: int, gained: int, neither: int
) -> None:
    pairs = Pairs(both, lost, gained, neither)
    if not pairs.n:
        return
    first, second = (both + lost, pairs.n), (both + gained, pairs.n)
    assert overlapping_difference(first, second, correlation(pairs)) == paired_difference(pairs)
    mirrored = paired_difference(Pairs(both, gained, lost, neither))
    assert mirrored.low == pytest.approx(-paired_difference(pairs).high)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 40))
def test_the_bounds_hold_whatever_the_silent_would_say(high: int, low: int, silent: int) -> None:
    n = high + low + silent
    least, most = bounds(high, high + low, silent)
    for would in range(silent + 1):
        assert least <= (high + would) / n <= most


def test_bounds_count_those_who_left_the_question_empty_too() -> None:
    rows = [(person, 1, "ombud", 3 if person < 4 else 0) for person in range(8)]
    answers = pd.concat([
        told([*rows, (8, 1, "ombud", None)]),
        told([(9, 1, "ombud", 2)], question="tid"),
    ])  # fmt: skip
    row = shares(answers, asked(("ombud", 1, 20))).set_index(["role", "question"])
    everyone = row.loc[("alla", "stod")]
    assert everyone[["count", "n", "n_unsure", "n_silent"]].tolist() == [4, 8, 1, 11]
    assert everyone["bound_low"] == pytest.approx(4 / 19)
    assert everyone["bound_high"] == pytest.approx(15 / 19)
    free = finite_wilson(4, 8)
    assert everyone["ci_high"] - everyone["ci_low"] < free[1] - free[0]


def test_a_role_nobody_counted_makes_the_rate_unknown_and_not_too_high() -> None:
    answers = told([(1, 1, "ombud", 2), (2, 1, "handlaggare", 1)])
    rates = response(answers, asked(("ombud", 1, 10))).set_index("role")
    assert rates.loc["ombud", "estimate"] == pytest.approx(0.1)
    assert rates.loc["alla", "status"] == "saknas"
    assert pd.isna(rates.loc["alla", "n"])
    row = shares(answers, asked(("ombud", 1, 10))).set_index("role").loc["alla"]
    assert pd.isna(row["bound_low"])
    assert row["method"] == "Wilson (1927)"


def test_more_answers_than_asked_is_no_rate() -> None:
    rates = response(told([(1, 1, "ombud", 2), (2, 1, "ombud", 2)]), asked(("ombud", 1, 1)))
    assert rates["status"].eq("saknas").all()
    assert rates["estimate"].isna().all()


def test_the_answers_of_a_distribution_are_whole() -> None:
    answers = told([(person, 1, "ombud", [0, 1, 2, 3, None][person % 5]) for person in range(23)])
    parts = distribution(answers).groupby("role")
    assert parts["count"].sum().eq(23).all()
    assert parts["share"].sum().tolist() == pytest.approx([1, 1])


def rounds(before: float, after: float, size: int, seed: int, tie: float = 0.5) -> pd.DataFrame:
    """Return two rounds: a part answered both times, and some say the same both times."""
    random = np.random.default_rng(seed)
    rows: list[tuple[int, int, str, int | None]] = []
    for person in range(size):
        lean = random.uniform()
        own = (lean, lean if random.uniform() < tie else random.uniform())
        for number, share in ((1, before), (2, after)):
            if random.uniform() < 0.8:
                rows.append((person, number, "ombud", 3 if own[number - 1] < share else 0))
    return told(rows)


def test_a_large_change_is_seen_and_a_small_sample_decides_nothing() -> None:
    large = changes(rounds(0.4, 0.8, 200, 1)).set_index("kind")
    assert large["verdict"].eq("högre").all()
    assert large.loc["samma_personer", "n"] < large.loc["samma_personer", "n_first"]
    small = changes(rounds(0.5, 0.55, 30, 2))
    assert small["verdict"].eq("kan inte avgöras").all()
    assert small["smallest_detectable"].gt(0.2).all()


def test_no_change_is_said_only_when_ten_points_are_ruled_out() -> None:
    same = changes(rounds(0.5, 0.5, 1500, 3, tie=0.9)).set_index("kind")
    paired = same.loc["samma_personer"]
    assert paired["verdict"] == "likvärdig"
    assert -0.1 < paired["equivalence_low"] < paired["equivalence_high"] < 0.1


def test_no_change_of_one_question_among_six_needs_a_wider_interval() -> None:
    one = rounds(0.5, 0.5, 560, 3, tie=0.9)
    six = pd.concat([one.assign(question=each) for each in QUESTIONS])
    alone, among = (
        changes(answers).query("kind == 'samma_personer'").iloc[0] for answers in (one, six)
    )
    assert alone["verdict"] == "likvärdig"
    widths = [each["equivalence_high"] - each["equivalence_low"] for each in (alone, among)]
    # 90 % for one, 98.33 % for each of six: 2.394 / 1.645 standard errors (normal quantiles).
    assert widths[1] / widths[0] == pytest.approx(2.394 / 1.645, abs=0.03)
    assert among["estimate"] == alone["estimate"]


def test_one_round_has_no_change() -> None:
    assert changes(told([(person, 1, "ombud", 3) for person in range(9)])).empty


def test_few_who_answered_only_once_hide_what_those_of_both_rounds_said() -> None:
    assert linked(30, 30, 30, 5)
    assert linked(30, 35, 25, 5)
    assert not linked(30, 31, 28, 5)
    assert not linked(30, 32, 30, 5)
    assert not linked(9, 9, 4, 5)
    both = [(person, number, "ombud", 3) for person in range(20) for number in (1, 2)]
    found = changes(told([*both, (99, 1, "ombud", 0)])).set_index("kind")
    assert found.loc["samma_personer", "status"] == "dold"
    assert found.loc["samma_personer", ["n", "gained", "share_first"]].isna().all()
    assert found.loc["alla_svarande", "status"] == "visas"
    assert pd.isna(found.loc["alla_svarande", "n"])


@pytest.mark.parametrize("changed", [14, 60])
def test_the_smallest_change_shows_four_times_in_five(changed: int) -> None:
    n, alpha = 150, 0.05
    up = (smallest_paired(n, changed, alpha) * n / changed + 1) / 2
    gained = np.random.default_rng(5).binomial(changed, up, size=4_000)
    seen = [mcnemar_p(Pairs(0, changed - int(more), int(more), 0)) < alpha for more in gained]
    assert np.mean(seen) == pytest.approx(0.8, abs=0.02)


def test_a_change_that_cannot_be_seen_has_no_smallest_size() -> None:
    assert math.isnan(smallest_paired(50, 5, 0.05))
    assert smallest_paired(50, 6, 0.05) <= 6 / 50
    assert math.isnan(smallest_paired(50, 0, 0.05))


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [(0.5, 0.6), (0.15, 0.1)])
def test_both_intervals_hold_the_truth(before: float, after: float) -> None:
    held: dict[str, list[bool]] = {}
    for seed in range(400):
        found = changes(rounds(before, after, 110, seed))
        for row in found[found["status"].eq("visas")].to_dict("records"):
            inside = row["ci_low"] <= after - before <= row["ci_high"]
            held.setdefault(row["kind"], []).append(inside)
    assert all(np.mean(each) > 0.92 and len(each) > 350 for each in held.values())
