"""Records of a case system: sound rows are typed, faulty ones are left out and told of."""

import datetime as dt
import re

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.variables import PSEUDONYM
from ibic_eval.tables.case_records import (
    ASSESSMENT_TYPES,
    CASE_TYPES,
    NAMES,
    PLAN_TYPES,
    empty_records,
)
from ibic_eval.tables.case_tables import case_records
from ibic_eval.tables.case_typing import MOST_ROWS
from ibic_eval.tables.issues import COLUMNS, ERROR, WARNING
from ibic_eval.tables.personal_numbers import holds_personal_number
from tests.case_texts import (
    ASSESSMENT,
    CASE,
    CODEBOOKS,
    PLAN,
    TODAY,
    messages,
    one,
    texts,
    typed,
)

PERSONAL_NUMBER = "19811228-9874"
TYPES = {"arenden": CASE_TYPES, "bedomningar": ASSESSMENT_TYPES, "planer": PLAN_TYPES}


def only_message(table: str, **changed: str) -> str:
    """Return the one message of a row that is left out."""
    records = one(table, **changed)
    assert records.left_out["left_out"].tolist() == [1]
    assert records.issues["severity"].tolist() == [ERROR]
    return messages(records)[0]


def test_sound_rows_are_typed_without_a_word() -> None:
    records = typed(arenden=[CASE], bedomningar=[ASSESSMENT], planer=[PLAN])
    assert messages(records) == []
    case = records.cases.iloc[0]
    assert case["started"] == pd.Timestamp("2019-01-02")
    assert (case["area"], case["way_in"], case["outcome"]) == ("aldreomsorg", "ordinarie", "bifall")
    assert (case["pages"], case["hours"], case["characters"]) == (3.5, 7.25, 12000)
    assert (case["ibic"], case["unit"], case["goals"]) == (True, "Norr", 2)
    assessment = records.assessments.iloc[0]
    assert (assessment["present"], assessment["intended"], assessment["reached"]) == (3, 1, 2)
    assert (assessment["life_area"], assessment["code"]) == ("d4", "d450")
    plan = records.plans.iloc[0]
    assert (plan["ibic"], plan["person_present"], plan["relative_present"]) == (False, True, False)
    assert pd.isna(plan["case_worker_present"])
    assert (plan["quality_safety"], plan["goals_with_subgoals"]) == ("negativt", 2)
    assert records.extracted == dt.date(2019, 9, 1)


def test_the_tables_have_their_types_also_without_rows() -> None:
    whole = typed(arenden=[CASE], bedomningar=[ASSESSMENT], planer=[PLAN])
    faulty = typed(
        arenden=[{**CASE, "omrade": "x"}],
        bedomningar=[{**ASSESSMENT, "nulage": "7"}],
        planer=[{**PLAN, "slag": "x"}],
    )
    for records in (whole, faulty, typed(), empty_records(TODAY)):
        for name, types in zip(("cases", "assessments", "plans"), TYPES.values(), strict=True):
            frame = getattr(records, name)
            assert list(frame.columns) == list(types)
            for column, kind in types.items():
                assert frame[column].dtype == kind, (name, column)
        assert records.issues.dtypes.astype(str).to_dict() == COLUMNS
    assert len(faulty.cases) == len(faulty.assessments) == len(faulty.plans) == 0


@pytest.mark.parametrize("table", TYPES)
def test_codes_and_columns_are_those_of_the_codebook(table: str) -> None:
    assert tuple(NAMES[table]) == CODEBOOKS[table].names
    for variable in CODEBOOKS[table].variables:
        kind = TYPES[table][NAMES[table][variable.name]]
        if isinstance(kind, pd.CategoricalDtype):
            assert kind.categories.tolist() == list(variable.codes)


def test_a_person_has_the_same_code_everywhere() -> None:
    records = typed(
        arenden=[{**CASE, "arende": f"a{n}", "person": f"p{n}"} for n in (3, 1, 2)],
        bedomningar=[{**ASSESSMENT, "person": "p2"}, {**ASSESSMENT, "person": "p9"}],
        planer=[{**PLAN, "person": "p1"}],
    )
    codes = records.cases["person"].tolist()
    assert len(set(codes)) == 3
    assert records.assessments["person"].iloc[0] == codes[2]
    assert records.plans["person"].iloc[0] == codes[1]
    assert records.assessments["person"].iloc[1] not in codes


def test_no_pseudonym_goes_further() -> None:
    records = typed(arenden=[{**CASE, "arende": "hemlig1", "person": "hemlig2", "enhet": ""}])
    assert "hemlig" not in records.cases.to_csv()


