"""Tables are semantic HTML: every cell has its headers, every number its form."""

import pandas as pd
from bs4 import BeautifulSoup

from ibic_eval.display import survey_tables
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.tables import table


def test_cells_have_headers_and_no_style_of_their_own():
    rows = pd.DataFrame({"Fråga": ["A & B"], "Andel av n": ["–"], "Svar": ["Ja"]})
    shown = table(rows, slug="t", caption="Prov.", source="k", words=["Svar"])
    soup = BeautifulSoup(shown._repr_html_(), "html.parser")
    assert [head["scope"] for head in soup.select("thead th")] == ["col"] * 3
    assert soup.select_one("tbody th")["scope"] == "row"
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    assert all(set(cell["headers"]) <= ids for cell in soup.select("td"))
    assert not soup.find("style") and not soup.find(class_="gt_table")
    assert [cell.get("style") for cell in soup.select("td")] == [
        "text-align:right;white-space:nowrap",
        "text-align:left",
    ]
    assert "– = uppgift saknas." in shown.notes
    assert soup.select_one("tbody th").text == "A & B"


def test_an_empty_table_says_what_is_missing():
    assert isinstance(table(pd.DataFrame(), slug="t", caption="Prov.", source="k"), Prose)


def test_table_6_keeps_what_its_tests_leave_unknown(cells):
    tests = pd.DataFrame(
        {
            "area": ["lss"],
            "users": [10],
            "others": [12],
            "users_share": [10 / 22],
            "ci_low": [0.244],
            "ci_high": [0.678],
            "p_even_holm": [0.83],
            "p_published_holm": [0.0004],
            "note": ["Gruppernas storlek är inte tryckt."],
        }
    )
    shown = survey_tables.table_6(tests, slug="t", caption="x", source="y")
    assert cells(shown)[1] == ["LSS", "10", "12", "45 %", "24–68 %", "0,83", "< 0,001"]
    assert shown.notes[-1] == "Gruppernas storlek är inte tryckt."


def test_printed_figures_keep_their_place(cells):
    published = pd.DataFrame(
        {
            "item": ["dok", "dok", "annat"],
            "area": ["lss", "alla", "alla"],
            "answer": ["ja+delvis", "antal", "x"],
            "unit": ["procent", "antal", "antal"],
            "low": [93.0, 1234.0, 1.0],
            "high": [93.0, 1234.0, 1.0],
            "n": pd.array([135, pd.NA, 1], dtype="Int64"),
            "year": [2019, 2019, 2019],
            "section": ["4.1.2", "4.1.1", "1"],
        }
    )
    shown = survey_tables.published_table(
        published, {"dok": "Dokumenterar"}, slug="t", caption="x", source="y"
    )
    assert cells(shown)[1:] == [
        ["Dokumenterar", "LSS", "Ja eller delvis", "93 %", "135", "2019", "4.1.2"],
        ["Dokumenterar", "Alla", "antal", "1 234", "–", "2019", "4.1.1"],
    ]
