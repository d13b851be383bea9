"""Whatever an export looks like, the profile that says so gives the same table of texts."""

import csv
import datetime as dt
import io
import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.variables import Codebook, load_codebook
from ibic_eval.errors import InputError
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.mapping_dates import EXCEL
from ibic_eval.sources.mapping_tables import JoinedFile, TableMapping
from ibic_eval.tables.case_mapping import (
    Export,
    map_table,
    missing_headings,
    personal_number_issues,
    refuse_personal_headings,
    unused_headings,
)

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"
HEADINGS = {
    "plan": "Plan nr",
    "person": "Brukarkod",
    "slag": "Typ av plan",
    "datum": "Upprättad",
    "omrade": "Verksamhetsområde",
    "mal": "Mål",
    "sidor": "Sidor",
}
AREAS = {"Äldre": "aldreomsorg", "LSS": "lss", "SoL övrigt": "annan_sol"}
KINDS = {"Gen. plan": "genomforandeplan", "Uppf": "uppfoljning"}
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2068, 12, 31))
DAYS_OF_TWO_DIGIT_YEARS = (dt.date(1970, 1, 1), dt.date(2069, 12, 31))


def codebook(name: str = "planer") -> Codebook:
    return load_codebook(CODEBOOKS / f"{name}.yml")


def mapping(form: str = "%Y-%m-%d", decimal: str = ",", **changes: object) -> TableMapping:
    plain = TableMapping(
        table="planer",
        patterns=("plan*",),
        columns=HEADINGS,
        date_formats={"datum": form},
        decimal=decimal,
        codes={"omrade": AREAS, "slag": KINDS},
        constants={},
        joined=None,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def export(file: str = "plan.csv", **columns: list[str | None]) -> Export:
    rows = len(next(iter(columns.values())))
    numbers = {"row": range(2, rows + 2), "file": [file] * rows}
    return Export(file, pl.LazyFrame({**numbers, **columns}))


def plan(**columns: list[str | None]) -> Export:
    """Return an export with the headings of our columns, one row where nothing else is said."""
    given = {HEADINGS.get(ours, ours): values for ours, values in columns.items()}
    rows = len(next(iter(given.values())))
    lacking = {theirs: ["x1"] * rows for theirs in HEADINGS.values() if theirs not in given}
    return export(**lacking, **given)  # type: ignore[arg-type]


def mapped(ours: str, *texts: str | None, **changes: object) -> list[str | None]:
    table = map_table([plan(**{ours: list(texts)})], [], mapping(**changes), codebook())  # type: ignore[arg-type]
    return table.collect()[ours].to_list()


def written_day(day: dt.date, form: str) -> str:
    return str((day - dt.date(1899, 12, 30)).days) if form == EXCEL else day.strftime(form)


def swapped(codes: dict[str, str], code: str) -> str:
    return next(theirs for theirs, ours in codes.items() if ours == code)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "plan": st.from_regex(r"[A-Z]{1,3}[0-9]{1,5}", fullmatch=True),
            "person": st.from_regex(r"P[0-9]{1,5}", fullmatch=True),
            "slag": st.sampled_from(sorted(KINDS.values())),
            "datum": DAYS,
            "omrade": st.none() | st.sampled_from(sorted(AREAS.values())),
            "mal": st.none() | st.integers(0, 9_999_999),
            "sidor": st.none() | st.decimals(0, 99_999, places=2),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(
    ROWS,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from(";,\t"),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d.%m.%Y %H:%M:%S", EXCEL]),
    st.sampled_from(",."),
    st.sampled_from(["", " ", "\u00a0"]),
    st.permutations(sorted(HEADINGS)),
    st.integers(0, 8),
)
def test_any_export_maps_back_to_the_same_table(
    rows: list[dict[str, object]],
    encoding: str,
    delimiter: str,
    form: str,
    decimal: str,
    grouping: str,
    order: list[str],
    first: int,
) -> None:
    """The rows are parted into two files, which the table has one after the other."""

    def theirs(row: dict[str, object]) -> list[str]:
        number = f"{row['sidor']:,}" if row["sidor"] is not None else ""
        whole = f"{row['mal']:,}" if row["mal"] is not None else ""
        cells = {
            **row,
            "datum": written_day(row["datum"], form),  # type: ignore[arg-type]
            "slag": swapped(KINDS, str(row["slag"])).upper(),
            "omrade": swapped(AREAS, str(row["omrade"])) if row["omrade"] else "",
            "sidor": number.replace(",", "g").replace(".", decimal).replace("g", grouping),
            "mal": whole.replace(",", grouping),
        }
        return [str(cells[name]) for name in order]

    def write(folder: str, name: str, some: list[dict[str, object]]) -> Export | None:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow([HEADINGS[name] for name in order])
        writer.writerows(theirs(row) for row in some)
        path = Path(folder) / name
        path.write_bytes(stream.getvalue().encode(encoding))
        return Export(name, scan_extract(path)) if some else None

    with tempfile.TemporaryDirectory() as folder:
        parts = (write(folder, "a.csv", rows[:first]), write(folder, "b.csv", rows[first:]))
        exports = [each for each in parts if each is not None]
        table = map_table(exports, [], mapping(form, decimal), codebook()).collect()
    expected = [
        tuple(None if row[name] is None else str(row[name]) for name in HEADINGS) for row in rows
    ]
    assert table.select(list(HEADINGS)).rows() == expected
    assert table["file"].to_list() == ["a.csv"] * len(rows[:first]) + ["b.csv"] * len(rows[first:])
    assert table["row"].to_list() == [
        *range(2, len(rows[:first]) + 2),
        *range(2, len(rows[first:]) + 2),
    ]


@given(st.dates(*DAYS_OF_TWO_DIGIT_YEARS))
def test_years_of_two_digits_lie_around_the_turn_of_the_century(day: dt.date) -> None:
    assert mapped("datum", day.strftime("%y%m%d"), form="%y%m%d") == [day.isoformat()]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%Y-%m-%d", "43831"),
        ("%Y-%m-%d", "20-01-02"),
        ("%Y-%m-%d", "2020-02-30"),
        ("%d/%m/%Y", "31/31/2020"),
        ("%d/%m/%Y", "5/5/20"),
        ("%y%m%d", "20115"),
        ("%Y%m%d", "202011"),
        (EXCEL, "2020-01-02"),
        (EXCEL, "59"),
        (EXCEL, "43831 kl 8"),
    ],
)
def test_a_day_in_another_form_than_stated_goes_through_for_the_check(form: str, text: str) -> None:
    assert mapped("datum", text, form=form) == [text]


