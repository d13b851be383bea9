"""Agreement against Krippendorff's published example, psych's kappa and the package itself."""

from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.review_agreement import (
    OUTCOMES_JUDGED,
    alpha_interval,
    kappa_interval,
    outcome_counts,
    review_agreement,
    weighted_alpha,
)
from ibic_eval.estimates.review_schemas import CRITERIA
from ibic_eval.tables.follow_up_schemas import REVIEWS

REFERENCE = pd.read_csv(Path(__file__).parent / "reference" / "review_reference.csv")
R = dict(zip(REFERENCE["id"], REFERENCE["value"], strict=True))

# Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*, section C: four observers, twelve
# units, five values, some missing; nominal alpha .743
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# The table of two reviewers in reference/review_reference.R, rows the first
PAIRS = np.array([[40, 6, 1], [5, 25, 2], [2, 3, 16]])


def published_counts() -> np.ndarray:
    units = np.array(OBSERVERS, dtype="float64").T
    counts = np.array([[(unit == value).sum() for value in range(1, 6)] for unit in units])
    return counts[counts.sum(axis=1) >= 2].astype("float64")


def paired(square: np.ndarray, criterion: str = "mal") -> pd.DataFrame:
    rows, document = [], 0
    for first, second in np.ndindex(*square.shape):
        for _ in range(square[first, second]):
            document += 1
            for reviewer, place in ((1, first), (2, second)):
                outcome = OUTCOMES_JUDGED[place]
                rows.append([document, reviewer, "utredning", criterion, outcome])
    names = ["document", "reviewer", "kind", "criterion", "outcome"]
    return pd.DataFrame(rows, columns=names).reindex(columns=list(REVIEWS)).astype(REVIEWS)


def test_krippendorffs_published_example() -> None:
    counts = published_counts()
    found = alpha_interval(counts, np.arange(len(counts)))
    assert round(found.value, 3) == 0.743
    assert found.low < 0.743 < found.high <= 1


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=2, max_size=30))
def test_the_redrawn_alpha_is_that_of_the_package(units: list[tuple[int, int, int]]) -> None:
    counts = np.array([unit for unit in units if sum(unit) >= 2], dtype="float64")
    if len(counts) < 2 or (counts.sum(axis=0) > 0).sum() < 2:
        return
    own = weighted_alpha(counts, np.ones((1, len(counts))))[0]
    package = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert own == pytest.approx(package)
    weights = np.arange(len(counts)) % 3
    repeated = np.repeat(counts, weights, axis=0)
    if (repeated.sum(axis=0) > 0).sum() >= 2:
        package = krippendorff.alpha(value_counts=repeated, level_of_measurement="nominal")
        assert weighted_alpha(counts, weights[None])[0] == pytest.approx(package)


def test_kappa_is_that_of_psych_and_alpha_that_of_the_definition() -> None:
    rows = paired(PAIRS)
    kappa = kappa_interval(rows)
    assert kappa == pytest.approx([R["kappa.value"], R["kappa.low"], R["kappa.high"]], abs=1e-3)
    assert kappa.value == pytest.approx(R["kappa.value"])
    units = outcome_counts(rows)
    found = alpha_interval(units.to_numpy("float64"), units.index.get_level_values(0).to_numpy())
    assert found.value == pytest.approx(R["alpha.pairs"])


def test_the_interval_of_kappa_ends_at_one() -> None:
    assert kappa_interval(paired(np.diag([6, 5, 0]))) == (1, 1, 1)
    assert kappa_interval(paired(np.array([[9, 1, 0], [0, 9, 0], [0, 0, 1]]))).high <= 1


def test_a_document_with_one_reviewer_says_nothing_of_agreement() -> None:
    rows = paired(PAIRS)
    alone = rows[~(rows["reviewer"].eq(2) & rows["document"].le(50))]
    assert review_agreement(alone).set_index("criterion").loc["mal", "n"] == 50


