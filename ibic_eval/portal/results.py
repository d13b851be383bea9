"""The results that can be set side by side, and how a municipality's goals stand, in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ibic_eval.codebook.final_catalogue import BEFORE_AFTER, KINDS, QUASI
from ibic_eval.display.history_words import name, value, with_ends
from ibic_eval.display.numbers import HIDDEN, MISSING, is_missing
from ibic_eval.display.wording import enumeration
from ibic_eval.portal.outputs import Place

Row = Mapping[Any, Any]
GOAL = "mal"
LACKING = "underlag saknas"
# A plan's own indicators and groups mean different things in different plans.
OF_A_PLAN = ("indikator_", "utbildning_")
_GOAL_WORDS = {
    "natt": ("nått", "nådda"),
    "delvis": ("delvis nått", "delvis nådda"),
    "inte_natt": ("inte nått", "inte nådda"),
    "kan_inte_avgoras": ("går inte att avgöra", "går inte att avgöra"),
}


class Result(NamedTuple):
    """A result of one municipality: its words, its short words, and its number where shown."""

    short: str
    text: str
    number: float | None


class Kind(NamedTuple):
    """A result that several municipalities can have: its id, title and the group it stands in."""

    id: str
    title: str
    group: str


def comparable(row: Row) -> bool:
    """Tell whether a result means the same in other municipalities and is the municipality's own.

    The comparison of user surveys is of all municipalities at once, the same in every report.
    """
    return row["kind"] not in (GOAL, QUASI) and not str(row["id"]).startswith(OF_A_PLAN)


def result_kinds(places: Iterable[Place]) -> tuple[Kind, ...]:
    """Return the results that any of the municipalities has, in order of group and title."""
    rows = [row for place in places for row in place.results if comparable(row)]
    kinds = {str(row["id"]): Kind(str(row["id"]), title(row), group(row)) for row in rows}
    order = [*map(_capital, KINDS.values()), _COUNTS]
    return tuple(sorted(kinds.values(), key=lambda kind: (order.index(kind.group), kind.title)))


def results_of_place(place: Place) -> dict[str, Result]:
    """Return a municipality's comparable results by id; a hidden one has words but no number."""
    return {str(row["id"]): _result(row) for row in place.results if comparable(row)}


def title(row: Row) -> str:
    """Name a result, with what it is compared with."""
    return f"{name(row)}, ändring mot före IBIC" if row["kind"] == BEFORE_AFTER else name(row)


def group(row: Row) -> str:
    """Name the kind of evidence that a result is."""
    return _capital(KINDS[row["kind"]]) if row["kind"] in KINDS else _COUNTS


def goals_in_words(place: Place) -> str:
    """Tell how the goals of a municipality's plan stand: "3 nådda, 1 delvis nått av 9 mål"."""
    counts = goal_counts(place)
    if not counts:
        return LACKING
    told = [f"{n} {_GOAL_WORDS[verdict][n > 1]}" for verdict, n in counts.items()]
    return f"{enumeration(told)} (av {sum(counts.values())} mål)"


def goal_counts(place: Place) -> dict[str, int]:
    """Return the number of goals by their verdict, in order and without zeros."""
    verdicts = [str(row["verdict"]) for row in place.results if row["kind"] == GOAL]
    return {each: verdicts.count(each) for each in _GOAL_WORDS if each in verdicts}


def most_common(kinds: Sequence[Kind], places: Iterable[Place]) -> str:
    """Return the id of the result that most municipalities show, blank where none shows any."""
    shown = [set(_shown(place)) for place in places]
    counts = {kind.id: sum(kind.id in ids for ids in shown) for kind in kinds}
    return max(counts, key=lambda id_: counts[id_], default="")


def _shown(place: Place) -> list[str]:
    return [id_ for id_, each in results_of_place(place).items() if each.number is not None]


def _result(row: Row) -> Result:
    short = value(row)
    if short in (HIDDEN, MISSING):
        told = HIDDEN if short == HIDDEN else LACKING
        return Result(told, told, None)
    number = row["estimate"]
    return Result(short, with_ends(row), None if is_missing(number) else float(number))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_COUNTS = "Införandet i siffror"
