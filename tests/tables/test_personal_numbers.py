"""Personal numbers are found in every common form, and other numbers are let be."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.tables.personal_numbers import holds_personal_number


def with_check_digit(nine: str) -> str:
    """Return the digits with their check digit (modulo 10, weights 2 and 1)."""
    products = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    total = sum(product // 10 + product % 10 for product in products)
    return nine + str(-total % 10)


BIRTHS = st.dates(dt.date(1900, 1, 1), dt.date(2020, 12, 31))
SERIALS = st.integers(1, 999)


@given(BIRTHS, SERIALS, st.sampled_from([0, 60]), st.sampled_from(["", "-", "+", " ", "–", " - "]))
def test_every_form_is_found(birth: dt.date, serial: int, extra: int, mark: str) -> None:
    day = f"{birth:%y%m}{birth.day + extra:02}"
    ten = with_check_digit(f"{day}{serial:03}")
    century = f"{birth.year // 100}"
    for number in (f"{ten[:6]}{mark}{ten[6:]}", f"{century}{ten[:6]}{mark}{ten[6:]}"):
        assert holds_personal_number(number)
        assert holds_personal_number(f"Hör av er till {number}, tack; 08-12 34 56.")
        assert holds_personal_number(f"x{number}y")


@given(BIRTHS, SERIALS, st.integers(1, 9))
def test_a_wrong_check_digit_is_let_be(birth: dt.date, serial: int, shift: int) -> None:
    ten = with_check_digit(f"{birth:%y%m%d}{serial:03}")
    wrong = ten[:9] + str((int(ten[9]) + shift) % 10)
    assert not holds_personal_number(f"{wrong[:6]}-{wrong[6:]}")


@pytest.mark.parametrize(
    "text", ["", "2020-11-30", "212000-0142", "08-123 456 78", "1489", "tre av 10", "850312"]
)
def test_other_numbers_are_let_be(text: str) -> None:
    assert not holds_personal_number(text)
