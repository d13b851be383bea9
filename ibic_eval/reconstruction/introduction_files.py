"""The files of a fictional municipality's introduction, drawn from what is true of it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ibic_eval.reconstruction import introduction_ledger as ledger
from ibic_eval.reconstruction import introduction_reviews as reviews
from ibic_eval.reconstruction import introduction_staff as staff
from ibic_eval.reconstruction import introduction_training as training
from ibic_eval.reconstruction.introduction_comments import draw_comments
from ibic_eval.reconstruction.introduction_truth import (
    CommentTruth,
    IntroductionTruth,
    ReviewTruth,
    StaffTruth,
    TrainingTruth,
)

Found = Iterator[tuple[str, pd.DataFrame]]
# One stream of numbers a part, so that a part can change without the others being drawn anew; apart
# from those of the other files of the same municipality.
_TRAINING, _REVIEWS, _STAFF, _COMMENTS, _MEETINGS, _COSTS = range(71, 77)


def introduction_files(truth: IntroductionTruth, seed: int) -> dict[str, pd.DataFrame]:
    """Draw the files by name without ending, all text and "" for nothing; the same each time.

    A part that the municipality hasn't followed up has no file.
    """

    def stream(part: int) -> np.random.Generator:
        return np.random.default_rng([seed, int(truth.code), part])

    made = dict(_ledger(truth, stream(_MEETINGS), stream(_COSTS)))
    if truth.training is not None:
        made.update(_training(truth.training, stream(_TRAINING)))
    if truth.reviews is not None:
        made.update(_reviews(truth.reviews, stream(_REVIEWS)))
    if truth.staff is not None:
        made.update(_staff(truth.staff, stream(_STAFF)))
    if truth.comments is not None:
        made.update(_comments(truth.comments, stream(_COMMENTS)))
    return {name: made[name] for name in sorted(made)}


def _ledger(
    truth: IntroductionTruth, of_meetings: np.random.Generator, of_costs: np.random.Generator
) -> Found:
    found = {
        "moten": ledger.draw_meetings(truth.meetings, of_meetings),
        "aktivitetslage": ledger.activities(truth.ledger),
        "kostnader": ledger.draw_costs(truth.ledger, of_costs),
        "risklage": ledger.risks(truth.ledger),
        "indikatorer": ledger.indicators(truth.ledger),
    }
    yield from ((name, table) for name, table in found.items() if len(table))


def _training(truth: TrainingTruth, random: np.random.Generator) -> Found:
    attended = training.draw_training(truth, random)
    yield "utbildning", attended
    yield "bemanning", training.headcounts(truth)
    if truth.high:
        yield "kursutvardering", training.draw_evaluations(truth, attended, random)


def _reviews(truth: ReviewTruth, random: np.random.Generator) -> Found:
    documents = reviews.draw_documents(truth, random)
    yield "granskningsunderlag", documents
    yield "granskningar", reviews.draw_reviews(truth, documents, random)


def _staff(truth: StaffTruth, random: np.random.Generator) -> Found:
    yield "medarbetarenkat_utskick", staff.asked(truth)
    yield "medarbetarenkat", staff.draw_staff(truth, random)


def _comments(truth: CommentTruth, random: np.random.Generator) -> Found:
    comments, coding = draw_comments(truth, random)
    yield "kommentarer", comments
    yield "kodning", coding