def test_days_and_months_of_one_digit_are_read_where_signs_stand_between() -> None:
    assert mapped("datum", "5/6/2020", form="%d/%m/%Y") == ["2020-06-05"]


def test_a_serial_with_a_time_is_its_day() -> None:
    assert mapped("datum", "43831,75", "43831.0", "61", form=EXCEL) == [
        "2020-01-01",
        "2020-01-01",
        "1900-03-01",
    ]


@pytest.mark.parametrize(
    ("ours", "text", "decimal", "expected"),
    [
        ("sidor", "1 234,5", ",", "1234.5"),
        ("sidor", "1.234,5", ",", "1234.5"),
        ("sidor", "1,234.5", ".", "1234.5"),
        ("sidor", "7.5", ",", "7.5"),
        ("sidor", "7,5", ".", "7,5"),
        ("sidor", "1.2.3", ",", "1.2.3"),
        ("sidor", "12 34", ",", "12 34"),
        ("sidor", "-3,50", ",", "-3.50"),
        ("sidor", "ca 5", ",", "ca 5"),
        ("mal", "3,0", ",", "3"),
        ("mal", "3,5", ",", "3.5"),
        ("mal", "1 200", "", "1200"),
        ("mal", "1.200", "", "1.200"),
    ],
)
def test_numbers_are_read_with_the_stated_sign_and_never_guessed(
    ours: str, text: str, decimal: str, expected: str
) -> None:
    assert mapped(ours, text, decimal=decimal) == [expected]


def test_codes_are_compared_without_blanks_and_capitals_and_else_left() -> None:
    codes = {"omrade": {"Äldre": "aldreomsorg", "Äldre*": "lss", "Ä*": "annan_sol", "Okänt": ""}}
    texts = (" äldre", "ÄLDRE 65+", "ä x", "okänt", "SoL", "lss", None)
    expected = ["aldreomsorg", "lss", "annan_sol", None, "SoL", "lss", None]
    assert mapped("omrade", *texts, codes=codes) == expected


