"""Files made to fill the memory or to reach other files: one sentence, and little memory.

Each is read in a process of its own, whose peak of memory is measured.
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MOST_MEMORY = 600  # MB above what the program itself takes, of which 200 is for the file's text
LONGEST = 60  # seconds
READ = f"""
import json, os, resource, signal, sys
from pathlib import Path
from ibic_eval.codebook.strict_yaml import load_mapping
from ibic_eval.errors import InputError
from ibic_eval.sources.extracts import scan_extract
from ibic_eval.sources.responses import read_table

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

def read(reader, path):
    signal.alarm({LONGEST})
    before = peak()
    try:
        found = globals()[reader](Path(path))
        said = str(found.frame.to_dict("list") if hasattr(found, "frame") else found.collect())
    except InputError as error:
        said = str(error)
    print(json.dumps([said, peak() - before]), flush=True)

for line in sys.stdin:
    if os.fork():
        if os.wait()[1]:
            print("null", flush=True)
        continue
    try:
        read(*json.loads(line))
        os._exit(0)
    finally:
        os._exit(1)
"""

Pieces = Iterator[bytes]
Said = Callable[[Path, str], str]


@pytest.fixture(scope="module")
def said() -> Iterator[Said]:
    """Return what tells what a reader says of a file, after the memory has been looked at.

    The program is started once, and forks for each file.
    """
    command = [sys.executable, "-c", READ]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, bufsize=1) as process:
        ask, answers = process.stdin, process.stdout
        assert ask is not None
        assert answers is not None

        def read(path: Path, reader: str) -> str:
            ask.write(json.dumps([reader, str(path)]) + "\n")
            answer = json.loads(answers.readline())
            assert answer is not None, "the reader died or took too long"
            sentence, memory = answer
            assert memory < MOST_MEMORY
            return sentence

        yield read
        ask.close()


def workbook(path: Path, part: str, content: Pieces) -> Path:
    """Write a workbook with one part in another's place, or besides the others."""
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with (
        zipfile.ZipFile(made) as sound,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as hostile,
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
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="30000"><c r="XFD30000"><v>1</v></c></row>'
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FIRST = "xl/worksheets/sheet1.xml"
TOO_LARGE, BROKEN = "blir för stor när den packas upp", "går inte att öppna som Excel-fil"

K, M = 1000, 1_000_000


def many(text: str, before: str = SHEET, after: str = SHEET_END) -> Callable[[int], Pieces]:
    return lambda times: repeated(text, times, before, after)


def once(text: str) -> Callable[[int], Pieces]:
    return lambda _: iter([text.encode()])


def parts(times: int) -> Pieces:
    yield f"{SHEET}<row><c".encode()
    yield from (f' a{n}=""'.encode() for n in range(times))


# The part, what makes its content, how many times to be just too large and far too large, and words
WORKBOOKS: dict[str, tuple[str, Callable[[int], Pieces], tuple[int, ...], str]] = {
    "a cell far out": (FIRST, many(FAR), (K,), TOO_LARGE),
    "a cell at the last row": (
        FIRST, many(FAR.replace("30000", "1048576")), (0, K), TOO_LARGE,
    ),
    "rows of one far cell": (
        FIRST, many('<row><c r="XFD1"><v>1</v></c></row>'), (0, 50 * K), TOO_LARGE,
    ),
    "rows of a few letters": (
        FIRST, many('<row><c t="inlineStr"><is><t>a</t></is></c></row>'), (1100 * K, 8 * M),
        TOO_LARGE,
    ),
    "a row far down": (
        FIRST, once(f'{SHEET}<row r="900000000"><c><v>1</v></c></row>{SHEET_END}'), (1,), TOO_LARGE,
    ),
    "a row of millions": (
        FIRST, many("<c/>", f"{SHEET}<row>", f"</row>{SHEET_END}"), (600 * K, 50 * M), TOO_LARGE,
    ),
    "rows that never end": (FIRST, many("<row>", after=""), (600 * K, 5 * M), TOO_LARGE),
    "a tag of many parts": (FIRST, parts, (400 * K, M), TOO_LARGE),
    "styles without end": (
        "xl/styles.xml",
        many("<xf/>", f'<styleSheet xmlns="{MAIN}"><cellXfs>', ""),
        (600 * K, 2 * M),
        TOO_LARGE,
    ),
    "more than is unpacked": (FIRST, many(" " * K), (530 * K,), TOO_LARGE),
    "a billion laughs": (FIRST, once(LAUGHS + SHEET + ROW.format("&a9;")), (1,), BROKEN),
    "a file of the computer's": (
        FIRST, once(OUTSIDE + SHEET + ROW.format("&x;") + SHEET_END), (1,), BROKEN,
    ),
}  # fmt: skip
LARGE = [
    pytest.param(name, times, marks=pytest.mark.slow if place else (), id=f"{name} {times}")
    for name, (_, _, sizes, _) in WORKBOOKS.items()
    for place, times in enumerate(sizes)
    if times
]


@pytest.mark.parametrize(("name", "times"), LARGE)
def test_a_workbook_that_would_fill_the_memory_is_refused(
    said: Said, name: str, times: int, tmp_path: Path
) -> None:
    part, content, _, words = WORKBOOKS[name]
    sentence = said(workbook(tmp_path / "enkat.xlsx", part, content(times)), "read_table")
    assert "enkat.xlsx" in sentence
    assert words in sentence
    assert "root:" not in sentence


def test_what_a_workbook_links_to_is_not_read(said: Said, tmp_path: Path) -> None:
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
def test_a_text_of_one_line_is_refused(said: Said, name: str, tmp_path: Path) -> None:
    reader, content, words = LINES[name]
    path = written(tmp_path / "uttag.csv", content())
    assert words in said(path, reader)
    path.unlink()


@pytest.mark.parametrize(
    "content",
    [repeated("1, ", MB, "a: [", "1]"), repeated("a", 2 * MB, "a: ")],
    ids=["list", "text"],
)
def test_a_large_yaml_is_refused_before_it_is_read(
    said: Said, content: Pieces, tmp_path: Path
) -> None:
    path = written(tmp_path / "project.yml", content)
    assert "MB men får vara högst 1 MB" in said(path, "load_mapping")
