"""What a municipality says itself in its slutrapport: what goals are about, levels, lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from ibic_eval.codebook.project_fields import key, many, read_entry
from ibic_eval.codebook.project_values import (
    ID,
    TEXT,
    TEXTS,
    Kind,
    codes,
    read_figure,
    read_id,
    read_texts,
)
from ibic_eval.codebook.sorts import SORTS, WORK
from ibic_eval.errors import InputError

PURPOSE, PROJECT_GOAL = "syfte", "projektmal"
OWN, OURS = "kommunens", "var_tolkning"


def _aspects(value: Any, where: str) -> tuple[str, ...]:
    found = read_texts(value, where)
    return tuple(read_id(each, where) for each in found)


def _share(value: Any, where: str) -> float:
    number = read_figure(value, where).value
    if number is None:
        raise InputError(f"{where} ska vara ett tal.")
    return number


ASPECTS = Kind("texts", "lista med aspekter ur surveys/slutrapport/aspekter.yml", "[]", _aspects)
NUMBER = Kind("figure", "tal; andelar i procent", "80", _share)


@dataclass(frozen=True)
class GoalLink:
    """Which aspects a goal of the plan is about, and the measure that decides it.

    `about` is one of SORTS, "" where its aspects tell; `main` is a measure or a plan's indicator.
    """

    aspects: Annotated[tuple[str, ...], key("aspekter", ASPECTS, "vad målet handlar om")]
    comment: Annotated[str, key("kommentar", TEXT, "varför, eller vad som inte täcks")]
    about: Annotated[str, key("galler", codes(*SORTS), "vad målet gäller")] = ""
    main: Annotated[
        str, key("huvudmatt", TEXT, "måttet eller indikatorn som avgör målet, vald i förväg")
    ] = ""


@dataclass(frozen=True)
class Level:
    """What the municipality has decided counts as reached for a measure; shares in percent."""

    at_least: Annotated[float, key("minst", NUMBER, "nivån", required=True)]
    decided: Annotated[str, key("bestamd", TEXT, "när och var nivån bestämdes", required=True)]


@dataclass(frozen=True)
class Closing:
    """Which of the plan's indicators tells whether a closing criterion is met."""

    indicator: Annotated[str, key("indikator", ID, "indikatorns id i project.yml", required=True)]


@dataclass(frozen=True)
class Task:
    """What is to be followed up after the report, when and by whom."""

    what: Annotated[str, key("vad", TEXT, "vad som ska följas upp", required=True)]
    when: Annotated[str, key("nar", TEXT, "när", required=True)]
    who: Annotated[str, key("vem", TEXT, "vilken roll som ansvarar", required=True)]


def _by_id(entry: type) -> Kind:
    """Return the kind of a key that holds entries by id, none where it is absent."""

    def read(value: Any, where: str) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise InputError(
                f"{where} ska vara en uppsättning beteckningar, var och en med nycklar."
            )
        return {
            read_id(name, where): read_entry(entry, node, f"{where}, {name}")
            for name, node in value.items()
        }

    return Kind("other", "en uppsättning poster", "", read)


@dataclass(frozen=True)
class FinalReport:
    """What stands in `slutrapport.yml`; `link` tells whose the mapping of goals is."""

    municipality: Annotated[str, key("kommunkod", TEXT, "kommunens kod", required=True)]
    link: Annotated[
        str, key("koppling", codes(OWN, OURS), "vem som har kopplat målen", required=True)
    ]
    goals: Annotated[
        Mapping[str, GoalLink], key("mal", _by_id(GoalLink), "vad planens mål handlar om")
    ]
    levels: Annotated[
        Mapping[str, Level], key("nivaer", _by_id(Level), "vad som räknas som nått, per mått")
    ]
    closing: Annotated[
        Mapping[str, Closing],
        key(
            "avslut", _by_id(Closing), "vilken indikator som visar att ett avslutskriterium är nått"
        ),
    ]
    tasks: Annotated[tuple[Task, ...], key("uppfolj", many(Task), "vad som ska följas upp sedan")]
    lessons: Annotated[tuple[str, ...], key("lardomar", TEXTS, "kommunens lärdomar, med egna ord")]


NOTHING_SAID = FinalReport("", OURS, {}, {}, {}, (), ())


def goal_about(kind: str, link: GoalLink | None, sorts: Mapping[str, str]) -> str:
    """Return what a goal is about (SORTS), "" where neither it nor its aspects say one thing.

    A project goal without aspects is about the work: it says what the project was to do.
    """
    if link and link.about:
        return link.about
    found = {sorts[aspect] for aspect in (link.aspects if link else ())}
    if len(found) == 1:
        return found.pop()
    return WORK if kind == PROJECT_GOAL and not found else ""
