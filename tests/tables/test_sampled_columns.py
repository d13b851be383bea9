"""A sample tells how a column is written, and says so where it can't tell."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from ibic_eval.codebook.variables import Variable, load_codebook
from ibic_eval.sources.mapping_tables import plain
from ibic_eval.tables.sampled_columns import (
    FORMS,
    code_values,
    decimal_sign,
    doubt,
    fitting_forms,
    known_key,
)

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"
DAYS = [dt.date(2019, 12, 1) + dt.timedelta(days=17 * step) for step in range(40)]


def series(*texts: str | None) -> pl.Series:
    return pl.Series(list(texts), dtype=pl.String)


def variable(name: str) -> Variable:
    return load_codebook(CODEBOOKS / "arenden.yml").variable(name)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_days_is_found_alone(form: str) -> None:
    texts = [
        str((day - dt.date(1899, 12, 30)).days) if form == "excel" else day.strftime(form)
        for day in DAYS
    ]
    expected = [form]
    if form in ("%y-%m-%d", "%d-%m-%y"):  # 19-12-01 … can be read both ways until a 32nd year
        expected = list(fitting_forms(series(*texts)))
        assert form in expected
    assert list(fitting_forms(series(*texts, None))) == expected


def test_days_that_fit_two_forms_are_left_open() -> None:
    assert set(fitting_forms(series("01/02/2020", "03/04/2020"))) == {"%d/%m/%Y", "%m/%d/%Y"}


def test_slips_are_told_by_the_share_and_a_mixture_by_nothing() -> None:
    days = ["2020-01-02"] * 19
    assert fitting_forms(series(*days, "20/1")) == {"%Y-%m-%d": 0.95}
    assert fitting_forms(series(*days, *["02/01/2020"] * 19)) == {}
    assert fitting_forms(series(None, None)) == {}


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,5", "2"], ","),
        (["1.5", "2"], "."),
        (["1", "2"], ""),
        (["1,5", "1.5"], "VÄLJ"),
        (["1,500", "2,250"], "VÄLJ"),
        (["1,500", "2,25"], ","),
    ],
)
def test_the_decimal_sign_is_found_or_left_open(texts: list[str], sign: str) -> None:
    assert decimal_sign(series(*texts)) == sign


def test_known_codes_are_translated_and_unknown_ones_left_open() -> None:
    known = {plain("SoL äldre"): "aldreomsorg", plain("LSS §*"): "lss"}
    texts = [*["sol ÄLDRE"] * 2, "LSS § 9", *["SoL"] * 5, "lss", None]
    assert code_values(series(*texts), variable("omrade"), known) == (
        {"SoL": "VÄLJ", "sol ÄLDRE": "aldreomsorg", "lss§*": "lss"},
        0,
    )


@pytest.mark.parametrize("text", ["Ring hennes son", "Anna Åberg", "19121212-1212", "x" * 50])
def test_what_may_be_about_somebody_is_counted_and_not_repeated(text: str) -> None:
    rows = 4 if text == "Ring hennes son" else 50
    assert code_values(series(*[text] * rows), variable("omrade"), {}) == ({}, 1)


def test_the_longest_beginning_decides() -> None:
    known = {"d1*": "a", "d11*": "b", "d11x": ""}
    keys = [known_key(text, known) for text in ("D1 2", "d110", "d11X", "d2")]
    assert keys == ["d1*", "d11*", "d11x", ""]


@pytest.mark.parametrize(
    ("name", "texts", "unlike"),
    [
        ("person", ["Anna Berg"] * 9, "beteckningar"),
        ("person", ["P1", "9f3-a"], ""),
        ("sidor", ["hög"], "tal"),
        ("sidor", ["1 200,5"], ""),
        ("utfall", [f"text {number}" for number in range(40)], "många olika"),
        ("enhet", [None], "tom"),
    ],
)
def test_a_column_unlike_what_it_was_taken_for_is_doubted(
    name: str, texts: list[str | None], unlike: str
) -> None:
    found = doubt(series(*texts), variable(name))
    assert unlike in found
    assert bool(found) == bool(unlike)
