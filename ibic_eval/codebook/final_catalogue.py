"""What goals can be about, the measures that bear on them, and the rules for recommendations."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.codebook.sorts import SORTS
from ibic_eval.errors import InputError

BEFORE_AFTER, QUASI = "egna_fore_efter", "kvasiexperiment"
OWN_LEVEL, REVIEW, PROCESS = "egen_matning", "granskning", "process"
JUDGEMENT, STAFF = "egen_enkat", "personal"
KINDS: Mapping[str, str] = {
    BEFORE_AFTER: "egna ärenden, före och efter",
    QUASI: "brukarundersökningar, jämfört med kommuner utan IBIC",
    OWN_LEVEL: "nivå i egna uppgifter",
    REVIEW: "granskade handlingar",
    PROCESS: "vad projektet gjorde",
    JUDGEMENT: "kommunens svar i enkäten",
    STAFF: "medarbetares bedömning",
}
JUDGED = frozenset({JUDGEMENT, STAFF})
HIGHER, LOWER = "hogre", "lagre"
FORMS = ("kvot", "andel", "skillnad", "niva", "timmar", "svar")


@dataclass(frozen=True)
class Measure:
    """One measure: what it shows, which aspects it bears on, and which way speaks for a goal.

    `about` is one of SORTS. `level` is what counts as reached where the municipality has decided
    nothing else.
    """

    id: str
    what_sv: str
    chapter: str
    aspects: tuple[str, ...]
    about: str
    kind: str
    better: str
    form: str
    file: str
    level: float | None = None
    level_sv: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A recommendation with the condition that triggers it; `limit` is what it compares with."""

    id: str
    condition: str
    limit: float
    condition_sv: str
    priority: int
    text_sv: str
    why_sv: str
    source_sv: str


@dataclass(frozen=True)
class Catalogue:
    """The aspects (id to words), what each is about (SORTS), the measures and the rules."""

    aspects: Mapping[str, str]
    sorts: Mapping[str, str]
    measures: Mapping[str, Measure]
    rules: tuple[Rule, ...]


def load_catalogue(folder: Path) -> Catalogue:
    """Read `aspekter.yml` and `rekommendationer.yml`.

    Raises InputError for a key, kind, form or aspect that isn't known, and a doubled id.
    """
    where = "Filen slutrapport/aspekter.yml"
    keys = ("aspekter", "galler", "matt")
    node = y.check_keys(y.load_mapping(folder / "aspekter.yml"), keys, (), where)
    aspects = {key: y.text(node["aspekter"], key, where) for key in node["aspekter"]}
    sorts = y.check_keys(node["galler"], tuple(aspects), (), f"{where}, galler")
    for aspect, sort in sorts.items():
        _check_one_of(sort, SORTS, f"{where}, galler: {aspect}")
    measures = [_measure(each, aspects, where) for each in y.sequence(node, "matt", where)]
    y.reject_duplicates([each.id for each in measures], where)
    return Catalogue(aspects, sorts, {each.id: each for each in measures}, _rules(folder))


def _check_one_of(value: object, allowed: Collection[str], where: str) -> None:
    if value not in allowed:
        raise InputError(f"{where} ska vara något av {', '.join(allowed)}.")


def _measure(node: object, aspects: Mapping[str, str], where: str) -> Measure:
    keys = ("id", "vad", "kapitel", "aspekter", "galler", "slag", "battre", "form", "fil")
    found = y.check_keys(node, keys, ("niva", "nivaskal", "fragor"), where)
    here = f"{where}, {found['id']}"
    known = {"galler": SORTS, "slag": KINDS, "battre": (HIGHER, LOWER), "form": FORMS}
    for key, allowed in known.items():
        _check_one_of(found[key], allowed, f"{here}: {key}")
    named = y.texts(found, "aspekter", here)
    lost = next((each for each in named if each not in aspects), None)
    if lost is not None:
        raise InputError(f"{here}: aspekten {lost} finns inte under aspekter.")
    return Measure(
        id=y.text(found, "id", here),
        what_sv=y.text(found, "vad", here),
        chapter=y.text(found, "kapitel", here),
        aspects=named,
        about=found["galler"],
        kind=found["slag"],
        better=found["battre"],
        form=found["form"],
        file=y.text(found, "fil", here),
        level=None if found.get("niva") is None else float(found["niva"]),
        level_sv=y.text(found, "nivaskal", here, ""),
        questions=tuple(y.sequence(found, "fragor", here)),
    )


def _rules(folder: Path) -> tuple[Rule, ...]:
    where = "Filen slutrapport/rekommendationer.yml"
    node = y.check_keys(y.load_mapping(folder / "rekommendationer.yml"), ("regler",), (), where)
    rules = tuple(_rule(each, where) for each in y.sequence(node, "regler", where))
    y.reject_duplicates([each.id for each in rules], where)
    return rules


def _rule(node: object, where: str) -> Rule:
    keys = ("id", "villkor", "grans", "villkorstext", "prioritet", "rekommendation", "varfor",
            "kalla")  # fmt: skip
    found = y.check_keys(node, keys, (), where)
    here = f"{where}, {found['id']}"
    return Rule(
        id=y.text(found, "id", here),
        condition=y.text(found, "villkor", here),
        limit=float(found["grans"]),
        condition_sv=y.text(found, "villkorstext", here),
        priority=int(found["prioritet"]),
        text_sv=y.text(found, "rekommendation", here),
        why_sv=y.text(found, "varfor", here),
        source_sv=y.text(found, "kalla", here),
    )
