"""A case system's extract is read as the survey's files are, but a block at a time."""

import csv
import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.errors import InputError
from ibic_eval.sources import extracts
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.record_blocks import record_blocks
from ibic_eval.sources.responses import EmptyTableError, read_table

SECRET = "Anna i Bräcke"


@pytest.fixture(params=[7, 8 * 1024 * 1024], ids=["small blocks", "one block"])
def block_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(extracts, "record_blocks", partial(record_blocks, size=request.param))
    return int(request.param)


def write(folder: Path, content: str | bytes, name: str = "uttag.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path) -> list[tuple[object, ...]]:
    return scan_extract(path).drop("file").collect(engine="streaming").rows()


@pytest.mark.usefixtures("block_size")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_delimiter_gives_the_same_rows(
    tmp_path: Path, encoding: str, delimiter: str, line_end: str
) -> None:
    table = [["id", "ort"], ["a", "Åmål, Ö; \tx"], [" b ", ""], ["", " "], ["c", 'sa "–”é€"']]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end).writerows(table)
    path = write(tmp_path, stream.getvalue().encode(encoding))
    assert rows(path) == [(2, "a", "Åmål, Ö; \tx"), (3, "b", None), (5, "c", 'sa "–”é€"')]


@pytest.mark.usefixtures("block_size")
def test_blank_rows_empty_columns_and_lines_in_cells(tmp_path: Path) -> None:
    path = write(tmp_path, '\n;;;\na;b;;\n1;2;;\n;;;\n\n" 3\nx ";4;;\n5" rör;6;;\n7;8;;')
    assert rows(path) == [(4, "1", "2"), (7, "3\nx", "4"), (8, '5" rör', "6"), (9, "7", "8")]


@pytest.mark.usefixtures("block_size")
def test_a_header_may_run_over_several_lines(tmp_path: Path) -> None:
    frame = scan_extract(write(tmp_path, '"a";"b\nx"\n1;2\n')).collect()
    assert frame.columns == ["row", "a", "b\nx", "file"]
    assert frame.rows() == [(2, "1", "2", "uttag.csv")]


@pytest.mark.usefixtures("block_size")
@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n",
        ";;\n;;\n",
        "a|b|c\n1|2|3\n",
        "a,b\n1;2\n",
        f"a;b\n1;2\n{SECRET}\n",
        f"a;b\n1;2;{SECRET}\n",
        f"a;b\n1;2;{SECRET}\n3\n",
        "a;b\n1;2\n1;2\n3\n1;2;3\n",
        "a;b;a\n1;2;3\n",
        "a;;b\n1;2;3\n",
        f'a;b\n1;2\n1;"{SECRET}\n',
        f'a;b\n1;"2"{SECRET}\n',
        b"a;b\n\x00\x01;2\n",
        b"PK\x03\x04rest",
        "a;b\n1;2\n".encode("utf-16"),
        b"a;b\n\x81\x8d;2\n",
        b"\xef\xbb\xbfa;b\n\xe5;2\n",
        "a;b\nå;2\n".encode().decode("cp1252").encode(),
        "a;b\n1;2\n1;=HYPERLINK(1)\n",
        "a;b\n1;+y(1)\n",
        "sep=;\na;b\n1;2\n",
        "a;b\n",
        "850312-1236;850312-1236\n1;2\n",
    ],
)
def test_a_broken_file_is_refused_in_the_words_of_the_surveys_reader(
    tmp_path: Path, content: str | bytes
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as expected:
        read_table(path)
    with pytest.raises(InputError) as caught:
        rows(path)
    assert str(caught.value) == str(expected.value)
    assert SECRET not in str(caught.value)


CELL = st.text(alphabet='ab=-+1,; "\nåÖ–', max_size=5)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8)
)


@given(
    TABLES,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from(";,\t"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_is_read_as_the_surveys_reader_reads_it(
    table: list[list[str]], encoding: str, delimiter: str, quoting: int
) -> None:
    header = [f"k{number}" for number in range(len(table[0]) if table else 2)]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(
        [header, *table]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), stream.getvalue().encode(encoding))
        try:
            frame = read_table(path).frame
        except InputError as error:
            with pytest.raises(type(error)) as caught:
                rows(path)
            assert str(caught.value) == str(error)
            return
        cells = frame.astype(object).where(frame.notna(), None).itertuples(name=None)
        assert rows(path) == list(cells)


def test_only_what_is_asked_for_is_given(tmp_path: Path, block_size: int) -> None:
    path = write(tmp_path, "a;b\n" + "".join(f"{n};{n % 3}\n" for n in range(20)))
    lazy = scan_extract(path)
    assert lazy.select("b").head(2).collect(engine="streaming").rows() == [("0",), ("1",)]
    some = lazy.filter(pl.col("b") == "2").select("row", "a").collect(engine="streaming")
    assert some["row"].to_list() == [4, 7, 10, 13, 16, 19]


def test_a_template_nobody_has_filled_in_has_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(EmptyTableError):
        scan_extract(write(tmp_path, "a;b\n\n;\n"))


@pytest.mark.parametrize("name", ["row", "file"])
def test_names_that_the_program_needs_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"heter {name}, men"):
        scan_extract(write(tmp_path, f"a;{name}\n1;2\n"))


def test_a_missing_file_and_a_strange_ending_are_refused(tmp_path: Path) -> None:
    for name, message in [("nej.csv", "finns inte"), ("a.pdf", "ska vara")]:
        with pytest.raises(InputError, match=message):
            scan_extract(tmp_path / name)


def test_a_workbook_gives_the_same_as_a_text_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "tal", "tom"], [" a ", 1.5], [None, None], ["b", 2], ["c", None], [None, 3]):
        book.active.append(row)
    book.save(tmp_path / "uttag.xlsx")
    text = write(tmp_path, "id;tal;tom\na;1.5;\n\nb;2;\nc;;\n;3;\n", "uttag.csv")
    assert rows(tmp_path / "uttag.xlsx") == rows(text)
    assert scan_extract(tmp_path / "uttag.xlsx").collect_schema() == (
        scan_extract(text).collect_schema()
    )


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Iterator[object]:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "_mkstemp_inner", refused)
    assert rows(write(tmp_path, "a;b\nå;2\n".encode("cp1252"))) == [(2, "å", "2")]
