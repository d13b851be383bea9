"""The groups follow the fact box's rules, and a year of beginning is known or not known."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.errors import InputError
from ibic_eval.tables.adoption import AREA_OF_SERVICE, adoption_groups, first_year

ANSWERS = ("ja_alla", "ja_inte_alla", "nej", None)


def use_of(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Return a table of `municipality, year, answer[, area[, started]]`."""
    filled = [(*row, *("aldreomsorg", False)[len(row) - 3 :]) for row in rows]
    columns = ["municipality", "year", "answer", "area", "started"]
    types = dict.fromkeys(columns, "string") | {"year": "Int64", "started": "boolean"}
    return pd.DataFrame(filled, columns=columns).astype(types)


def groups(use: pd.DataFrame, first: int = 2018, second: int = 2020) -> dict[str, str]:
    found = adoption_groups(use, "aldreomsorg", first, second)
    return dict(zip(found["municipality"], found["group"], strict=True))


def test_the_groups_of_the_fact_box() -> None:
    use = use_of(
        *(("1", 2018, "nej"), ("1", 2020, "nej")),
        *(("2", 2018, "nej"), ("2", 2020, "ja_alla")),
        *(("3", 2018, "nej"), ("3", 2020, "ja_inte_alla")),
        *(("4", 2018, "ja_alla"), ("4", 2020, "ja_alla")),
        *(("5", 2018, "ja_alla"), ("5", 2020, "ja_inte_alla")),
        *(("6", 2018, "ja_inte_alla"), ("6", 2020, "ja_alla")),
        *(("7", 2018, "ja_alla"), ("7", 2020, "nej")),
        *(("8", 2018, "nej"), ("8", 2020, None)),
        ("9", 2019, "nej"),
    )
    assert groups(use) == {
        "1": "inte_anvant",
        "2": "borjat_mellan",
        "3": "borjat_mellan",
        "4": "anvant_bada",
        **dict.fromkeys(["5", "6", "7", "8", "9"], "ovrig"),
    }


def test_every_pair_of_answers_has_one_group() -> None:
    pairs = list(itertools.product(ANSWERS, ANSWERS))
    rows = [
        (f"{number:02}", year, answer)
        for number, pair in enumerate(pairs)
        for year, answer in zip((2018, 2020), pair, strict=True)
    ]
    counted = pd.Series(groups(use_of(*rows))).value_counts().to_dict()
    assert counted == {"ovrig": 12, "borjat_mellan": 2, "inte_anvant": 1, "anvant_bada": 1}


def test_only_the_area_that_is_asked_for_counts() -> None:
    use = use_of(
        *(("1", 2018, "nej"), ("1", 2020, "nej")),
        *(("1", 2018, "ja_alla", "lss"), ("1", 2020, "ja_alla", "lss")),
        ("2", 2020, None, "alla"),
    )
    assert groups(use) == {"1": "inte_anvant"}
    lss = adoption_groups(use, "lss", 2018, 2020)
    assert lss[["first", "second", "group"]].to_numpy().tolist() == [[2018, 2020, "anvant_bada"]]


def test_any_two_years_in_order() -> None:
    use = use_of(("1", 2023, "nej"), ("1", 2025, "ja_alla"))
    assert groups(use, 2023, 2025) == {"1": "borjat_mellan"}
    for second in (2018, 2017):
        with pytest.raises(InputError, match="före"):
            groups(use, 2018, second)


def test_contradictory_answers_are_no_answer_and_repeated_ones_are_one() -> None:
    use = use_of(
        *(("1", 2018, "nej"), ("1", 2018, "ja_alla"), ("1", 2020, "ja_alla")),
        *(("2", 2018, "nej"), ("2", 2018, "nej"), ("2", 2020, "nej")),
    )
    assert groups(use) == {"1": "ovrig", "2": "inte_anvant"}
    years = first_year(use, "aldreomsorg").set_index("municipality")
    assert years["first_year"].to_dict() == {"1": 2020, "2": None}


def test_nobody_known_gives_empty_tables() -> None:
    none = use_of(("1", 2018, None, "alla"))
    assert adoption_groups(none, "lss", 2018, 2020).empty
    assert first_year(none, "lss").empty


def test_the_first_year_is_a_start_that_is_said_or_the_first_yes() -> None:
    use = use_of(
        *(("1", 2018, "nej"), ("1", 2019, None), ("1", 2020, "ja_inte_alla"), ("1", 2021, "nej")),
        *(("2", 2018, "nej"), ("2", 2020, "nej")),
        ("3", 2023, None, "aldreomsorg", True),
        *(("4", 2017, None, "aldreomsorg", True), ("4", 2019, "ja_alla"), ("4", 2016, "nej")),
        ("5", 2016, "ja_alla"),
        ("6", 2020, None),
    )
    found = first_year(use, "aldreomsorg").set_index("municipality")
    assert found["first_year"].to_dict() == {"1": 2020, "2": None, "3": 2023, "4": 2017, "5": 2016}
    assert found["last_no"].to_dict() == {"1": 2018, "2": 2020, "3": None, "4": 2016, "5": None}
    assert found["first_year"].dtype == "Int64"


@given(
    st.lists(
        st.tuples(
            st.sampled_from("12"), st.sampled_from([2018, 2019, 2020]), st.sampled_from(ANSWERS)
        )
    )
)
def test_groups_and_years_agree_whatever_is_answered(rows: list) -> None:
    use = use_of(*rows)
    before = use.copy()
    by_code = groups(use)
    years = first_year(use, "aldreomsorg").set_index("municipality")["first_year"].to_dict()
    assert set(by_code) == {code for code, _, _ in rows}
    assert all(years[code] <= 2018 for code, group in by_code.items() if group == "anvant_bada")
    assert all(years[code] is not None for code in years if by_code[code] == "borjat_mellan")
    pd.testing.assert_frame_equal(use, before)


def test_every_service_has_its_area() -> None:
    assert set(AREA_OF_SERVICE.values()) == {"aldreomsorg", "lss"}