def test_an_empty_area_is_that_of_the_latest_case() -> None:
    records = typed(
        arenden=[
            {**CASE, "arende": "a2", "omrade": "lss", "ansokan": "", "start": "2019-01-20"},
            {**CASE, "arende": "a1", "omrade": "annan_sol"},
        ],
        bedomningar=[
            {**ASSESSMENT, "omrade": ""},
            {**ASSESSMENT, "omrade": "aldreomsorg", "kod": ""},
            {**ASSESSMENT, "omrade": "", "person": "p9"},
        ],
        planer=[{**PLAN, "omrade": ""}],
    )
    assert records.assessments["area"].tolist()[:2] == ["lss", "aldreomsorg"]
    assert pd.isna(records.assessments["area"].iloc[2])
    assert records.plans["area"].tolist() == ["lss"]


@pytest.mark.parametrize(
    ("table", "changed", "said"),
    [
        ("arenden", {"beslut": "2019-01-01", "ansokan": ""}, "rad 2 har beslutsdatum 2019-01-01 "
         "före startdatum 2019-01-02 i kolumnen beslut; rätta det ena."),
        ("arenden", {"start": "2018-12-31"}, "har startdatum 2018-12-31 före ansökningsdatum "
         "2019-01-01 i kolumnen start; rätta det ena."),
        ("arenden", {"beslut": "2026-02-01"}, "har datumet 2026-02-01 i kolumnen beslut, som inte "
         "har varit än; rätta det eller lämna cellen tom."),
        ("arenden", {"beslut": "9999-12-31"}, "lämna cellen tom"),
        ("arenden", {"ansokan": "1900-01-01"}, "ser ut som utfyllnad; lämna cellen tom"),
        ("arenden", {"start": "45123", "beslut": ""}, "har 45123 i kolumnen start, som ser ut som "
         "Excels löpnummer för datum (2023-07-16); formatera kolumnen som datum ÅÅÅÅ-MM-DD."),
        ("arenden", {"beslut": "03/04/2023"}, "har 03/04/2023 i kolumnen beslut, som inte är "
         "skrivet ÅÅÅÅ-MM-DD"),
        ("arenden", {"beslut": "2019-2-1"}, "har 2019-2-1 i kolumnen beslut, som inte är skrivet"),
        ("arenden", {"beslut": "2019-02-30"}, "ett datum som inte finns"),
        ("arenden", {"beslut": "2019-02-01 13:45"}, "har 2019-02-01 med klockslag"),
        ("arenden", {"start": ""}, "saknar värde i kolumnen start"),
        ("arenden", {"omrade": "Äldreomsorg"}, "menade du aldreomsorg?"),
        ("arenden", {"ibic": "Ja"}, "den okända koden ”Ja” i kolumnen ibic; menade du ja?"),
        ("arenden", {"livsomraden": "12"}, "har ”12” i kolumnen livsomraden; tillåtet är 0 till"),
        ("arenden", {"sidor": "1 234"}, "har ”1 234” i kolumnen sidor, som inte är ett tal"),
        ("arenden", {"mal": "2,5"}, "har ”2,5” i kolumnen mal, som inte är ett heltal"),
        ("arenden", {"tecken": "2000001"}, "0 till 2000000"),
        ("arenden", {"person": "Kerstin"}, "har ett otillåtet värde i kolumnen person"),
        ("bedomningar", {"nulage": "7"}, "har den okända koden ”7” i kolumnen nulage; "
         "tillåtna är 0, 1, 2, 3, 4, 8, 9."),
        ("bedomningar", {"uppfoljning": "2019-01-02"}, "uppföljningsdatum 2019-01-02 före "
         "bedömningsdatum 2019-01-03"),
        ("bedomningar", {"uppfoljning": ""}, "har 2 i kolumnen uppnatt men inget datum"),
        ("bedomningar", {"kod": "b450"}, "har ett otillåtet värde i kolumnen kod"),
        ("planer", {"mal_med_delmal": "4"}, "har 4 mål med delmål men bara 3 mål"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_left_out_and_told_of(
    table: str, changed: dict[str, str], said: str
) -> None:
    message = only_message(table, **changed)
    assert message.startswith(f"Filen {table}.csv: rad 2 ")
    assert said in message


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("arenden", {"beslut": "2019-01-02"}),
        ("arenden", {"ansokan": "2019-01-02", "start": "2019-01-02 00:00:00"}),
        ("arenden", {"start": "2019-01-02T00:00:00.000"}),
        ("arenden", {"ansokan": "2026-01-31", "start": "2026-01-31", "beslut": "2026-01-31"}),
        ("arenden", {"ansokan": "", "beslut": "", "ibic": "", "sidor": "", "tecken": "0"}),
        ("arenden", {"timmar": "7,25", "person": "A-1_b"}),
        ("bedomningar", {"uppfoljning": "2019-01-03", "uppnatt": "", "nulage": "8"}),
        ("bedomningar", {"kod": "d51000", "livsomrade": "trygghet", "avsett": "9"}),
        ("planer", {"mal": "", "mal_med_delmal": "2"}),
    ],
)
def test_a_row_at_the_edge_of_the_rules_is_kept(table: str, changed: dict[str, str]) -> None:
    records = one(table, **changed)
    assert messages(records) == []
    assert records.left_out["left_out"].tolist() == [0]


def test_nothing_can_have_happened_after_the_extract() -> None:
    day = dt.date(2019, 1, 31)
    records = typed(extracted=day, arenden=[CASE, {**CASE, "arende": "a2", "beslut": ""}])
    assert (
        "har datumet 2019-02-01 i kolumnen beslut, efter dagen för uttaget, 2019-01-31"
        in (messages(records)[0])
    )
    assert len(records.cases) == 1
    assert records.extracted == day


def test_rows_with_the_same_key_are_all_left_out() -> None:
    cases = [CASE, {**CASE, "person": "p2"}, {**CASE, "arende": "a2"}]
    records = typed(arenden=cases, bedomningar=[ASSESSMENT, {**ASSESSMENT, "nulage": "4"}])
    assert messages(records) == [
        "Filen arenden.csv: rad 2 har samma arende som rad 3; behåll en av dem.",
        "Filen arenden.csv: rad 3 har samma arende som rad 2; behåll en av dem.",
        "Filen bedomningar.csv: rad 2 har samma person, livsomrade, kod och datum som rad 3; "
        "behåll en av dem.",
        "Filen bedomningar.csv: rad 3 har samma person, livsomrade, kod och datum som rad 2; "
        "behåll en av dem.",
    ]
    assert (len(records.cases), len(records.assessments)) == (1, 0)


def test_an_empty_code_is_part_of_the_key() -> None:
    rows = [{**ASSESSMENT, "kod": ""}, ASSESSMENT]
    assert len(typed(bedomningar=rows).assessments) == 2
    assert len(typed(bedomningar=[*rows, rows[0]]).assessments) == 1


def test_a_person_with_four_hundred_assessments_is_a_warning() -> None:
    first = dt.date(2019, 1, 1)
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range(400)]
    rows = [{**ASSESSMENT, "datum": day, "uppfoljning": "", "uppnatt": ""} for day in days]
    records = typed(bedomningar=[{**ASSESSMENT, "person": "p2"}, *rows])
    assert records.issues["severity"].tolist() == [WARNING]
    assert (
        "en person har fler än 200 bedömningar (som mest 400), den första på rad 3"
        in (messages(records)[0])
    )
    assert len(records.assessments) == 401