def test_headings_are_compared_without_blanks_and_capitals() -> None:
    renamed = plan(plan=["G1"])
    texts = renamed.texts.rename({"Plan nr": "PLANNR", "Mål": " m å l"})
    table = map_table([Export("plan.csv", texts)], [], mapping(), codebook())
    assert table.collect()["plan"].to_list() == ["G1"]


def test_two_headings_alike_are_refused() -> None:
    twice = plan(plan=["G1"], **{"PLANNR": ["G2"]})
    with pytest.raises(InputError, match="flera kolumner som heter Plan nr"):
        map_table([twice], [], mapping(), codebook())


def test_a_required_heading_must_be_in_each_file_and_others_may_lack() -> None:
    whole = plan(plan=["G1"])
    without = Export("b.csv", whole.texts.drop("Mål"))
    table = map_table([whole, without], [], mapping(), codebook()).collect()
    assert table["mal"].to_list() == ["x1", None]
    issues = missing_headings([whole, without], HEADINGS, "profil.yml")
    assert [(issue.file, issue.column) for issue in issues] == [("b.csv", "mal")]
    broken = Export("c.csv", whole.texts.drop("Plan nr"))
    with pytest.raises(InputError, match=r"Plan nr \(plan i tabellen planer\) .* filen c.csv"):
        map_table([whole, broken], [], mapping(), codebook())


def test_a_constant_stands_in_every_row() -> None:
    columns = {ours: theirs for ours, theirs in HEADINGS.items() if ours != "slag"}
    constant = mapping(columns=columns, constants={"slag": "uppfoljning"}, codes={})
    table = map_table([plan(plan=["G1", "G2"])], [], constant, codebook()).collect()
    assert table["slag"].to_list() == ["uppfoljning"] * 2


JOINED = JoinedFile(("mal*",), "Plan nr", "Nr", {"mal": "Mål", "delmal": "Delmål"})


def test_a_second_file_is_put_beside_by_its_key() -> None:
    columns = {ours: theirs for ours, theirs in HEADINGS.items() if ours != "mal"}
    joining = mapping(columns=columns, joined=JOINED)
    second = export(
        "mal.csv", **{"Nr": ["G3", "G1", None], "Mål": ["5", "6", "7"], "Delmål": ["1", "2", "3"]}
    )
    first = plan(plan=["G1", "G2", "G3"], mal=["8", "8", "8"])
    table = map_table([first], [second], joining, codebook()).collect()
    assert table.select("plan", "mal", "delmal", "row", "file").rows() == [
        ("G1", "6", "2", 2, "plan.csv"),
        ("G2", None, None, 3, "plan.csv"),
        ("G3", "5", "1", 4, "plan.csv"),
    ]
    alone = map_table([first], [], joining, codebook()).collect()
    assert "mal" not in alone.columns


def test_a_key_that_stands_twice_is_refused_without_being_named() -> None:
    columns = {ours: theirs for ours, theirs in HEADINGS.items() if ours != "mal"}
    second = export("mal.csv", **{"Nr": ["G1", "G2", "G1"], "Mål": ["1"] * 3, "Delmål": ["1"] * 3})
    with pytest.raises(InputError, match=r"mal.csv: rad 4 .* kolumnen Nr") as caught:
        map_table(
            [plan(plan=["G1"])], [second], mapping(columns=columns, joined=JOINED), codebook()
        )
    assert "G1" not in str(caught.value)


@pytest.mark.parametrize("heading", ["Namn", "Efternamn", "Personnummer", "PERSONNR", "E-post"])
def test_a_heading_about_who_somebody_is_is_refused(heading: str) -> None:
    with pytest.raises(InputError, match=f"kolumnen {heading}, som ser ut att innehålla"):
        refuse_personal_headings(plan(plan=["G1"], **{heading: ["x"]}))


def test_a_personal_number_is_found_also_where_no_table_is_read() -> None:
    number = "19121212-1212"
    there = plan(plan=["G1", "G2"], Anteckning=["ringt", f"om {number}"], Annat=["", ""])
    unused = unused_headings(there, [mapping()])
    assert unused == ["Anteckning", "Annat"]
    (issue,) = personal_number_issues(there, unused)
    assert (issue.row, issue.column) == (3, "Anteckning")
    assert number not in issue.message
    assert personal_number_issues(there, []) == []
