"""The routing asks what Bilaga 2 asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.tables.routing import Cell, asked_cells

ALWAYS = {"avbojt", "q1", "q1_kommentar", "q1a", "q2", "q2_kommentar"}
USERS = {"q3", "q7", "q7_kommentar", "q8", "q8_annat", "q9", "q9_annat", "q10", "q10_skal"}
USERS |= {"slutkommentar", "fortsatt"}
AREA = {"fas", "samma", "q4", "q4_kommentar", "q5", "q5_kommentar", "q6", "q6_kommentar"}
OTHERS = {"n3", "n3_annat", "n_slutkommentar"}


@pytest.mark.parametrize(
    ("given", "questions"),
    [
        ({}, ALWAYS | OTHERS),
        ({("q1_4", "alla"): "ja"}, ALWAYS | OTHERS),
        ({("q1_3", "alla"): "ja"}, ALWAYS | USERS),
        ({("q1_1", "alla"): "ja", ("q3", "lss"): "ja"}, ALWAYS | USERS | AREA),
        ({("q1a", "alla"): "nej"}, ALWAYS | OTHERS | {"q1b"}),
        ({("q2_4", "alla"): "ja"}, ALWAYS | OTHERS | {"q2a"}),
        ({("q2_3", "alla"): "ja"}, ALWAYS | OTHERS),
        ({("avbojt", "alla"): "ja", ("q1_1", "alla"): "ja"}, {"avbojt"}),
    ],
)
def test_the_questions_asked(
    instrument: Instrument, given: dict[Cell, str], questions: set[str]
) -> None:
    asked = asked_cells(instrument, given)
    assert {instrument.item(name).question for name, _ in asked} == questions


def test_an_area_is_asked_only_where_it_is_marked(instrument: Instrument) -> None:
    marked = {("q1_1", "alla"): "ja", ("q3", "annan_sol"): "ja", ("q6_6", "annan_sol"): "stammer"}
    asked = asked_cells(instrument, marked)
    assert {area for name, area in asked if name == "q4_1"} == {"annan_sol"}
    assert {area for name, area in asked if name == "q6_6a"} == {"annan_sol"}


def test_the_answer_to_what_was_not_asked_steers_nothing(instrument: Instrument) -> None:
    assert ("fas", "lss") not in asked_cells(instrument, {("q3", "lss"): "ja"})


@given(data=st.data())
def test_leaving_out_what_was_not_asked_changes_nothing(
    data: st.DataObject, instrument: Instrument
) -> None:
    steering = ["q1_1", "q1_2", "q1a", "q2_1", "q2_3"]
    cells = [(name, "alla") for name in steering]
    cells += [(name, area) for name in ("q3", "q6_6") for area in instrument.area_codes]
    answers = {
        cell: data.draw(st.sampled_from(instrument.item(cell[0]).answers), label=str(cell))
        for cell in cells
    }
    asked = asked_cells(instrument, answers)
    kept = {cell: code for cell, code in answers.items() if cell in asked}
    assert asked_cells(instrument, kept) == asked
