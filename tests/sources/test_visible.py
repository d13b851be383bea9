"""Signs that aren't seen: the same are left out of every kind of file."""

import sys
import unicodedata
from pathlib import Path

import openpyxl
import polars as pl

from ibic_eval.sources.extracts import scan_extract
from ibic_eval.visible import UNSEEN, visible

HIDING = "\u202eA\u200b1\u2066"


def test_polars_leaves_out_what_python_does() -> None:
    # Python's and polars' tables of signs may be of different years: those both know.
    known = [
        chr(n)
        for n in range(sys.maxunicode + 1)
        if unicodedata.category(chr(n)) not in ("Cn", "Cs")
    ]
    left = pl.Series(known).str.replace_all(UNSEEN, "").to_list()
    assert [sign for sign, kept in zip(known, left, strict=True) if kept != visible(sign)] == []
    assert 200 < left.count("") < 300


def test_an_extract_says_the_same_as_text_and_as_workbook(tmp_path: Path) -> None:
    text, book = tmp_path / "uttag.csv", tmp_path / "uttag.xlsx"
    text.write_text(f"na\u200bmn;b\n{HIDING};1\n\u200b;2\n", encoding="utf-8")
    made = openpyxl.Workbook()
    for row in (("na\u200bmn", "b"), (HIDING, "1"), ("\u200b", "2")):
        made.active.append(row)
    made.save(book)
    found = [scan_extract(path).drop("file").collect().rows() for path in (text, book)]
    assert found[0] == found[1] == [(2, "A1", "1"), (3, None, "2")]
    assert "namn" in scan_extract(text).collect_schema()


def test_records_read_one_by_one_are_cleaned_too(tmp_path: Path) -> None:
    path = tmp_path / "uttag.csv"
    path.write_text(f"a;b;\n{HIDING};1;\n{HIDING};2\n", encoding="utf-8")
    assert [row[1] for row in scan_extract(path).collect().rows()] == ["A1", "A1"]
