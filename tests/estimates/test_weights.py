import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.errors import InputError
from ibic_eval.estimates.shares import COUNTS_SCHEMA
from ibic_eval.estimates.weights import WEIGHTED_SCHEMA, Strata, post_strata, weighted_shares

# 164 respondents in three strata; the answer follows from the number, every fourth was not asked.
SIZES = {"A": 30, "B": 60, "C": 74}
ASKED = {"A": 60, "B": 100, "C": 152}
GROUPS = pd.Series(
    [letter for letter, size in SIZES.items() for _ in range(size)],
    index=[f"r{i}" for i in range(164)],
)
# R 4.2.2, survey 4.1-1: d is subset(postStratify(svydesign(ids = ~1, fpc = ~N), ~g, ASKED), asked);
# svymean(~ja, d, deff = TRUE) and svyciprop(~ja, d, method = "logit")
REFERENCE = (0.49855641529, 0.43727380847, 0.559882424918, 0.996480823003)


def said_yes(number: int) -> bool:
    return number * 7 % 11 < 5 + (number > 90)


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    numbers = [i for i in range(164) if i % 4]
    return pd.DataFrame(
        {
            "respondent": [f"r{i}" for i in numbers],
            "item": "q10",
            "area": "alla",
            "answer": ["ja" if said_yes(i) else "nej" for i in numbers],
        }
    )


@pytest.fixture(scope="module")
def membership() -> pd.DataFrame:
    return pd.DataFrame({"respondent": GROUPS.index, "group": "svarande", "area": "alla"})


def counts_of(answers: pd.DataFrame) -> pd.DataFrame:
    rows = [
        ("q10", "alla", "svarande", code, answers["answer"].eq(code).sum(), len(answers), 164)
        for code in ("ja", "nej", "vet_inte")
    ]
    return pd.DataFrame(rows, columns=list(COUNTS_SCHEMA)).astype(COUNTS_SCHEMA)


@pytest.fixture(scope="module")
def weighted(answers, membership) -> pd.DataFrame:
    strata = post_strata(GROUPS, ASKED)
    return weighted_shares(answers, membership, counts_of(answers), strata).set_index("answer")


def test_weighted_share_is_that_of_r_survey(weighted):
    columns = ["weighted_share", "weighted_ci_low", "weighted_ci_high", "design_effect"]
    assert weighted.loc["ja", columns].tolist() == pytest.approx(REFERENCE, abs=1e-9)


def test_unweighted_share_stands_beside(weighted, answers):
    row = weighted.loc["ja"]
    assert row["share"] == pytest.approx(answers["answer"].eq("ja").mean())
    assert row["difference"] == pytest.approx(row["weighted_share"] - row["share"])
    assert row["strata"] == "A B C" and row["n"] == 123


def test_answer_nobody_gave_has_the_exact_interval(weighted):
    row = weighted.loc["vet_inte"]
    assert (row["weighted_share"], row["weighted_ci_low"]) == (0, 0)
    assert row["weighted_ci_high"] == row["ci_high"] == pytest.approx(4 / 234)
    assert pd.isna(row["design_effect"])


def test_weights_in_proportion_change_nothing(answers, membership):
    doubled = {letter: 2 * size for letter, size in SIZES.items()}
    table = weighted_shares(answers, membership, counts_of(answers), post_strata(GROUPS, doubled))
    assert list(table.columns) == list(WEIGHTED_SCHEMA)
    assert table["difference"].abs().max() < 1e-12


def test_census_has_no_interval_and_no_design_effect(answers, membership):
    row = weighted_shares(answers, membership, counts_of(answers), post_strata(GROUPS, SIZES)).iloc[
        0
    ]
    assert row["weighted_ci_low"] == pytest.approx(row["weighted_ci_high"])
    assert row["weighted_share"] == pytest.approx(row["share"])
    assert pd.isna(row["design_effect"])


def test_nobody_answered_gives_no_rows(answers, membership):
    empty = counts_of(answers).assign(count=0, n=0)
    table = weighted_shares(answers, membership, empty, post_strata(GROUPS, ASKED))
    assert table.empty and list(table.columns) == list(WEIGHTED_SCHEMA)


def respondents(**sizes: int) -> pd.Series:
    letters = [letter for letter, size in sizes.items() for _ in range(size)]
    return pd.Series(letters, index=[f"r{i}" for i in range(len(letters))], dtype="object")


@pytest.mark.parametrize(
    ("sizes", "labels"),
    [
        ({"A": 10, "B": 10, "C": 10}, ["A", "B", "C"]),
        ({"A": 9, "B": 20, "C": 30}, ["A+B", "C"]),
        ({"A": 20, "B": 3, "C": 30}, ["A+B", "C"]),
        ({"A": 30, "B": 3, "C": 20}, ["A", "B+C"]),
        ({"A": 30, "B": 12, "C": 0}, ["A", "B+C"]),
        ({"A": 4, "B": 3, "C": 2}, ["A+B+C"]),
    ],
)
def test_small_strata_join_their_smaller_neighbour(sizes, labels):
    assert list(post_strata(respondents(**sizes), ASKED, smallest=10).population) == labels


@given(st.fixed_dictionaries({letter: st.integers(0, 40) for letter in "ABC"}), st.integers(1, 30))
def test_joining_keeps_everybody_and_every_unit_asked(sizes, smallest):
    groups = respondents(**sizes)
    strata: Strata = post_strata(groups, ASKED, smallest)
    assert strata.size == sum(ASKED.values())
    assert set(strata.of_respondent) == set(groups.index)
    assert set(strata.of_respondent.values()) <= set(strata.population)


def test_more_answers_than_asked_is_refused():
    with pytest.raises(InputError, match="I grupp A har 61 svarat men 60"):
        post_strata(respondents(A=61, B=1, C=1), ASKED)
