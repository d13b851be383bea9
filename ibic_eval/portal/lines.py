"""Municipalities in rows and sentences: where they stand, and which of them are invented."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ibic_eval.display.wording import enumeration
from ibic_eval.portal.layers import STATE_WORDS
from ibic_eval.portal.outputs import DONE, FAILED, NO_OWN_DATA, NOT_RUN, STATES, Place
from ibic_eval.portal.results import (
    LACKING,
    Kind,
    Result,
    goal_counts,
    goals_in_words,
    results_of_place,
)
from ibic_eval.runs.manifest import NO_DATA, SUPPRESSED
from ibic_eval.sources.municipalities import plain_name


class Line(NamedTuple):
    """A municipality's row in the table, in words; numbers for sorting are blank where missing."""

    place: Place
    find: str
    state: str
    state_order: int
    detail: str
    goals: str
    goal_order: str
    result: str
    number: str


def lines(places: Iterable[Place], chosen: Kind | None) -> list[Line]:
    """Return the rows of a table of municipalities."""
    return [_line(place, chosen) for place in places]


def _line(place: Place, chosen: Kind | None) -> Line:
    results = results_of_place(place)
    result = results.get(chosen.id, _LACKS) if chosen else _LACKS
    goals = goal_counts(place)
    return Line(
        place,
        f"{plain_name(place.name)} {place.code}",
        STATE_WORDS[place.state],
        STATES.index(place.state),
        _detail(place),
        goals_in_words(place),
        str(goals.get("natt", 0)) if goals else "",
        result.text,
        number_text(result),
    )


def _detail(place: Place) -> str:
    """Tell why a municipality lacks something, or of how many chapters it has data."""
    if place.sentence or place.state not in (DONE, NO_OWN_DATA) or not place.chapters:
        return place.sentence
    statuses = list(place.chapters.values())
    empty, hidden = statuses.count(NO_DATA), statuses.count(SUPPRESSED)
    told = f"{len(statuses) - empty} av {len(statuses)} kapitel har något underlag."
    return f"{told} I {hidden} döljs små grupper." if hidden else told


def summary(places: Sequence[Place]) -> str:
    """Tell how many municipalities there are and where they stand, real ones by themselves."""
    real = [place for place in places if not place.fictional]
    demo = [place for place in places if place.fictional]
    sentences = [_standing(real, "kommuner")] if real else []
    if demo:
        sentences.append(_standing(demo, "demokommuner med påhittade uppgifter"))
    return " ".join(sentences)


def _standing(places: Sequence[Place], noun: str) -> str:
    counts = {state: sum(place.state == state for place in places) for state in STATES}
    words = {
        DONE: "har en rapport med egna uppgifter",
        NO_OWN_DATA: "har en rapport utan egna uppgifter",
        FAILED: "har en körning som stannade",
        NOT_RUN: "är inte körda",
    }
    told = [f"{counts[state]} {words[state]}" for state in STATES if counts[state]]
    noun = noun if len(places) > 1 else noun.replace("kommuner", "kommun")
    return f"{len(places)} {noun}: {enumeration(told)}."


def invented(places: Iterable[Place]) -> str:
    """Return the banner's sentence where any of the municipalities doesn't exist."""
    every = list(places)
    names = [place.name for place in every if place.fictional]
    if not names:
        return ""
    if len(names) == len(every):
        return "Kommunerna på sidan finns inte, och siffrorna beskriver ingen verklig verksamhet."
    shown = enumeration(names) if len(names) <= 4 else f"{len(names)} demokommuner"
    return (
        f"På sidan finns också {shown}, som är påhittade och märkta. Siffrorna om dem beskriver "
        "ingen verklig verksamhet."
    )


def county_lines(places: Sequence[Place]) -> list[dict[str, Any]]:
    """Return the counties with how many municipalities there are in each state."""
    ordered = sorted(places, key=lambda place: place.county_code)
    return [
        {"code": code, "name": members[0].county, "size": len(members),
         "counts": [sum(each.state == state for each in members) for state in STATES]}
        for code, found in groupby(ordered, key=lambda place: place.county_code)
        for members in [list(found)]
    ]  # fmt: skip


def number_text(result: Result) -> str:
    """Write the number that a table sorts by, blank where none may be shown."""
    return "" if result.number is None else f"{result.number:.8g}"


_LACKS = Result(LACKING, LACKING, None)
