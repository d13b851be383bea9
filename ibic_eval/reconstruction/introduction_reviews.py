"""Reviewed documents, and how many there were to review, of a fictional municipality."""

import datetime as dt
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.introduction_truth import FOLLOW_UP, KINDS, WEEK, ReviewTruth

MET, NOT_MET, NOT_RELEVANT = "uppfyllt", "ej_uppfyllt", "ej_aktuellt"
_WORKDAYS = 5


def draw_documents(truth: ReviewTruth, random: np.random.Generator) -> pd.DataFrame:
    """Draw how many new documents there were, a row a kind and week."""
    rows = [
        [kind, _week(truth, week), int(random.poisson(truth.produced[kind]))]
        for week in range(truth.weeks)
        for kind in KINDS
    ]
    return pd.DataFrame(rows, columns=["slag", "vecka", "antal"])


def draw_reviews(
    truth: ReviewTruth, documents: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    """Draw the reviews, a row a document and reviewer."""
    keys = zip(documents["slag"], documents["vecka"], strict=True)
    produced = dict(zip(keys, documents["antal"], strict=True))
    rows: list[dict[str, str]] = []
    number = 1000
    for week in range(truth.weeks):
        for kind in _taken(truth, week, produced, random):
            number += 1
            rows += _reviewed(truth, week, kind, f"DOK{number}", random)
    columns = ["dokument", "slag", "datum", "granskare", "enhet", *truth.met]
    return pd.DataFrame(rows, columns=columns)


def _taken(
    truth: ReviewTruth,
    week: int,
    produced: Mapping[tuple[str, str], int],
    random: np.random.Generator,
) -> list[str]:
    """Return the kind of each document that is reviewed in a week."""
    there = [kind for kind in KINDS for _ in range(produced[kind, _week(truth, week)])]
    if week < truth.all_weeks:
        return [kind for kind in there if kind != FOLLOW_UP]
    most = truth.sample[1]
    drawn = int(random.integers(truth.sample[0], most + 1))
    size = most if truth.special and truth.special[0] == week else drawn
    return [there[place] for place in sorted(random.permutation(len(there))[:size])]


def _reviewed(
    truth: ReviewTruth, week: int, kind: str, name: str, random: np.random.Generator
) -> Iterator[dict[str, str]]:
    day = truth.first + week * WEEK + dt.timedelta(days=int(random.integers(_WORKDAYS)))
    units = truth.units[kind]
    shared = {
        "dokument": name,
        "slag": kind,
        "datum": day.isoformat(),
        "enhet": units[int(random.integers(len(units)))],
    }
    first, second = (f"G{place + 1}" for place in random.permutation(truth.reviewers)[:2])
    readings = {each: _readings(truth, each, week, random) for each in truth.met}
    yield {**shared, "granskare": first, **{each: both[0] for each, both in readings.items()}}
    if random.uniform() < truth.twice:
        yield {**shared, "granskare": second, **{each: both[1] for each, both in readings.items()}}


def _readings(
    truth: ReviewTruth, criterion: str, week: int, random: np.random.Generator
) -> tuple[str, str]:
    """Draw what two reviewers find; see `ReviewTruth` for how they agree."""
    share = truth.share(criterion, week)
    relevant, one, same, anew, *skipped = random.uniform(size=6)
    if relevant < truth.not_relevant.get(criterion, 0.0):
        return NOT_RELEVANT, NOT_RELEVANT
    other = one if same < truth.agreement.get(criterion, 1.0) else anew
    found = [MET if drawn < share else NOT_MET for drawn in (one, other)]
    blank = [drawn < truth.not_judged for drawn in skipped]
    return ("" if blank[0] else found[0], "" if blank[1] else found[1])


def _week(truth: ReviewTruth, week: int) -> str:
    year, number, _ = (truth.first + week * WEEK).isocalendar()
    return f"{year}-V{number:02d}"
