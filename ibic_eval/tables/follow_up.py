"""What happened when IBIC was introduced, as typed tables."""

from dataclasses import dataclass

import pandas as pd

from ibic_eval.tables.follow_up_schemas import TABLES


@dataclass(frozen=True)
class FollowUp:
    """The typed tables of a municipality's follow-up, as `tables.follow_up_schemas` tells.

    They hold raw rows: nothing of them is shown before it has passed `disclosure`.
    """

    training: pd.DataFrame
    headcounts: pd.DataFrame
    evaluations: pd.DataFrame
    meetings: pd.DataFrame
    reviews: pd.DataFrame
    documents: pd.DataFrame
    activity_states: pd.DataFrame
    spending: pd.DataFrame
    risk_states: pd.DataFrame
    indicator_values: pd.DataFrame
    staff_answers: pd.DataFrame
    staff_asked: pd.DataFrame
    comments: pd.DataFrame
    codings: pd.DataFrame


def follow_up(**found: pd.DataFrame) -> FollowUp:
    """Return the follow-up with the tables that were found; the others are without rows."""
    empty = {
        name: pd.DataFrame(columns=list(schema)).astype(dict(schema))
        for name, (_, schema) in TABLES.items()
    }
    return FollowUp(**{**empty, **found})
