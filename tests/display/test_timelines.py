"""Table 4 as lines: every printed value stands at its point, and nothing overlaps."""

import pandas as pd
import pytest

from ibic_eval.display import timelines
from ibic_eval.display.exhibits import Prose

NAMES = {"aldreomsorg": "Äldreomsorg", "lss": "Funktionsnedsättning, LSS"}


@pytest.fixture
def table_4() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": "infort_ibic",
            "section": ["Tabell 4"] * 4 + ["4.1.1"],
            "area": ["aldreomsorg", "aldreomsorg", "lss", "lss", "lss"],
            "year": [2018, 2019, 2018, 2019, 2019],
            "low": [61.0, 68.0, 40.0, 62.0, 99.0],
            "n": [223, 243, 223, 243, 243],
        }
    )


def shown(published):
    return timelines.published_timeline(
        published, NAMES, item="infort_ibic", section="Tabell 4", slug="t", caption="x", source="y"
    )


def test_alt_text_holds_each_value_of_the_section_only(table_4):
    alt = shown(table_4).alt.replace("\u00a0", " ")
    assert "Äldreomsorg: 2018 61 % (n = 223), 2019 68 % (n = 243)." in alt
    assert "99" not in alt


def test_the_same_table_gives_the_same_bytes(table_4):
    assert shown(table_4) == shown(table_4)


def test_no_label_lies_over_another(table_4, drawn, clashes):
    figures = drawn(timelines)
    shown(table_4)
    assert clashes(figures[0]) == []


def test_without_rows_the_exhibit_says_so(table_4):
    assert isinstance(shown(table_4.iloc[4:]), Prose)
