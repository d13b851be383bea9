"""The bounds of attainment hold whatever the goals that nobody judged would have shown."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.goal_bounds import attainment_bounds

COUNTED = (codes.NOT_FOLLOWED, codes.CANNOT_JUDGE, *codes.REACHED, codes.NOT)


def bounds(**cells: int | None) -> pd.Series:
    rows = [
        {"area": "alla", "outcome": name, "n": n, "status": "dold" if n is None else "visas"}
        for name, n in cells.items()
    ]
    goals = pd.DataFrame(rows).astype(codes.GOALS)
    return attainment_bounds(goals, "visas", "dold").iloc[0]


def test_the_bounds_are_those_of_manski() -> None:
    row = bounds(inte_uppfoljt=2021, kan_inte_bedomas=110, helt=838, bibehallet=428, delvis=214,
                 nej=1157, utan_avsett=6082)  # fmt: skip
    assert (row["n"], row["n_judged"], row["count"]) == (4768, 2637, 1480)
    assert (row["worst"], row["best"]) == pytest.approx((0.3104, 0.7573), abs=5e-5)


def test_a_hidden_cell_hides_the_bounds() -> None:
    row = bounds(inte_uppfoljt=20, helt=30, delvis=None, nej=10)
    assert row["status"] == "dold"
    assert row[["n", "worst", "best"]].isna().all()


def test_without_goals_there_are_no_bounds() -> None:
    assert pd.isna(bounds(utan_avsett=40)["worst"])


@given(st.lists(st.integers(5, 400), min_size=6, max_size=6), st.data())
def test_the_truth_lies_within_whatever_the_rest_would_have_shown(
    counts: list[int], data: st.DataObject
) -> None:
    row = bounds(**dict(zip(COUNTED, counts, strict=True)))
    rest, reached = sum(counts[:2]), sum(counts[2:5])
    told = data.draw(st.integers(0, rest))
    assert row["worst"] <= (reached + told) / sum(counts) <= row["best"]
