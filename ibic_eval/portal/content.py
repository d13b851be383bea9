"""What stands on each of the portal's pages; pure functions of what the runs have left."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ibic_eval.display.wording import lower_first
from ibic_eval.portal import pages as p
from ibic_eval.portal.layers import STATE_WORDS, Cell, Layer
from ibic_eval.portal.lines import county_lines, invented, lines, number_text, summary
from ibic_eval.portal.outputs import (
    STATES,
    Outputs,
    Place,
    swedish,
)
from ibic_eval.portal.results import (
    LACKING,
    Kind,
    comparable,
    goals_in_words,
    most_common,
    result_kinds,
    results_of_place,
)
from ibic_eval.portal.shapes import Drawing

STATE_CHOICES = [(state, STATE_WORDS[state]) for state in STATES]


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


def layer_summary(layer: Layer, size: int) -> str:
    """Tell how many municipalities are in each class of a layer."""
    tones = [cell.tone for cell in layer.cells.values()]
    counts = {each: tones.count(each.tone) for each in layer.classes}
    told = [f"{lower_first(each.words)}: {count}" for each, count in counts.items() if count]
    rest = f"{lower_first(layer.lacking)}: {size - len(tones)}"
    return f"Av {size} kommuner – {'; '.join([*told, rest])}."


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
    cells = {code: [each.text, number_text(each)] for code, each in found.items() if each}
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
