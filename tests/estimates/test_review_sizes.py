"""Sample sizes against Cochran's and Krejcie and Morgan's published figures, and R."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from ibic_eval.estimates.review_schemas import PROFILE
from ibic_eval.estimates.review_sizes import (
    detection_size,
    precision,
    sample_size,
    sizes,
)

REFERENCE = pd.read_csv(Path(__file__).parent / "reference" / "review_reference.csv")
R = dict(zip(REFERENCE["id"], REFERENCE["value"], strict=True))


def test_cochrans_example_of_blood_groups() -> None:
    # Cochran 1977, section 4.4: 3,200 islanders, ±5 points, t = 2: n0 = 400 and n = 356
    confidence = 2 * norm.cdf(2) - 1
    assert sample_size(0.5, 0.05, confidence=confidence) == 400
    assert sample_size(0.5, 0.05, 3200, confidence) == 356


@pytest.mark.parametrize(
    ("population", "needed"),
    # Krejcie & Morgan 1970, table 1 (share 50 %, ±5 points), where they too round upwards
    [(100, 80), (200, 132), (400, 196), (1000, 278), (2000, 322), (10000, 370)],
)
def test_the_table_of_krejcie_and_morgan(population: int, needed: int) -> None:
    assert sample_size(0.5, 0.05, population) == pytest.approx(needed, abs=1)


@given(
    st.floats(0.01, 0.99), st.sampled_from([0.05, 0.075, 0.1]), st.integers(1, 5000)
)  # fmt: skip
def test_a_sample_is_at_most_the_population_and_gives_the_margin(
    share: float, margin: float, population: int
) -> None:
    n = sample_size(share, margin, population)
    assert 1 <= n <= min(population, sample_size(share, margin))
    if n < population:
        error = (share * (1 - share) / n * (population - n) / (population - 1)) ** 0.5
        assert 1.959964 * error <= margin * (1 + 1e-6)


@pytest.mark.parametrize("share", [0.95, 0.8, 0.5])
def test_the_number_to_find_a_drop_is_that_of_r(share: float) -> None:
    found = detection_size(share)
    assert found is not None
    assert found - 1 < R[f"detect.{share:g}"] <= found


def test_a_share_that_cannot_fall_so_much_has_no_number() -> None:
    assert detection_size(0.15) is None


def row(criterion: str, share: float, **other: object) -> dict[str, object]:
    shown = {
        "kind": "utredning", "period": "senaste", "criterion": criterion, "n": 40,
        "count": round(40 * share), "produced": 155, "estimate": share, "ci_low": share - 0.1,
        "ci_high": share + 0.1, "status": "visas", "reason": "",
    }  # fmt: skip
    return {**shown, **other}


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=list(PROFILE)).astype(PROFILE)


def test_the_numbers_rest_on_the_part_nearest_to_a_half() -> None:
    found = sizes(table(row("mal", 0.9), row("delmal", 0.4), row("alla_delar", 0.5)))
    assert set(found["criterion"]) == {"delmal"}
    observed = found[found["basis"].eq("observerad")].set_index("margin")
    assert observed.loc[0.1, "needed"] == sample_size(0.4, 0.1, 155)
    assert observed.loc[0.1, "needed_large"] == sample_size(0.4, 0.1)


def test_a_share_of_everything_is_planned_by_the_end_of_its_interval() -> None:
    found = sizes(table(row("mal", 1.0, ci_low=0.8, ci_high=1.0)))
    assert found.loc[found["basis"].eq("observerad"), "estimate"].eq(0.8).all()


def test_unknown_or_hidden_is_no_number() -> None:
    unknown = sizes(table(row("mal", 0.6, produced=pd.NA)))
    assert unknown["needed"].isna().all() and unknown["needed_large"].notna().all()
    gone = {"n": pd.NA, "estimate": pd.NA, "ci_low": pd.NA, "ci_high": pd.NA, "status": "dold"}
    hidden = table(row("mal", 0.6, **gone))
    assert precision(hidden)[["half_width", "detect", "estimate"]].isna().all(axis=None)
    observed = sizes(hidden)
    assert observed.loc[observed["basis"].eq("observerad"), "needed"].isna().all()
