"""What a plan states: figures, words and times, and what stands where it doesn't know."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook import project_times as times
from ibic_eval.codebook import project_values as values
from ibic_eval.codebook.project_values import Stated
from ibic_eval.errors import InputError


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        (507, Stated(507.0)),
        ("435,5", Stated(435.5)),
        ("5 776", Stated(5776.0)),
        (0, Stated(0.0)),
        ({"ca": 750}, Stated(750.0, "ca 750", True)),
        ({"ca": 390, "skrivet": "drygt 390"}, Stated(390.0, "drygt 390", True)),
        ({"okant": "XX"}, Stated(None, "XX")),
        ({"okant": ""}, Stated()),
        (None, Stated()),
    ],
)
def test_a_figure_is_read(written: object, stated: Stated[float]) -> None:
    assert values.read_figure(written, "x") == stated


@pytest.mark.parametrize("written", ["XX", "?", "", True, [1], "1-2", {"okant": "?", "ca": 1}])
def test_what_is_no_figure_is_refused(written: object) -> None:
    with pytest.raises(InputError, match=r"^x "):
        values.read_figure(written, "x")


@given(st.text(alphabet="X?x. kr", max_size=12).filter(lambda text: text.strip() != "..."))
def test_an_unknown_figure_is_never_a_number(says: str) -> None:
    stated = values.read_figure({"okant": says}, "x")
    assert stated.value is None
    assert stated.says == " ".join(says.split())


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        (2023, "2023-01-01", "2023-12-31"),
        ("2023-vt", "2023-01-01", "2023-06-30"),
        ("2023-ht", "2023-07-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        (dt.date(2023, 2, 15), "2023-02-15", "2023-02-15"),
        ("2023-12/2024-01", "2023-12-01", "2024-01-31"),
    ],
)
def test_a_time_is_as_long_as_it_is_coarse(written: object, first: str, last: str) -> None:
    span = times.read_span(written, "x")
    assert (str(span.first), str(span.last)) == (first, last)


def test_a_time_may_have_no_end() -> None:
    assert times.read_span("2024-02/", "x") == times.Span(dt.date(2024, 2, 1), None)


@pytest.mark.parametrize("written", ["feb 2023", "2023-13", "2023-02-30", "23-02", "", "2023-v8"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="2023-vt"):
        times.read_span(written, "x")


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="slutar före sin början"):
        times.read_span("2024-01/2023-12", "x")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_a_day_lies_in_its_month_half_year_and_year(day: dt.date) -> None:
    half = "vt" if day.month <= 6 else "ht"
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}-{half}", f"{day:%Y}"):
        span = times.read_span(text, "x")
        assert span.last is not None
        assert span.first <= day <= span.last


def test_times_of_day_are_their_length_in_hours() -> None:
    assert times.read_clock("08.30-16.00", "x") == 7.5
    with pytest.raises(InputError, match=r"08\.30-16\.00"):
        times.read_clock("16.00-08.30", "x")


@pytest.mark.parametrize(
    "written",
    ["Skriv till nagon@example.se", "Ring 0480-45 00 00", "Ring 070-123 45 67", "191212121212"],
)
def test_personal_details_are_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(InputError, match="bara roller") as caught:
        values.read_text(written, "x")
    assert written not in str(caught.value)


@pytest.mark.parametrize(
    "written", ["2023-03-01-2023-12-31", "Dnr 2015.270.720 VÄN", "Projektkod 48684", "903 264 kr"]
)
def test_days_numbers_and_amounts_are_no_personal_details(written: str) -> None:
    assert values.read_text(written, "x") == written


def test_the_dots_of_the_template_are_no_text() -> None:
    with pytest.raises(InputError, match="inte ifyllt"):
        values.read_words("...", "x")


def test_a_source_needs_a_document_and_a_place() -> None:
    source = values.read_source("plan, s. 18, tabell 4", "x")
    assert (source.document, source.place) == ("plan", "s. 18, tabell 4")
    for bad in ("plan", "plan,", "en plan, s. 1", None):
        with pytest.raises(InputError, match="tabell 4"):
            values.read_source(bad, "x")
