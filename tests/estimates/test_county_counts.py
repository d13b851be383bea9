"""Bounds on how many municipalities have a part hold the truth, and are no wider than need be."""

from collections.abc import Sequence
from itertools import product

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.estimates.county_counts import Tally, Words, bounds, county_counts, tally
from ibic_eval.estimates.county_starts import county_starts, start_levels, with_starts
from ibic_eval.tables.county_mapping import MAPPING_SCHEMA, PARTS
from ibic_eval.tables.county_statements import STATEMENTS_SCHEMA, read_as

CODES = ("ja", "delvis", "planerat", "nej")
WORDS = ("ingen", "fa", "flera", "flertalet", "alla", "inget_antal")
truths = st.lists(st.sampled_from(CODES), min_size=1, max_size=12)


def answers(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"area": "aldreomsorg", "year": 2020}
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(MAPPING_SCHEMA))
    return frame.astype(dict(MAPPING_SCHEMA))


def statements(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"answer": "ja", "year": 2020}
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(STATEMENTS_SCHEMA))
    return frame.astype(dict(STATEMENTS_SCHEMA))


def counted(
    given: pd.DataFrame, codes: Sequence[str], *said: dict[str, object], own: str = ""
) -> pd.DataFrame:
    return county_counts(given, codes, statements(*said), own).set_index("part")


def masked(truth: Sequence[str], known: Sequence[bool]) -> pd.Series:
    cells = [answer if told else pd.NA for answer, told in zip(truth, known, strict=False)]
    return pd.Series(cells, dtype="string")


@given(truths, st.lists(st.booleans(), min_size=12, max_size=12), st.data())
def test_the_truth_lies_within_the_bounds_whatever_is_unknown_and_whatever_is_truly_said(
    truth: list[str], known: list[bool], data: st.DataObject
) -> None:
    n, having = len(truth), truth.count("ja")
    lacking = n - having - truth.count("delvis")
    true_words = [
        Words(answer, *read_as(word, None, n))
        for answer, count in (("ja", having), ("nej", lacking))
        for word in WORDS
        if read_as(word, None, n)[0] <= count <= read_as(word, None, n)[1]
    ]
    said = data.draw(st.lists(st.sampled_from(true_words), max_size=4))
    low, high = bounds(tally(masked(truth, known)), said)
    assert low <= having <= high
    plain = bounds(tally(masked(truth, known)))
    assert plain[0] <= low <= high <= plain[1]


@given(truths, st.lists(st.booleans(), min_size=12, max_size=12))
def test_both_ends_can_be_reached(truth: list[str], known: list[bool]) -> None:
    cells = masked(truth, known)
    low, high = bounds(tally(cells))
    ends = [cells.fillna(answer).eq("ja").sum() for answer in ("nej", "ja")]
    assert [low, high] == ends


def test_the_bounds_with_words_are_those_of_all_that_agrees_with_them() -> None:
    """Try every way to fill in the unknown, and keep those that the words allow."""
    n = 5
    for yes, partly, no in product(range(3), range(2), range(3)):
        unknown = n - yes - partly - no
        if unknown < 0:
            continue
        for word, answer in product(("fa", "flera", "flertalet"), ("ja", "nej")):
            least, most = read_as(word, None, n)
            possible = [
                yes + more
                for more, less in product(range(unknown + 1), repeat=2)
                if more + less <= unknown
                and least <= (yes + more if answer == "ja" else no + less) <= most
            ]
            low, high = bounds(Tally(yes, partly, no, unknown), [Words(answer, least, most)])
            if possible:
                assert (low, high) == (min(possible), max(possible)), (yes, partly, no, word)
            else:
                assert low > high


@given(truths, st.lists(st.booleans(), min_size=12, max_size=12))
def test_unknown_is_never_counted_as_no(truth: list[str], known: list[bool]) -> None:
    cells = masked(truth, known)
    found = tally(cells)
    assert sum(found) == len(truth)
    assert found.unknown == cells.isna().sum()
    assert found.no == cells.isin(["nej", "planerat"]).sum()


def test_a_municipality_without_a_row_and_an_empty_cell_are_both_unknown() -> None:
    rows = counted(answers({"municipality": "0319", "plan": "nej"}), ["0305", "0319"])
    assert rows.loc["plan", ["known", "no", "unknown", "low", "high"]].tolist() == [1, 1, 1, 0, 1]
    assert rows.loc["review", ["known", "no", "unknown", "low", "high"]].tolist() == [0, 0, 2, 0, 2]


def test_the_own_municipality_stands_apart_from_the_others() -> None:
    given_ = answers(
        {"municipality": "0319", "plan": "ja"},
        {"municipality": "0360", "plan": "ja"},
        {"municipality": "0380", "plan": "nej"},
    )
    codes = ["0305", "0319", "0360", "0380"]
    row = counted(given_, codes, own="0380").loc["plan"]
    assert row[["own", "others_known", "others_yes"]].tolist() == ["nej", 2, 2]
    elsewhere = counted(given_, codes, own="1489").loc["plan"]
    assert pd.isna(elsewhere["own"])
    assert elsewhere[["others_known", "others_yes"]].tolist() == [3, 2]


