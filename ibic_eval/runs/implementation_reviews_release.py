"""Hides small numbers of documents in the tables on reviews, also from subtraction.

A document is a person's. What must not be told is how few documents were judged, so a share is
hidden where the documents it rests on are one to four. How many of a larger number that meet a
criterion, or that it doesn't apply to, is no more than their share says and is shown.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.disclosure.cross_tables import release_cross_table
from ibic_eval.estimates.review_coverage import THURSDAY, quarter, weekly_counts
from ibic_eval.estimates.review_schemas import EVERY, HIDDEN

_SAID = ("method", "status", "reason", "verdict")


def released_coverage(coverage: pd.DataFrame) -> pd.DataFrame:
    """Hide quarters and kinds with few documents, and more until no sum gives them away."""
    if coverage.empty:
        return coverage
    keyed = coverage.set_index(["kind", "period"])
    few = _few(keyed, "n")
    few_made = _few(keyed, "produced") & keyed["produced"].notna()
    produced = keyed["produced"].mask(few_made)
    told = keyed.assign(
        n=keyed["n"].mask(few),
        produced=produced,
        estimate=keyed["estimate"].mask(few | few_made),
        verdict=keyed["verdict"].mask(few | few_made),
        status=keyed["status"].mask(few | few_made, HIDDEN),
    )
    return told.reset_index()[list(coverage.columns)]


def released_promises(
    promises: pd.DataFrame, documents: pd.DataFrame, produced: pd.DataFrame
) -> pd.DataFrame:
    """Hide promised reviews of few documents, or that leave few in the quarters they lie in."""
    weekly = weekly_counts(documents, produced)
    quarters = quarter(weekly["week"])
    small = [_tells(row, weekly, quarters) for row in promises.to_dict("records")]
    few = pd.Series(small, index=promises.index, dtype="bool")
    hidden = _blanked(promises, few, "indicator", "kind", "first", "last")
    return hidden.assign(verdict=hidden["verdict"].mask(few))


def released_profile(profile: pd.DataFrame) -> pd.DataFrame:
    """Hide criteria judged in few documents, with all that would tell how few."""
    reviewed = profile[["n", "n_not_applicable", "n_blank"]].sum(axis=1)
    few = _small(profile["n"]) | _small(reviewed)
    made = profile["produced"].mask(_small(profile["produced"]))
    return _blanked(profile.assign(produced=made), few, "kind", "period", "criterion", "produced")


def released_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Hide changes where either period has few documents."""
    few = _small(changes["n_first"]) | _small(changes["n_latest"])
    hidden = _blanked(changes, few, "kind", "criterion")
    return hidden.assign(verdict=hidden["verdict"].mask(few))


def released_charts(charts: pd.DataFrame) -> pd.DataFrame:
    """Hide how many documents a chart lacks for being too few; drawn points have enough."""
    few = _small(charts["n"])
    return _blanked(charts, few, "kind", "criterion")


def released_agreement(agreement: pd.DataFrame) -> pd.DataFrame:
    """Hide agreement on few documents."""
    few = _small(agreement["n"])
    hidden = _blanked(agreement, few, "criterion")
    return hidden.assign(verdict=hidden["verdict"].mask(few))


def _tells(row: Mapping[Any, Any], weekly: pd.DataFrame, quarters: pd.Series) -> bool:
    first, last = quarter(pd.Series([row["first"], row["last"]]) - THURSDAY)
    mine = weekly[weekly["kind"].eq(row["kind"]) & quarters.between(first, last)]
    told = [row[name] for name in ("n", "produced") if pd.notna(row[name])]
    wholes = [mine[name].sum() for name in ("n", "produced") if pd.notna(row[name])]
    left = [whole - part for whole, part in zip(wholes, told, strict=True)]
    return any(0 < number < MINIMUM for number in (*told, *left))


def _few(keyed: pd.DataFrame, measure: str) -> "pd.Series[bool]":
    """Tell which cells and totals to hide; a number that isn't known counts as nobody."""
    cells = keyed[measure].astype("Int64").fillna(0).reset_index()
    inner = cells[cells["kind"].ne(EVERY) & cells["period"].ne(EVERY)]
    released = release_cross_table(inner, "kind", "period", measure)
    hidden = released.set_index(["kind", "period"])["status"].eq(HIDDEN)
    return hidden.reindex(keyed.index, fill_value=False).astype(bool)


def _small(numbers: pd.Series) -> "pd.Series[bool]":
    return numbers.between(1, MINIMUM - 1).fillna(False).astype(bool)


def _blanked(rows: pd.DataFrame, few: "pd.Series[bool]", *keys: str) -> pd.DataFrame:
    numbers = [name for name in rows.columns if name not in (*keys, *_SAID)]
    blank = {name: rows[name].mask(few) for name in numbers}
    return rows.assign(**blank, status=rows["status"].mask(few, HIDDEN))
