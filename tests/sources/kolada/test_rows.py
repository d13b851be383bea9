"""Rows of the API become a table where confidential, missing and withdrawn are told apart."""

import pandas as pd
import pytest

from ibic_eval.sources.kolada.rows import VALUE_TYPES, values_table
from tests.kolada_server import Node, row, value


def statuses(*values: Node) -> list[tuple[object, str]]:
    table = values_table([row("U21468", "1489", 2018, *values)]).table
    return list(zip(table["value"], table["status"], strict=True))


@pytest.mark.parametrize(
    ("sign", "status"),
    [
        ("..", "dold"),
        ("Privacy", "dold"),
        ("-", "saknas"),
        ("Missing", "saknas"),
        ("", "saknas"),
        (None, "saknas"),
        (".", "ej_aktuell"),
    ],
)
def test_nothing_has_a_reason(sign: str, status: str) -> None:
    [(number, found)] = statuses({**value(None), "status": sign})
    assert number is pd.NA
    assert found == status


def test_a_value_has_none() -> None:
    assert statuses(value(71.25)) == [(71.25, "")]
    assert statuses(value(0)) == [(0.0, "")]


def test_a_confidential_value_is_not_kept() -> None:
    [(number, status)] = statuses(value(71.25, status=".."))
    assert number is pd.NA
    assert status == "dold"


def test_unknown_signs_are_told_of() -> None:
    values = values_table([row("U21468", "1489", 2018, value(None, status="?"))])
    assert values.table["status"].tolist() == ["saknas"]
    assert values.unknown_signs == ("?",)


def test_withdrawn_values_are_dropped_and_counted() -> None:
    withdrawn = [value(70, "K", deleted=True), value(None, "M", deleted=True)]
    values = values_table([row("U21468", "1489", 2018, value(71), *withdrawn)])
    assert values.table["gender"].tolist() == ["T"]
    assert values.deleted == 2


def test_genders_are_kept_and_rows_are_in_order() -> None:
    rows = [
        row("U21468", "1489", "2020", value(3, "M"), value(1, "T"), value(2, "K")),
        row("U21468", "0880", 2018, value(4)),
    ]
    table = values_table(rows).table
    assert dict(table.dtypes.astype(str)) == VALUE_TYPES
    assert table["municipality"].tolist() == ["0880", "1489", "1489", "1489"]
    assert table["gender"].tolist() == ["T", "K", "M", "T"]
    assert table["year"].tolist() == [2018, 2020, 2020, 2020]


def test_no_rows_are_an_empty_table() -> None:
    table = values_table([]).table
    assert dict(table.dtypes.astype(str)) == VALUE_TYPES
    assert table.empty
