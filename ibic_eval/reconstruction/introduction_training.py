"""Training, the sizes of its groups and its evaluations, of a fictional municipality."""

import datetime as dt

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.introduction_grades import grade
from ibic_eval.reconstruction.introduction_truth import DONT_KNOW, WEEK, Course, TrainingTruth

ATTENDED = ["deltagare", "utbildning", "enhet", "datum", "timmar"]
COUNTED = ["utbildning", "enhet", "datum", "antal"]
_UNKNOWN, _UNANSWERED = 0.03, 0.02


def draw_training(truth: TrainingTruth, random: np.random.Generator) -> pd.DataFrame:
    """Draw who attended what, a row a person and session."""
    rows: list[list[str]] = []
    for course in truth.courses:
        rows += _attended(course, 100 + 1000 * truth.courses.index(course), random)
    return pd.DataFrame(rows, columns=ATTENDED)


def headcounts(truth: TrainingTruth) -> pd.DataFrame:
    """Return how many belonged to each group, by unit, on the days it was counted."""
    rows = [
        [course.id, unit, day.isoformat(), str(people)]
        for course in truth.courses
        for day, count in course.counted.items()
        for unit, people in _spread(count, course).items()
    ]
    return pd.DataFrame(rows, columns=COUNTED)


def draw_evaluations(
    truth: TrainingTruth, attended: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    """Draw the anonymous forms that were given after the sessions."""
    judged = attended[~attended["utbildning"].isin(truth.not_judged)]
    kept = judged[random.uniform(size=len(judged)) < truth.answered]
    rows = [
        [row.utbildning, row.datum, *(_answer(share, random) for share in truth.high.values())]
        for row in kept.sort_values(["datum", "utbildning"], kind="stable").itertuples()
    ]
    return pd.DataFrame(rows, columns=["utbildning", "datum", *truth.high])


def _attended(course: Course, first: int, random: np.random.Generator) -> list[list[str]]:
    # Who attended is spread evenly over units by taking people in an order of chance.
    units = [unit for unit, people in _spread(course.people, course).items() for _ in range(people)]
    order = random.permutation(course.people)[: course.complete + course.partly]
    rows = []
    for place, person in enumerate(order):
        start = _first_day(course, random)
        for session in range(course.sessions if place < course.complete else 1):
            day = (start + session * course.pause).isoformat()
            name = f"D{first + person:04d}"
            rows.append([name, course.id, units[person], day, f"{course.hours:g}"])
    return rows


def _first_day(course: Course, random: np.random.Generator) -> dt.date:
    """Draw the week of a person's first session; sessions are on the weekday of the course's."""
    last = course.last - (course.sessions - 1) * course.pause
    return course.first + int(random.integers((last - course.first).days // 7 + 1)) * WEEK


def _spread(people: int, course: Course) -> dict[str, int]:
    """Share people between the units, the largest remainders getting what is left."""
    exact = {unit: people * share for unit, share in course.units.items()}
    whole = {unit: int(number) for unit, number in exact.items()}
    left = people - sum(whole.values())
    for unit in sorted(exact, key=lambda unit: whole[unit] - exact[unit])[:left]:
        whole[unit] += 1
    return whole


def _answer(share: float, random: np.random.Generator) -> str:
    drawn, level = random.uniform(), random.uniform()
    if drawn < _UNANSWERED:
        return ""
    return DONT_KNOW if drawn < _UNANSWERED + _UNKNOWN else grade(level, share)
