"""Kalmar's five quality questions at follow-ups (projektplan SN 2017/0380, avsnitt 4.3)."""

import numpy as np
import pandas as pd

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.goal_rows import AREA_LABELS, Ints, days, latest, year_of
from ibic_eval.estimates.person_counts import Labelled, cross_counts

FOLLOW_UP = "uppfoljning"


def latest_answers(plans: pd.DataFrame, *, by_year: bool) -> pd.DataFrame:
    """Return each person's latest answers, one row a person or a person and year.

    `plans` is `CaseRecords.plans`; only follow-ups count. Columns `person`, `area` (place in
    AREA_LABELS, of the latest follow-up), `year` (of the follow-up; 0 where years are joined) and
    the questions, places in ANSWERS. Each question takes its own latest answer, obesvarad where
    there is none.
    """
    some = plans[plans["kind"].eq(FOLLOW_UP).to_numpy(bool)]
    day = days(some["date"])
    person, area = some["person"].to_numpy("int64"), some["area"].cat.codes.to_numpy()
    year = year_of(day).astype("int64") if by_year else np.zeros(len(some), dtype="int64")
    key = person * 10_000 + year
    last = latest(key, day)
    found = {
        "person": person[last],
        "area": np.where(area[last] < 0, len(codes.AREAS), area[last]),
        "year": year[last],
    }
    answers = {name: _answers(some, name, key, day, key[last]) for name in codes.QUESTIONS}
    return pd.DataFrame(found | answers)


def answer_counts(answers: pd.DataFrame, question: str, by: str) -> pd.DataFrame:
    """Return `by` (area or year), the question, `n` and `persons` with totals.

    The question's column holds the answers.
    """
    answer = Labelled(question, answers[question].to_numpy(), codes.ANSWERS)
    if by == "area":
        unit = Labelled("area", answers["area"].to_numpy(), AREA_LABELS)
    else:
        years, place = np.unique(answers["year"].to_numpy(), return_inverse=True)
        unit = Labelled("year", place, [str(year) for year in years])
    return cross_counts(answers["person"].to_numpy(), unit, answer)


def _answers(plans: pd.DataFrame, question: str, key: Ints, day: Ints, wanted: Ints) -> Ints:
    """Return each key's latest answer, in the order of `wanted`, which holds every key once."""
    place = plans[f"quality_{question}"].cat.codes.to_numpy()
    answered = place >= 0
    last = latest(key[answered], day[answered])
    found = np.full(len(wanted), codes.ANSWERS.index(codes.UNANSWERED), dtype="int64")
    found[np.searchsorted(wanted, key[answered][last])] = place[answered][last]
    return found
