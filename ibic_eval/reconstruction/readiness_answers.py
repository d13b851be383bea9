"""Answers to the self-assessment from a fictional municipality, drawn from known levels."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ibic_eval.codebook.readiness_columns import (
    COMMENT,
    DATE,
    PERSON,
    ROLE,
    ROUND,
    readiness_codebook,
)
from ibic_eval.codebook.readiness_instrument import ReadinessInstrument, Statement

Levels = Mapping[str, float]
_STREAM = 60  # apart from the other files drawn for the same municipality


@dataclass(frozen=True)
class ReadinessTruth:
    """What is true of a fictional municipality, so that a method can be tried.

    `levels` are those of statements in the last round, `usual` that of the others. `role_shifts`
    moves the level of a statement or a whole theme for one role; `earlier` says how much lower a
    theme was in the round before. `unknown` is each role's share of don't know.
    """

    code: str
    people: Mapping[str, int]
    opened: tuple[dt.date, ...]
    levels: Levels
    usual: float
    role_shifts: Mapping[str, Levels] = field(default_factory=dict)
    earlier: Levels = field(default_factory=dict)
    usual_earlier: float = 0.4
    unknown: Levels = field(default_factory=dict)
    usual_unknown: float = 0.05
    left: float = 0.2  # share of persons replaced between two rounds
    unanswered: float = 0.01
    between_people: float = 0.4
    within_people: float = 0.55
    days_open: int = 20


DEMO = ReadinessTruth(
    code="9001",
    people={
        "fortroendevald": 3,
        "ledning": 6,
        "enhetschef": 8,
        "projektledning": 3,
        "handlaggare": 12,
        "utforare": 14,
        "stod": 2,
    },
    opened=(dt.date(2017, 11, 6), dt.date(2019, 10, 7)),
    usual=2.35,
    levels={
        "mal_1": 0.7,
        "mal_2": 0.5,
        "uppfoljning_1": 0.7,
        "processledare_1": 0.8,
        "processledare_2": 0.6,
        "system_1": 0.8,
        "system_3": 0.9,
        "uppfoljning_3": 1.0,
        "forvaltning_1": 0.4,
        "konsekvens_3": 0.9,
        "led_1": 1.9,
        "led_2": 1.8,
        "utbildning_2": 1.8,
    },
    role_shifts={
        "utforare": {"led": -1.2, "utbildning_2": -1.3},
        "ledning": {"led": 0.9, "utbildning_2": 0.8},
    },
    earlier={"utbildning": 1.1, "system": 0.7, "mal": 0.1, "processledare": 0.0},
    unknown={"fortroendevald": 0.25, "utforare": 0.12},
)


def draw_readiness(
    truth: ReadinessTruth, instrument: ReadinessInstrument, seed: int
) -> pd.DataFrame:
    """Draw a file of answers, all text and "" for nothing; the same seed gives the same one."""
    random = np.random.default_rng([seed, int(truth.code), _STREAM])
    people = [(role, person) for role, count in truth.people.items() for person in range(count)]
    names = [f"S{number:03d}" for number in random.permutation(np.arange(101, 101 + len(people)))]
    lean = random.normal(0, truth.between_people, len(people))
    rows = []
    for number in range(1, len(truth.opened) + 1):
        last = number == len(truth.opened)
        for place, (role, _) in enumerate(people):
            replaced = not last and random.uniform() < truth.left
            name = f"S{201 + place}" if replaced else names[place]
            own = float(random.normal(0, truth.between_people)) if replaced else float(lean[place])
            rows.append(_row(truth, instrument, name, role, own, number, random))
    return pd.DataFrame(rows, columns=list(readiness_codebook(instrument).names))


def true_level(truth: ReadinessTruth, statement: Statement, role: str, rounds_ago: int) -> float:
    """Return the level that a role's answers to a statement lie about, before they are rounded."""
    shifts = truth.role_shifts.get(role, {})
    shift = shifts.get(statement.id, shifts.get(statement.theme, 0.0))
    lower = truth.earlier.get(statement.theme, truth.usual_earlier) * rounds_ago
    return truth.levels.get(statement.id, truth.usual) + shift - lower


def _row(
    truth: ReadinessTruth,
    instrument: ReadinessInstrument,
    name: str,
    role: str,
    lean: float,
    number: int,
    random: np.random.Generator,
) -> dict[str, str]:
    day = truth.opened[number - 1] + dt.timedelta(days=int(random.integers(truth.days_open)))
    ago = len(truth.opened) - number
    answers = {
        each.id: _answer(truth, instrument, each, role, lean, ago, random)
        for each in instrument.statements
    }
    who = {PERSON: name, ROLE: role, DATE: day.isoformat(), ROUND: str(number)}
    return {**who, **answers, COMMENT: ""}


def _answer(
    truth: ReadinessTruth,
    instrument: ReadinessInstrument,
    statement: Statement,
    role: str,
    lean: float,
    ago: int,
    random: np.random.Generator,
) -> str:
    drawn, noise = random.uniform(), random.normal(0, truth.within_people)
    unknown = truth.unknown.get(role, truth.usual_unknown)
    if drawn < truth.unanswered:
        return ""
    if drawn < truth.unanswered + unknown:
        return next(each.code for each in instrument.scale if each.level is None)
    codes = list(instrument.levels)
    level = round(true_level(truth, statement, role, ago) + lean + noise)
    return codes[min(max(level, 0), len(codes) - 1)]
