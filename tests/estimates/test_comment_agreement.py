"""Agreement of coders: as published, as R has it, and with the coverage that it claims."""

from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.comment_agreement import (
    FEWEST_DOUBLE,
    coder_agreement,
    masi_distance,
    sets_alpha,
    two_coder_kappa,
    verdict,
)
from ibic_eval.estimates.comment_codings import votes
from ibic_eval.estimates.comment_schemas import ENOUGH, EVERY, GOOD, MISSING, POOR, SHOWN, UNSURE
from ibic_eval.estimates.review_agreement import Interval, alpha_interval

REFERENCE = Path(__file__).parent / "reference"
CODINGS = pd.read_csv(REFERENCE / "comment_codings.csv").astype({"theme": "string"})
THEMES = ["struktur", "delaktighet", "tid_arbetsborda", "svart_sprak", "inget_tema"]
FOUND = pd.read_csv(REFERENCE / "comment_reference.csv").set_index("id")["value"]


def theme_alpha(counts: np.ndarray) -> Interval:
    return alpha_interval(counts, np.arange(len(counts)))


SETS = st.frozensets(st.sampled_from("abcd"), min_size=1)


@pytest.fixture(scope="module")
def agreement() -> pd.DataFrame:
    return coder_agreement(CODINGS, votes(CODINGS, THEMES)).set_index("theme")


def test_binary_alpha_is_that_of_krippendorffs_example() -> None:
    """Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*, section A: 0.095."""
    meg = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    owen = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    yes = (meg + owen).astype("float64")
    assert theme_alpha(np.column_stack([yes, 2 - yes])).value == pytest.approx(0.095, abs=5e-4)


def test_sets_of_one_are_the_nominal_example_with_four_observers() -> None:
    """Krippendorff (2011), section C: 0.743, with missing values."""
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [
        [frozenset(value) for value in unit if value != "."] for unit in zip(*rows, strict=True)
    ]
    assert sets_alpha([unit for unit in units if len(unit) > 1], draws=20).value == pytest.approx(
        0.743, abs=5e-4
    )


def test_alpha_and_kappa_are_those_of_r(agreement: pd.DataFrame) -> None:
    for theme in (EVERY, *THEMES):
        assert agreement.loc[theme, "alpha"] == pytest.approx(FOUND[f"alpha.{theme}"], abs=1e-9)
    two = CODINGS[CODINGS["coder"].lt(2)]
    for theme in THEMES:
        kappa = two_coder_kappa(theme, two)
        assert kappa.value == pytest.approx(FOUND[f"kappa.{theme}.value"], abs=1e-9)
        assert kappa.low == pytest.approx(FOUND[f"kappa.{theme}.low"], abs=1e-4)
        assert kappa.high == pytest.approx(min(FOUND[f"kappa.{theme}.high"], 1), abs=1e-4)


def test_there_is_no_kappa_of_three_coders(agreement: pd.DataFrame) -> None:
    assert agreement["kappa"].isna().all()
    assert agreement.loc["struktur", "n_coders"] == 3


@given(SETS, SETS)
def test_masi_is_a_distance_of_sets(first: frozenset[str], second: frozenset[str]) -> None:
    apart = masi_distance(first, second)
    assert apart == masi_distance(second, first)
    assert 0 <= apart <= 1
    assert (apart == 0) == (first == second)
    assert (apart == 1) == (not first & second)


def test_masi_weighs_inclusion_above_overlap() -> None:
    """Passonneau (2006): Jaccard's index times 2/3 within, 1/3 overlapping."""
    assert masi_distance(frozenset("ab"), frozenset("abcd")) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi_distance(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=4, max_size=30))
def test_alpha_of_a_theme_is_the_librarys(rows: list[tuple[int, int]]) -> None:
    counts = np.array([row for row in rows if sum(row) > 1], dtype="float64").reshape(-1, 2)
    if len(counts) == 0 or (counts.sum(axis=0) == 0).any():
        return
    expected = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert theme_alpha(counts).value == pytest.approx(expected)


def test_coders_who_never_differ_are_not_sure_without_end() -> None:
    few = theme_alpha(np.array([[2.0, 0.0]] * 5 + [[0.0, 2.0]] * 20))
    many = theme_alpha(np.array([[2.0, 0.0]] * 50 + [[0.0, 2.0]] * 200))
    assert few.value == many.value == 1
    assert few.low < 0.67 < many.low < 1


def test_sets_that_never_differ_are_not_sure_without_end() -> None:
    sets = [[frozenset("a")] * 2] * 6 + [[frozenset("b")] * 2] * 4
    found = sets_alpha(sets, draws=20)
    assert found.value == found.high == 1 and found.low < 0.667


def test_few_and_like_codings_are_not_measured() -> None:
    few = CODINGS[CODINGS["comment"].lt(FEWEST_DOUBLE - 1)]
    assert coder_agreement(few, votes(few, THEMES))["status"].eq(MISSING).all()
    alike = pd.DataFrame({"comment": list(range(30)) * 2, "coder": [0] * 30 + [1] * 30,
                          "theme": "struktur"}).astype({"theme": "string"})  # fmt: skip
    rows = coder_agreement(alike, votes(alike, THEMES))
    assert rows["status"].eq(MISSING).all()
    assert rows["reason"].str.len().gt(0).all()
    assert rows["alpha"].isna().all()


def test_comments_of_one_coder_change_nothing(agreement: pd.DataFrame) -> None:
    alone = pd.DataFrame({"comment": range(900, 950), "coder": 0, "theme": "struktur"})
    more = pd.concat([CODINGS, alone.astype({"theme": "string"})], ignore_index=True)
    again = coder_agreement(more, votes(more, THEMES)).set_index("theme")
    pd.testing.assert_frame_equal(again, agreement)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Interval(0.9, 0.80, 1.0), GOOD),
        (Interval(0.9, 0.799, 1.0), ENOUGH),
        (Interval(0.8, 0.667, 0.9), ENOUGH),
        (Interval(0.8, 0.666, 0.9), UNSURE),
        (Interval(0.667, 0.4, 0.9), UNSURE),
        (Interval(0.666, 0.5, 0.9), POOR),
        (Interval(0.9, 0.399, 1.0), POOR),
        (Interval(0.9, float("nan"), float("nan")), POOR),
    ],
)
def test_verdicts_turn_at_the_limits(found: Interval, expected: str) -> None:
    assert verdict(found) == expected


def test_status_is_shown_where_there_is_a_number(agreement: pd.DataFrame) -> None:
    assert agreement["status"].eq(SHOWN).all()
    assert agreement[["alpha", "ci_low", "ci_high", "agreed"]].notna().all(axis=None)
    assert agreement["ci_low"].le(agreement["alpha"]).all()
    assert agreement["ci_high"].ge(agreement["alpha"]).all()


@pytest.mark.slow
def test_the_interval_covers_the_alpha_of_many_comments() -> None:
    """Two coders, 20 percent with the theme, one slips on 4 percent: 95 of 100, not under 90."""
    random = np.random.default_rng(11)

    def coded(size: int) -> np.ndarray:
        has = random.random(size) < 0.2
        slips = random.random((2, size)) < 0.04
        yes = (has ^ slips).sum(axis=0).astype("float64")
        return np.column_stack([yes, 2 - yes])

    true = krippendorff.alpha(value_counts=coded(400_000), level_of_measurement="nominal")
    found = [theme_alpha(coded(150)) for _ in range(300)]
    covered = np.mean([one.low <= true <= one.high for one in found])
    assert 0.90 <= covered <= 0.99
