"""One review a document, and the weeks that periods are made of."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from ibic_eval.estimates.review_schemas import (
    ALL_WEEKS,
    BETWEEN,
    CRITERIA,
    FEWEST_WEEKS,
    FIRST,
    LATEST,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    OUTCOMES,
    QUARTER_WEEKS,
    WHOLE,
)

_WEEK = pd.Timedelta(weeks=1)


class Weeks(NamedTuple):
    """The Mondays of a period's first and last week."""

    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def number(self) -> int:
        """Return how many weeks there are, the first and the last among them."""
        return (self.last - self.first) // _WEEK + 1


Periods = Mapping[str, Weeks]


def document_outcomes(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes of one review a document (OUTCOMES), a row each criterion and WHOLE.

    Where several reviewed a document it is the review of the one with the lowest number that
    counts, whole, so that the outcomes of a document are one person's. A reviewer who left every
    criterion blank has not reviewed. WHOLE is met where every criterion is met or not applicable,
    and unknown where any is blank: to count such documents as not met when a fault was found, and
    else to leave them out, would pull the share down.
    """
    known = reviews.dropna(subset=["outcome"])
    counted = known[known["reviewer"].eq(known.groupby("document")["reviewer"].transform("min"))]
    once = counted.drop_duplicates(["document", "criterion"])
    about = once.drop_duplicates("document").set_index("document")[["kind", "week"]]
    wide = once.pivot_table(
        index="document", columns="criterion", values="outcome", aggfunc="first"
    )
    wide = wide.reindex(columns=[*CRITERIA]).astype("string")
    every = wide.assign(**{WHOLE: _whole(wide)}).reset_index()
    long = every.melt("document", var_name="criterion", value_name="outcome")
    return long.join(about, on="document")[list(OUTCOMES)].astype(OUTCOMES)


def documents_of(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return one row a reviewed document: document, kind, week."""
    return outcomes[["document", "kind", "week"]].drop_duplicates("document", ignore_index=True)


def judged(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes met and not met, with the column `met` (1, 0)."""
    rows = outcomes[outcomes["outcome"].isin([MET, NOT_MET])]
    return rows.assign(met=rows["outcome"].eq(MET).astype("int64"))


def periods(weeks: pd.Series) -> dict[str, Weeks]:
    """Return the first and the latest 13 weeks, or halves where there are fewer than 26.

    What lies between is a period too. Where the halves would have fewer than four weeks there is
    one period, ALL_WEEKS. Without weeks there are none.
    """
    if weeks.empty:
        return {}
    whole = Weeks(weeks.min(), weeks.max())
    length = min(QUARTER_WEEKS, whole.number // 2)
    if length < FEWEST_WEEKS:
        return {ALL_WEEKS: whole}
    first = Weeks(whole.first, whole.first + (length - 1) * _WEEK)
    latest = Weeks(whole.last - (length - 1) * _WEEK, whole.last)
    between = Weeks(first.last + _WEEK, latest.first - _WEEK)
    found = {FIRST: first, LATEST: latest}
    return {**found, BETWEEN: between} if between.number > 0 else found


def period_of(weeks: pd.Series, named: Periods) -> pd.Series:
    """Return the name of the period each week lies in, missing for none."""
    found = pd.Series(pd.NA, index=weeks.index, dtype="string")
    for name, period in named.items():
        found = found.mask(weeks.between(period.first, period.last), name)
    return found


def _whole(wide: pd.DataFrame) -> pd.Series:
    whole = pd.Series(MET, index=wide.index, dtype="string")
    whole = whole.mask(wide.isin([NOT_APPLICABLE]).all(axis=1), NOT_APPLICABLE)
    whole = whole.mask(wide.isin([NOT_MET]).any(axis=1), NOT_MET)
    return whole.mask(wide.isna().any(axis=1))
