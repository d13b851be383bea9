"""Kolada's values become shares with respondents; what is small, odd or missing is told apart."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.sources.kolada.rows import VALUE_TYPES
from ibic_eval.tables.satisfaction import SCHEMA, SatisfactionTables, type_satisfaction

CATALOGUE = pd.DataFrame(
    [
        ("U21468", "helhetssyn", "hemtjanst", "resultat", 30),
        ("U21504", "bemotande", "hemtjanst", "resultat", 30),
        ("U23592", None, "hemtjanst", "svarande", 30),
        ("U23593", None, "hemtjanst", "svarsfrekvens", 30),
        ("U28518", "bestamma", "gruppbostad", "resultat", 5),
        ("U33964", None, "gruppbostad", "svarande", 10),
    ],
    columns=["kpi", "question", "service", "role", "minimum"],
)
REGISTER = pd.DataFrame({"code": ["0180", "1489", "9001"]}, dtype="string")


def values_of(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Return values of `kpi, municipality, year, value[, gender[, status]]`."""
    filled = [(*row, *("T", "")[len(row) - 4 :]) for row in rows]
    frame = pd.DataFrame(
        filled, columns=["kpi", "municipality", "year", "value", "gender", "status"]
    )
    return frame[list(VALUE_TYPES)].astype(VALUE_TYPES)


def typed(*rows: tuple[object, ...]) -> SatisfactionTables:
    return type_satisfaction(values_of(*rows), CATALOGUE, REGISTER)


def cell(tables: SatisfactionTables, kpi: str, code: str, gender: str = "T") -> list[object]:
    """Return the share, n and status of one result, None where nothing stands."""
    panel = tables.satisfaction
    chosen = panel[
        panel["kpi"].eq(kpi) & panel["municipality"].eq(code) & panel["gender"].eq(gender)
    ]
    assert len(chosen) == 1
    row = chosen[["share", "n", "status"]].astype("object").iloc[0]
    return [None if pd.isna(value) else value for value in row]


def test_percents_become_shares_with_the_services_respondents() -> None:
    tables = typed(
        *(("U21468", "1489", 2020, 87.5), ("U21504", "1489", 2020, 91.0)),
        *(("U23592", "1489", 2020, 212.0), ("U23593", "1489", 2020, 57.0)),
        *(("U28518", "1489", 2020, 40.0), ("U33964", "1489", 2020, 5.0)),
    )
    assert tables.issues.empty
    assert {name: str(kind) for name, kind in tables.satisfaction.dtypes.items()} == SCHEMA
    assert tables.satisfaction["kpi"].tolist() == ["U21468", "U21504", "U28518"]
    assert cell(tables, "U21468", "1489") == [0.875, 212, "visas"]
    assert cell(tables, "U21504", "1489") == [0.91, 212, "visas"]
    assert cell(tables, "U28518", "1489") == [0.4, 5, "visas"]


@pytest.mark.parametrize(
    ("kpi", "count_kpi", "n", "status"),
    [
        ("U21468", "U23592", 29, "dold"),
        ("U21468", "U23592", 30, "visas"),
        ("U28518", "U33964", 4, "dold"),
        ("U28518", "U33964", 5, "visas"),
    ],
)
def test_results_of_few_are_hidden_with_their_number(
    kpi: str, count_kpi: str, n: int, status: str
) -> None:
    tables = typed((kpi, "1489", 2020, 80.0), (count_kpi, "1489", 2020, float(n)))
    shown = status == "visas"
    assert cell(tables, kpi, "1489") == [0.8 if shown else None, n if shown else None, status]


def test_hidden_absent_and_unknown_are_told_apart() -> None:
    tables = typed(
        ("U21468", "0180", 2020, 80.0),
        ("U21468", "1489", 2020, None, "T", "dold"),
        ("U21468", "9001", 2020, None, "T", "saknas"),
        *(("U21504", "1489", 2020, None, "T", "ej_aktuell"), ("U21504", "0180", 2020, 90.0)),
    )
    assert cell(tables, "U21468", "0180") == [0.8, None, "visas"]
    assert cell(tables, "U21468", "1489") == [None, None, "dold"]
    assert cell(tables, "U21468", "9001") == [None, None, "saknas"]
    assert cell(tables, "U21504", "1489") == [None, None, "saknas"]
    assert cell(tables, "U21504", "9001") == [None, None, "saknas"]


def test_an_absent_result_of_few_is_hidden_not_missing() -> None:
    tables = typed(("U21468", "0180", 2020, 80.0), ("U23592", "1489", 2020, 12.0))
    assert cell(tables, "U21468", "1489") == [None, None, "dold"]


def test_women_and_men_are_hidden_with_the_total() -> None:
    genders = [("U21468", code, 2020, 80.0, g) for code in ("0180", "1489") for g in "TKM"]
    tables = typed(*genders, ("U23592", "0180", 2020, 25.0), ("U23592", "1489", 2020, 90.0))
    for gender in "KM":
        assert cell(tables, "U21468", "0180", gender) == [None, None, "dold"]
        assert cell(tables, "U21468", "1489", gender) == [0.8, None, "visas"]


