"""One respondent's row turned into answers, comments and issues."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument, Item
from ibic_eval.codebook.items import TICK
from ibic_eval.tables.cells import code_issues, split_row
from ibic_eval.tables.issues import WARNING, Issue
from ibic_eval.tables.routing import Cell, asked_cells
from ibic_eval.tables.same_as import copy_same_answers

OWN, COPIED = "eget", "samma_som"


@dataclass(frozen=True)
class RowAnswers:
    """What one row says: every cell asked with its answer (None where empty), and free texts."""

    declined: bool
    answers: dict[Cell, str | None]
    copied: frozenset[Cell]
    texts: dict[Cell, str]
    issues: tuple[Issue, ...]


def read_row(
    row: Mapping[str, object], instrument: Instrument, file: str, number: int
) -> RowAnswers:
    """Read one row of the export along the routing.

    Answers to what was not asked are errors and are left out. The box for declining and the
    shortcut between areas are no answers of their own: they stand in `declined` and `copied`.
    """
    given, outside, texts = split_row(row, instrument)
    ticked = _with_blank_boxes(given, instrument)
    first_asked = asked_cells(instrument, ticked)
    allowed = {cell: code for cell, code in ticked.items() if cell in first_asked}
    copied = copy_same_answers(allowed, instrument, file, number)
    answers = {**ticked, **copied.answers}
    asked = asked_cells(instrument, answers)
    silent = {instrument.declined_item, instrument.same_as.item}
    counted = [cell for cell in _in_order(instrument) if cell in asked and cell[0] not in silent]
    declined = ticked.get((instrument.declined_item, ALL_AREAS)) == "ja"
    issues = [*code_issues(outside, instrument, file, number), *copied.issues]
    if not _is_unclear(row, outside, instrument):
        issues += _unasked_issues([*given, *texts], asked, instrument, file, number)
        issues += [] if declined else _undecided_issues(answers, instrument, file, number)
    issues += [] if declined else _box_issues(answers, instrument, file, number)
    return RowAnswers(
        declined=declined,
        answers={cell: answers.get(cell) for cell in counted if instrument.item(cell[0]).answers},
        copied=copied.cells,
        texts={cell: text for cell, text in texts.items() if cell in asked},
        issues=tuple(issues),
    )


def _in_order(instrument: Instrument) -> Iterator[Cell]:
    return iter(instrument.columns().values())


def _with_blank_boxes(given: Mapping[Cell, str], instrument: Instrument) -> dict[Cell, str]:
    """Read an empty box as not ticked where some box of the same question is ticked."""
    filled = dict(given)
    for boxes in _tick_questions(instrument):
        alone = len(boxes) == 1
        if alone or any(given.get(cell) == "ja" for cell in boxes):
            filled |= {cell: given.get(cell, "nej") for cell in boxes}
    return filled


def _tick_questions(instrument: Instrument) -> list[list[Cell]]:
    ticks = [item for item in instrument.items if item.kind == TICK]
    return [
        [(item.id, area) for item in items for area in item.areas]
        for _, items in groupby(ticks, key=_question)
    ]


def _question(item: Item) -> str:
    return item.question


def _is_unclear(
    row: Mapping[str, object], outside: Mapping[Cell, str], instrument: Instrument
) -> bool:
    """Tell whether a cell that steers the routing is missing or wrong, so that it cannot be judged.

    The row has an error already; one more for each answer after it would only hide that one.
    """
    steering = {
        name for item in instrument.items for condition in item.asked_if for name in condition.items
    }
    cells = [(name, area) for name in steering for area in instrument.item(name).areas]
    return any(
        cell in outside or instrument.item(cell[0]).column(cell[1]) not in row for cell in cells
    )


def _undecided_issues(
    answers: Mapping[Cell, str], instrument: Instrument, file: str, row: int
) -> Iterator[Issue]:
    """Warn where nothing decides the branch, so that the row counts as a non-user's."""
    conditions = [condition for branch in instrument.branches for condition in branch.conditions]
    deciding = [name for condition in conditions for name in condition.items]
    if any((name, ALL_AREAS) in answers for name in deciding):
        return
    message = (
        f"Filen {file}: rad {row} saknar svar på den fråga som avgör om kommunen använder IBIC "
        f"({deciding[0]} och framåt), så svaret räknas som att den inte gör det; kontrollera raden."
    )
    yield Issue(file, message, WARNING, row, deciding[0])


def _unasked_issues(
    cells: list[Cell], asked: frozenset[Cell], instrument: Instrument, file: str, row: int
) -> Iterator[Issue]:
    for item_id, area in cells:
        if (item_id, area) in asked:
            continue
        column = instrument.item(item_id).column(area)
        message = (
            f"Filen {file}: rad {row} har ett svar i kolumnen {column}, som inte ska besvaras "
            "efter de övriga svaren på raden; ta bort svaret eller rätta det som styr frågan."
        )
        yield Issue(file, message, row=row, column=column)


def _box_issues(
    answers: Mapping[Cell, str], instrument: Instrument, file: str, row: int
) -> Iterator[Issue]:
    for boxes in _tick_questions(instrument):
        ticked = [
            instrument.item(name) for name, area in boxes if answers.get((name, area)) == "ja"
        ]
        alone = next((item for item in ticked if item.exclusive and len(ticked) > 1), None)
        if alone is not None:
            message = (
                f"Filen {file}: rad {row} har markerat {alone.id} tillsammans med andra rutor i "
                "samma fråga, fast den utesluter dem; kontrollera svaret."
            )
            yield Issue(file, message, WARNING, row, alone.id)
