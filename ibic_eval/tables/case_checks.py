"""What a row of records must fulfil: its cells the codebook, its days and counts one another."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from ibic_eval.codebook.variables import Codebook, Variable
from ibic_eval.tables.case_columns import DAY_LENGTH, is_wrong, of
from ibic_eval.tables.case_words import Row, cell_words, shown

CASES, ASSESSMENTS, PLANS = "arenden", "bedomningar", "planer"
# Older days are what systems write where there is none.
FIRST_DAY = dt.date(1980, 1, 1)
_DAYS = {
    (CASES, "ansokan"): "ansökningsdatum",
    (CASES, "start"): "startdatum",
    (CASES, "beslut"): "beslutsdatum",
    (ASSESSMENTS, "datum"): "bedömningsdatum",
    (ASSESSMENTS, "uppfoljning"): "uppföljningsdatum",
}


@dataclass(frozen=True)
class Check:
    """A rule for the rows of a table.

    `broken` tells, on the columns of texts and the typed ones, which rows break it (null: none).
    `says` ends the sentence ”Filen x: rad n …” from a row's texts; `shows` gives the value, or ""
    where it may not be repeated.
    """

    column: str
    broken: pl.Expr
    says: Callable[[Row], str]
    shows: Callable[[Row], str]


def checks(codebook: Codebook, latest: dt.date, extracted: bool) -> tuple[Check, ...]:
    """Return the rules for a table's rows, those of its cells first.

    `latest` is the last day that anything can have happened: the extract's if `extracted`, else
    today. That a decision comes before its application follows from the two rules on the start.
    """
    days = [variable for variable in codebook.variables if variable.type == "datum"]
    return (
        *(_cell(variable) for variable in codebook.variables),
        *(_not_later(day, latest, extracted) for day in days),
        *(_not_filling(day) for day in days),
        *_relations(codebook),
    )


def _cell(variable: Variable) -> Check:
    return Check(variable.name, is_wrong(variable), partial(cell_words, variable), _shows(variable))


def _shows(variable: Variable) -> Callable[[Row], str]:
    return lambda row: shown(variable, row[variable.name])


def _not_later(variable: Variable, latest: dt.date, extracted: bool) -> Check:
    name = variable.name
    when = f"efter dagen för uttaget, {latest}" if extracted else "som inte har varit än"

    def says(row: Row) -> str:
        advice = "rätta det" if variable.required else "rätta det eller lämna cellen tom"
        return f"har datumet {_day(row, name)} i kolumnen {name}, {when}; {advice}."

    return Check(name, of(name) > latest, says, _shows(variable))


def _not_filling(variable: Variable) -> Check:
    name = variable.name

    def says(row: Row) -> str:
        advice = "rätta det" if variable.required else "lämna cellen tom där datum saknas"
        return (
            f"har datumet {_day(row, name)} i kolumnen {name}, "
            f"som är före {FIRST_DAY.year} och ser ut som utfyllnad; {advice}."
        )

    return Check(name, of(name) < FIRST_DAY, says, _shows(variable))


def _relations(codebook: Codebook) -> Sequence[Check]:
    if codebook.id == CASES:
        return (_ordered(codebook, "ansokan", "start"), _ordered(codebook, "start", "beslut"))
    if codebook.id == ASSESSMENTS:
        return (_ordered(codebook, "datum", "uppfoljning"), _followed_up(codebook))
    return (_parts_within_goals(codebook),) if codebook.id == PLANS else ()


def _ordered(codebook: Codebook, first: str, second: str) -> Check:
    names = {column: _DAYS[codebook.id, column] for column in (first, second)}

    def says(row: Row) -> str:
        return (
            f"har {names[second]} {_day(row, second)} före {names[first]} {_day(row, first)} "
            f"i kolumnen {second}; rätta det ena."
        )

    return Check(second, of(second) < of(first), says, _shows(codebook.variable(second)))


def _followed_up(codebook: Codebook) -> Check:
    def says(row: Row) -> str:
        return (
            f"har {row['uppnatt']} i kolumnen uppnatt men inget datum i kolumnen uppfoljning; "
            "fyll i dagen för uppföljningen eller ta bort läget."
        )

    broken = of("uppnatt").is_not_null() & pl.col("uppfoljning").is_null()
    return Check("uppnatt", broken, says, _shows(codebook.variable("uppnatt")))


def _parts_within_goals(codebook: Codebook) -> Check:
    def says(row: Row) -> str:
        return (
            f"har {row['mal_med_delmal']} mål med delmål men bara {row['mal']} mål "
            "i kolumnen mal_med_delmal; rätta det ena."
        )

    broken = of("mal_med_delmal") > of("mal")
    return Check("mal_med_delmal", broken, says, _shows(codebook.variable("mal_med_delmal")))


def _day(row: Row, name: str) -> str:
    return (row[name] or "")[:DAY_LENGTH]
