"""What coders found in comments, counted: votes, and which themes a comment has."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from ibic_eval.estimates.comment_schemas import (
    BOTH,
    BY,
    EARLIER,
    LATER,
    NEITHER,
    ONLY_AGAINST,
    ONLY_FOR,
    UNKNOWN,
)


class Votes(NamedTuple):
    """How many coders gave each comment (row) each theme (column), and how many coded it."""

    given: pd.DataFrame
    coders: pd.Series


class Decided(NamedTuple):
    """Which comments (rows) have which themes (columns) by three rules, all boolean frames.

    `most`: more than half of a comment's coders; `some`: at least one; `every`: all. `split` are
    those with exactly half.
    """

    most: pd.DataFrame
    some: pd.DataFrame
    every: pd.DataFrame
    split: pd.DataFrame


def votes(codings: pd.DataFrame, themes: Sequence[str]) -> Votes:
    """Count the coders of each comment and theme; `codings` are typed as CODINGS.

    Raises ValueError for a theme that isn't among `themes`, which would otherwise be lost.
    """
    if not codings["theme"].isin(themes).all():
        raise ValueError("a coding has a theme that is not in the codebook")
    given = pd.crosstab(codings["comment"], codings["theme"])  # a coder gives a theme once
    coders = codings.groupby("comment")["coder"].nunique()
    return Votes(given.reindex(columns=list(themes), fill_value=0).astype("int64"), coders)


def decided(counted: Votes) -> Decided:
    """Decide which comments have which themes, by the rule and by the two around it."""
    twice = counted.given * 2
    return Decided(
        most=twice.gt(counted.coders, axis=0),
        some=counted.given.gt(0),
        every=counted.given.eq(counted.coders, axis=0),
        split=twice.eq(counted.coders, axis=0),
    )


def disputed(by_rule: Decided) -> int:
    """Count the comments whose coders don't all give the same themes."""
    return int((by_rule.some & ~by_rule.every).any(axis=1).sum())


def sides(codings: pd.DataFrame, reasons_for: Sequence[str], against: Sequence[str]) -> pd.Series:
    """Return of each comment whether it has reasons only for, only against, both or neither.

    A comment has reasons for where more than half of its coders found any, be they different ones.
    """
    told = {**dict.fromkeys(reasons_for, ONLY_FOR), **dict.fromkeys(against, ONLY_AGAINST)}
    side = codings.assign(theme=codings["theme"].map(told).fillna(NEITHER))
    most = decided(votes(side.drop_duplicates(), [ONLY_FOR, ONLY_AGAINST, NEITHER])).most
    pro, con = most[ONLY_FOR], most[ONLY_AGAINST]
    found = pd.Series(NEITHER, index=most.index, dtype="string")
    return found.mask(pro, ONLY_FOR).mask(con, ONLY_AGAINST).mask(pro & con, BOTH)


def about(comments: pd.DataFrame, coded: pd.Index) -> pd.DataFrame:
    """Return the source, role and period of each coded comment (index), `okand` where unknown.

    The period is LATER in the latest half-year that a coded comment is from, else EARLIER.
    """
    ours = comments[comments["comment"].isin(coded)]
    halves = _half_years(ours["date"])
    period = halves.eq(halves.max()).map({True: LATER, False: EARLIER}).astype("string")
    known = ours.assign(period=period.mask(halves.isna()))
    texts = known.set_index("comment")[list(BY)].astype("string")
    return texts.fillna(UNKNOWN).reindex(coded, fill_value=UNKNOWN)


def latest_half_year(comments: pd.DataFrame, coded: pd.Index) -> str:
    """Return the latest half-year of the coded comments ("2019-2"), "" where no date is known."""
    halves = _half_years(comments.loc[comments["comment"].isin(coded), "date"]).dropna()
    return "" if halves.empty else str(halves.max())


def _half_years(days: pd.Series) -> pd.Series:
    half = days.dt.month.gt(6).map({True: "-2", False: "-1"})
    named: pd.Series = days.dt.year.astype("Int64").astype("string") + half
    return named.mask(days.isna())
