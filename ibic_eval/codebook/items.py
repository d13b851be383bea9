"""What a survey instrument consists of: areas, scales, conditions, items and questions."""

from dataclasses import dataclass, field

ALL_AREAS = "alla"
TICK, CHOICE, TEXT = "kryss", "val", "fritext"
KINDS = (TICK, CHOICE, TEXT)


@dataclass(frozen=True)
class Area:
    """A part of the social services that some questions are repeated for."""

    code: str
    label_sv: str
    label_en: str


@dataclass(frozen=True)
class Answer:
    """One code of a scale and what it means."""

    code: str
    label_sv: str
    label_en: str


@dataclass(frozen=True)
class Scale:
    """The answers an item can have, in the order they are shown."""

    id: str
    answers: tuple[Answer, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes in order."""
        return tuple(answer.code for answer in self.answers)


@dataclass(frozen=True)
class Condition:
    """True where some (or, `negated`, none) of `items` has one of `codes`.

    An item asked per area is looked up in the area of the item that the condition stands on.
    """

    items: tuple[str, ...]
    codes: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Item:
    """One thing that is answered: a row of a grid, a box to tick, a choice or a free text.

    `asked_if` holds every condition, the branch's and the question's included; all must be true.
    `areas` are the areas the item is answered for, `("alla",)` where it is asked once. `allowed`
    narrows the scale in some areas. `exclusive` marks a box that rules out the other boxes.
    """

    id: str
    question: str
    kind: str
    label_sv: str
    label_en: str
    short_sv: str
    scale: Scale | None
    per_area: bool
    asked_if: tuple[Condition, ...]
    source: str
    areas: tuple[str, ...] = (ALL_AREAS,)
    branch: str = ""
    part_sv: str = ""
    exclusive: bool = False
    allowed: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the codes the item can have; none for free text."""
        return self.scale.codes if self.scale else ()

    def answers_in(self, area: str) -> tuple[str, ...]:
        """Return the codes the item can have in one area."""
        return self.allowed.get(area, self.answers)

    def column(self, area: str = ALL_AREAS) -> str:
        """Return the name of the item's column in the export for one area."""
        return f"{self.id}_{area}" if self.per_area else self.id

    def answer_label(self, code: str) -> str:
        """Return the Swedish label of a code; raises KeyError for a code outside the scale."""
        answers = self.scale.answers if self.scale else ()
        return {answer.code: answer.label_sv for answer in answers}[code]


@dataclass(frozen=True)
class Question:
    """A question with its items in order; a question without rows is its own only item."""

    id: str
    kind: str
    label_sv: str
    label_en: str
    source: str
    branch: str
    per_area: bool
    item_ids: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """A part of the questionnaire that only some respondents see."""

    id: str
    label_sv: str
    label_en: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class SameAs:
    """The shortcut "same answers as": the item that points, and the questions it covers."""

    item: str
    covers: tuple[str, ...]
