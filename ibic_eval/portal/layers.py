"""What the map can show: for each layer its classes, and each municipality's class and words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.display.numbers import HIDDEN
from ibic_eval.portal.outputs import DONE, FAILED, NO_OWN_DATA, NOT_RUN, Place
from ibic_eval.portal.results import LACKING, Kind, Result, result_kinds, results_of_place
from ibic_eval.tables.ibic_use import NO

MOST_CLASSES = 5
# The tones of classes, as the style sheet names them; the steps go from light to dark.
STEPS = tuple(f"steg{number}" for number in range(1, MOST_CLASSES + 1))
YES, SOME, AGAINST, UNKNOWN, CONCEALED = "ja", "delvis", "nej", "saknas", "dold"

STATE_WORDS: Mapping[str, str] = {
    DONE: "Rapport med egna uppgifter",
    NO_OWN_DATA: "Rapport utan egna uppgifter",
    FAILED: "Körningen stannade",
    NOT_RUN: "Inte körd",
}
_STATE_TONES = {DONE: YES, NO_OWN_DATA: SOME, FAILED: AGAINST, NOT_RUN: UNKNOWN}
AREA_WORDS: Mapping[str, str] = {
    "aldreomsorg": "äldreomsorgen",
    "annan_sol": "annan verksamhet enligt SoL",
    "lss": "verksamhet enligt LSS",
}
NOT_KNOWN = "ingen källa säger något"


class Class(NamedTuple):
    """A class of a layer: the tone it is drawn in, and its words in the legend."""

    tone: str
    words: str


class Cell(NamedTuple):
    """A municipality's tone and words in a layer."""

    tone: str
    words: str


class Layer(NamedTuple):
    """Something to colour the map by; municipalities without a cell are those of `lacking`."""

    id: str
    title: str
    note: str
    classes: tuple[Class, ...]
    cells: Mapping[str, Cell]
    lacking: str
    measured: bool = False


def map_layers(places: Sequence[Place], use: pd.DataFrame) -> tuple[Layer, ...]:
    """Return the layers for real municipalities: the reports, the use of IBIC, then the results.

    `use` is the table of `tables.ibic_use`. Results that none of them has are left out.
    """
    results = {place.code: results_of_place(place) for place in places}
    by_kind = (_of_result(kind, results) for kind in result_kinds(places))
    of_use = (_of_use(use, area, {place.code for place in places}) for area in AREA_WORDS)
    return (_of_states(places), *of_use, *(layer for layer in by_kind if layer.cells))


def _of_states(places: Iterable[Place]) -> Layer:
    cells = {
        place.code: Cell(_STATE_TONES[place.state], STATE_WORDS[place.state])
        for place in places
        if place.state != NOT_RUN
    }
    classes = tuple(Class(_STATE_TONES[state], STATE_WORDS[state]) for state in STATE_WORDS)
    return Layer("lage", "Rapporterna i portalen", "", classes, cells, STATE_WORDS[NOT_RUN])


def _of_use(use: pd.DataFrame, area: str, codes: set[str]) -> Layer:
    told = use[use["area"].eq(area) & use["municipality"].isin(codes)]
    known = told[told["answer"].notna() | told["started"].fillna(False)]
    latest = known.sort_values("year").groupby("municipality").tail(1)
    cells = {str(row["municipality"]): _use_cell(row) for row in latest.to_dict("records")}
    classes = (
        Class(YES, "Använder IBIC"),
        Class(SOME, "Införandet har börjat"),
        Class(AGAINST, "Använder inte IBIC"),
        Class(UNKNOWN, f"Okänt: {NOT_KNOWN}"),
    )
    return Layer(
        f"anvander_{area}",
        f"Användning av IBIC i {AREA_WORDS[area]}",
        "Den senaste uppgiften i öppna källor. Det okända är okänt och räknas inte som nej.",
        classes,
        cells,
        NOT_KNOWN,
    )


def _use_cell(row: Mapping[object, object]) -> Cell:
    year = row["year"]
    if row["answer"] == NO:
        return Cell(AGAINST, f"använder inte IBIC ({year})")
    if pd.isna(row["answer"]):  # type: ignore[call-overload]
        return Cell(SOME, f"införandet började {year}")
    return Cell(YES, f"använder IBIC ({year})")


def _of_result(kind: Kind, results: Mapping[str, Mapping[str, Result]]) -> Layer:
    found = {code: each[kind.id] for code, each in results.items() if kind.id in each}
    shown = {code: each for code, each in found.items() if each.number is not None}
    numbers = np.array([each.number for each in shown.values()], dtype=float)
    step = dict(zip(shown, _steps(numbers), strict=True))
    cells = {
        code: Cell(STEPS[step[code]] if code in step else CONCEALED, each.text)
        for code, each in found.items()
        if each.text != LACKING
    }
    classes = [
        Class(STEPS[number], _span([shown[code] for code in shown if step[code] == number]))
        for number in sorted(set(step.values()))
    ]
    if any(cell.tone == CONCEALED for cell in cells.values()):
        classes.append(Class(CONCEALED, f"{HIDDEN} = dold, för få för att visas"))
    note = "Klasserna har ungefär lika många kommuner. Skillnader kan bero på slump och på år."
    rest = Class(UNKNOWN, "Underlag saknas")
    return Layer(kind.id, kind.title, note, (*classes, rest), cells, LACKING, True)


def _steps(numbers: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[int]:
    """Return each number's class: quintiles, or a class a number where there are fewer."""
    distinct = np.unique(numbers)
    if len(distinct) <= MOST_CLASSES:
        return [int(at) for at in np.searchsorted(distinct, numbers)]
    limits = np.quantile(numbers, np.arange(1, MOST_CLASSES) / MOST_CLASSES)
    return [int(at) for at in np.searchsorted(limits, numbers)]


def _span(members: Sequence[Result]) -> str:
    ordered = sorted(members, key=lambda each: each.number or 0)
    first, last = ordered[0].short, ordered[-1].short
    return first if first == last else f"{first} till {last}"
