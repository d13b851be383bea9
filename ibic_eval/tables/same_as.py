"""The shortcut "same answers as": answers copied from one area to another."""

from collections.abc import Mapping
from dataclasses import dataclass

from ibic_eval.codebook.instrument import Instrument, Item
from ibic_eval.tables.issues import ERROR, WARNING, Issue
from ibic_eval.tables.routing import Cell


@dataclass(frozen=True)
class Copied:
    """A respondent's answers with the copied ones, which cells were copied, and the issues."""

    answers: dict[Cell, str]
    cells: frozenset[Cell]
    issues: tuple[Issue, ...]


def copy_same_answers(
    given: Mapping[Cell, str], instrument: Instrument, file: str, row: int
) -> Copied:
    """Fill an area's empty cells from the area its shortcut points to.

    The areas are taken in order, so that a shortcut can point to an area that is itself copied;
    the instrument lets none point forward. An own answer stands, with a warning where it differs.
    A shortcut to an area without answers is an error and copies nothing.
    """
    shortcut = instrument.item(instrument.same_as.item)
    answers = dict(given)
    issues: list[Issue] = []
    for area in shortcut.areas:
        source = given.get((shortcut.id, area))
        if source is None:
            continue
        pairs = [(item, answers.get((item.id, source))) for item in _covered(instrument)]
        if not any(code for _, code in pairs):
            issues.append(_unanswered(shortcut.column(area), source, file, row))
        for item, code in pairs:
            own = answers.get((item.id, area))
            if own is None and code is not None:
                answers[item.id, area] = code
            elif code is not None and own != code:
                issues.append(_differs(item.column(area), source, file, row))
    return Copied(answers, frozenset(answers) - frozenset(given), tuple(issues))


def _covered(instrument: Instrument) -> tuple[Item, ...]:
    return tuple(
        item
        for question in instrument.same_as.covers
        for item in instrument.items_of(question)
        if item.answers
    )


def _unanswered(column: str, source: str, file: str, row: int) -> Issue:
    message = (
        f"Filen {file}: rad {row} hänvisar i kolumnen {column} till svaren för {source}, "
        "som inte är besvarat; fyll i egna svar eller rätta hänvisningen."
    )
    return Issue(file, message, ERROR, row, column, source)


def _differs(column: str, source: str, file: str, row: int) -> Issue:
    message = (
        f"Filen {file}: rad {row} har ett eget svar i kolumnen {column} som skiljer sig från det "
        f"för {source}, trots att svaren sägs vara desamma; det egna svaret gäller."
    )
    return Issue(file, message, WARNING, row, column)
