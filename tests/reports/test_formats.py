"""Which formats are asked for, and where each lies."""

import pytest

from ibic_eval.errors import InputError
from ibic_eval.reports.formats import FORMATS, asked_formats, format_file


@pytest.mark.parametrize(
    ("text", "asked"),
    [("html", ()), ("html,pdf", ("pdf",)), ("PDF", ("pdf",)), (" pdf , html,pdf", ("pdf",))],
)
def test_formats_are_named_in_a_list_and_html_is_always_made(text: str, asked: tuple) -> None:
    assert asked_formats(text) == asked


@pytest.mark.parametrize("text", ["odt", "html,,pdf", ""])
def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(text: str) -> None:
    with pytest.raises(InputError, match=r"finns inte\. Ange ett eller flera av html, pdf"):
        asked_formats(text)


def test_each_format_lies_beside_the_html() -> None:
    assert [format_file("rapport.html", name) for name in FORMATS] == [
        f"rapport.{name}" for name in FORMATS
    ]
