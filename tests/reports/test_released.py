"""The numbers of a report's tables, one by one, read from what the report shows."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.display.exhibits import Exhibit
from ibic_eval.reports.html import compose
from ibic_eval.reports.released import Released, number_in, released_numbers, report_tables
from tests.reports.reports_made import ROWS, TEMPLATES, facts, made_report, table_of

BLANK = {"value": None, "low": None, "high": None, "n": None}


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def cells(*texts: str) -> list[Released]:
    """Return the cells of a table of one row."""
    exhibit = Exhibit("tabell", "b", "Tal", (table_of(*texts),), "Egen")
    html = compose([f"<h1>K</h1>{exhibit._repr_html_()}"], facts(False), TEMPLATES).html
    (table,) = report_tables(soup(html))
    return list(released_numbers(table))


def test_tables_come_with_their_number_caption_and_notes() -> None:
    long, short = report_tables(soup(made_report()))
    assert (long.label, long.caption) == ("Tabell 1", "Lång")
    assert long.notes == ("En not.", "Källa: Egen")
    assert short.label == "Tabell 2"
    assert len(list(released_numbers(long))) == 3 * ROWS


@pytest.mark.parametrize(
    ("shown", "numbers", "unit", "status"),
    [
        ("5 %", {"value": 5}, "%", "visas"),
        ("12 345", {"value": 12345}, "", "visas"),
        ("−1,25", {"value": -1.25}, "", "visas"),
        ("±0,0", {"value": 0}, "", "visas"),
        ("+1,5 (−0,5 till +3,5)", {"value": 1.5, "low": -0.5, "high": 3.5}, "", "visas"),
        ("52 % (42–67 %)", {"value": 52, "low": 42, "high": 67}, "%", "visas"),
        (
            "52 % (KI 42–67 %, n 1 077)",
            {"value": 52, "low": 42, "high": 67, "n": 1077},
            "%",
            "visas",
        ),
        ("9 av 19 (47 %)", {"value": 47, "n": 19}, "%", "visas"),
        ("x", {}, "", "dold"),
        ("–", {}, "", "saknas"),
        ("4.1.2", {}, "", "text"),
        ("2018–2020", {}, "", "text"),
        ("U28532", {}, "", "text"),
        ("≤ 123", {}, "", "text"),
    ],
)
def test_a_cell_is_read_as_the_numbers_it_shows(
    shown: str, numbers: dict[str, float], unit: str, status: str
) -> None:
    found = cells("7", shown.replace("<", "&lt;"), "ord")[1]
    assert (found.row, found.column) == ("Grupp – Rad r", "Andel")
    assert {name: getattr(found, name) for name in BLANK} == BLANK | numbers
    assert (found.shown, found.unit, found.status) == (shown, unit, status)


def test_an_interval_alone_is_one_only_below_a_head_that_says_so() -> None:
    among = cells("1", "42–97 %", "42–97 %")
    assert (among[1].low, among[1].status) == (None, "text")
    assert (among[2].low, among[2].high, among[2].value) == (42, 97, None)


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_number_as_the_report_writes_it_is_read_back(whole: int, decimals: int) -> None:
    value = whole / 10**decimals
    text = f"{value:,.{decimals}f}".replace(",", "\xa0").replace(".", ",").replace("-", "−")
    assert number_in(text) == (pytest.approx(value), "")
    assert number_in(f"{text}\xa0%") == (pytest.approx(value), "%")


@given(st.text(max_size=12))
def test_any_other_text_is_no_number(text: str) -> None:
    found = number_in(text)
    assert found is None or any(letter.isdigit() for letter in text)


SPANNING = """<figure class="exhibit table"><figcaption><span class="number">Tabell 9.</span> A
</figcaption><table><thead>
<tr><th rowspan="2">Läge</th><th colspan="2">Mål</th><th rowspan="2">Alla</th></tr>
<tr><th>0</th><th>1</th></tr></thead>
<tbody><tr><th>Lätt</th><td>1</td><td>2</td><td>3</td></tr></tbody></table></figure>"""


def test_heads_over_several_columns_and_rows_are_found_without_ids() -> None:
    (table,) = report_tables(soup(SPANNING))
    found = [(each.row, each.column, each.value) for each in released_numbers(table)]
    assert found == [("Lätt", "Mål – 0", 1), ("Lätt", "Mål – 1", 2), ("Lätt", "Alla", 3)]
