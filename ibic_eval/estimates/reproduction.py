"""Published figures beside the same figures computed from answers."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from ibic_eval.estimates.shares import EVERY_AREA, HIDDEN, SPAN

PRINTED = "tryckt"
RESPONSE, CLASSES = "respons", "klassning"
COLUMNS = (
    "id", "section", "item", "area", "group", "answer", "published_low", "published_high",
    "computed_low", "computed_high", "unit", "n", "source", "reading", "agrees",
)  # fmt: skip


@dataclass(frozen=True)
class Fieldwork:
    """What is known of a round besides its answers: how many were asked and declined."""

    asked: int
    answered: int
    declined: int


def reproduce_figures(
    published: pd.DataFrame,
    counts: pd.DataFrame,
    classification: pd.DataFrame,
    fieldwork: Fieldwork,
) -> pd.DataFrame:
    """Return one row a published figure of the survey, beside what the answers give (`COLUMNS`).

    `published` is the table of `sources.published`, `counts` of `estimates.shares.answer_counts`
    or released ones, `classification` has a row a respondent. Values are percent or numbers by
    `unit`; computed ones are exact, not rounded, and NA where nobody answered. A printed figure
    agrees where the computed one rounds (half up) to it; words read as an interval where it lies
    within. `n` is the number that answered, in a span that of the area with the fewest.
    """
    tally = _tally(counts)
    rows = [
        _compare(figure, _computed(figure, tally, classification, fieldwork))
        for figure in published[published["origin"].eq("enkat")].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


Value = tuple[Fraction, int]
Figure = Mapping[Hashable, object]
Cell = tuple[dict[str, int], int]
Tally = dict[tuple[str, str, str], Cell]


def _tally(counts: pd.DataFrame) -> Tally:
    """Return the count of each answer and n by item, area and group; hidden groups are left out."""
    shown = counts[counts["status"].ne(HIDDEN)] if "status" in counts else counts
    return {
        (str(item), str(area), str(group)): (
            dict(zip(cell["answer"], cell["count"].astype(int), strict=True)),
            int(cell["n"].iloc[0]),
        )
        for (item, area, group), cell in shown.groupby(["item", "area", "group"], sort=False)
    }


def _computed(
    figure: Figure, tally: Tally, classification: pd.DataFrame, fieldwork: Fieldwork
) -> list[Value]:
    """Return the figure's value and n for each area it speaks of."""
    answers = str(figure["answer"]).split("+")
    if figure["item"] == RESPONSE:
        return [_response(answers[0], str(figure["unit"]), fieldwork)]
    if figure["item"] == CLASSES:
        number = int(classification["klass"].isin(answers).sum())
        return [(Fraction(number), len(classification))]
    cells = [
        cell
        for (item, area, group), cell in tally.items()
        if item == figure["item"] and group == figure["group"] and _covers(figure["area"], area)
    ]
    return [value for cell in cells if (value := _value(cell, answers, str(figure["unit"])))]


def _covers(area: object, place: str) -> bool:
    return place != EVERY_AREA if area == SPAN else place == area


def _value(cell: Cell, answers: list[str], unit: str) -> Value | None:
    counts, n = cell
    count = sum(counts.get(answer, 0) for answer in answers)
    if unit == "antal":
        return Fraction(count), n
    return (Fraction(100 * count, n), n) if n else None


def _response(answer: str, unit: str, fieldwork: Fieldwork) -> Value:
    number = fieldwork.declined if answer == "avbojde" else fieldwork.answered
    if unit == "antal":
        return Fraction(number), fieldwork.asked
    return Fraction(100 * number, fieldwork.asked), fieldwork.asked


def _compare(figure: Figure, values: list[Value]) -> dict[str, object]:
    shares = [value for value, _ in values]
    low, high = (min(shares), max(shares)) if shares else (None, None)
    same = {
        key: figure[key] for key in ("id", "section", "item", "area", "group", "answer", "unit")
    }
    return {
        **same,
        "reading": figure["reading"],
        "published_low": figure["low"],
        "published_high": figure["high"],
        "computed_low": None if low is None else float(low),
        "computed_high": None if high is None else float(high),
        "n": min((n for _, n in values), default=0),
        "source": f"Vårdanalys 2021:2, {figure['section']} ({figure['id']})",
        "agrees": low is not None and high is not None and _agrees(figure, low, high),
    }


def _agrees(figure: Figure, low: Fraction, high: Fraction) -> bool:
    ends = Fraction(str(figure["low"])), Fraction(str(figure["high"]))
    if figure["reading"] == PRINTED:
        return [half_up(low), half_up(high)] == list(ends)
    return ends[0] <= low and high <= ends[1]


def half_up(value: Fraction) -> int:
    """Round an exact fraction to the nearest whole number, halves upwards."""
    return math.floor(value + Fraction(1, 2))