def test_a_wait_of_more_than_two_years_is_a_warning() -> None:
    long = {**CASE, "arende": "a2", "beslut": "2021-01-02"}
    just = {**CASE, "arende": "a3", "beslut": "2020-12-31"}
    records = typed(arenden=[CASE, long, just])
    assert records.issues[["severity", "row"]].to_numpy().tolist() == [[WARNING, 3]]
    assert "har 1 ärende med mer än två år" in messages(records)[0]
    assert len(records.cases) == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person", PERSONAL_NUMBER),
        ("person", "p198112289874"),
        ("handlaggare", "811228-9874"),
        ("enhet", f"Enheten {PERSONAL_NUMBER}"),
        ("omrade", PERSONAL_NUMBER),
        ("beslut", "198112289874"),
    ],
)
def test_a_personal_number_keeps_the_whole_file_out(column: str, value: str) -> None:
    records = typed(arenden=[CASE, {**CASE, "arende": "a2", column: value}])
    assert len(records.cases) == 0
    assert records.left_out[["rows", "left_out"]].to_numpy().tolist() == [[2, 2]]
    assert f"rad 3 har ett personnummer i kolumnen {column}" in messages(records)[0]
    assert "9874" not in records.issues.to_csv()


def test_a_checksum_with_ten_digits_in_a_row_is_a_pseudonym() -> None:
    checksum = "a3f8112289874b0c9e"
    assert messages(one("arenden", person=checksum)) == []
    assert len(one("arenden", enhet=f"x {PERSONAL_NUMBER} y").cases) == 0


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("arenden", "person", "Kerstin Andersson"),
        ("arenden", "omrade", "Kerstin Andersson"),
        ("bedomningar", "kod", "Kerstin"),
        ("arenden", "start", "Andersson, Kerstin"),
        ("arenden", "timmar", "Kerstin0017"),
        ("bedomningar", "nulage", "Kerstin_7"),
    ],
)
def test_what_may_be_about_a_person_is_not_repeated(table: str, column: str, value: str) -> None:
    assert "Kerstin" not in one(table, **{column: value}).issues.to_csv()


