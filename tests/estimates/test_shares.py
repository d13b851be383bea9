from types import SimpleNamespace

import pandas as pd
import pytest

from ibic_eval.estimates.intervals import share_interval
from ibic_eval.estimates.shares import (
    COUNTS_SCHEMA,
    SHARES_SCHEMA,
    answer_counts,
    joined_counts,
    shares_from_counts,
    spans,
)

CHANGE = ("okat", "oforandrat", "minskat", "vet_inte", "inte_aktuellt")
INSTRUMENT = SimpleNamespace(item=lambda item: SimpleNamespace(answers=CHANGE))
FRACTION = 164 / 312


@pytest.fixture
def answers() -> pd.DataFrame:
    rows = [
        ("r1", "q4_1", "lss", "okat"),
        ("r2", "q4_1", "lss", "okat"),
        ("r3", "q4_1", "lss", "vet_inte"),
        ("r4", "q4_1", "lss", pd.NA),
        ("r1", "q4_1", "aldreomsorg", "minskat"),
        ("r2", "q4_1", "aldreomsorg", "okat"),
    ]
    return pd.DataFrame(rows, columns=["respondent", "item", "area", "answer"])


@pytest.fixture
def membership() -> pd.DataFrame:
    rows = [(f"r{i}", "anvandare", area) for i in range(1, 5) for area in ("lss", "aldreomsorg")]
    rows += [("r1", "etablerade", "lss"), ("r4", "inlarning", "lss")]
    return pd.DataFrame(rows, columns=["respondent", "group", "area"])


@pytest.fixture
def counts(answers, membership) -> pd.DataFrame:
    return answer_counts(answers, membership, INSTRUMENT)


def cell(frame: pd.DataFrame, **keys: str) -> pd.DataFrame:
    return frame[(frame[list(keys)] == pd.Series(keys)).all(axis=1)]


def test_counts_have_every_code_and_tell_answered_from_asked(counts):
    lss = cell(counts, area="lss", group="anvandare").set_index("answer")
    assert list(counts.columns) == list(COUNTS_SCHEMA)
    assert lss["count"].to_dict() == dict(zip(CHANGE, (2, 0, 0, 1, 0), strict=True))
    assert set(lss["n"]) == {3} and set(lss["n_asked"]) == {4}


def test_counts_follow_the_group_in_its_own_area(counts):
    assert cell(counts, group="etablerade")["area"].unique().tolist() == ["lss"]
    learning = cell(counts, group="inlarning")
    assert set(learning["n"]) == {0} and set(learning["n_asked"]) == {1}


def test_counts_of_a_cell_sum_to_those_who_answered(counts):
    cells = counts.groupby(["item", "area", "group"])
    assert (cells["count"].sum() == cells["n"].first()).all()


def test_joining_sums_the_parts_and_leaves_them_alone(counts):
    before = counts.copy(deep=True)
    joined = joined_counts(counts, "okat+vet_inte")
    assert cell(joined, area="lss", group="anvandare")["count"].item() == 3
    assert len(joined) == 4 and joined.dtypes.equals(counts.dtypes)
    assert joined_counts(counts, "ja+delvis").empty
    pd.testing.assert_frame_equal(counts, before)


def test_joining_hidden_counts_gives_a_hidden_sum(counts):
    hidden = counts.assign(count=counts["count"].mask(counts["answer"].eq("okat")), status="dold")
    joined = joined_counts(hidden, "okat+vet_inte")
    assert joined["count"].isna().all() and set(joined["status"]) == {"dold"}


def test_shares_have_those_who_answered_as_denominator(counts):
    shares = shares_from_counts(counts, FRACTION, source="prov")
    row = cell(shares, area="lss", group="anvandare", answer="okat").iloc[0]
    assert list(shares.columns) == list(SHARES_SCHEMA)
    assert row["share_low"] == row["share_high"] == pytest.approx(2 / 3)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(share_interval(2 / 3, 3, FRACTION))
    assert (row["basis"], row["status"], row["source"]) == ("svarande", "visas", "prov")


def test_share_of_an_unanswered_cell_is_missing_and_not_zero(counts):
    missing = cell(shares_from_counts(counts, FRACTION), group="inlarning")
    assert set(missing["status"]) == {"saknas"}
    assert missing[["share_low", "share_high", "ci_low", "ci_high"]].isna().all(axis=None)


def test_hidden_counts_stay_hidden(counts):
    hidden = counts.assign(count=pd.NA, n=pd.NA, n_asked=pd.NA, status="dold").astype(COUNTS_SCHEMA)
    shares = shares_from_counts(hidden, FRACTION)
    assert set(shares["status"]) == {"dold"}
    assert shares[["count", "n", "share_low", "ci_high"]].isna().all(axis=None)


def test_span_runs_from_the_lowest_area_to_the_highest(counts):
    shares = shares_from_counts(counts, FRACTION)
    areas = cell(shares, group="anvandare", answer="okat")
    span = cell(spans(shares), group="anvandare", answer="okat").iloc[0]
    assert (span["area"], span["status"]) == ("spann", "visas")
    assert (span["share_low"], span["share_high"]) == pytest.approx((1 / 2, 2 / 3))
    assert (span["ci_low"], span["ci_high"]) == (areas["ci_low"].min(), areas["ci_high"].max())
    assert span["basis"] == "2 områden, 2–3 svarande i varje" and pd.isna(span["n"])


def test_span_over_a_hidden_area_is_hidden(counts):
    shares = shares_from_counts(counts, FRACTION)
    hidden = shares.assign(status=shares["status"].mask(shares["area"].eq("lss"), "dold"))
    span = cell(spans(hidden), group="anvandare", answer="okat").iloc[0]
    assert span["status"] == "dold" and pd.isna(span["share_low"])


def test_an_answer_in_one_area_has_no_span(counts):
    assert "etablerade" not in set(spans(shares_from_counts(counts, FRACTION))["group"])
