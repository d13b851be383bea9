"""Who is asked what: the instrument's conditions applied to one respondent's answers."""

from collections.abc import Mapping

from ibic_eval.codebook.instrument import ALL_AREAS, Condition, Instrument, Item

Cell = tuple[str, str]
"""An item id and the area it is answered for."""


def asked_cells(instrument: Instrument, given: Mapping[Cell, str]) -> frozenset[Cell]:
    """Return the (item, area) pairs that the routing asks of a respondent with these answers.

    An answer counts for the routing only where the item was itself asked. One who declined is
    asked nothing but whether they decline.
    """
    declined = (instrument.declined_item, ALL_AREAS)
    if given.get(declined) == "ja":
        return frozenset({declined})
    seen: dict[Cell, str | None] = {}
    for item in instrument.items:
        for area in item.areas:
            if all(_holds(condition, area, instrument, seen) for condition in item.asked_if):
                seen[item.id, area] = given.get((item.id, area))
    return frozenset(seen)


def _holds(
    condition: Condition, area: str, instrument: Instrument, seen: Mapping[Cell, str | None]
) -> bool:
    found = any(
        seen.get(_cell(instrument.item(name), area)) in condition.codes for name in condition.items
    )
    return found != condition.negated


def _cell(item: Item, area: str) -> Cell:
    return item.id, area if item.per_area else ALL_AREAS
