"""What stands on each of the portal's pages; pure functions of what the runs have left."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ibic_eval.display.wording import enumeration, lower_first
from ibic_eval.portal import pages as p
from ibic_eval.portal.layers import STATE_WORDS, Cell, Layer
from ibic_eval.portal.outputs import (
    DONE,
    FAILED,
    NO_OWN_DATA,
    NOT_RUN,
    STATES,
    Outputs,
    Place,
    swedish,
)
from ibic_eval.portal.results import (
    LACKING,
    Kind,
    Result,
    comparable,
    goal_counts,
    goals_in_words,
    most_common,
    result_kinds,
    results_of_place,
)
from ibic_eval.portal.shapes import Drawing
from ibic_eval.runs.manifest import NO_DATA, SUPPRESSED
from ibic_eval.sources.municipalities import plain_name

STATE_CHOICES = [(state, STATE_WORDS[state]) for state in STATES]


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


def table_page(outputs: Outputs) -> p.Page:
    """Return the page with all municipalities, those never run too."""
    places = outputs.places
    kinds = result_kinds(places)
    chosen = _chosen(kinds, places)
    return p.Page(
        p.TABLE,
        "Kommunerna",
        "index.html.j2",
        {
            "summary": summary(places),
            "faults": outputs.faults,
            "counties": _choices(places, "county_code", "county"),
            "groups": _choices(places, "skr_code", "skr_name"),
            "states": STATE_CHOICES,
            "kinds": grouped(kinds),
            "chosen": chosen,
            "rows": lines(places, chosen),
        },
        invented(places),
        "index.js",
        {"lacking": LACKING, "results": {kind.id: _column(kind, places) for kind in kinds}},
    )


def map_page(outputs: Outputs, layers: Sequence[Layer], drawing: Drawing) -> p.Page:
    """Return the page with the map of the real municipalities, and the same as a table."""
    first = layers[0]
    shapes = [
        {
            "code": place.code,
            "name": place.name,
            "county": place.county,
            "report": place.report,
            "path": drawing.paths[place.code],
            **_cell(first, place.code)._asdict(),
        }
        for place in outputs.real
        if place.code in drawing.paths
    ]
    return p.Page(
        p.MAP,
        "Karta",
        "karta.html.j2",
        {
            "layers": layers,
            "first": first,
            "first_summary": layer_summary(first, len(shapes)),
            "fictional": bool(outputs.fictional),
            "only_general": not any(layer.measured for layer in layers),
            "drawing": drawing,
            "shapes": shapes,
        },
        "",
        "karta.js",
        {
            layer.id: {**layer._asdict(), "summary": layer_summary(layer, len(shapes))}
            for layer in layers
        },
    )


def comparison_page(outputs: Outputs) -> p.Page:
    """Return the page that sets up to four municipalities beside each other."""
    known = [place for place in outputs.places if place.results]
    kinds = result_kinds(known)
    choices = [
        ("Kommuner", [place for place in known if not place.fictional]),
        ("Demokommuner, påhittade", [place for place in known if place.fictional]),
    ]
    return p.Page(
        p.COMPARISON,
        "Jämför kommuner",
        "jamfor.html.j2",
        {"choices": [(group, members) for group, members in choices if members]},
        invented(known),
        "jamfor.js",
        {
            "lacking": LACKING,
            "about": list(_about(known[0])) if known else [],
            "kinds": [[kind.title, kind.group] for kind in kinds],
            "places": {place.code: _compared(place, kinds) for place in known},
        },
    )


def area_page(
    path: str, title: str, places: Sequence[Place], chapter: str, with_counties: bool
) -> p.Page:
    """Return the page of a county, or of all counties; `chapter` is its overview, or blank."""
    chosen = _chosen(result_kinds(places), places)
    fictional = any(place.fictional for place in places)
    return p.Page(
        path,
        title,
        "omrade.html.j2",
        {
            "summary": summary(places),
            "counties": county_lines(places) if with_counties else [],
            "states": STATE_CHOICES,
            "rows": [] if with_counties else lines(places, chosen),
            "chosen": chosen,
            "chapter": chapter,
            "no_chapter": (
                "Underlag saknas: ingen av kommunerna har kört sin rapport än. Översikten görs när "
                "den första har gjort det."
            ),
        },
        invented(places) if fictional else "",
    )


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
        _number(result),
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


def layer_summary(layer: Layer, size: int) -> str:
    """Tell how many municipalities are in each class of a layer."""
    tones = [cell.tone for cell in layer.cells.values()]
    counts = {each: tones.count(each.tone) for each in layer.classes}
    told = [f"{lower_first(each.words)}: {count}" for each, count in counts.items() if count]
    rest = f"{lower_first(layer.lacking)}: {size - len(tones)}"
    return f"Av {size} kommuner – {'; '.join([*told, rest])}."


def county_lines(places: Sequence[Place]) -> list[dict[str, Any]]:
    """Return the counties with how many municipalities there are in each state."""
    ordered = sorted(places, key=lambda place: place.county_code)
    return [
        {"code": code, "name": members[0].county, "size": len(members),
         "counts": [sum(each.state == state for each in members) for state in STATES]}
        for code, found in groupby(ordered, key=lambda place: place.county_code)
        for members in [list(found)]
    ]  # fmt: skip


def grouped(kinds: Sequence[Kind]) -> list[tuple[str, list[Kind]]]:
    """Return the results by their group, in order."""
    return [(group, list(found)) for group, found in groupby(kinds, key=lambda kind: kind.group)]


def _chosen(kinds: Sequence[Kind], places: Sequence[Place]) -> Kind | None:
    found = most_common(kinds, places)
    return next((kind for kind in kinds if kind.id == found), None)


def _choices(places: Iterable[Place], code: str, words: str) -> list[tuple[str, str]]:
    found = {getattr(place, code): getattr(place, words) for place in places}
    return sorted(found.items(), key=lambda pair: swedish(pair[1]))


def _column(kind: Kind, places: Iterable[Place]) -> dict[str, Any]:
    found = {place.code: results_of_place(place).get(kind.id) for place in places}
    cells = {code: [each.text, _number(each)] for code, each in found.items() if each}
    return {"title": kind.title, "cells": cells}


def _compared(place: Place, kinds: Sequence[Kind]) -> dict[str, Any]:
    results = results_of_place(place)
    texts = {
        number: results[kind.id].text for number, kind in enumerate(kinds) if kind.id in results
    }
    return {
        "name": place.name,
        "fictional": place.fictional,
        "report": place.report,
        "about": list(_about(place).values()),
        "results": texts,
    }


def _about(place: Place) -> Mapping[str, str]:
    own = [str(row["period_to"]) for row in place.results if comparable(row)]
    return {
        "Län": place.county,
        "SKR-grupp 2023": place.skr_name,
        "Rapporten gjordes": place.made,
        "Uppgifter till och med": max(own, default="") or LACKING,
        "Planens mål": goals_in_words(place),
    }


def _cell(layer: Layer, code: str) -> Cell:
    return layer.cells.get(code, Cell("saknas", layer.lacking))


def _number(result: Result) -> str:
    return "" if result.number is None else f"{result.number:.8g}"


_LACKS = Result(LACKING, LACKING, None)
