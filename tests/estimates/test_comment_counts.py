"""Which themes comments have, by the rule and those around it, and their shares as R has them."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.comment_changes import theme_changes
from ibic_eval.estimates.comment_codings import about, decided, latest_half_year, sides, votes
from ibic_eval.estimates.comment_counts import (
    extent,
    side_counts,
    theme_counts,
    theme_spread,
    with_shares,
)
from ibic_eval.estimates.comment_schemas import (
    BOTH,
    COUNTS,
    EARLIER,
    HIDDEN,
    LATER,
    NEITHER,
    ONLY_AGAINST,
    ONLY_FOR,
    PERIOD,
    SPREAD,
    UNKNOWN,
)
from ibic_eval.tables.follow_up_schemas import CODINGS as CODINGS_SCHEMA
from ibic_eval.tables.follow_up_schemas import COMMENTS

REFERENCE = Path(__file__).parent / "reference"
CODINGS = pd.read_csv(REFERENCE / "comment_codings.csv").astype(CODINGS_SCHEMA)
THEMES = ["struktur", "delaktighet", "tid_arbetsborda", "svart_sprak", "inget_tema"]
FOUND = pd.read_csv(REFERENCE / "comment_reference.csv").set_index("id")["value"]


def coded(*rows: tuple[int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CODINGS_SCHEMA)).astype(CODINGS_SCHEMA)


def dated(*days: str | None) -> pd.DataFrame:
    """Return comments of these days, numbered from 0."""
    return pd.DataFrame(
        {"comment": range(len(days)), "source": "mote", "role": None, "date": pd.to_datetime(days)}
    ).reindex(columns=list(COMMENTS)).astype(COMMENTS)  # fmt: skip


def test_counts_and_intervals_are_those_of_r() -> None:
    rows = theme_counts(decided(votes(CODINGS, THEMES))).set_index("theme")
    for theme in THEMES:
        assert rows.loc[theme, "count"] == FOUND[f"count.{theme}"]
        assert rows.loc[theme, "undecided"] == FOUND[f"split.{theme}"]
        assert rows.loc[theme, "ci_low"] == pytest.approx(FOUND[f"wilson.{theme}.low"], abs=1e-9)
        assert rows.loc[theme, "ci_high"] == pytest.approx(FOUND[f"wilson.{theme}.high"], abs=1e-9)
    assert rows["n"].eq(60).all()


def test_the_rule_is_more_than_half_and_ties_are_told() -> None:
    codings = coded(
        (0, 0, "struktur"), (0, 1, "inget_tema"),
        (1, 0, "struktur"), (1, 1, "struktur"), (1, 2, "svart_sprak"),
        (2, 0, "svart_sprak"),
    )  # fmt: skip
    found = decided(votes(codings, THEMES))
    assert found.most["struktur"].tolist() == [False, True, False]
    assert found.split["struktur"].tolist() == [True, False, False]
    assert found.some["struktur"].tolist() == [True, True, False]
    assert found.every["struktur"].tolist() == [False, False, False]
    assert found.every["svart_sprak"].tolist() == [False, False, True]
    assert found.most["svart_sprak"].tolist() == [False, False, True]


@given(
    st.sets(st.tuples(st.integers(0, 12), st.integers(0, 3), st.sampled_from(THEMES)), min_size=1)
)
def test_the_rule_lies_between_the_two_around_it(rows: set[tuple[int, int, str]]) -> None:
    found = decided(votes(coded(*sorted(rows)), THEMES))
    table = theme_counts(found)
    assert (found.every <= found.most).all(axis=None)
    assert (found.most <= found.some).all(axis=None)
    assert not (found.most & found.split).any(axis=None)
    rounding = 1e-12  # where all or none have a theme an end is the share itself
    assert table["ci_low"].le(table["share"] + rounding).all()
    assert table["ci_high"].ge(table["share"] - rounding).all()
    assert list(table) == list(COUNTS)


def test_a_theme_outside_the_codebook_is_not_lost() -> None:
    with pytest.raises(ValueError, match="codebook"):
        votes(coded((0, 0, "nytt_tema")), THEMES)


def test_reasons_count_also_where_coders_name_different_ones() -> None:
    codings = coded(
        (0, 0, "struktur"), (0, 1, "delaktighet"),
        (1, 0, "struktur"), (1, 0, "svart_sprak"), (1, 1, "struktur"), (1, 1, "tid_arbetsborda"),
        (2, 0, "svart_sprak"), (2, 1, "svart_sprak"),
        (3, 0, "inget_tema"), (3, 1, "struktur"),
    )  # fmt: skip
    side = sides(codings, ["struktur", "delaktighet"], ["svart_sprak", "tid_arbetsborda"])
    assert side.tolist() == [ONLY_FOR, BOTH, ONLY_AGAINST, NEITHER]
    counts = side_counts(side).set_index("side")
    assert counts["count"].sum() == 4
    assert counts["n"].eq(4).all()


def test_the_latest_half_year_is_set_against_all_before() -> None:
    comments = dated("2018-06-30", "2018-07-01", "2019-01-01", "2019-06-30", None)
    coded_ones = pd.Index(range(5))
    assert latest_half_year(comments, coded_ones) == "2019-1"
    assert about(comments, coded_ones)[PERIOD].tolist() == [
        EARLIER, EARLIER, LATER, LATER, UNKNOWN,
    ]  # fmt: skip
    assert latest_half_year(comments, pd.Index([0, 1])) == "2018-2"
    assert latest_half_year(dated(None), pd.Index([0])) == ""


def test_the_spread_adds_up_to_the_counts() -> None:
    found = decided(votes(CODINGS, THEMES))
    comments = dated(*["2018-01-01", "2018-09-01", None] * 20)
    known = about(comments, found.most.index)
    spread = theme_spread(found.most, known)
    for _, part in spread.groupby(["variable", "theme"]):
        assert part["n"].sum() == 60
    by_theme = spread[spread["variable"].eq(PERIOD)].groupby("theme")["count"].sum()
    assert by_theme.to_dict() == found.most.sum().to_dict()
    parts = extent(known)
    assert parts.loc[parts["variable"].eq(PERIOD), "n"].tolist() == [20, 20, 20]


def test_shares_of_hidden_counts_are_missing() -> None:
    rows = with_shares(pd.DataFrame({"count": pd.array([3, None, 0], "Int64"),
                                     "n": pd.array([10, 10, 0], "Int64")}))  # fmt: skip
    assert rows["share"].isna().tolist() == [False, True, True]
    assert rows["ci_low"].isna().tolist() == [False, True, True]


def spread_of(*rows: tuple[str, str, int | None, int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["theme", "value", "count", "n", "status"])
    return frame.assign(variable=PERIOD).reindex(columns=list(SPREAD)).astype(SPREAD)


def test_new_and_grown_themes_are_told_and_hidden_ones_not() -> None:
    spread = spread_of(
        ("ny", EARLIER, 0, 100, "visas"), ("ny", LATER, 20, 80, "visas"),
        ("lika", EARLIER, 30, 100, "visas"), ("lika", LATER, 25, 80, "visas"),
        ("dold", EARLIER, None, 100, HIDDEN), ("dold", LATER, None, 80, HIDDEN),
    )  # fmt: skip
    rows = theme_changes(spread, ["ny", "lika", "dold"]).set_index("theme")
    assert rows.loc["ny", ["count_earlier", "count_later"]].tolist() == [0, 20]
    assert rows.loc["ny", "verdict"] == "större"
    assert bool(rows.loc["ny", "new"])
    assert rows.loc["ny", "difference"] == pytest.approx(0.25)
    assert rows.loc["lika", "verdict"] == "kan inte avgöras"
    assert not rows.loc["lika", "new"]
    assert rows.loc["dold", "status"] == HIDDEN
    assert rows.loc["dold"][["count_later", "difference", "p_holm"]].isna().all()


def test_one_period_gives_no_changes() -> None:
    assert theme_changes(spread_of(("a", LATER, 10, 20, "visas")), ["a"]).empty
    assert theme_changes(spread_of(), ["a"]).empty