def test_perfect_agreement_on_one_answer_is_not_told_from_chance() -> None:
    found = review_agreement(paired(np.diag([20, 0, 0]))).set_index("criterion").loc["mal"]
    assert found["status"] == "saknas" and pd.isna(found["estimate"])
    assert found["agreed"] == 1 and found["verdict"] == "kan inte avgöras"


def test_ten_documents_that_all_agree_are_not_sure_without_end() -> None:
    """By hand: at most 1 - .025^(1/10) = .308 disagree unseen, of .42 expected: 1 - .308 / .42."""
    found = review_agreement(paired(np.diag([7, 3, 0]))).set_index("criterion").loc["mal"]
    assert found["estimate"] == found["ci_high"] == 1
    assert found["ci_low"] == pytest.approx(1 - (1 - 0.025**0.1) / 0.42)
    assert found["verdict"] == "kan inte avgöras"


@pytest.mark.parametrize("size", [5, 10, 20])
def test_the_interval_of_few_documents_holds_the_true_value(size: int) -> None:
    """Alpha .9 at even shares; redrawn documents alone hold 44 to 70 of 100 from ten to twenty."""
    random, held = np.random.default_rng(41), []
    for _ in range(60):
        first = random.random(size) < 0.5
        second = np.where(random.random(size) < 0.9, first, random.random(size) < 0.5)
        counts = np.column_stack([first + second.astype(float), 2.0 - first - second])
        found = alpha_interval(counts, np.arange(size), draws=200)
        if not np.isnan(found.value):
            held.append(found.low <= 0.9 <= found.high)
    assert np.mean(held) >= 0.92


def test_no_double_review_is_said_to_be_missing() -> None:
    rows = paired(PAIRS)
    found = review_agreement(rows[rows["reviewer"].eq(1)])
    assert set(found["status"]) == {"saknas"} and found["n"].eq(0).all()
    assert len(found) == len(CRITERIA) + 1


def test_high_percent_and_low_alpha_go_together_where_one_answer_prevails() -> None:
    square = np.array([[95, 3, 0], [2, 0, 0], [0, 0, 0]])
    found = review_agreement(paired(square)).set_index("criterion").loc["mal"]
    assert found["agreed"] == 0.95 and found["estimate"] < 0.05
    assert found["pabak"] == pytest.approx((3 * 0.95 - 1) / 2)
    assert found["commonest"] == pytest.approx(195 / 200)


@pytest.mark.parametrize(
    ("square", "verdict"),
    [
        (np.diag([60, 50, 10]), "god"),
        (PAIRS, "måttlig"),
        (np.array([[30, 20, 0], [20, 30, 0], [0, 0, 0]]), "svag"),
        (np.array([[4, 0, 0], [1, 2, 0], [0, 0, 0]]), "kan inte avgöras"),
    ],
)
def test_the_verdict_goes_by_the_lower_end(square: np.ndarray, verdict: str) -> None:
    found = review_agreement(paired(square)).set_index("criterion").loc["mal"]
    assert found["verdict"] == verdict


def test_the_same_reviews_give_the_same_interval() -> None:
    rows = paired(PAIRS)
    pd.testing.assert_frame_equal(review_agreement(rows), review_agreement(rows))


@pytest.mark.slow
def test_the_interval_of_alpha_holds_the_true_value() -> None:
    """Two reviewers see the same with chance .7, else draw anew: alpha is .7 at even shares."""
    random = np.random.default_rng(41)
    held = 0
    for _ in range(300):
        first = random.random(80) < 0.6
        second = np.where(random.random(80) < 0.7, first, random.random(80) < 0.6)
        counts = np.array([first, second]).sum(axis=0)
        table = np.column_stack([counts, 2 - counts]).astype("float64")
        found = alpha_interval(table, np.arange(80), draws=500)
        held += found.low <= 0.7 <= found.high
    assert 0.89 <= held / 300 <= 0.99
