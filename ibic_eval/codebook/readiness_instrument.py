"""The self-assessment of readiness, read from its file into frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.errors import InputError

TOP_KEYS = ("id", "title_sv", "version", "documents", "scale", "roles", "steps", "themes")
THEME_KEYS = ("id", "sv", "step", "national", "statements")
STATEMENT_KEYS = ("id", "sv", "short", "first", "sources")
LONGEST_SHORT = 40


@dataclass(frozen=True)
class Level:
    """An answer; `level` counts from 0 at the low end and is None for don't know."""

    code: str
    label_sv: str
    level: int | None


@dataclass(frozen=True)
class Document:
    """A source in full and by its short name."""

    label_sv: str
    short_sv: str


@dataclass(frozen=True)
class Reference:
    """Where a statement comes from: a document's id and the place in it."""

    document: str
    place: str


@dataclass(frozen=True)
class Need:
    """What should be in place before a statement can be, why, and who says so."""

    statement: str
    why_sv: str
    reference: Reference


@dataclass(frozen=True)
class Statement:
    """Something that is in place or not; `first_sv` says what to begin with where it isn't."""

    id: str
    theme: str
    label_sv: str
    short_sv: str
    first_sv: str
    sources: tuple[Reference, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Theme:
    """Statements about one thing; `national` are the items of the municipal survey beside it."""

    id: str
    label_sv: str
    step: str
    national: tuple[str, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class ReadinessInstrument:
    """The self-assessment in the order asked; the mappings go from code to Swedish words."""

    id: str
    title_sv: str
    version: str
    documents: Mapping[str, Document]
    scale: tuple[Level, ...]
    roles: Mapping[str, str]
    steps: Mapping[str, str]
    themes: tuple[Theme, ...]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return all statements in order."""
        return tuple(each for theme in self.themes for each in theme.statements)

    @property
    def levels(self) -> dict[str, int]:
        """Return the level of each answer that has one, the lowest first."""
        return {each.code: each.level for each in self.scale if each.level is not None}

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """Return the statements that each statement needs first."""
        return {each.id: tuple(need.statement for need in each.needs) for each in self.statements}


def load_readiness(path: Path) -> ReadinessInstrument:
    """Read the instrument's file and check it strictly.

    Raises InputError for unknown or missing keys, names that stand twice, references to what isn't
    there, a scale that doesn't count up from 0, and statements that need each other in a circle.
    """
    node = y.check_keys(y.load_mapping(path), TOP_KEYS, (), f"Filen {path.name}")
    documents = _documents(node)
    steps = _names(node, "steps")
    instrument = ReadinessInstrument(
        id=y.text(node, "id", path.name),
        title_sv=y.text(node, "title_sv", path.name),
        version=y.text(node, "version", path.name),
        documents=documents,
        scale=_scale(node),
        roles=_names(node, "roles"),
        steps=steps,
        themes=tuple(_theme(each, documents, steps) for each in y.sequence(node, "themes", "")),
    )
    y.reject_duplicates([theme.id for theme in instrument.themes], path.name)
    y.reject_duplicates([each.id for each in instrument.statements], path.name)
    _check_needs(instrument.needs)
    return instrument


def _names(node: y.Node, key: str) -> dict[str, str]:
    where = f"Instrumentfilen, {key}"
    entries = [
        y.check_keys(each, ("code", "sv"), (), where) for each in y.sequence(node, key, where)
    ]
    y.reject_duplicates([y.text(each, "code", where) for each in entries], where)
    return {y.text(each, "code", where): y.text(each, "sv", where) for each in entries}


def _documents(node: y.Node) -> dict[str, Document]:
    where = "Instrumentfilen, documents"
    entries = [
        y.check_keys(each, ("id", "short", "sv"), (), where)
        for each in y.sequence(node, "documents", where)
    ]
    names = [y.text(each, "id", where) for each in entries]
    y.reject_duplicates(names, where)
    found = (Document(y.text(e, "sv", where), y.text(e, "short", where)) for e in entries)
    return dict(zip(names, found, strict=True))


def _scale(node: y.Node) -> tuple[Level, ...]:
    where = "Instrumentfilen, scale"
    entries = [
        y.check_keys(each, ("code", "sv"), ("level",), where)
        for each in y.sequence(node, "scale", where)
    ]
    scale = tuple(
        Level(y.text(each, "code", where), y.text(each, "sv", where), each.get("level"))
        for each in entries
    )
    y.reject_duplicates([each.code for each in scale], where)
    levels = [each.level for each in scale if each.level is not None]
    if len(levels) < 3 or levels != list(range(len(levels))):
        raise InputError(f"{where}: nivåerna ska vara 0, 1, 2 och så vidare, och minst tre.")
    return scale


def _theme(entry: Any, documents: Mapping[str, Document], steps: Mapping[str, str]) -> Theme:
    where = _where("temat", entry)
    node = y.check_keys(entry, THEME_KEYS, (), where)
    name = y.text(node, "id", where)
    return Theme(
        id=name,
        label_sv=y.text(node, "sv", where),
        step=_known(y.text(node, "step", where), steps, "steps", where),
        national=tuple(map(str, y.sequence(node, "national", where))),
        statements=tuple(
            _statement(each, name, documents) for each in y.sequence(node, "statements", where)
        ),
    )


def _statement(entry: Any, theme: str, documents: Mapping[str, Document]) -> Statement:
    where = _where("påståendet", entry)
    node = y.check_keys(entry, STATEMENT_KEYS, ("needs",), where)
    short = y.text(node, "short", where)
    if len(short) > LONGEST_SHORT:
        raise InputError(f"{where}: short ska ha högst {LONGEST_SHORT} tecken.")
    sources = [
        _reference(y.check_keys(each, ("document", "place"), (), where), documents, where)
        for each in y.sequence(node, "sources", where)
    ]
    if not sources:
        raise InputError(f"{where} saknar källa; ange minst en under sources.")
    needs = tuple(_need(each, documents, where) for each in y.sequence(node, "needs", where))
    label, first = (y.text(node, key, where) for key in ("sv", "first"))
    return Statement(y.text(node, "id", where), theme, label, short, first, tuple(sources), needs)


def _need(entry: Any, documents: Mapping[str, Document], where: str) -> Need:
    node = y.check_keys(entry, ("id", "why", "document"), ("place",), f"{where}, needs")
    reference = _reference(node, documents, where)
    return Need(y.text(node, "id", where), y.text(node, "why", where), reference)


def _reference(node: y.Node, documents: Mapping[str, Document], where: str) -> Reference:
    document = _known(y.text(node, "document", where), documents, "documents", where)
    return Reference(document, y.text(node, "place", where, default=""))


def _known(name: str, names: Mapping[str, object], key: str, where: str) -> str:
    if name not in names:
        raise InputError(f"{where} nämner {name}, som inte finns under {key}.")
    return name


def _check_needs(needs: Mapping[str, tuple[str, ...]]) -> None:
    for name, needed in needs.items():
        unknown = [each for each in needed if each not in needs]
        if unknown:
            raise InputError(f"Påståendet {name} behöver {unknown[0]}, som inte finns.")
        if name in _before(name, needs):
            raise InputError(f"Påståendet {name} behöver sig självt genom andra; bryt cirkeln.")


def _before(name: str, needs: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(needs[name])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += needs.get(each, ())
    return found


def _where(kind: str, entry: Any) -> str:
    name = entry.get("id", "utan id") if isinstance(entry, dict) else "utan id"
    return f"Instrumentfilen, {kind} {name}"
