"""Counts of answers that agree with every published figure at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument, Item
from ibic_eval.codebook.items import TICK
from ibic_eval.reconstruction.design import (
    AREA_TARGETS,
    DESIGN,
    ESTABLISHED_TARGET,
    type_target,
)
from ibic_eval.reconstruction.figures import IN_BETWEEN, NON_USERS, USER_PHASES, Figure
from ibic_eval.reconstruction.solver import Cell, CountModel, Linear
from ibic_eval.reconstruction.targets import target_shares

Phases = tuple[str, ...]  # one entry an area: "", "etablerat" or "inlarning"
NOT_HERE = ""
PHASE = "fas"
STEERING = ("q1_1", "q1_2", "q1_3")
FOLLOW_UPS = {"q6_6a": ("q6_6", ("stammer",))}
HABITS = ("q2a_1", "q2a_2", "q2a_3")
HABIT_PATTERNS = {
    "forsamrat": ("q2_1",), "forbattrat": ("q2_2",), "bada": ("q2_1", "q2_2"),
    "ingen": ("q2_3",), "vet_inte": ("q2_4",),
}  # fmt: skip
PATTERN_TARGETS = {"forsamrat": 14, "forbattrat": 4, "bada": 70, "ingen": 6, "vet_inte": 6}
# A share of one or two municipalities (q5_9, q6_6a) or of a known number (q10) tells how many.
DECIDING = ("fas", "q5_9", "q6_6", "q6_6a", "q10")
BLANK_TARGET = 3  # percent of those asked who leave a question blank
# What it costs to let go of a figure: a printed number is dearer than a reading of words.
PRINTED_WEIGHT, READING_WEIGHT = 1_000_000, 100_000


@dataclass(frozen=True)
class Structure:
    """How many users work by IBIC in which areas and in which phase."""

    types: dict[Phases, int]

    def size(self, area: str, class_: str, areas: tuple[str, ...]) -> int:
        """Return how many users stand in a class in an area (`alla`: established anywhere)."""
        return sum(n for phases, n in self.types.items() if belongs(phases, area, class_, areas))


def belongs(phases: Phases, area: str, class_: str, areas: tuple[str, ...]) -> bool:
    """Tell whether a user with these phases belongs to a class in an area."""
    if area != ALL_AREAS:
        return phases[areas.index(area)] == class_
    return class_ == ("etablerat" if "etablerat" in phases else "inlarning")


def user_types(areas: tuple[str, ...]) -> list[Phases]:
    """Return every way of using IBIC in at least one area."""
    every = product((NOT_HERE, *USER_PHASES), repeat=len(areas))
    return [phases for phases in every if any(phases)]


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
        _add_item(model, instrument.item(item_id), instrument, types)
    always = model.model.new_constant(1)
    for figure in deciding:
        model.bound(figure, areas, always)
    sizes = {
        (area, class_): _class_sum(types, area, (class_,), areas)
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
        model.model.add(_class_sum(types, area, (class_,), areas) == size)
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
        _add_item(model, item, instrument, structure.types)
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

    Left out are what the design gives (areas, phases, the shortcut) and what hangs on a rare
    answer alone (the life areas without support).
    """
    drawn = {*FOLLOW_UPS, *HABITS, "q2_1", "q2_2", "q2_3", "q2_4"}
    given = {"avbojt", "q3", "fas", "samma", "q1_7"} | {f"q1b_{row}" for row in range(1, 12)}
    alone = [i for i in instrument.items if i.answers and i.id not in drawn | given | {"q6_6"}]
    habits = tuple(instrument.item(name) for name in ("q2_1", "q2_2", "q2_3", "q2_4", *HABITS))
    continuity = (instrument.item("q6_6"), instrument.item("q6_6a"))
    return [*((item,) for item in alone), habits, continuity]


