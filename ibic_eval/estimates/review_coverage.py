"""How many of the new documents were reviewed, by kind and quarter."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.estimates.review_documents import Periods, period_of
from ibic_eval.estimates.review_schemas import (
    ALL_REVIEWED,
    COVERAGE,
    EVERY,
    MISSING,
    NOT_ALL,
    PROMISES,
    SHOWN,
    UNDECIDED,
    gathered,
)

METHOD = "räknat på alla dokument; inget urval och därför inget intervall"
NOT_TOLD = "Det framgår inte hur många dokument som gjordes."
MORE_THAN_MADE = "Fler dokument är granskade än vad som enligt underlaget har gjorts."
THURSDAY = pd.Timedelta(days=3)


def coverage(documents: pd.DataFrame, produced: pd.DataFrame) -> pd.DataFrame:
    """Return how many were reviewed of those produced, by kind and quarter and in all (COVERAGE).

    `documents` has one row a reviewed document (kind, week), `produced` kind, week, produced. A
    week belongs to the quarter of its Thursday, as to the year (ISO 8601). Where the number
    produced is unknown for any week with reviews the sum is unknown, never less.
    """
    weekly = weekly_counts(documents, produced)
    dated = weekly.assign(period=quarter(weekly["week"]))
    parts = [
        _summed(dated, keys) for keys in (["kind", "period"], ["kind"], ["period"], [])
    ]  # fmt: skip
    return gathered([_judged(pd.concat(parts, ignore_index=True))], COVERAGE)


def promises(
    documents: pd.DataFrame, produced: pd.DataFrame, said: Sequence[Mapping[str, Any]]
) -> pd.DataFrame:
    """Return how many were reviewed of what the plan says are all to be reviewed (PROMISES).

    `said` are indicators with id, kinds, and first and last day; those without a first day are
    left out, and one without a last goes on. A week lies where its Thursday does. Without any
    known week nothing is said.
    """
    weekly = weekly_counts(documents, produced)
    rows = [
        {**_within(weekly, kind, each), "indicator": each["id"], "kind": kind}
        for each in said
        if each["first"] is not None
        for kind in each["kinds"]
    ]
    known = [row for row in rows if row["weeks"]]
    return gathered([_judged(pd.DataFrame(known))] if known else [], PROMISES)


def _within(weekly: pd.DataFrame, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    days = weekly["week"] + THURSDAY
    last = pd.Timestamp(said["last"]) if said["last"] else days.max()
    first = pd.Timestamp(said["first"])
    mine = weekly[weekly["kind"].eq(kind) & days.between(first, last)]
    return {
        "first": first,
        "last": last,
        "weeks": len(mine),
        "n": int(mine["n"].sum()),
        "produced": _known_sum(mine["produced"]),
        "weeks_unknown": _unknown(mine["produced"]),
    }


def weekly_counts(documents: pd.DataFrame, produced: pd.DataFrame) -> pd.DataFrame:
    """Return kind, week, n reviewed (0 for none) and produced (NA where not told)."""
    reviewed = documents.groupby(["kind", "week"], as_index=False).agg(n=("kind", "size"))
    whole = reviewed.merge(produced, on=["kind", "week"], how="outer")
    return whole.assign(n=whole["n"].fillna(0).astype("Int64"))


def produced_in(produced: pd.DataFrame, documents: pd.DataFrame, named: Periods) -> pd.DataFrame:
    """Return kind, period, n reviewed and produced (NA where not told for every week)."""
    weekly = weekly_counts(documents, produced)
    return _summed(weekly.assign(period=period_of(weekly["week"], named)), ["kind", "period"])


def quarter(weeks: pd.Series) -> pd.Series:
    """Return the calendar quarter of each week: "2024 kvartal 1"."""
    thursdays = (weeks + THURSDAY).dt
    years, quarters = (part.astype("string") for part in (thursdays.year, thursdays.quarter))
    return years + " kvartal " + quarters


def _summed(weekly: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    over = weekly.assign(**{name: EVERY for name in ("kind", "period") if name not in keys})
    return over.groupby(["kind", "period"], as_index=False).agg(
        n=("n", "sum"), produced=("produced", _known_sum), weeks_unknown=("produced", _unknown)
    )


def _known_sum(numbers: pd.Series) -> object:
    return numbers.sum(skipna=False)


def _unknown(numbers: pd.Series) -> int:
    return int(numbers.isna().sum())


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    produced = rows["produced"].astype("Int64")
    unknown, impossible = produced.isna(), produced.lt(rows["n"]).fillna(False).astype(bool)
    sound = ~unknown & ~impossible & produced.gt(0).fillna(False).astype(bool)
    whole = sound & produced.eq(rows["n"]).fillna(False).astype(bool)
    reason = pd.Series("", index=rows.index).mask(unknown, NOT_TOLD)
    return rows.assign(
        produced=produced,
        estimate=(rows["n"] / produced.where(sound)).astype("Float64"),
        method=METHOD,
        status=pd.Series(MISSING, index=rows.index).mask(sound, SHOWN),
        reason=reason.mask(impossible, MORE_THAN_MADE),
        verdict=pd.Series(UNDECIDED, index=rows.index)
        .mask(sound, NOT_ALL)
        .mask(whole, ALL_REVIEWED),
    )
