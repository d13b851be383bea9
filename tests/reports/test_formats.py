"""Which formats are asked for, and where each lies."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.reports.formats import FORMATS, asked_formats, format_file, write_format
from tests.reports.reports_made import TEMPLATES, made_report


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("html", ()),
        ("html,pdf", ("pdf",)),
        ("PDF", ("pdf",)),
        (" xlsx , html,pdf,xlsx", ("pdf", "xlsx")),
    ],
)
def test_formats_are_named_in_a_list_and_html_is_always_made(text: str, asked: tuple) -> None:
    assert asked_formats(text) == asked


@pytest.mark.parametrize("text", ["odt", "html,,pdf", ""])
def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(text: str) -> None:
    with pytest.raises(InputError, match=r"finns inte\. Ange ett eller flera av html, pdf"):
        asked_formats(text)


def test_each_format_lies_beside_the_html() -> None:
    assert [format_file("rapport.html", name) for name in FORMATS] == [
        "rapport.pdf",
        "rapport.docx",
        "rapport.xlsx",
        "rapport-figurer.zip",
    ]


def test_each_format_is_written_from_the_html_alone(tmp_path: Path) -> None:
    report = tmp_path / "rapport.html"
    report.write_text(made_report(), "utf-8")
    starts = {"pdf": b"%PDF-1.7"}
    for name in FORMATS:
        content = write_format(report, name, TEMPLATES).read_bytes()
        assert content.startswith(starts.get(name, b"PK"))
    assert len(list(tmp_path.iterdir())) == 1 + len(FORMATS)


def test_a_format_of_a_report_that_is_not_there_is_an_error_and_writes_nothing(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError):
        write_format(tmp_path / "rapport.html", "xlsx", TEMPLATES)
    assert list(tmp_path.iterdir()) == []
