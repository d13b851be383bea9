"""Files made to fill the memory or to reach other files: one sentence, and little memory.

Each is read in a process of its own, whose peak of memory is measured.
"""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MOST_MEMORY = 600  # MB above what the program itself takes, of which 200 is for the file's text
READ = """
import resource, sys
from pathlib import Path
from ibic_eval.codebook.strict_yaml import load_mapping
from ibic_eval.errors import InputError
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.responses import read_table

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before = peak()
try:
    found = {reader}(Path(sys.argv[1]))
    print("read", found.frame.to_dict("list") if hasattr(found, "frame") else found.collect())
except InputError as error:
    print(error)
print(peak() - before)
"""

Pieces = Iterator[bytes]


def said(path: Path, reader: str) -> str:
    """Return what reading a file says, after the memory has been looked at."""
    program = READ.format(reader=reader)
    read = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60
    )
    assert read.returncode == 0, read.stderr
    sentence, memory = read.stdout.splitlines()
    assert int(memory) < MOST_MEMORY
    return sentence


def workbook(path: Path, part: str, content: Pieces) -> Path:
    """Write a workbook with one part in another's place, or besides the others."""
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with (
        zipfile.ZipFile(made) as sound,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as hostile,
    ):
        for name in sound.namelist():
            if name != part:
                hostile.writestr(name, sound.read(name))
        with hostile.open(part, "w", force_zip64=True) as stream:
            for piece in content:
                stream.write(piece)
    return path


def repeated(text: str, times: int, before: str = "", after: str = "") -> Pieces:
    """Yield a text many times over, a thousand at once."""
    yield before.encode()
    for _ in range(times // 1000):
        yield (text * 1000).encode()
    yield after.encode()


SHEET, SHEET_END = f'<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>"
ROW = '<row><c t="inlineStr"><is><t>{}</t></is></c><c><v>1</v></c></row>'
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FIRST = "xl/worksheets/sheet1.xml"
TOO_LARGE, BROKEN = "blir för stor när den packas upp", "går inte att öppna som Excel-fil"

WORKBOOKS: dict[str, tuple[str, Pieces, str]] = {
    "a cell far out": (FIRST, repeated(FAR, 1000, SHEET, SHEET_END), TOO_LARGE),
    "rows of one far cell": (
        FIRST,
        repeated('<row><c r="XFD1"><v>1</v></c></row>', 50_000, SHEET, SHEET_END),
        TOO_LARGE,
    ),
    "rows of a few letters": (
        FIRST,
        repeated('<row><c t="inlineStr"><is><t>a</t></is></c></row>', 8_000_000, SHEET, SHEET_END),
        TOO_LARGE,
    ),
    "a row far down": (
        FIRST,
        iter([f'{SHEET}<row r="900000000"><c><v>1</v></c></row>{SHEET_END}'.encode()]),
        TOO_LARGE,
    ),
    "a row of millions": (
        FIRST,
        repeated("<c/>", 50_000_000, f"{SHEET}<row>", f"</row>{SHEET_END}"),
        TOO_LARGE,
    ),
    "rows that never end": (FIRST, repeated("<row>", 5_000_000, SHEET), TOO_LARGE),
    "a tag of many parts": (
        FIRST,
        (f' a{n}=""'.encode() if n else f"{SHEET}<row><c".encode() for n in range(1_000_000)),
        TOO_LARGE,
    ),
    "styles without end": (
        "xl/styles.xml",
        repeated("<xf/>", 2_000_000, f'<styleSheet xmlns="{MAIN}"><cellXfs>'),
        TOO_LARGE,
    ),
    "more than is unpacked": (FIRST, repeated(" " * 1000, 600_000, SHEET, SHEET_END), TOO_LARGE),
    "a billion laughs": (FIRST, iter([(LAUGHS + SHEET + ROW.format("&a9;")).encode()]), BROKEN),
    "a file of the computer's": (
        FIRST,
        iter([(OUTSIDE + SHEET + ROW.format("&x;") + SHEET_END).encode()]),
        BROKEN,
    ),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_that_would_fill_the_memory_is_refused(name: str, tmp_path: Path) -> None:
    part, content, words = WORKBOOKS[name]
    sentence = said(workbook(tmp_path / "enkat.xlsx", part, content), "read_table")
    assert "enkat.xlsx" in sentence
    assert words in sentence
    assert "root:" not in sentence


def test_what_a_workbook_links_to_is_not_read(tmp_path: Path) -> None:
    """The other file is not opened, and its values, which the workbook may keep, aren't either."""
    secret = tmp_path / "annan.xlsx"
    secret.write_text("HEMLIGT")
    path = tmp_path / "enkat.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", "b"])
    sheet.append(["1", "=[1]Blad1!$A$1"])
    book.save(path)
    link = f'<externalLink xmlns="{MAIN}"><externalBook><sheetNames/></externalBook></externalLink>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", link)
        target = f'Target="{secret.as_uri()}" TargetMode="External"'
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            f'<Relationships xmlns="http://x"><Relationship Id="rId1" {target}/></Relationships>',
        )
    sentence = said(path, "read_table")
    assert "rad 2 i kolumnen b ser ut som en formel" in sentence
    assert "HEMLIGT" not in sentence


def written(path: Path, content: Pieces) -> Path:
    with path.open("wb") as stream:
        stream.writelines(content)
    return path


MB = 1_000_000
LINES: dict[str, tuple[str, Callable[[], Pieces], str]] = {
    "one cell": ("scan_extract", lambda: repeated("a", 100 * MB), "bara en kolumn"),
    "one header": ("scan_extract", lambda: repeated("a;", 50 * MB), "kolumner i rubrikraden"),
    "one header of an answer": ("read_table", lambda: repeated("a;", 5 * MB), "ha högst 16384"),
    "one row": ("scan_extract", lambda: repeated("a;", 50 * MB, "a;b\n1;2\n"), "vid rad 3"),
    "one cell in a row": ("scan_extract", lambda: repeated("a", 100 * MB, "a;b\n"), "vid rad 2"),
    "a mark never closed": ("scan_extract", lambda: repeated("a;", 50 * MB, 'a;b\n"'), "vid rad 2"),
    "as many marks as rows": (
        "scan_extract",
        lambda: repeated("\n", 3 * MB, "a;b\n1;2\n" + "a;" * 3 * MB),
        "rad 3 har 3000001 celler",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
def test_a_text_of_one_line_is_refused(name: str, tmp_path: Path) -> None:
    reader, content, words = LINES[name]
    path = written(tmp_path / "uttag.csv", content())
    assert words in said(path, reader)
    path.unlink()


@pytest.mark.parametrize(
    "content",
    [repeated("1, ", MB, "a: [", "1]"), repeated("a", 2 * MB, "a: ")],
    ids=["list", "text"],
)
def test_a_large_yaml_is_refused_before_it_is_read(content: Pieces, tmp_path: Path) -> None:
    path = written(tmp_path / "project.yml", content)
    assert "MB men får vara högst 1 MB" in said(path, "load_mapping")
