"""Answers to the survey to staff of a fictional municipality, drawn from known shares."""

import datetime as dt
from math import erf, sqrt

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.introduction_grades import grade
from ibic_eval.reconstruction.introduction_truth import DONT_KNOW, StaffTruth


def asked(truth: StaffTruth) -> pd.DataFrame:
    """Return how many of each role got the survey in each round."""
    rows = [
        [role, str(number), str(people)]
        for number in range(1, len(truth.opened) + 1)
        for role, people in ((role, counts[number - 1]) for role, counts in truth.asked.items())
    ]
    return pd.DataFrame(rows, columns=["roll", "omgang", "antal"])


def draw_staff(truth: StaffTruth, random: np.random.Generator) -> pd.DataFrame:
    """Draw the answers, a row a person and round; a person has the same pseudonym in both."""
    most = sum(max(counts) for counts in truth.asked.values())
    names = [f"M{1001 + number}" for number in random.permutation(2 * most)]
    rows = []
    place = 0
    for role, counts in truth.asked.items():
        for person in range(max(counts)):
            rows += _person(truth, role, person, (names[place], names[most + place]), random)
            place += 1
    columns = ["svarande", "roll", "datum", "omgang", *truth.high]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["omgang", "datum", "svarande"], kind="stable"
    )


def _person(
    truth: StaffTruth, role: str, place: int, names: tuple[str, str], random: np.random.Generator
) -> list[dict[str, str]]:
    """Draw one place's answers in the rounds; now and then another person has come to it."""
    rows = []
    name, lean = names[0], float(random.normal())
    for number in range(1, len(truth.opened) + 1):
        if number > 1 and random.uniform() < truth.left:
            name, lean = names[1], float(random.normal())
        answers = random.uniform() < truth.response[role]
        if place < truth.asked[role][number - 1] and answers:
            rows.append(_row(truth, role, name, lean, number, random))
    return rows


def _row(
    truth: StaffTruth,
    role: str,
    name: str,
    lean: float,
    number: int,
    random: np.random.Generator,
) -> dict[str, str]:
    day = truth.opened[number - 1] + dt.timedelta(days=int(random.integers(truth.days_open)))
    answers = {
        question: _answer(truth, truth.share(question, role, number), lean, random)
        for question in truth.high
    }
    who = {"svarande": name, "roll": role, "datum": day.isoformat(), "omgang": str(number)}
    return {**who, **answers}


def _answer(truth: StaffTruth, share: float, lean: float, random: np.random.Generator) -> str:
    drawn, own = random.uniform(), float(random.normal())
    if drawn < truth.unanswered:
        return ""
    if drawn < truth.unanswered + truth.unknown:
        return DONT_KNOW
    score = sqrt(truth.correlation) * lean + sqrt(1 - truth.correlation) * own
    return grade((1 + erf(score / sqrt(2))) / 2, share)
