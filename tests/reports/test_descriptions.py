"""What a figure shows, as a table below it, from its own alt text."""

import pytest
from bs4 import BeautifulSoup

from ibic_eval.display.exhibits import Exhibit, Image
from ibic_eval.reports.descriptions import Described, described, drop_descriptions
from ibic_eval.reports.html import compose
from tests.reports.reports_made import SVG, TEMPLATES, facts

LONG = (
    "Liggande staplar. Livsområden <i>: 100 %, konfidensintervall 98–100 %, n = 123. Punkter till "
    "v. 48 2019: 12 av 30. 1. Tidsplanen håller inte: sannolikhet 2, konsekvens 3 (samma). "
    "2. Någon slutar: nu 2. B. Behovsriktat: delvis nått."
)
ROWS = [
    ("", "Liggande staplar"),
    ("Livsområden <i>", "100 %, konfidensintervall 98–100 %, n = 123"),
    ("Punkter till v. 48 2019", "12 av 30"),
    ("1. Tidsplanen håller inte", "sannolikhet 2, konsekvens 3 (samma)"),
    ("2. Någon slutar", "nu 2"),
    ("B. Behovsriktat", "delvis nått"),
]


def soup_of(*alts: str) -> BeautifulSoup:
    images = tuple(Image(SVG, alt, 200) for alt in alts)
    figure = Exhibit("figur", "a", "Andelar", images, "Egen")
    html = compose([f"<h1>K</h1>{figure._repr_html_()}"], facts(False), TEMPLATES).html
    return BeautifulSoup(html, "html.parser")


def test_each_sentence_is_a_row_with_a_name_and_what_it_shows() -> None:
    soup = soup_of(LONG)
    assert described(soup) == [Described("Figur 1", *row) for row in ROWS]
    details = soup.select_one("figure details")
    assert details is not None
    assert details.summary is not None
    assert details.summary.get_text() == "Figur 1 som tabell"
    told = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in details("tr")]
    assert told == [["Rad", "Visar"], *([*filter(None, row)] for row in ROWS)]
    assert all(head.get("scope") for head in details.find_all("th"))


def test_all_parts_of_a_figure_are_in_one_table() -> None:
    soup = soup_of(LONG, "Hemtjänst: 12 %.", "")
    assert len(soup.select("details")) == 1
    assert soup.select("details tr")[-1].get_text() == "Hemtjänst12 %"


@pytest.mark.parametrize("alt", ["Andelen är 52 procent.", "", "Ett enda ord " * 20])
def test_a_short_text_or_a_single_sentence_needs_no_table(alt: str) -> None:
    assert soup_of(alt).select("details") == []


def test_paper_has_the_figures_alt_texts_and_no_closed_tables() -> None:
    soup = soup_of(LONG)
    drop_descriptions(soup)
    assert soup.select("details") == []
    assert [image["alt"] for image in soup.select("figure img")] == [LONG]