def test_words_on_the_county_narrow_only_with_answers_from_the_same_year() -> None:
    codes = [str(code) for code in range(8)]
    few = {"part": "plan", "least": 0, "most": 3}
    same = counted(answers({"municipality": "0", "plan": "ja"}), codes, few).loc["plan"]
    assert same[["low", "high", "by_words"]].tolist() == [1, 3, True]
    later = answers({"municipality": "0", "plan": "ja", "year": 2024})
    assert counted(later, codes, few).loc["plan", ["low", "high", "by_words"]].tolist() == [
        1, 8, False
    ]  # fmt: skip
    other = answers({"municipality": "0", "review": "ja", "year": 2024})
    assert counted(other, codes, few).loc["plan", "high"] == 3


def test_words_that_cannot_be_right_are_left_aside_and_told_of() -> None:
    codes = ["1", "2", "3"]
    given_ = answers(*({"municipality": code, "plan": "ja"} for code in codes[:2]))
    few = {"part": "plan", "least": 0, "most": 1}
    row = counted(given_, codes, few).loc["plan"]
    assert row[["low", "high", "by_words", "against_words"]].tolist() == [2, 3, False, True]


def test_words_on_how_many_lack_it_leave_room_for_those_that_have_it_in_part() -> None:
    assert bounds(Tally(0, 0, 0, 8), [Words("nej", 5, 8)]) == (0, 3)
    assert bounds(Tally(0, 2, 0, 6), [Words("nej", 5, 8)]) == (0, 1)
    low, high = bounds(Tally(0, 0, 5, 3), [Words("nej", 0, 3)])
    assert low > high


def use(*rows: tuple[str, int, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["municipality", "year", "exact"])
    return frame.assign(area="aldreomsorg", basis="forsta_ja").astype(
        {"municipality": "string", "year": "Int64", "exact": "boolean"}
    )


def test_the_start_is_that_of_the_mapping_and_else_the_first_year_of_use() -> None:
    given_ = answers(
        {"municipality": "1", "start": "ja", "start_year": 2017, "how_far": "langt"},
        {"municipality": "2", "start": "planerat", "start_year": 2021},
        {"municipality": "3", "how_far": "langt"},
        {"municipality": "4", "start": "ja"},
    )
    known = use(("1", 2015, True), ("2", 2014, True), ("3", 2018, False), ("5", 2022, True))
    starts = county_starts(given_, list("123456"), known).set_index("municipality")
    assert starts["year"].dropna().to_dict() == {"1": 2017, "3": 2018, "5": 2022}
    assert starts["years"].dropna().to_dict() == {"1": 3, "3": 2}
    assert starts["basis"].dropna().to_dict() == {
        "1": "kartlaggning", "3": "forsta_ja", "5": "forsta_ja"
    }  # fmt: skip
    assert starts["exact"].dropna().to_dict() == {"1": True, "3": False, "5": True}


def test_use_before_the_mapping_is_a_start_and_nothing_else_becomes_known() -> None:
    given_ = answers({"municipality": "1", "plan": "ja"}, {"municipality": "2", "start": "nej"})
    starts = county_starts(given_, list("1234"), use(("1", 2018, True), ("3", 2019, True),
                                                     ("4", 2021, True)))  # fmt: skip
    filled = with_starts(given_, starts).set_index("municipality")
    assert filled["start"].dropna().to_dict() == {"1": "ja", "2": "nej", "3": "ja"}
    assert filled["plan"].dropna().to_dict() == {"1": "ja"}
    assert filled["year"].eq(2020).all()
    others = [part for part in PARTS.values() if part not in ("start", "plan")]
    assert filled[others].isna().all(axis=None)


def test_years_are_told_by_how_far_they_have_come_and_unknown_is_a_level_of_its_own() -> None:
    given_ = answers(
        {"municipality": "1", "start": "ja", "start_year": 2014, "how_far": "langt"},
        {"municipality": "2", "start": "ja", "start_year": 2017, "how_far": "langt"},
        {"municipality": "3", "start": "ja", "how_far": "i_borjan"},
    )
    levels = start_levels(county_starts(given_, list("1234"), use()), ("langt", "i_borjan"))
    told = levels.set_index("how_far")
    assert told.loc["langt", ["n", "n_year", "median_years"]].tolist() == [2, 2, 4.5]
    assert told.loc["langt", ["fewest_years", "most_years"]].tolist() == [3, 6]
    assert told["n"].to_dict() == {"langt": 2, "i_borjan": 1, "okant": 1}
    assert told.loc[["i_borjan", "okant"], "median_years"].isna().all()
