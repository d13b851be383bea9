"""Rows as dictionaries are those that pandas gives, whatever the columns hold."""

import pandas as pd
import pytest

from ibic_eval.display.row_dicts import row_dicts

FRAMES = {
    "numbers": pd.DataFrame({"whole": [1, 2], "part": [0.5, float("nan")], "true": [True, False]}),
    "nullable": pd.DataFrame(
        {
            "text": pd.array(["a", None], "string"),
            "whole": pd.array([1, None], "Int64"),
            "part": pd.array([None, 0.5], "Float64"),
            "true": pd.array([True, None], "boolean"),
        }
    ),
    "objects": pd.DataFrame({"mixed": ["a", None], "lists": [[1], []], "missing": [pd.NA, 1]}),
    "days": pd.DataFrame({"day": pd.to_datetime(["2020-01-31", None])}),
    "categories": pd.DataFrame({"kind": pd.Categorical(["x", None])}),
    "a name that is no identifier": pd.DataFrame({"LSS|Svar, %": ["1"], 2: ["b"]}),
    "no rows": pd.DataFrame({"a": pd.array([], "Int64")}),
    "another index": pd.DataFrame({"a": [1, 2]}, index=[7, 7]),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_rows_are_those_of_pandas(frame: pd.DataFrame) -> None:
    told, found = frame.to_dict("records"), row_dicts(frame)
    assert repr(found) == repr(told)
    assert [[type(each) for each in row.values()] for row in found] == [
        [type(each) for each in row.values()] for row in told
    ]
