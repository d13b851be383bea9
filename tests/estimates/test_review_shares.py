"""Documents counted once, shares of a finite population, and changes that weeks make uncertain."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.review_changes import ALPHA, Pair, changes, compared, week_effect
from ibic_eval.estimates.review_coverage import coverage, quarter
from ibic_eval.estimates.review_documents import document_outcomes, documents_of, periods
from ibic_eval.estimates.review_schemas import CRITERIA, WHOLE
from ibic_eval.estimates.review_shares import CENSUS, WILSON, finite_wilson, profile
from ibic_eval.tables.follow_up_schemas import DOCUMENTS, REVIEWS

REFERENCE = pd.read_csv(Path(__file__).parent / "reference" / "review_reference.csv")
R = dict(zip(REFERENCE["id"], REFERENCE["value"], strict=True))
MONDAY = pd.Timestamp("2024-01-01")
MET, NOT_MET, NOT_APPLICABLE = "uppfyllt", "ej_uppfyllt", "ej_aktuellt"


def review(document: int, reviewer: int, week: int = 0, **outcomes: str | None) -> list[dict]:
    """Return one review: every criterion met, but for those named."""
    every = {**dict.fromkeys(CRITERIA, MET), **outcomes}
    monday = MONDAY + pd.Timedelta(weeks=week)
    return [
        {"document": document, "reviewer": reviewer, "kind": "utredning", "date": monday,
         "week": monday, "criterion": criterion, "outcome": outcome}
        for criterion, outcome in every.items()
    ]  # fmt: skip


def reviews(*each: list[dict]) -> pd.DataFrame:
    rows = [row for one in each for row in one]
    return pd.DataFrame(rows).reindex(columns=list(REVIEWS)).astype(REVIEWS)


def produced(*numbers: int | None, kind: str = "utredning") -> pd.DataFrame:
    rows = [
        {"kind": kind, "week": MONDAY + pd.Timedelta(weeks=week), "produced": number}
        for week, number in enumerate(numbers)
        if number is not None
    ]
    return pd.DataFrame(rows, columns=list(DOCUMENTS)).astype(DOCUMENTS)


def outcome(frame: pd.DataFrame, criterion: str) -> object:
    return frame.set_index("criterion")["outcome"][criterion]


def test_a_document_counts_once_by_its_first_reviewer() -> None:
    found = document_outcomes(reviews(review(1, 7, mal=NOT_MET), review(1, 2, mal=MET)))
    assert len(found) == len(CRITERIA) + 1
    assert outcome(found, "mal") == MET


def test_a_reviewer_who_left_all_blank_does_not_count() -> None:
    found = document_outcomes(
        reviews(review(1, 1, **dict.fromkeys(CRITERIA)), review(1, 2, mal=NOT_MET))
    )
    assert outcome(found, "mal") == NOT_MET


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ({}, MET),
        ({"delmal": NOT_APPLICABLE}, MET),
        ({"delmal": NOT_MET}, NOT_MET),
        (dict.fromkeys(CRITERIA, NOT_APPLICABLE), NOT_APPLICABLE),
        ({"delmal": None}, None),
        ({"delmal": None, "mal": NOT_MET}, None),
    ],
)
def test_all_parts_are_met_only_where_all_that_apply_are(
    outcomes: dict[str, str | None], whole: str | None
) -> None:
    found = outcome(document_outcomes(reviews(review(1, 1, **outcomes))), WHOLE)
    assert pd.isna(found) if whole is None else found == whole


def test_periods_are_thirteen_weeks_or_halves_and_never_overlap() -> None:
    def named(weeks: int) -> dict[str, int]:
        mondays = pd.Series(pd.date_range(MONDAY, periods=weeks, freq="7D"))
        return {name: period.number for name, period in periods(mondays).items()}

    assert named(40) == {"forsta": 13, "senaste": 13, "mellan": 14}
    assert named(26) == {"forsta": 13, "senaste": 13}
    assert named(11) == {"forsta": 5, "senaste": 5, "mellan": 1}
    assert named(7) == {"hela": 7}


def test_wilson_is_that_of_r_with_and_without_a_finite_population() -> None:
    assert finite_wilson(21, 40, 0) == pytest.approx((R["wilson.low"], R["wilson.high"]))
    for count, n, population in ((21, 40, 155), (3, 28, 135)):
        ends = R[f"finite.{count}.low"], R[f"finite.{count}.high"]
        assert finite_wilson(count, n, n / population) == pytest.approx(ends, abs=1e-8)


@given(st.integers(1, 60), st.data())
def test_a_larger_part_of_the_population_gives_a_narrower_interval(
    n: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, n))
    widths = [np.diff(finite_wilson(count, n, n / size))[0] for size in (n, 2 * n, 20 * n)]
    assert widths[0] == 0
    assert widths == sorted(widths)


def test_the_denominator_leaves_out_what_does_not_apply_and_what_is_blank() -> None:
    rows = reviews(
        *(review(number, 1) for number in range(6)),
        review(6, 1, mal=NOT_MET),
        review(7, 1, mal=NOT_APPLICABLE),
        review(8, 1, mal=None),
    )
    outcomes = document_outcomes(rows)
    found = profile(outcomes, produced(20), periods(outcomes["week"]))
    row = found.set_index("criterion").loc["mal"]
    assert row[["n", "count", "n_not_applicable", "n_blank", "produced"]].tolist() == [
        7, 6, 1, 1, 20,
    ]  # fmt: skip
    assert row["estimate"] == pytest.approx(6 / 7)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(finite_wilson(6, 7, 8 / 20))


@pytest.mark.parametrize(("made", "method"), [(9, CENSUS), (8, WILSON), (None, WILSON)])
def test_without_a_sound_population_there_is_no_correction(made: int | None, method: str) -> None:
    rows = reviews(*(review(number, 1, mal=MET if number else NOT_MET) for number in range(9)))
    outcomes = document_outcomes(rows)
    found = profile(outcomes, produced(made), periods(outcomes["week"]))
    row = found.set_index("criterion").loc["mal"]
    assert row["method"] == method
    if method == CENSUS:
        assert row["ci_low"] == row["ci_high"] == row["estimate"]
    else:
        ends = proportion_confint(8, 9, method="wilson")
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(ends)


def test_coverage_is_unknown_where_a_week_is() -> None:
    rows = reviews(review(1, 1), review(2, 1), review(2, 2), review(3, 1, week=1))
    documents = documents_of(document_outcomes(rows))
    known = coverage(documents, produced(4, 2)).set_index(["kind", "period"])
    assert known.loc[("utredning", "alla"), "estimate"] == 0.5
    assert known.loc[("utredning", "alla"), "verdict"] == "inte alla granskade"
    unknown = coverage(documents, produced(4)).set_index(["kind", "period"])
    row = unknown.loc[("utredning", "alla")]
    assert row["status"] == "saknas" and pd.isna(row["estimate"]) and row["weeks_unknown"] == 1
    fewer = coverage(documents, produced(1, 1)).set_index(["kind", "period"])
    assert pd.isna(fewer.loc[("alla", "alla"), "estimate"])
    whole = coverage(documents, produced(2, 1)).set_index(["kind", "period"])
    assert whole.loc[("alla", "alla"), "verdict"] == "alla granskade"


def test_weeks_without_reviews_count_as_not_reviewed() -> None:
    documents = documents_of(document_outcomes(reviews(review(1, 1))))
    found = coverage(documents, produced(4, 6)).set_index(["kind", "period"])
    assert found.loc[("utredning", "alla"), ["n", "produced"]].tolist() == [1, 10]


def test_a_week_belongs_to_the_quarter_of_its_thursday() -> None:
    days = pd.Series(pd.to_datetime(["2024-12-30", "2024-04-01", "2024-03-25"]))
    assert quarter(days).tolist() == ["2025 kvartal 1", "2024 kvartal 2", "2024 kvartal 1"]


def test_the_test_of_a_change_is_that_of_r() -> None:
    plain = compared(Pair(60, 90, 52, 64, 1.0), ALPHA)
    assert plain["p"] == pytest.approx(R["change.p"])
    assert compared(Pair(60, 90, 52, 64, 1.5), ALPHA)["p"] == pytest.approx(R["change.deff.p"])
    wide = compared(Pair(60, 90, 52, 64, 1.5), ALPHA)
    assert wide["ci_low"] < plain["ci_low"] < plain["ci_high"] < wide["ci_high"]


def test_weeks_that_are_alike_within_make_periods_less_certain() -> None:
    def weekly(met: list[list[int]]) -> pd.DataFrame:
        rows = [
            {"period": "forsta", "week": week, "met": each}
            for week, part in enumerate(met)
            for each in part
        ]
        return pd.DataFrame(rows)

    assert week_effect(weekly([[1, 1, 1, 1], [0, 0, 0, 0]] * 3)) > 3
    assert week_effect(weekly([[1, 0, 1, 0]] * 6)) == 1
    assert week_effect(weekly([[1, 1]] * 6)) == 1


def drawn(seed: int, first: float, latest: float, weeks: int = 26, n: int = 6) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    made = [
        review(week * 100 + number, 1, week,
               mal=MET if random.random() < (first if week < weeks // 2 else latest) else NOT_MET)
        for week in range(weeks)
        for number in range(n)
    ]  # fmt: skip
    return document_outcomes(reviews(*made))


def test_a_planted_change_is_found_and_none_else() -> None:
    outcomes = drawn(4, 0.5, 0.85)
    found = changes(outcomes, periods(outcomes["week"])).set_index("criterion")
    assert found.loc["mal", "verdict"] == "högre"
    assert found.loc["mal", "ci_low"] < 0.35 < found.loc["mal", "ci_high"]
    assert set(found.loc[[*CRITERIA[:3], *CRITERIA[4:]], "verdict"]) == {"likvärdig"}


def test_no_change_seen_is_not_said_to_be_none() -> None:
    outcomes = drawn(2, 0.6, 0.6, n=3)
    found = changes(outcomes, periods(outcomes["week"])).set_index("criterion").loc["mal"]
    assert found["verdict"] == "kan inte avgöras" and found["smallest_detectable"] > 0.2


def test_one_period_gives_no_changes() -> None:
    outcomes = drawn(3, 0.5, 0.5, weeks=6)
    assert changes(outcomes, periods(outcomes["week"])).empty


@pytest.mark.slow
@pytest.mark.parametrize(
    ("share", "n", "population"), [(0.5, 30, 120), (0.9, 40, 155), (0.75, 20, 40)]
)
def test_intervals_hold_the_share_of_the_population(share: float, n: int, population: int) -> None:
    random = np.random.default_rng(7)
    members = round(share * population)
    counts = random.hypergeometric(members, population - members, n, 4000)
    ends = {count: finite_wilson(int(count), n, n / population) for count in np.unique(counts)}
    held = [ends[count][0] <= members / population <= ends[count][1] for count in counts]
    assert 0.93 <= np.mean(held) <= 0.985


@pytest.mark.slow
def test_alike_weeks_do_not_make_false_changes() -> None:
    """Beta-binomial weeks: without the design effect about every sixth test would be false."""
    random = np.random.default_rng(8)
    false = {True: 0, False: 0}
    for _ in range(600):
        chance = random.beta(0.7 * 4, 0.3 * 4, 26)
        met = random.binomial(6, chance)
        rows = pd.DataFrame(
            [{"period": "forsta" if week < 13 else "senaste", "week": week, "met": int(at < count)}
             for week, count in enumerate(met) for at in range(6)]
        )  # fmt: skip
        counts = rows.groupby("period")["met"].sum()
        for known in (True, False):
            effect = week_effect(rows) if known else 1.0
            pair = Pair(int(counts["forsta"]), 78, int(counts["senaste"]), 78, effect)
            false[known] += compared(pair, ALPHA)["p"] < 0.05
    assert false[True] / 600 < 0.08
    assert false[False] / 600 > 0.12