def test_only_the_first_faulty_rows_are_told_of_one_by_one() -> None:
    rows = [{**CASE, "arende": f"a{n}", "ibic": "Ja"} for n in range(MOST_ROWS + 5)]
    records = typed(arenden=rows)
    assert len(records.issues) == MOST_ROWS + 1
    assert records.left_out["left_out"].tolist() == [MOST_ROWS + 5]
    last = messages(records)[-1]
    assert f"fler felaktiga rader än de {MOST_ROWS} som räknas upp här, 5 till" in last
    assert f"i kolumnen ibic ({MOST_ROWS + 5} rader)" in last


def test_optional_columns_may_lack_with_one_warning() -> None:
    few = {name: CASE[name] for name in ("arende", "person", "omrade", "start", "ingang")}
    records = typed(arenden=[few])
    assert records.issues["severity"].tolist() == [WARNING]
    assert "saknar kolumnerna ansokan, beslut, ibic" in messages(records)[0]
    assert records.cases["decided"].isna().all()
    assert records.cases["outcome"].isna().all()


def test_a_lacking_required_column_keeps_the_file_out() -> None:
    records = typed(planer=[{name: PLAN[name] for name in PLAN if name != "slag"}])
    assert "saknar kolumnen slag" in messages(records)[0]
    assert len(records.plans) == 0
    assert records.left_out["left_out"].tolist() == [1]


def test_files_of_one_table_are_counted_apart() -> None:
    early = texts("arenden", CASE, {**CASE, "arende": "a2", "ibic": "x"}, file="2019.csv")
    late = texts("arenden", {**CASE, "arende": "a3"}, file="2020.csv")
    records = case_records({"arenden": pl.concat([early, late])}, CODEBOOKS, None, TODAY)
    assert records.left_out.to_numpy().tolist() == [["2019.csv", 2, 1], ["2020.csv", 1, 0]]


def is_a_day(text: str) -> bool:
    """Tell whether a text is ÅÅÅÅ-MM-DD, the slow way."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def plans_with(column: str, values: list[str]) -> pd.DataFrame:
    """Return the plans that are kept of one for each value; `plan` is the value's place."""
    rows = [{**PLAN, "plan": f"g{n}", column: value} for n, value in enumerate(values)]
    return typed(planer=rows).plans


DAYS = st.one_of(
    st.dates(dt.date(1979, 12, 1), TODAY + dt.timedelta(days=40)).map(str),
    st.from_regex(r"\A[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\Z"),
    st.text(max_size=10).map(str.strip),
)
PSEUDONYMS = st.one_of(
    st.text(max_size=34).map(str.strip), st.from_regex(r"\A[a-cA-C0-9_-]{1,34}\Z")
)


@given(st.lists(DAYS, min_size=1, max_size=50))
def test_a_day_is_read_as_written_or_not_at_all(values: list[str]) -> None:
    right = [day for day in values if is_a_day(day) and "1980" <= day <= str(TODAY)]
    assert plans_with("datum", values)["date"].dt.strftime("%Y-%m-%d").tolist() == right


@given(st.lists(PSEUDONYMS, min_size=1, max_size=50))
def test_pseudonyms_follow_the_pattern_of_the_codebook(values: list[str]) -> None:
    right = [each for each in values if re.fullmatch(PSEUDONYM, each)]
    if any(holds_personal_number(each) for each in values):
        right = []
    assert len(plans_with("person", values)) == len(right)


@given(st.lists(st.decimals(0, 500, places=2).map(str), min_size=1), st.sampled_from([".", ","]))
def test_decimals_are_read_with_point_and_comma(numbers: list[str], mark: str) -> None:
    pages = plans_with("sidor", [number.replace(".", mark) for number in numbers])["pages"]
    assert pages.tolist() == [float(number) for number in numbers]
