"""Days of waiting are read apart from the surveys' results, and leave those as they were."""

import pandas as pd
import pytest

from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.sources.kolada.catalogue import read_catalogue
from ibic_eval.sources.kolada.rows import typed_values
from ibic_eval.sources.kolada.snapshot import read_snapshot
from ibic_eval.sources.municipalities import read_municipalities
from ibic_eval.tables.satisfaction import type_satisfaction
from ibic_eval.tables.waiting_times import (
    MEDIANS_SCHEMA,
    SCHEMA,
    median_times,
    type_waiting_times,
)

PROJECT = Project(PACKAGE_CHECKOUT)
CATALOGUE = read_catalogue(PROJECT.reference / "kolada_kpis.csv")
REGISTER = pd.DataFrame({"code": ["0180", "1489", "0880"]}, dtype="string")


def values(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["kpi", "municipality", "year", "gender", "value", "status"]
    return typed_values(pd.DataFrame(list(rows), columns=columns))


def days(times: pd.DataFrame, kpi: str, code: str, year: int) -> tuple[object, str]:
    mine = times["kpi"].eq(kpi) & times["municipality"].eq(code) & times["year"].eq(year)
    row = times[mine].iloc[0]
    return (None if pd.isna(row["days"]) else row["days"]), row["status"]


def test_days_are_kept_as_days_however_many() -> None:
    raw = values(
        ("U23401", "1489", 2020, "T", 143.0, ""),
        ("U23401", "0180", 2020, "T", None, "dold"),
        ("U23401", "0180", 2019, "T", 0.0, ""),
        ("U23401", "1489", 2019, "K", 12.0, ""),
        ("U21468", "1489", 2020, "T", 88.0, ""),
    )
    typed = type_waiting_times(raw, CATALOGUE, REGISTER)
    assert typed.issues.empty
    assert dict(typed.times.dtypes.astype(str)) == SCHEMA
    assert set(typed.times["kpi"]) == {"U23401"}
    assert days(typed.times, "U23401", "1489", 2020) == (143.0, "visas")
    assert days(typed.times, "U23401", "0180", 2020) == (None, "dold")
    assert days(typed.times, "U23401", "0180", 2019) == (0.0, "visas")
    # Women and men apart are not asked for; what nobody has a row of for both is missing.
    assert days(typed.times, "U23401", "1489", 2019) == (None, "saknas")


def test_impossible_and_contradictory_days_are_left_out_and_told() -> None:
    raw = pd.concat(
        [
            values(
                ("U28417", "1489", 2020, "T", -3.0, ""), ("U28417", "0180", 2020, "T", 41.0, "")
            ),
            values(("U28414", "0880", 2020, "T", 41.0, ""), ("U28414", "0000", 2020, "T", 9.0, "")),
            values(("U28414", "0880", 2020, "T", 45.0, "")),
        ],
        ignore_index=True,
    )
    typed = type_waiting_times(raw, CATALOGUE, REGISTER)
    assert days(typed.times, "U28417", "0180", 2020) == (41.0, "visas")
    assert typed.times["days"].notna().sum() == 1
    assert len(typed.issues) == 3
    assert typed.issues["message"].str.contains("utanför det möjliga").sum() == 1


def test_times_below_one_day_are_days_and_no_wrong_unit() -> None:
    raw = values(("U28417", "1489", 2020, "T", 1.0, ""), ("U28417", "0180", 2020, "T", 0.5, ""))
    typed = type_waiting_times(raw, CATALOGUE, REGISTER)
    assert typed.issues.empty
    assert typed.times["status"].tolist() == ["visas", "visas"]


def test_the_median_counts_each_municipality_with_days_once() -> None:
    raw = values(
        ("U28417", "1489", 2020, "T", 30.0, ""),
        ("U28417", "0180", 2020, "T", 90.0, ""),
        ("U28417", "0880", 2020, "T", None, "saknas"),
        ("U28417", "0880", 2021, "T", 10.0, ""),
    )
    medians = median_times(type_waiting_times(raw, CATALOGUE, REGISTER).times)
    assert dict(medians.dtypes.astype(str)) == MEDIANS_SCHEMA
    assert medians[["year", "days", "n_municipalities"]].to_numpy().tolist() == [
        [2020, 60.0, 2],
        [2021, 10.0, 1],
    ]


def test_without_times_there_is_an_empty_table_of_the_same_form() -> None:
    typed = type_waiting_times(values(), CATALOGUE, REGISTER)
    assert dict(typed.times.dtypes.astype(str)) == SCHEMA
    assert typed.times.empty and median_times(typed.times).empty


@pytest.mark.parametrize("extra", ["as they are", "a municipality and a year of their own"])
def test_the_surveys_results_are_the_same_with_times_as_without(extra: str) -> None:
    register = read_municipalities(PROJECT.demo / "municipalities.csv")
    whole = read_snapshot(PROJECT.demo / "kolada" / "values.parquet")
    # The results only of some; the times of all, so that they could add places and years.
    times = whole["kpi"].isin(CATALOGUE.loc[CATALOGUE["role"].eq("tid"), "kpi"])
    some = whole["municipality"].le("9020") & whole["year"].ge(2018)
    results, waits = whole[some & ~times], whole[times & (some if extra == "as they are" else True)]
    assert len(waits) > 100 and waits["value"].max() > 100
    before = type_satisfaction(results, CATALOGUE[CATALOGUE["role"].ne("tid")], register)
    after = type_satisfaction(pd.concat([results, waits]), CATALOGUE, register)
    pd.testing.assert_frame_equal(before.satisfaction, after.satisfaction, check_exact=True)
    pd.testing.assert_frame_equal(before.issues, after.issues)
