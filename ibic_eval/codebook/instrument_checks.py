"""What must hold between the parts of an instrument file."""

from collections.abc import Sequence
from itertools import chain

from ibic_eval.codebook.items import Area, Branch, Condition, Item, Question, SameAs, Scale
from ibic_eval.codebook.strict_yaml import reject_duplicates
from ibic_eval.errors import InputError

LONGEST_SHORT_LABEL = 60


def check_names(areas: Sequence[Area], scales: Sequence[Scale], branches: Sequence[Branch]) -> None:
    """Raise InputError where an area, scale or branch stands twice."""
    reject_duplicates([area.code for area in areas], "Instrumentfilen, areas")
    reject_duplicates([scale.id for scale in scales], "Instrumentfilen, scales")
    reject_duplicates([branch.id for branch in branches], "Instrumentfilen, branches")


def check_items(questions: Sequence[Question], items: Sequence[Item]) -> None:
    """Raise InputError for doubled names, long short labels and routing that cannot be followed."""
    reject_duplicates([question.id for question in questions], "Instrumentfilen, questions")
    reject_duplicates([item.id for item in items], "Instrumentfilen, rows")
    columns = [item.column(area) for item in items for area in item.areas]
    reject_duplicates(columns, "Instrumentfilen, kolumner i exporten")
    for position, item in enumerate(items):
        _check_item(item, {earlier.id: earlier for earlier in items[:position]})


def _check_item(item: Item, earlier: dict[str, Item]) -> None:
    where = f"Instrumentfilen, raden {item.id}"
    if len(item.short_sv) > LONGEST_SHORT_LABEL:
        raise InputError(f"{where}: short får ha högst {LONGEST_SHORT_LABEL} tecken.")
    for area, codes in item.allowed.items():
        if area not in item.areas or not set(codes) <= set(item.answers):
            raise InputError(f"{where}: allowed för {area} har koder utanför skalan.")
    for condition in item.asked_if:
        _check_condition(condition, item, earlier, where)


def _check_condition(
    condition: Condition, item: Item, earlier: dict[str, Item], where: str
) -> None:
    for name in condition.items:
        if name not in earlier:
            raise InputError(f"{where}: villkoret nämner {name}, som inte är en tidigare rad.")
        if earlier[name].per_area and not item.per_area:
            raise InputError(f"{where}: villkoret nämner {name}, som ställs per område.")
        strange = set(condition.codes) - set(earlier[name].answers)
        if strange:
            raise InputError(f"{where}: {name} kan inte ha svaret {min(strange)}.")


def check_roles(
    roles: Sequence[str],
    same_as: SameAs,
    questions: Sequence[Question],
    items: Sequence[Item],
    areas: Sequence[Area],
) -> None:
    """Raise InputError where a named role is no item, or a shortcut could run in a circle."""
    by_id = {item.id: item for item in items}
    unknown = next((name for name in [*roles, same_as.item] if name not in by_id), None)
    if unknown is not None:
        raise InputError(f"Instrumentfilen: raden {unknown} nämns men finns inte under questions.")
    covered = set(same_as.covers) - {question.id for question in questions if question.per_area}
    if covered:
        raise InputError(f"Instrumentfilen, same_as: {min(covered)} är ingen fråga per område.")
    _check_shortcut(by_id[same_as.item], [area.code for area in areas])


def _check_shortcut(item: Item, areas: Sequence[str]) -> None:
    """An area may only point to areas before it: then no chain of shortcuts meets itself."""
    pointed = chain.from_iterable((a, code) for a in item.areas for code in [*item.answers_in(a)])
    if not set(pointed) <= set(areas):
        raise InputError(f"Instrumentfilen, raden {item.id}: svaren ska vara områdeskoder.")
    for area in item.areas:
        if any(areas.index(code) >= areas.index(area) for code in item.answers_in(area)):
            raise InputError(
                f"Instrumentfilen, raden {item.id}: {area} får bara peka på områden före det."
            )
