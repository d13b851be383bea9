"""The users of the reconstruction: in which areas and phases, and who is asked what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from ibic_eval.codebook.instrument import ALL_AREAS, Item
from ibic_eval.reconstruction.count_model import Linear
from ibic_eval.reconstruction.design import DESIGN
from ibic_eval.reconstruction.figures import IN_BETWEEN, NON_USERS, USER_PHASES

Phases = tuple[str, ...]  # one entry an area: "", "etablerat" or "inlarning"
NOT_HERE = ""
STEERING = ("q1_1", "q1_2", "q1_3")


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


def item_classes(item: Item) -> tuple[str, ...]:
    """Return the classes of respondents whose answers to an item are solved for.

    What the others answer to the boxes that steer the routing is given by the design.
    """
    if item.branch == "anvander" or item.id in STEERING:
        return USER_PHASES
    if item.branch == "anvander_inte":
        return (NON_USERS, IN_BETWEEN)
    return (*USER_PHASES, NON_USERS, IN_BETWEEN)


def class_size(
    types: Mapping[Phases, Linear], item: Item, area: str, class_: str, areas: tuple[str, ...]
) -> Linear:
    """Return how many of a class are asked: the misrouted see the users' branch."""
    sizes = {
        NON_USERS: (DESIGN.non_users, DESIGN.misrouted_non_users),
        IN_BETWEEN: (DESIGN.in_between, DESIGN.misrouted_in_between),
    }
    if class_ not in sizes:
        return class_sum(types, area, (class_,), areas)
    whole, misrouted = sizes[class_]
    return whole - misrouted if item.branch == "anvander_inte" else whole


def class_sum(
    types: Mapping[Phases, Linear], area: str, classes: Iterable[str], areas: tuple[str, ...]
) -> Linear:
    """Return how many users stand in any of the classes in an area."""
    wanted = tuple(classes)
    return sum(
        count
        for phases, count in types.items()
        if any(belongs(phases, area, class_, areas) for class_ in wanted)
    )
