"""Folders of files as a municipality could have them: drawn at random from the codebooks alone."""

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from ibic_eval.codebook.variables import Codebook, Variable, load_codebook
from ibic_eval.tables.follow_up_checks import UNIT_PATTERN
from ibic_eval.tables.follow_up_references import REFERENCES, PlanIds
from ibic_eval.tables.follow_up_schemas import TABLES
from tests.follow_up_rows import FOLDER

Cells = dict[str, str]
CASES = ("arenden", "bedomningar", "planer")
NAMES = (*CASES, *(file for file, _ in TABLES.values()))
SPAN = 1200  # days that a folder covers
LARGEST = 40  # where the codebook sets no limit, or a higher one
BLANK = 0.25
MOST_ROWS = 60
SIZES = ("1", "3", "12", str(MOST_ROWS))


class Draw:
    """What is random in a folder, and the day that it ends."""

    def __init__(self, numbers: np.random.Generator, last: dt.date) -> None:
        self.numbers, self.last = numbers, last

    def chance(self) -> float:
        return float(self.numbers.random())

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, the ends among them."""
        return int(self.numbers.integers(low, high + 1))

    def one(self, of: Sequence[str]) -> str:
        return of[self.whole(0, len(of) - 1)]

    def day(self) -> dt.date:
        return self.last - dt.timedelta(days=self.whole(0, SPAN))


def put_folder(folder: Path, plan: PlanIds, last: dt.date, seed: int) -> None:
    """Write a random choice of the files, each with rows that its codebook and the plan allow.

    Nothing happened after `last`. What the files need of each other is left to chance, but a
    coding has its comment.
    """
    draw = Draw(np.random.default_rng(seed), last)
    for name in NAMES:
        if draw.chance() < 0.3 or not _referred(name, plan):
            continue
        book = load_codebook(FOLDER / f"{name}.yml")
        number = int(draw.one(SIZES))
        rows = [_row(book, plan, draw) for _ in range(number)]
        once = {tuple(row[each] for each in book.key or book.names): row for row in rows}
        _write(folder / f"{name}.csv", book, list(once.values()))
    if not (folder / "kommentarer.csv").exists():
        (folder / "kodning.csv").unlink(missing_ok=True)


def _referred(name: str, plan: PlanIds) -> Sequence[str]:
    """Return what a file may refer to; it needs no plan where it refers to nothing."""
    section = REFERENCES[name][1] if name in REFERENCES else ""
    return plan.sections.get(section, ()) if section else ("nothing",)


def _write(path: Path, book: Codebook, rows: Sequence[Cells]) -> None:
    kept = [each for each in book.names if any(row[each] for row in rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _row(book: Codebook, plan: PlanIds, draw: Draw) -> Cells:
    row = {each.name: _cell(each, book, plan, draw) for each in book.variables}
    return row | _ordered(row, book) | _AGREE.get(book.id, lambda row, _: {})(row, draw)


def _cell(variable: Variable, book: Codebook, plan: PlanIds, draw: Draw) -> str:
    if not variable.required and draw.chance() < BLANK:
        return ""
    if variable.codes:
        return draw.one(list(variable.codes))
    if variable.type in ("heltal", "tal"):
        return _number(variable, plan, draw)
    if variable.type == "datum":
        return str(draw.day())
    if variable.type == "beteckning":
        return f"{variable.name[:2]}{draw.whole(1, LARGEST)}"
    if REFERENCES.get(book.id, ("",))[0] == variable.name:
        return draw.one(_referred(book.id, plan))
    return _text(variable, draw)


def _number(variable: Variable, plan: PlanIds, draw: Draw) -> str:
    if variable.name == "ar":
        return str(draw.day().year)
    scale = {"sannolikhet": plan.highest_probability, "konsekvens": plan.highest_consequence}
    low = max(variable.min or 0, 0)
    high = min(scale.get(variable.name) or variable.max or LARGEST, low + LARGEST)
    if variable.type == "heltal":
        return str(draw.whole(int(low), int(high)))
    return f"{low + draw.chance() * (high - low):.2f}".replace(".", ",")


def _text(variable: Variable, draw: Draw) -> str:
    if variable.name == "vecka":
        return f"{draw.day() - dt.timedelta(weeks=1):%G-V%V}"
    if variable.name == "tema":
        return draw.one(["tid_racker_inte", "tydligare", "inget_tema"])
    if variable.name == "kod":
        return ""
    names = ["Norr", "Söder", "Enhet 3"] if variable.pattern == UNIT_PATTERN else ["En åsikt."]
    return draw.one(names)


def _ordered(row: Cells, book: Codebook) -> Cells:
    """Put the days that a row has in the order of its columns."""
    days = [each.name for each in book.variables if each.type == "datum" and row[each.name]]
    return dict(zip(days, sorted(row[each] for each in days), strict=True))


def _meeting(row: Cells, draw: Draw) -> Cells:
    called, present = row["kallade"], row["narvarande"]
    return {"kallade": max(called, present, key=int)} if called and present else {}


def _cost(row: Cells, draw: Draw) -> Cells:
    return {"slag": ""} if row["post"] else {"slag": row["slag"] or "Konsult"}


def _indicator(row: Cells, draw: Draw) -> Cells:
    if draw.chance() < 0.5:
        return {"taljare": "", "namnare": "", "varde": row["varde"] or "3"}
    part, whole = sorted(draw.whole(1, LARGEST) for _ in range(2))
    return {"taljare": str(part), "namnare": str(whole), "varde": "", "enhet": ""}


def _assessment(row: Cells, draw: Draw) -> Cells:
    return {} if row["uppfoljning"] else {"uppnatt": ""}


def _plan(row: Cells, draw: Draw) -> Cells:
    goals, parts = row["mal"], row["mal_med_delmal"]
    return {"mal": max(goals, parts, key=int)} if goals and parts else {}


def _asked(row: Cells, draw: Draw) -> Cells:
    return {"antal": str(int(row["antal"]) + MOST_ROWS)}


def _comment(row: Cells, draw: Draw) -> Cells:
    return {"citat": ""}


def _activity(row: Cells, draw: Draw) -> Cells:
    """Put the days so that the state was reconciled last; an expected end may lie ahead."""
    days = sorted(row[each] for each in ("start", "slut", "ny_slut", "datum") if row[each])
    given = [each for each in ("start", "slut", "ny_slut") if row[each]]
    return dict(zip(given, days, strict=False)) | {"datum": days[-1]}


_AGREE: Mapping[str, Callable[[Cells, Draw], Cells]] = {
    "moten": _meeting,
    "kostnader": _cost,
    "indikatorer": _indicator,
    "bedomningar": _assessment,
    "planer": _plan,
    "medarbetarenkat_utskick": _asked,
    "kommentarer": _comment,
    "aktivitetslage": _activity,
}
