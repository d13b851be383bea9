"""A code is suggested where words were misspelt, never an answer elsewhere on a scale."""

import pytest

from ibic_eval.codebook.variables import load_codebooks
from ibic_eval.runs.project import PACKAGE_CHECKOUT, Project
from ibic_eval.tables.cells import near_code

GRADES = {
    "inte_alls": "Inte alls",
    "i_liten_grad": "I liten grad",
    "i_hog_grad": "I hög grad",
    "i_mycket_hog_grad": "I mycket hög grad",
}
STATES = {"ej_paborjad": "ej påbörjad", "pagar": "pågår", "klar": "klar", "installd": "inställd"}


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("I låg grad", ""),
        ("I mycket låg grad", ""),
        ("I mycket liten grad", ""),
        ("mycket hög grad", ""),
        ("inte", ""),
        ("I hög grad", "i_hog_grad"),
        (" i Hög  grad ", "i_hog_grad"),
        ("i hög gard", "i_hog_grad"),
        ("i_lite_grad", "i_liten_grad"),
    ],
)
def test_only_misspelt_words_are_near(value: str, meant: str) -> None:
    assert near_code(value, GRADES) == meant


@pytest.mark.parametrize(
    ("value", "meant"), [("oklar", ""), ("påbörjad", ""), ("klarr", "klar"), ("Pågår", "pagar")]
)
def test_a_word_that_turns_the_meaning_is_no_misspelling(value: str, meant: str) -> None:
    assert near_code(value, STATES) == meant


def test_no_answer_is_suggested_for_another_in_any_codebook() -> None:
    """Each code and label, without its own, leads to no other answer of its scale."""
    for book in load_codebooks(Project(PACKAGE_CHECKOUT).codebooks):
        for variable in book.variables:
            for code, label in variable.codes.items():
                others = {each: says for each, says in variable.codes.items() if each != code}
                if not code.isdigit():
                    assert near_code(code, others) == near_code(label, others) == "", (code, label)
