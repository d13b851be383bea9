"""Counts of answers that agree with every published figure at once."""

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument, Item
from ibic_eval.reconstruction.cells import (
    BLANK_TARGET,
    FOLLOW_UPS,
    HABIT_BOXES,
    HABITS,
    add_item,
)
from ibic_eval.reconstruction.count_model import Cell, CountModel
from ibic_eval.reconstruction.design import (
    AREA_TARGETS,
    DESIGN,
    ESTABLISHED_TARGET,
    type_target,
)
from ibic_eval.reconstruction.figures import USER_PHASES, Figure
from ibic_eval.reconstruction.targets import target_shares
from ibic_eval.reconstruction.users import Structure, class_sum, user_types

# A share of one or two municipalities (q5_9, q6_6a) or of a known number (q10) tells how many.
DECIDING = ("fas", "q5_9", "q6_6", "q6_6a", "q10")
# What it costs to let go of a figure: a printed number is dearer than a reading of words.
PRINTED_WEIGHT, READING_WEIGHT = 1_000_000, 100_000
# Given by the design, or by another answer alone (the life areas without support).
GIVEN = ("avbojt", "q3", "fas", "samma", "q1_7")


def solve_structure(instrument: Instrument, figures: list[Figure]) -> Structure:
    """Find areas and phases for the users, near `AREA_TARGETS`, such that the figures hold.

    Items meet only in the sizes of the classes, so that once these stand each item is solved by
    itself (`solve_item`). The items in `DECIDING` are those whose figures bind the sizes.
    """
    areas = instrument.area_codes
    model = CountModel()
    types = {t: model.model.new_int_var(0, DESIGN.users, str(t)) for t in user_types(areas)}
    model.model.add(sum(types.values()) == DESIGN.users)
    deciding = [figure for figure in figures if figure.item in DECIDING]
    for item_id in sorted({figure.item for figure in deciding}):
        add_item(model, instrument.item(item_id), instrument, types)
    always = model.model.new_constant(1)
    for figure in deciding:
        model.bound(figure, areas, always)
    sizes = {
        (area, class_): class_sum(types, area, (class_,), areas)
        for area in (*areas, ALL_AREAS)
        for class_ in USER_PHASES
    }
    for area, target in AREA_TARGETS.items():
        model.near(sum(sizes[area, class_] for class_ in USER_PHASES), target, within=2)
    model.near(sizes[ALL_AREAS, "etablerat"], ESTABLISHED_TARGET, within=1)
    solver = model.solve(effort=20)
    return _spread_types(areas, {key: solver.value(size) for key, size in sizes.items()})


def _spread_types(areas: tuple[str, ...], sizes: dict[tuple[str, str], int]) -> Structure:
    """Return user types that add up to the sizes, near what independent areas would give."""
    model = CountModel()
    types = {t: model.model.new_int_var(0, DESIGN.users, str(t)) for t in user_types(areas)}
    model.model.add(sum(types.values()) == DESIGN.users)
    for (area, class_), size in sizes.items():
        model.model.add(class_sum(types, area, (class_,), areas) == size)
    for phases, count in types.items():
        model.pull(count - type_target(phases), DESIGN.users)
    solver = model.solve(effort=20)
    return Structure({phases: solver.value(n) for phases, n in types.items() if solver.value(n)})


def solve_item(
    instrument: Instrument, items: tuple[Item, ...], figures: list[Figure], structure: Structure
) -> tuple[dict[Cell, int], tuple[str, ...]]:
    """Return the counts of items that hang together, and the figures that had to be let go.

    As few figures as possible are let go, a printed number last; then the counts are drawn as near
    their targets as the figures allow.
    """
    here = [figure for figure in figures if figure.item in {item.id for item in items}]
    model = CountModel()
    for item in items:
        add_item(model, item, instrument, structure.types)
    holds = {figure.id: model.model.new_bool_var(figure.id) for figure in here}
    for figure in here:
        model.bound(figure, instrument.area_codes, holds[figure.id])
        cost = PRINTED_WEIGHT if figure.printed else READING_WEIGHT
        model.costs.append(cost * (1 - holds[figure.id]))
    model.settle(effort=20)
    for item in items:
        _pull_to_targets(model, item, [f for f in here if f.item == item.id])
    for drift in model.drifts:
        model.pull(drift, 100 * DESIGN.answered)
    solver = model.solve(effort=0.5)
    counts = {cell: solver.value(count) for cell, count in model.counts.items()}
    return counts, tuple(name for name, held in holds.items() if not solver.value(held))


def item_groups(instrument: Instrument) -> list[tuple[Item, ...]]:
    """Return the coded items to solve for, those that hang together in one group.

    Left out are what the design gives and what follows from another answer alone (`GIVEN`, the
    life areas without support).
    """
    habits = (*HABIT_BOXES, *HABITS)
    continuity = ("q6_6", *FOLLOW_UPS)
    other = {*habits, *continuity, *GIVEN}
    alone = [i for i in instrument.items if i.answers and i.id not in other and i.question != "q1b"]
    together = [tuple(instrument.item(name) for name in names) for names in (habits, continuity)]
    return [*((item,) for item in alone), *together]


def _pull_to_targets(model: CountModel, item: Item, figures: list[Figure]) -> None:
    """Draw each count of an item towards its target; the targets scale with who is asked."""
    for (name, area, class_, code), count in list(model.counts.items()):
        if name != item.id or (name, area, class_) not in model.sizes:
            continue
        group = "etablerade" if class_ == "etablerat" else "anvandare"
        here = [f for f in figures if f.area in ("spann", area)]
        share = target_shares(item, here, group)[code] * (100 - BLANK_TARGET) / 100
        size = model.sizes[name, area, class_]
        if isinstance(size, int):
            model.pull(count - round(share * size / 100), DESIGN.answered, 100)
        else:
            model.pull(100 * count - round(share) * size, 100 * DESIGN.answered)
