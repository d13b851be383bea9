"""Formulas are told from lists, signed numbers and telephone numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.sources.formulas import is_formula

FORMULAS = [
    "=1+1",
    "=HYPERLINK(1)",
    "@SUM(1)",
    "+SUM(A1:B2)",
    "-summa(a1)",
    "--A1",
    "-(A1)",
    "+$B$12",
    "+1*A1",
    "-A1+2",
    "+WEBSERVICE(B2)",
    "-2+3+cmd|' /C calc'!A0",
    "+ cmd|' /C calc'!A0",
]
WORDS = [
    "- mer tid",
    "-mer tid",
    "-bra\n-dåligt",
    "– tankstreck",
    "+ bra dialog",
    "+/- noll",
    "+46 70 123 45 67",
    "-1,5",
    "+3",
    "-10 procent",
    "-",
    "--",
    "- A1 (en enhet)",
    "-A4-papper går åt",
    "-utbildning (två dagar)",
    "1=1",
    "a@b.se",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_seen(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_and_numbers_are_no_formulas(text: str) -> None:
    assert not is_formula(text)


@given(sign=st.sampled_from("+-"), words=st.text("abåäö ,.()0123456789-", max_size=60))
def test_a_dash_and_a_blank_always_begin_words(sign: str, words: str) -> None:
    assert not is_formula(f"{sign} {words}")
