"""Real files, sound and broken, are read as text or refused in one Swedish sentence."""

import os
import time
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.responses import LARGEST_FILE, EmptyTableError, read_table
from ibic_eval.sources.workbook import read_workbook

SECRET = "Anna i Bräcke"


def write(folder: Path, content: str | bytes, name: str = "svar.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, *sheets: list[list[object]], name: str = "svar.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_frame(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [["svarsid", "kommunkod", "ort"], ["a", "0180", "Åmål, Ö"], ["b", "", "–”é€"]]
    quoted = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    raw = read_table(write(tmp_path, quoted.encode(encoding)))
    assert raw.delimiter == delimiter
    assert raw.encoding == encoding
    expected = pd.DataFrame(
        {"svarsid": ["a", "b"], "kommunkod": ["0180", pd.NA], "ort": ["Åmål, Ö", "–”é€"]},
        index=pd.Index([2, 3], name="row"),
        dtype="string",
    )
    pd.testing.assert_frame_equal(raw.frame, expected)


def test_rows_are_numbered_as_in_the_file_past_blank_ones(tmp_path: Path) -> None:
    raw = read_table(write(tmp_path, "a;b\n1;2\n;\n\n 3 ;4\n"))
    assert raw.frame["a"].to_dict() == {2: "1", 5: "3"}


def test_a_cell_can_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    raw = read_table(write(tmp_path, 'a;b\n"x;y\nz ""q""";2\nu;v\n'))
    assert raw.frame["a"].to_dict() == {2: 'x;y\nz "q"', 3: "u"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "är tom"),
        ("\n\n", "är tom"),
        (";;\n;;\n", "är tom"),
        ("a|b|c\n1|2|3\n", "bara en kolumn"),
        ("a:b\n1:2\n", "bara en kolumn"),
        ("a,b\n1;2\n", "rad 2 har 1 cell men rubrikraden har 2"),
        (f"a;b\n1;2\n{SECRET}\n", "rad 3 har 1 cell"),
        (f"a;b\n1;2;{SECRET}\n", "rad 2 har 3 celler"),
        ("a;b;a\n1;2;3\n", "kolumnen a står två gånger"),
        ("a;;b\n1;2;3\n", "kolumn 2 saknar namn"),
        (f'a;b\n1;"{SECRET}\n', "vid rad 2"),
        (b"a;b\n\x00\x01;2\n", "ingen textfil"),
        (b"PK\x03\x04rest", "Excel-fil eller ett zip-arkiv"),
        (b"\xd0\xcf\x11\xe0rest", "gammal eller lösenordsskyddad"),
        (b"%PDF-1.7", "PDF"),
        ("a;b\n1;2\n".encode("utf-16"), "UTF-16"),
        (b"a;b\n\x81\x8d;2\n", "teckenkodning"),
        ("a;b\nå;2\n".encode().decode("cp1252").encode(), "å, ä och ö"),
        ("a;b\n\ufffd;2\n", "å, ä och ö"),
        ("a;b\n1;=HYPERLINK(1)\n", "rad 2 i kolumnen b ser ut som en formel"),
        ("a;b\n@x;+y(1)\n", r"kolumnen a \(och i 1 cell till\)"),
        ("sep=;\na;b\n1;2\n", "börjar med raden ”sep=;”"),
    ],
)
def test_a_broken_text_file_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_table(write(tmp_path, content))
    assert SECRET not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_list_in_free_text_is_no_formula(tmp_path: Path) -> None:
    frame = read_table(write(tmp_path, 'a;b\n-1,5;"- mer tid\n- bra dialog"\n')).frame
    assert frame.loc[2].tolist() == ["-1,5", "- mer tid\n- bra dialog"]


def test_a_workbooks_text_may_begin_with_any_sign_but_equals(tmp_path: Path) -> None:
    frame = read_table(workbook(tmp_path, [["a", "b"], ["@kommunen", "-SUM(A1)"]])).frame
    assert frame.loc[2].tolist() == ["@kommunen", "-SUM(A1)"]


def test_only_a_header_has_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(EmptyTableError, match="bara en rubrikrad"):
        read_table(write(tmp_path, "a;b\n"))


def test_a_header_that_may_be_an_answer_is_not_repeated(tmp_path: Path) -> None:
    number = "850312-1236"
    with pytest.raises(InputError, match="nummer 3") as caught:
        read_table(write(tmp_path, f"a;{number};{number}\n1;2;3\n"))
    assert number not in str(caught.value)


@pytest.mark.parametrize("name", ["svar.csv", "svar.xlsx"])
def test_a_large_file_is_refused_without_being_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 10 * 1024**2)
    start = time.perf_counter()
    with pytest.raises(InputError, match="60 MB men får vara högst 50 MB"):
        read_table(path)
    assert time.perf_counter() - start < 0.5


def test_a_missing_file_a_folder_and_a_strange_ending_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mapp.csv").mkdir()
    for name, message in [("nej.csv", "finns inte"), ("mapp.csv", "öppna"), ("a.pdf", "ska vara")]:
        with pytest.raises(InputError, match=message):
            read_table(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\n1;2\n")
    path.chmod(0)
    with pytest.raises(InputError, match="rättigheterna"):
        read_table(path)


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    day = pd.Timestamp("2020-11-30").to_pydatetime()
    rows = [["svarsid", "kommunkod", "tal", "dag", "tom"], ["a", 180, 1.5, day, None]]
    frame = read_table(workbook(tmp_path, rows, [])).frame
    assert frame.loc[2].tolist()[:4] == ["a", "180", "1.5", "2020-11-30"]
    assert frame.loc[2].isna().tolist() == [False] * 4 + [True]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([[["a", "b"], ["1", "=1+1"]]], "rad 2 i kolumnen b ser ut som en formel"),
        ([[["a", "b"], [1, 2]], [["c", "d"], [1, 2]]], r"flera ifyllda blad \(Sheet, Sheet1\)"),
        ([[]], "är tom"),
        ([[["a", "b"]]], "bara en rubrikrad"),
        ([[["a", "a"], [1, 2]]], "två gånger"),
        ([[["a", "b"], [1, 2, 3]]], "saknar namn|rad 2 har 3"),
    ],
)
def test_a_workbook_that_cannot_be_used_is_refused(
    tmp_path: Path, sheets: list[list[list[object]]], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_table(workbook(tmp_path, *sheets))


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, [["a", "b"], [1, 2]]).read_bytes()
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("x.txt", "inget kalkylblad")
    for content in [whole[: len(whole) // 2], b"a;b\n1;2\n", (tmp_path / "zip.xlsx").read_bytes()]:
        with pytest.raises(InputError, match="går inte att öppna som Excel-fil"):
            read_table(write(tmp_path, content, "trasig.xlsx"))


def test_a_workbook_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, [["a", "b"], [1, 2]])
    monkeypatch.setattr("ibic_eval.sources.workbook_parts.LARGEST_UNPACKED", 100)
    with pytest.raises(InputError, match="för stor"):
        read_workbook(path)
