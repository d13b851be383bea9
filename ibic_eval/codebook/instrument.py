"""A survey instrument read from its file into frozen dataclasses."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ibic_eval.codebook import instrument_checks, instrument_parts
from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.items import (
    ALL_AREAS,
    Answer,
    Area,
    Branch,
    Condition,
    Item,
    Question,
    SameAs,
    Scale,
)

__all__ = [
    "ALL_AREAS",
    "Answer",
    "Area",
    "Branch",
    "Condition",
    "Instrument",
    "Item",
    "Question",
    "SameAs",
    "Scale",
    "load_instrument",
]

TOP_KEYS = ("id", "title_sv", "title_en", "source", "areas", "scales", "branches", "questions")
ROLE_KEYS = ("declined_item", "area_item", "phase_item", "same_as")


@dataclass(frozen=True)
class Instrument:
    """A questionnaire: its areas, scales, branches, questions and items, in the order asked."""

    id: str
    title_sv: str
    title_en: str
    source: str
    areas: tuple[Area, ...]
    scales: tuple[Scale, ...]
    branches: tuple[Branch, ...]
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    declined_item: str
    area_item: str
    phase_item: str
    same_as: SameAs

    @cached_property
    def _item_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @property
    def area_codes(self) -> tuple[str, ...]:
        """Return the codes of the areas, without the pseudo-area `alla`."""
        return tuple(area.code for area in self.areas)

    def item(self, item_id: str) -> Item:
        """Return the item with this id; raises KeyError where there is none."""
        return self._item_by_id[item_id]

    def items_of(self, question_id: str) -> tuple[Item, ...]:
        """Return the items of a question in order."""
        return tuple(item for item in self.items if item.question == question_id)

    def area_label(self, code: str) -> str:
        """Return an area's Swedish label, also for the pseudo-area `alla`."""
        labels = {area.code: area.label_sv for area in self.areas}
        return {**labels, ALL_AREAS: "Hela kommunen"}[code]

    def columns(self) -> dict[str, tuple[str, str]]:
        """Return every column of the export, in order, with its (item id, area)."""
        return {item.column(area): (item.id, area) for item in self.items for area in item.areas}


def load_instrument(path: Path) -> Instrument:
    """Read an instrument file and check it strictly.

    Raises InputError for unknown or missing keys, names that stand twice, unknown scales, and
    routing that leans on unknown or later items. The grammar stands in the survey's README.
    """
    node = y.check_keys(y.load_mapping(path), [*TOP_KEYS, *ROLE_KEYS], [], f"Filen {path.name}")
    areas = tuple(map(instrument_parts.read_area, y.sequence(node, "areas", path.name)))
    scales = tuple(map(instrument_parts.read_scale, y.sequence(node, "scales", path.name)))
    branches = tuple(map(instrument_parts.read_branch, y.sequence(node, "branches", path.name)))
    instrument_checks.check_names(areas, scales, branches)
    reader = instrument_parts.QuestionReader.of(areas, scales, branches)
    pairs = [reader.read(entry) for entry in y.sequence(node, "questions", path.name)]
    instrument = Instrument(
        id=y.text(node, "id", path.name),
        title_sv=y.text(node, "title_sv", path.name),
        title_en=y.text(node, "title_en", path.name),
        source=y.text(node, "source", path.name),
        areas=areas,
        scales=scales,
        branches=branches,
        questions=tuple(question for question, _ in pairs),
        items=tuple(item for _, members in pairs for item in members),
        declined_item=y.text(node, "declined_item", path.name),
        area_item=y.text(node, "area_item", path.name),
        phase_item=y.text(node, "phase_item", path.name),
        same_as=instrument_parts.read_same_as(node["same_as"]),
    )
    instrument_checks.check_items(instrument.questions, instrument.items)
    roles = (instrument.declined_item, instrument.area_item, instrument.phase_item)
    instrument_checks.check_roles(
        roles, instrument.same_as, instrument.questions, instrument.items, areas
    )
    return instrument
