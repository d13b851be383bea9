"""Puts an item's counts into a model: who is asked, who may leave it blank, what follows what."""

from collections.abc import Mapping

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument, Item
from ibic_eval.codebook.items import TICK
from ibic_eval.reconstruction.count_model import CountModel, Linear
from ibic_eval.reconstruction.design import DESIGN
from ibic_eval.reconstruction.users import Phases, class_size, item_classes

PHASE = "fas"
FOLLOW_UPS = {"q6_6a": ("q6_6", ("stammer",))}
HABIT_BOXES = ("q2_1", "q2_2", "q2_3", "q2_4")
HABITS = ("q2a_1", "q2a_2", "q2a_3")
HABIT_PATTERNS = {
    "forsamrat": ("q2_1",), "forbattrat": ("q2_2",), "bada": ("q2_1", "q2_2"),
    "ingen": ("q2_3",), "vet_inte": ("q2_4",),
}  # fmt: skip
PATTERN_TARGETS = {"forsamrat": 14, "forbattrat": 4, "bada": 70, "ingen": 6, "vet_inte": 6}
# Percent of those asked who leave a question blank: what is aimed at, and the most.
BLANK_TARGET, BLANK_MOST = 3, 12


def add_item(
    model: CountModel, item: Item, instrument: Instrument, types: Mapping[Phases, Linear]
) -> None:
    """Add counts for an item, in each area and class, and for what it follows upon.

    `types` gives the number of users by phases, as numbers or as variables still to be solved for.
    """
    areas = instrument.area_codes
    for area in item.areas:
        for class_ in item_classes(item):
            size = class_size(types, item, area, class_, areas)
            if item.question == "q2":
                _add_habits(model, item.id, class_, size)
            elif item.id in HABITS:
                _add_routed(model, item, area, class_, _asked_on_habits(model, class_), True)
            elif item.id in FOLLOW_UPS:
                parent, codes = FOLLOW_UPS[item.id]
                if (parent, area, class_, codes[0]) not in model.counts:
                    add_item(model, instrument.item(parent), instrument, types)
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
    model.model.add(100 * blank <= BLANK_MOST * size + 100)
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
