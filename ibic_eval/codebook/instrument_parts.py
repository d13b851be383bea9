"""The parts of an instrument file, each turned into its frozen dataclass."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.items import (
    ALL_AREAS,
    KINDS,
    TEXT,
    TICK,
    Answer,
    Area,
    Branch,
    Condition,
    Item,
    Question,
    SameAs,
    Scale,
)
from ibic_eval.errors import InputError

LABELS = ("sv", "en")
QUESTION_KEYS = ("source", "short", "scale", "branch", "per_area", "asked_if", "allowed", "rows")
ROW_KEYS = ("source", "kind", "scale", "asked_if", "part", "exclusive")


@dataclass(frozen=True)
class QuestionReader:
    """Turn the entries under `questions` into questions and items."""

    areas: tuple[Area, ...]
    scales: dict[str, Scale]
    branches: dict[str, Branch]

    @classmethod
    def of(
        cls, areas: tuple[Area, ...], scales: tuple[Scale, ...], branches: tuple[Branch, ...]
    ) -> Self:
        """Return a reader that knows these areas, scales and branches."""
        return cls(areas, {s.id: s for s in scales}, {b.id: b for b in branches})

    def read(self, entry: Any) -> tuple[Question, tuple[Item, ...]]:
        """Return a question with its items; a question without rows is its own only item."""
        where = _where("frågan", entry)
        node = y.check_keys(entry, ("id", "kind", *LABELS), QUESTION_KEYS, where)
        branch = y.text(node, "branch", where, default="")
        if branch and branch not in self.branches:
            raise InputError(f"{where} hör till grenen {branch}, som inte finns under branches.")
        items = tuple(self._items(node, where))
        question = Question(
            id=y.text(node, "id", where),
            kind=_kind(node, where),
            label_sv=y.text(node, "sv", where),
            label_en=y.text(node, "en", where),
            source=y.text(node, "source", where),
            branch=branch,
            per_area=y.flag(node, "per_area", where),
            item_ids=tuple(item.id for item in items),
        )
        return question, items

    def _items(self, node: y.Node, where: str) -> Iterator[Item]:
        if "rows" not in node:
            yield self._item(node, node, y.text(node, "source", where))
            return
        number = 0
        for entry in y.sequence(node, "rows", where):
            row_where = _where("raden", entry)
            row = y.check_keys(entry, ("id", *LABELS, "short"), ROW_KEYS, row_where)
            number += "source" not in row
            numbered = f"{y.text(node, 'source', where)}, rad {number}"
            yield self._item(node, row, y.text(row, "source", row_where, default=numbered))

    def _item(self, question: y.Node, row: y.Node, source: str) -> Item:
        where = _where("raden", row)
        kind = _kind({**question, **row}, where)
        allowed = _allowed(question, where)
        per_area = y.flag(question, "per_area", where)
        return Item(
            id=y.text(row, "id", where),
            question=y.text(question, "id", where),
            kind=kind,
            label_sv=y.text(row, "sv", where),
            label_en=y.text(row, "en", where),
            short_sv=y.text(row, "short", where),
            scale=self._scale(kind, {**question, **row}, where),
            per_area=per_area,
            asked_if=self._conditions(question, row),
            source=source,
            areas=self._areas(per_area, allowed),
            branch=question.get("branch", ""),
            part_sv=y.text(row, "part", where, default=""),
            exclusive=y.flag(row, "exclusive", where),
            allowed=allowed,
        )

    def _areas(self, per_area: bool, allowed: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        if not per_area:
            return (ALL_AREAS,)
        return tuple(allowed) or tuple(area.code for area in self.areas)

    def _scale(self, kind: str, node: y.Node, where: str) -> Scale | None:
        if kind == TEXT:
            return None
        name = TICK if kind == TICK else y.text(node, "scale", where)
        if name not in self.scales:
            raise InputError(f"{where} använder skalan {name}, som inte finns under scales.")
        return self.scales[name]

    def _conditions(self, question: y.Node, row: y.Node) -> tuple[Condition, ...]:
        branch = self.branches.get(question.get("branch", ""))
        own = [] if row is question else _conditions(row, _where("raden", row))
        shared = _conditions(question, _where("frågan", question))
        return (*(branch.conditions if branch else ()), *shared, *own)


def _where(kind: str, entry: Any) -> str:
    name = entry.get("id", "utan id") if isinstance(entry, dict) else "utan id"
    return f"Instrumentfilen, {kind} {name}"


def _kind(node: y.Node, where: str) -> str:
    kind = y.text(node, "kind", where)
    if kind not in KINDS:
        raise InputError(f"{where} har slaget {kind}; tillåtna är {', '.join(KINDS)}.")
    return kind


def _labelled(entry: Any, kind: str) -> tuple[str, str, str]:
    where = f"Instrumentfilen, {kind}"
    node = y.check_keys(entry, ("code", *LABELS), (), where)
    return y.text(node, "code", where), y.text(node, "sv", where), y.text(node, "en", where)


def read_area(entry: Any) -> Area:
    """Return an area from its entry."""
    return Area(*_labelled(entry, "området"))


def read_scale(entry: Any) -> Scale:
    """Return a scale from its entry; its codes must differ."""
    where = _where("skalan", entry)
    node = y.check_keys(entry, ("id", "answers"), (), where)
    answers = [
        Answer(*_labelled(answer, "svaret")) for answer in y.sequence(node, "answers", where)
    ]
    y.reject_duplicates([answer.code for answer in answers], where)
    return Scale(y.text(node, "id", where), tuple(answers))


def read_branch(entry: Any) -> Branch:
    """Return a branch from its entry."""
    where = _where("grenen", entry)
    node = y.check_keys(entry, ("id", *LABELS, "asked_if"), (), where)
    name, sv, en = (y.text(node, key, where) for key in ("id", *LABELS))
    return Branch(name, sv, en, _conditions(node, where))


def _conditions(node: y.Node, where: str) -> tuple[Condition, ...]:
    return tuple(_condition(entry, where) for entry in y.sequence(node, "asked_if", where))


def _condition(entry: Any, where: str) -> Condition:
    node = y.check_keys(entry, ("is",), ("any_of", "none_of"), f"{where}, asked_if")
    if ("any_of" in node) == ("none_of" in node):
        raise InputError(f"{where}: ett villkor ska ha antingen any_of eller none_of.")
    key = "any_of" if "any_of" in node else "none_of"
    return Condition(y.texts(node, key, where), y.texts(node, "is", where), key == "none_of")


def _allowed(question: y.Node, where: str) -> dict[str, tuple[str, ...]]:
    node = question.get("allowed", {})
    if not isinstance(node, dict):
        raise InputError(f"{where}: allowed ska ange svarskoder för varje område.")
    return {area: y.texts(node, area, where) for area in node}


def read_same_as(entry: Any) -> SameAs:
    """Return the shortcut from its entry."""
    where = "Instrumentfilen, same_as"
    node = y.check_keys(entry, ("item", "covers"), (), where)
    return SameAs(y.text(node, "item", where), y.texts(node, "covers", where))
