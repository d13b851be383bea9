"""A round's answers, typed, classified and counted."""

from dataclasses import dataclass

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.errors import InputError
from ibic_eval.estimates.reproduction import Fieldwork
from ibic_eval.estimates.shares import answer_counts
from ibic_eval.sources.responses import RawTable
from ibic_eval.sources.rounds import Round
from ibic_eval.tables.asked import asked_issues
from ibic_eval.tables.classification import classify, correction_issues
from ibic_eval.tables.groups import group_membership
from ibic_eval.tables.issues import ERROR, has_errors
from ibic_eval.tables.responses import ResponseTables, type_responses


@dataclass(frozen=True)
class Collected:
    """A round as the analysis needs it; everything here is about single respondents or counts.

    `counts` has the columns of `estimates.shares.COUNTS_SCHEMA` and is not yet released.
    """

    typed: ResponseTables
    classification: pd.DataFrame
    membership: pd.DataFrame
    counts: pd.DataFrame
    asked: pd.DataFrame | None

    @property
    def fieldwork(self) -> Fieldwork:
        """Return how many were asked, answered and declined.

        Where nobody wrote down who was asked, those who sent in anything stand for them.
        """
        respondents = self.typed.respondents
        answered = int((~respondents["declined"]).sum())
        if self.asked is None:
            return Fieldwork(len(respondents), answered, len(respondents) - answered)
        return Fieldwork(len(self.asked), answered, int(self.asked["status"].eq("avbojde").sum()))

    @property
    def fraction(self) -> float:
        """Return the sampling fraction; 0, so no correction, where it isn't known who was asked."""
        return 0.0 if self.asked is None else self.fieldwork.answered / len(self.asked)


def collect_round(collected: Round, instrument: Instrument, register: pd.DataFrame) -> Collected:
    """Type, classify and count a round's answers; raises InputError where any is faulty."""
    return collect(
        collected.responses, instrument, register, collected.corrections, collected.frame
    )


def collect(
    raw: RawTable,
    instrument: Instrument,
    register: pd.DataFrame,
    corrections: pd.DataFrame | None = None,
    asked: pd.DataFrame | None = None,
) -> Collected:
    """Type, classify and count an export of answers.

    Raises InputError where the table of issues has errors: what is faulty is mended at the source
    and not worked around.
    """
    typed = type_responses(raw, instrument, register)
    refuse_errors(raw.file, typed.issues)
    if corrections is not None:
        refuse_errors("klassning.csv", correction_issues(corrections, typed.respondents))
    if asked is not None:
        refuse_errors("utskick.csv", asked_issues(asked, typed.respondents, register))
    classification = classify(typed.answers, typed.respondents, corrections)
    membership = group_membership(typed.answers, classification)
    counts = answer_counts(typed.answers, membership, instrument)
    return Collected(typed, classification, membership, counts, asked)


def refuse_errors(file: str, issues: pd.DataFrame) -> None:
    """Raise InputError with the first error and how many there are; warnings pass."""
    if has_errors(issues):
        errors = issues[issues["severity"].eq(ERROR)]
        more = f" Filen {file} har {len(errors)} fel; se alla med ibic-eval check."
        raise InputError(str(errors["message"].iloc[0]) + (more if len(errors) > 1 else ""))
