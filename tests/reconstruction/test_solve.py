"""The count model: figures hold, contradictions are let go of in the right order."""

from dataclasses import replace
from pathlib import Path

import pytest

from ibic_eval.codebook.instrument import Instrument, load_instrument
from ibic_eval.reconstruction.design import AREA_TARGETS, DESIGN
from ibic_eval.reconstruction.figures import Figure
from ibic_eval.reconstruction.solve import solve_item, solve_structure
from ibic_eval.reconstruction.users import USER_PHASES, Structure

ROOT = Path(__file__).parents[2]
USERS_SAY = Figure("a", "q1_3", "alla", "anvandare", ("ja",), "procent", 76, 76, True)
READING = replace(USERS_SAY, id="b", low=80, high=90, printed=False)


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load_instrument(ROOT / "surveys" / "kommunenkat-2020" / "instrument.yml")


@pytest.fixture(scope="module")
def structure(instrument: Instrument) -> Structure:
    return solve_structure(instrument, [])


def test_the_structure_holds_every_user_once(structure: Structure, instrument: Instrument) -> None:
    assert sum(structure.types.values()) == DESIGN.users
    for area, target in AREA_TARGETS.items():
        sizes = [structure.size(area, class_, instrument.area_codes) for class_ in USER_PHASES]
        assert abs(sum(sizes) - target) <= 2


def users(counts: dict, item: str, code: str) -> int:
    return sum(n for (name, _, class_, c), n in counts.items()
               if name == item and c == code and class_ in USER_PHASES)  # fmt: skip


@pytest.mark.parametrize("percent", [2, 33, 50, 76, 99])
def test_a_printed_share_is_met_when_rounded_half_up(
    instrument: Instrument, structure: Structure, percent: int
) -> None:
    figure = replace(USERS_SAY, low=percent, high=percent)
    counts, let_go = solve_item(instrument, (instrument.item("q1_3"),), [figure], structure)
    yes, no = users(counts, "q1_3", "ja"), users(counts, "q1_3", "nej")
    assert let_go == ()
    assert (200 * yes + yes + no) // (2 * (yes + no)) == percent


def test_of_two_that_contradict_each_other_the_reading_of_words_is_let_go(
    instrument: Instrument, structure: Structure
) -> None:
    item = (instrument.item("q1_3"),)
    _, let_go = solve_item(instrument, item, [READING, USERS_SAY], structure)
    assert let_go == ("b",)


def test_a_span_is_reached_at_both_ends(instrument: Instrument, structure: Structure) -> None:
    span = Figure("s", "q4_1", "spann", "anvandare", ("okat",), "procent", 36, 40, True)
    counts, let_go = solve_item(instrument, (instrument.item("q4_1"),), [span], structure)
    assert let_go == ()
    rounded = set()
    for area in instrument.area_codes:
        cells = {(k, c): n for (_, a, k, c), n in counts.items() if a == area}
        answered = sum(cells.values())
        grown = sum(n for (_, code), n in cells.items() if code == "okat")
        rounded.add((200 * grown + answered) // (2 * answered))
    assert {36, 40} <= rounded <= set(range(36, 41))
