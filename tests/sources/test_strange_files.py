"""Whatever a file holds, its reader gives a table or one sentence: never another error.

Bytes are drawn at random, and made of sound files with something changed in them.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ibic_eval.codebook.strict_yaml import load_mapping
from ibic_eval.errors import InputError
from ibic_eval.runs.project import PACKAGE_CHECKOUT
from ibic_eval.runs.theme import own_theme
from ibic_eval.sources.follow_up import read_filled
from ibic_eval.sources.introductions import read_introduction
from ibic_eval.sources.own_texts import read_own_text
from ibic_eval.sources.projects import read_project_plan
from ibic_eval.sources.readiness import read_readiness
from ibic_eval.sources.responses import read_table

OWN = PACKAGE_CHECKOUT / "data" / "municipalities"
CSV = "kommentar;kalla;datum;roll;text;citat\nT1;möte;2024-01-02;utförare;”Bra”;\n".encode()
TEXT = "# Rubrik\n\nEn [länk](https://exempel.se) och *betoning*.\n".encode()
THEME = b'namn: A\nfarg: "#0b3c6f"\nlogotyp: l.svg\nlogotyp_text: B\n'
NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"=cmd|' /C calc'!A0", "\u202e\u2066".encode(), b'"',
    b"\r", b"<script>alert(1)</script>", b"{{ 7 * 7 }}", b"&a [*a]", b"!!python/name:os.system",
    b"../../", b"- ", b": ", b"\t", b"1e999", b"9" * 400, b"2024-13-45", "\ud7ff𝒳é".encode(),
)  # fmt: skip


def _book() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in CSV.decode().splitlines():
        sheet.append(line.split(";"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# A file's name, sound content, and its reader
READERS: dict[str, tuple[bytes, Callable[[Path], object]]] = {
    "kommentarer.csv": (CSV, read_filled),
    "kommunenkat.csv": (CSV, read_table),
    "beredskap.csv": (CSV, read_readiness),
    "kommunenkat.xlsx": (_book(), read_table),
    "inforande.yml": ((OWN / "9001-demokommun-001/inforande.yml").read_bytes(), read_introduction),
    "project.yml": ((OWN / "1489-alingsas/project.yml").read_bytes(), read_project_plan),
    "något.yml": (b"a: &x [1, 2]\nb: *x\n", load_mapping),
    "lardomar.md": (TEXT, read_own_text),
    "utseende.yml": (THEME, lambda path: own_theme(path.parent)),
}


def read(name: str, content: bytes) -> None:
    """Read a file of a name with some content; anything but InputError is let through."""
    with tempfile.TemporaryDirectory(prefix="9001-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            READERS[name][1](path)
        except InputError as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 700


changes = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 8), st.sampled_from(NASTY) | st.binary(max_size=9)),
    min_size=1,
    max_size=4,
)


def changed(content: bytes, each: list[tuple[float, int, bytes]]) -> bytes:
    """Return content with bytes put in, some in others' place."""
    for where, gone, put in each:
        place = round(where * len(content))
        content = content[:place] + put + content[place + gone :]
    return content


@pytest.mark.parametrize("name", READERS)
@given(st.binary(max_size=200))
@example(b"")
@example(b"PK\x03\x04")
@example(b"[" * 3000)
@example(b'a,b\n"')
def test_any_bytes_are_read_or_refused_in_a_sentence(name: str, content: bytes) -> None:
    read(name, content)


@pytest.mark.parametrize("name", [name for name in READERS if name != "project.yml"])
@given(changes)
def test_a_sound_file_that_was_changed_is_read_or_refused_in_a_sentence(
    name: str, each: list[tuple[float, int, bytes]]
) -> None:
    read(name, changed(READERS[name][0], each))


@pytest.mark.slow
@given(changes)
@example([(0.0, 0, b"9" * 400)])  # was found: the whole of a long key was repeated
def test_a_plan_that_was_changed_is_read_or_refused_in_a_sentence(
    each: list[tuple[float, int, bytes]],
) -> None:
    read("project.yml", changed(READERS["project.yml"][0], each))


@given(st.sampled_from(sorted(zipfile.ZipFile(io.BytesIO(_book())).namelist())), changes)
def test_a_workbook_with_a_changed_part_is_read_or_refused_in_a_sentence(
    part: str, each: list[tuple[float, int, bytes]]
) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as sound, zipfile.ZipFile(written, "w") as new:
        for name in sound.namelist():
            inside = sound.read(name)
            new.writestr(name, changed(inside, each) if name == part else inside)
    read("kommunenkat.xlsx", written.getvalue())