def test_another_unit_is_refused_for_that_indicator_and_year() -> None:
    tables = typed(
        *(("U21468", "0180", 2020, 0.85), ("U21468", "1489", 2020, 0.9)),
        *(("U21468", "0180", 2022, 85.0), ("U21468", "1489", 2022, 90.0)),
        *(("U21504", "0180", 2020, 70.0), ("U21504", "1489", 2020, 75.0)),
        *(("U23592", "0180", 2020, 80.0), ("U23592", "1489", 2020, 90.0)),
    )
    assert len(tables.issues.query("severity == 'fel'")) == 1
    message = tables.issues["message"].iloc[0]
    assert "U21468" in message
    assert "2020" in message
    panel = tables.satisfaction.set_index(["kpi", "year", "municipality"])["share"].sort_index()
    assert panel["U21468", 2020].isna().all()
    assert panel["U21468", 2022].tolist() == [0.85, 0.9]
    assert panel["U21504", 2020].tolist() == [0.7, 0.75]


def test_no_percent_at_all_is_not_another_unit() -> None:
    tables = typed(("U28518", "0180", 2020, 0.0), ("U28518", "1489", 2020, 0.0))
    assert tables.issues.empty
    assert cell(tables, "U28518", "1489") == [0.0, None, "visas"]


@pytest.mark.parametrize("value", [-1.0, 100.1, 850.0])
def test_an_impossible_percent_is_refused_alone(value: float) -> None:
    tables = typed(("U21468", "0180", 2020, value), ("U21468", "1489", 2020, 85.0))
    assert "utanför" in tables.issues["message"].iloc[0]
    assert "0180" not in set(tables.satisfaction.dropna(subset="share")["municipality"])
    assert cell(tables, "U21468", "1489")[0] == 0.85


def test_the_same_value_twice_counts_once_and_different_ones_not_at_all() -> None:
    tables = typed(
        *(("U21468", "0180", 2020, 80.0), ("U21468", "0180", 2020, 80.0)),
        *(("U21468", "1489", 2020, 80.0), ("U21468", "1489", 2020, 81.0)),
        ("U21504", "1489", 2020, 70.0),
    )
    assert tables.issues["severity"].tolist() == ["fel", "varning"]
    assert cell(tables, "U21468", "0180")[0] == 0.8
    assert cell(tables, "U21468", "1489") == [None, None, "saknas"]


def test_a_municipality_that_merged_is_told_and_left_out() -> None:
    tables = typed(("U21468", "1865", 2020, 80.0), ("U21468", "1489", 2020, 80.0))
    assert tables.satisfaction["municipality"].tolist() == ["1489"]
    assert tables.issues["severity"].tolist() == ["varning"]
    assert "1865" in tables.issues["message"].iloc[0]


def test_a_year_without_values_is_told_once_for_the_service() -> None:
    rows = [
        (kpi, "1489", year, 80.0) for kpi in ("U21468", "U21504") for year in (2019, 2020, 2022)
    ]
    absent = typed(*rows)
    assert len(absent.issues) == 1
    assert "hemtjänst har inga värden för 2021;" in absent.issues["message"].iloc[0]
    assert 2021 not in set(absent.satisfaction["year"])
    empty = [("U21468", "1489", 2021, None, "T", "saknas")]
    told = typed(*rows, *empty)
    assert told.issues["message"].tolist() == absent.issues["message"].tolist()
    year = told.satisfaction[told.satisfaction["year"].eq(2021)]
    assert set(year["status"]) == {"saknas"}


def test_a_question_that_was_not_asked_is_told() -> None:
    tables = typed(
        *(("U21468", "1489", 2019, 80.0), ("U21468", "1489", 2020, 80.0)),
        ("U21504", "1489", 2020, 80.0),
    )
    assert tables.issues["column"].tolist() == ["U21504"]
    assert "2019" in tables.issues["message"].iloc[0]


def test_indicators_outside_the_catalogue_are_not_used() -> None:
    tables = typed(("U99999", "1489", 2020, 0.5))
    assert tables.satisfaction.empty
    assert tables.issues.empty


CELLS = st.tuples(
    st.sampled_from(["U21468", "U23592", "U28518", "U33964"]),
    st.sampled_from(["0180", "1489", "1865"]),
    st.sampled_from([2019, 2020]),
    st.one_of(st.none(), st.floats(-5, 120, allow_nan=False)),
    st.sampled_from("TKM"),
    st.sampled_from(["", "dold", "saknas"]),
)


@given(st.lists(CELLS, max_size=20))
def test_nothing_small_is_ever_shown_and_nothing_is_changed(rows: list) -> None:
    values = values_of(*[row if row[5] == "" else (*row[:3], None, *row[4:]) for row in rows])
    before = values.copy()
    panel = type_satisfaction(values, CATALOGUE, REGISTER).satisfaction
    pd.testing.assert_frame_equal(values, before)
    assert not panel.duplicated(["kpi", "municipality", "year", "gender"]).any()
    assert set(panel["municipality"]) <= set(REGISTER["code"])
    minimum = panel["kpi"].map(CATALOGUE.set_index("kpi")["minimum"])
    shown = panel["status"].eq("visas")
    assert panel["share"].notna().eq(shown).all()
    assert panel.loc[shown, "share"].between(0, 1).all()
    assert not panel["n"].lt(minimum).fillna(False).any()
    assert panel.loc[panel["status"].eq("dold"), "n"].isna().all()
