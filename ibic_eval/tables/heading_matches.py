"""Which of an unknown file's headings is which of our columns."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ibic_eval.sources.mapping_tables import TableMapping, plain

SURE, LIKELY, UNSURE, LACKING = "säker", "trolig", "osäker", "saknas"
_POINTS = {SURE: 3.0, LIKELY: 2.0}
# Headings this alike differ by an ending or a slip; shorter ones are alike by chance.
ALIKE = 0.85
SHORTEST = 5
# A system's profile is proposed where at least so many of its headings, or of the file's, agree.
AGREEING = 0.6


class Words(NamedTuple):
    """The headings of one of our columns, as `plain` writes them.

    `sure` are our own name and those of the system that is looked at, `likely` all other known.
    """

    sure: frozenset[str]
    likely: frozenset[str]


class Match(NamedTuple):
    """A heading found for one of our columns, and how sure it is."""

    heading: str
    certainty: str


def words(names: Iterable[str], sure: Iterable[str], likely: Iterable[str]) -> Words:
    """Return the words for a column from its own names, the system's headings and others'."""
    certain = frozenset(plain(each) for each in (*names, *sure))
    return Words(certain, frozenset(plain(each) for each in likely) - certain)


def match_headings(headings: Sequence[str], known: Mapping[str, Words]) -> dict[str, Match]:
    """Return the best heading for each of our columns that has any; a heading is used once."""
    candidates = sorted(
        (
            (-points, place, ours, heading)
            for place, heading in enumerate(headings)
            for ours, vocabulary in known.items()
            if (points := _points(plain(heading), vocabulary))
        ),
    )
    found: dict[str, Match] = {}
    used: set[str] = set()
    for points, _, ours, heading in candidates:
        if ours not in found and heading not in used:
            used.add(heading)
            found[ours] = Match(heading, _certainty(-points))
    return found


def strength(matches: Mapping[str, Match], required: Sequence[str]) -> tuple[float, int]:
    """Return how well a file fits a table: the share of its required columns, and all columns."""
    return sum(name in matches for name in required) / len(required), len(matches)


def likeliest_system(
    files: Sequence[Sequence[str]], systems: Mapping[str, Sequence[TableMapping]]
) -> str:
    """Return the system whose profile the files' headings agree with, "" where none stands out."""
    agreement = {
        name: sum(_agreement(headings, tables) for headings in files) / len(files)
        for name, tables in systems.items()
    }
    first, *others = sorted(agreement, key=lambda name: -agreement[name])
    alone = all(agreement[other] < agreement[first] for other in others)
    return first if alone and agreement[first] >= AGREEING else ""


def _agreement(headings: Sequence[str], tables: Sequence[TableMapping]) -> float:
    theirs = {plain(heading) for heading in headings}
    shares = [
        len(theirs & expected) / min(len(theirs), len(expected))
        for table in tables
        for expected in _headings(table)
    ]
    return max(shares, default=0.0)


def _headings(table: TableMapping) -> list[set[str]]:
    """Return the headings that the table's files should have, and those of its second file."""
    found = [{plain(each) for each in table.columns.values()}]
    if table.joined:
        beside = (table.joined.key_there, *table.joined.columns.values())
        found.append({plain(each) for each in beside})
    return found


def _points(heading: str, vocabulary: Words) -> float:
    if heading in vocabulary.sure:
        return _POINTS[SURE]
    if heading in vocabulary.likely:
        return _POINTS[LIKELY]
    if len(heading) < SHORTEST:
        return 0.0
    alike = max(
        SequenceMatcher(None, heading, each).ratio() for each in vocabulary.sure | vocabulary.likely
    )
    return alike if alike >= ALIKE else 0.0


def _certainty(points: float) -> str:
    return next((name for name, least in _POINTS.items() if points >= least), UNSURE)
