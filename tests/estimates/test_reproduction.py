"""Published beside computed: rounding, spans, readings and hidden groups."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.disclosure.counts import release_counts
from ibic_eval.estimates.reproduction import Fieldwork, half_up, reproduce_figures

AREAS = ("aldreomsorg", "annan_sol", "lss")
FIELDWORK = Fieldwork(asked=312, answered=164, declined=7)


def figure(**changed: object) -> pd.DataFrame:
    usual: dict[str, object] = {
        "id": "p1", "section": "5.2.1", "origin": "enkat", "item": "q5_3", "area": "spann",
        "group": "anvandare", "answer": "okat", "unit": "procent", "low": 50.0, "high": 60.0,
        "reading": "tryckt",
    }  # fmt: skip
    return pd.DataFrame([usual | changed])


def counts(yes: tuple[int, ...], n: int = 200) -> pd.DataFrame:
    rows = [
        ("q5_3", area, "anvandare", answer, count, n, n)
        for area, grown in zip(AREAS, yes, strict=False)
        for answer, count in (("okat", grown), ("oforandrat", n - grown))
    ]
    columns = ["item", "area", "group", "answer", "count", "n", "n_asked"]
    return pd.DataFrame(rows, columns=columns).astype({"count": "Int64", "n": "Int64"})


def classes(users: int = 3, others: int = 2) -> pd.DataFrame:
    return pd.DataFrame({"klass": ["anvander"] * users + ["anvander_inte"] * others})


def compared(published: pd.DataFrame, tally: pd.DataFrame) -> pd.Series:
    return reproduce_figures(published, tally, classes(), FIELDWORK).iloc[0]


@pytest.mark.parametrize(
    ("yes", "agrees"),
    [
        ((99, 110, 120), True),  # 49.5 rounds up to 50
        ((98, 110, 120), False),  # 49.0 does not
        ((100, 110, 120), True),
        ((100, 110, 121), False),  # 60.5 rounds up to 61
        ((100, 110, 119), True),  # 59.5 rounds up to 60
    ],
)
def test_a_printed_span_agrees_where_its_ends_round_to_it(
    yes: tuple[int, ...], agrees: bool
) -> None:
    row = compared(figure(), counts(yes))
    assert bool(row["agrees"]) is agrees
    assert row["computed_low"] == pytest.approx(min(yes) / 2)
    assert row["computed_high"] == pytest.approx(max(yes) / 2)


@pytest.mark.parametrize(("yes", "agrees"), [((100, 110, 120), True), ((99, 110, 120), False)])
def test_words_agree_within_their_interval_without_rounding(
    yes: tuple[int, ...], agrees: bool
) -> None:
    assert bool(compared(figure(reading="tolkning"), counts(yes))["agrees"]) is agrees


def test_joined_answers_are_added() -> None:
    row = compared(figure(answer="okat+oforandrat", low=100.0, high=100.0), counts((1, 2, 3)))
    assert row["agrees"]


def test_a_group_below_the_minimum_is_not_computed() -> None:
    row = compared(figure(), release_counts(counts((2, 2, 2), n=4)))
    assert pd.isna(row["computed_low"])
    assert not row["agrees"]


def test_response_and_classes_are_numbers_of_the_round() -> None:
    published = pd.concat(
        [
            figure(item="respons", answer="svarsfrekvens", area="alla", low=53.0, high=53.0),
            figure(item="respons", answer="avbojde", area="alla", unit="antal", low=7.0, high=7.0),
            figure(item="klassning", answer="anvander", area="alla", unit="antal", low=3, high=3),
            figure(item="klassning", answer="anvander_inte", unit="antal", low=3.0, high=3.0),
        ]
    )
    rows = reproduce_figures(published, counts((1, 2, 3)), classes(), FIELDWORK)
    assert rows["agrees"].tolist() == [True, True, True, False]


@given(st.integers(0, 10_000), st.integers(1, 500))
def test_half_up_is_the_nearest_and_takes_halves_upwards(numerator: int, denominator: int) -> None:
    value = Fraction(numerator, denominator)
    assert -Fraction(1, 2) < half_up(value) - value <= Fraction(1, 2)
