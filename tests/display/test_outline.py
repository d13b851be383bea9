"""The outline names only items that the questionnaire has, each once in its part."""

from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import load_instrument
from ibic_eval.display import outline
from ibic_eval.display.palette import ANSWER_FILLS
from ibic_eval.display.wording import ANSWERS, item_labels

INSTRUMENT = load_instrument(Path(__file__).parents[2] / "surveys/kommunenkat-2020/instrument.yml")


@pytest.mark.parametrize(
    "items",
    [outline.EFFECTS, outline.STATEMENTS, outline.COMPARED, outline.CONTINUITY],
    ids=["effects", "statements", "compared", "continuity"],
)
def test_items_stand_in_the_questionnaire_once(items: tuple[str, ...]) -> None:
    assert set(items) <= set(item_labels(INSTRUMENT))
    assert len(set(items)) == len(items)


def test_every_change_and_statement_is_shown() -> None:
    asked = {item.id for item in INSTRUMENT.items if item.question in ("q4", "q5")}
    assert {item for item in asked if not item.endswith("_kommentar")} == set(outline.EFFECTS)


def test_every_answer_has_words_and_a_fill() -> None:
    codes = {code for item in INSTRUMENT.items if item.id != "samma" for code in item.answers}
    assert codes <= set(ANSWERS)
    assert codes <= set(ANSWER_FILLS)


def test_compared_counts_come_in_the_order_of_the_outline() -> None:
    counts = pd.DataFrame(
        {
            "item": ["q10", "q4_4", "q4_1", "q4_1", "q8_1"],
            "answer": ["ja", "okat", "okat", "minskat", "ja"],
        }
    )
    assert outline.compared(counts)["item"].tolist() == ["q4_1", "q4_4", "q10"]
