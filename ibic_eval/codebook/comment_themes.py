"""The codebook of themes in comments, read from its file into frozen dataclasses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.errors import InputError

NO_THEME = "inget_tema"
FOR, AGAINST, CONDITION = "for", "emot", "villkor"
SIDES = (FOR, AGAINST, CONDITION)
TOP_KEYS = ("id", "title_sv", "version", "documents", "none", "themes")
RULE_KEYS = ("sv", "means", "applies", "except")
THEME_KEYS = ("id", "side", "example", "sources", *RULE_KEYS)
LONGEST_LABEL = 40
_ID = re.compile("[a-z0-9_]{1,40}")  # as in data/codebooks/kodning.yml


@dataclass(frozen=True)
class Source:
    """Where a theme comes from: a document's short name, the place in it, and a few words of it."""

    document: str
    place: str
    quote_sv: str


@dataclass(frozen=True)
class Rule:
    """What a code means, when it applies and when not, in Swedish."""

    label_sv: str
    means_sv: str
    applies_sv: str
    except_sv: str


@dataclass(frozen=True)
class Theme:
    """One theme; `side` tells whether it is a reason for IBIC, against it, or a condition."""

    id: str
    side: str
    rule: Rule
    example_sv: str
    sources: tuple[Source, ...]

    @property
    def label_sv(self) -> str:
        """Return the theme's name."""
        return self.rule.label_sv


@dataclass(frozen=True)
class CommentThemes:
    """The codebook in order; `none` is the rule for a comment without any of the themes."""

    id: str
    title_sv: str
    version: str
    documents: Mapping[str, str]
    none: Rule
    themes: tuple[Theme, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the themes' ids, in order, without that for no theme."""
        return tuple(each.id for each in self.themes)


def load_themes(path: Path) -> CommentThemes:
    """Read the codebook of themes and check it strictly.

    Raises InputError for unknown or missing keys, ids or names that stand twice, a side that isn't
    known, and a theme without a source.
    """
    node = y.check_keys(y.load_mapping(path), TOP_KEYS, (), f"Filen {path.name}")
    documents = _documents(node, path.name)
    short = {name: texts[0] for name, texts in documents.items()}
    themes = tuple(_theme(each, short) for each in y.sequence(node, "themes", path.name))
    y.reject_duplicates([each.id for each in themes], path.name)
    y.reject_duplicates([each.label_sv for each in themes], path.name)
    if not themes:
        raise InputError(f"Filen {path.name} har inga teman; lägg till minst ett under themes.")
    return CommentThemes(
        id=y.text(node, "id", path.name),
        title_sv=y.text(node, "title_sv", path.name),
        version=y.text(node, "version", path.name),
        documents=dict(documents.values()),
        none=_rule(y.check_keys(node["none"], RULE_KEYS, (), "Temafilen, none"), "none"),
        themes=themes,
    )


def _documents(node: y.Node, name: str) -> dict[str, tuple[str, str]]:
    where = "Temafilen, documents"
    entries = [
        y.check_keys(each, ("id", "short", "sv"), (), where)
        for each in y.sequence(node, "documents", name)
    ]
    ids = [y.text(each, "id", where) for each in entries]
    y.reject_duplicates(ids, where)
    texts = ((y.text(each, "short", where), y.text(each, "sv", where)) for each in entries)
    return dict(zip(ids, texts, strict=True))


def _theme(entry: Any, documents: Mapping[str, str]) -> Theme:
    where = _where(entry)
    node = y.check_keys(entry, THEME_KEYS, (), where)
    sources = tuple(_source(each, documents, where) for each in y.sequence(node, "sources", where))
    if not sources:
        raise InputError(f"{where} saknar källa; ange minst en under sources.")
    return Theme(
        id=_id(y.text(node, "id", where), where),
        side=_side(y.text(node, "side", where), where),
        rule=_rule(node, where),
        example_sv=y.text(node, "example", where),
        sources=sources,
    )


def _rule(node: y.Node, where: str) -> Rule:
    label, means, applies, but = (y.text(node, key, where) for key in RULE_KEYS)
    if len(label) > LONGEST_LABEL:
        raise InputError(f"{where}: sv ska ha högst {LONGEST_LABEL} tecken.")
    return Rule(label, means, applies, but)


def _source(entry: Any, documents: Mapping[str, str], where: str) -> Source:
    node = y.check_keys(entry, ("document", "place"), ("quote",), f"{where}, sources")
    document = y.text(node, "document", where)
    if document not in documents:
        raise InputError(f"{where} nämner {document}, som inte finns under documents.")
    place, quote = y.text(node, "place", where), y.text(node, "quote", where, default="")
    return Source(documents[document], place, quote)


def _id(name: str, where: str) -> str:
    if not _ID.fullmatch(name) or name == NO_THEME:
        raise InputError(
            f"{where}: id ska ha 1–40 tecken av a–z, 0–9 och _, och får inte vara {NO_THEME}."
        )
    return name


def _side(side: str, where: str) -> str:
    if side not in SIDES:
        raise InputError(f"{where}: side ska vara {', '.join(SIDES[:-1])} eller {SIDES[-1]}.")
    return side


def _where(entry: Any) -> str:
    name = entry.get("id", "utan id") if isinstance(entry, dict) else "utan id"
    return f"Temafilen, temat {name}"
