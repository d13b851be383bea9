"""Tables are the same whichever way the library is given their cells, and are made in silence."""

import warnings

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.display import tables

COLUMNS = ["Del", "LSS|Svar", "LSS|95 % KI", "Omdöme", "Slag"]
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
ROWS = st.lists(st.tuples(*[CELLS | st.sampled_from(["<b>", "a & b", "–", "x"])] * 5), min_size=1)


@given(ROWS)
def test_a_table_of_arrow_is_that_of_pandas(rows: list[tuple[str, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values("Slag", kind="stable")
    made = tables._markup(frame, "delar", ["Omdöme"], "Slag")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_as_arrow", lambda rows, keys: rows.set_axis(keys, axis=1))
        assert tables._markup(frame, "delar", ["Omdöme"], "Slag") == made


def test_a_table_warns_of_nothing_and_shows_cells_as_text() -> None:
    rows = pd.DataFrame({"Del": ["<b>"], "n": ["1 204"]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = tables.table(rows, slug="x", caption="Delar.", source="Källa")._repr_html_()
    assert "&lt;b&gt;" in shown and "1 204" in shown


def test_a_cell_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError):
        tables.table(pd.DataFrame({"Del": ["a"], "n": [1]}), slug="x", caption="c", source="k")