def _add_item(
    model: CountModel, item: Item, instrument: Instrument, types: Mapping[Phases, Linear]
) -> None:
    areas = instrument.area_codes
    for area in item.areas:
        for class_ in item_classes(item):
            size = _class_size(types, item, area, class_, areas)
            if item.question == "q2":
                _add_habits(model, item.id, class_, size)
            elif item.id in HABITS:
                _add_routed(model, item, area, class_, _asked_on_habits(model, class_), True)
            elif item.id in FOLLOW_UPS:
                parent, codes = FOLLOW_UPS[item.id]
                if (parent, area, class_, codes[0]) not in model.counts:
                    _add_item(model, instrument.item(parent), instrument, types)
                asked = sum(model.counts[parent, area, class_, code] for code in codes)
                _add_routed(model, item, area, class_, asked, False)
            elif (item.id, area, class_, item.answers[0]) not in model.counts:
                _add_routed(
                    model, item, area, class_, size, may_skip=item.kind != TICK and item.id != PHASE
                )


def _add_routed(
    model: CountModel, item: Item, area: str, class_: str, size: Linear, may_skip: bool
) -> None:
    codes = (class_,) if item.id == PHASE else item.answers
    model.sizes[item.id, area, class_] = size
    blank = model.add_cells(item.id, area, class_, codes, size, DESIGN.users)
    if not may_skip:
        model.model.add(blank == 0)
        return
    model.model.add(100 * blank <= 12 * size + 100)
    model.drifts.append(100 * blank - BLANK_TARGET * size)


def _add_habits(model: CountModel, item: str, class_: str, size: Linear) -> None:
    """Tie the boxes of question 2 together: who ticks what is a pattern of boxes."""
    patterns = {p: (f"q2/{p}", ALL_AREAS, class_, "antal") for p in HABIT_PATTERNS}
    if patterns["bada"] not in model.counts:
        for cell in patterns.values():
            model.counts[cell] = model.model.new_int_var(0, DESIGN.users, "/".join(cell))
        whole = sum(model.counts[cell] for cell in patterns.values())
        model.model.add(whole <= size)
        model.model.add(50 * whole >= 48 * size)
        for pattern, cell in patterns.items():
            drift = 100 * model.counts[cell] - PATTERN_TARGETS[pattern] * size
            model.drifts.append(drift)
    ticked = [model.counts[patterns[p]] for p, boxes in HABIT_PATTERNS.items() if item in boxes]
    free = [model.counts[patterns[p]] for p, boxes in HABIT_PATTERNS.items() if item not in boxes]
    for code, parts in (("ja", ticked), ("nej", free)):
        cell = (item, ALL_AREAS, class_, code)
        model.counts[cell] = model.model.new_int_var(0, DESIGN.users, "/".join(cell))
        model.model.add(model.counts[cell] == sum(parts))


def _asked_on_habits(model: CountModel, class_: str) -> Linear:
    if ("q2/bada", ALL_AREAS, class_, "antal") not in model.counts:
        raise LookupError("question 2 must be added before its follow-ups")
    return sum(
        model.counts[f"q2/{pattern}", ALL_AREAS, class_, "antal"]
        for pattern in HABIT_PATTERNS
        if pattern != "ingen"
    )


def item_classes(item: Item) -> tuple[str, ...]:
    """Return the classes of respondents whose answers to an item are solved for.

    What the others answer to the boxes that steer the routing is given by the design.
    """
    if item.branch == "anvander" or item.id in STEERING:
        return USER_PHASES
    if item.branch == "anvander_inte":
        return (NON_USERS, IN_BETWEEN)
    return (*USER_PHASES, NON_USERS, IN_BETWEEN)


def _class_size(
    types: Mapping[Phases, Linear], item: Item, area: str, class_: str, areas: tuple[str, ...]
) -> Linear:
    """Return how many of a class are asked: the misrouted see the users' branch."""
    sizes = {
        NON_USERS: (DESIGN.non_users, DESIGN.misrouted_non_users),
        IN_BETWEEN: (DESIGN.in_between, DESIGN.misrouted_in_between),
    }
    if class_ not in sizes:
        return _class_sum(types, area, (class_,), areas)
    whole, misrouted = sizes[class_]
    return whole - misrouted if item.branch == "anvander_inte" else whole


def _class_sum(
    types: Mapping[Phases, Linear], area: str, classes: Iterable[str], areas: tuple[str, ...]
) -> Linear:
    wanted = tuple(classes)
    return sum(
        count
        for phases, count in types.items()
        if any(belongs(phases, area, class_, areas) for class_ in wanted)
    )


def _pull_to_targets(model: CountModel, item: Item, figures: list[Figure]) -> None:
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
