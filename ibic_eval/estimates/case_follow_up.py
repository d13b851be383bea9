"""How long every case is followed: one number of days for an area, the same before and after.

A case counts once it is old enough to have been followed for that long, decided or not, and no day
beyond it counts. So nothing is known of one case that couldn't have been known of another: slow
cases that are still open stand as they are, and quick ones of the last months aren't alone.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.case_schemas import AFTER

# Few, round and fixed beforehand, so that the choice among them can't be fitted to a result.
LENGTHS = (30, 60, 90, 120, 180, 270, 365)
# Longer than nearly all cases take would only leave late cases out.
DECIDED_SHARE = 0.99
# Of the cases after the introduction so many are old enough to count: they should tell of the
# time after, not of its first months.
COUNTED_SHARE = 2 / 3
# A follow-up that ends before half are decided sees too little of the wait to compare it.
LEAST_DECIDED = 0.5
# How many are decided within the follow-up is told in such steps: the exact share of many cases
# would tell of the few that weren't.
STEPS = (0.99, 0.9, 0.75, LEAST_DECIDED)
NONE = 0


def follow_up_days(rows: pd.DataFrame) -> int:
    """Return the days that an area's cases are followed, NONE where no length will do.

    `rows` has `age, days, decided, period`. It is the shortest of LENGTHS within which 99 % of the
    cases old enough were decided, or else the longest that two thirds of those begun after the
    introduction (of all, where none were) have reached. The second depends on when cases began
    alone, the first on all periods together, so neither can favour one of them.
    """
    reached = [days for days in LENGTHS if _reached(rows, days) >= COUNTED_SHARE]
    if not reached:
        return NONE
    enough = [days for days in reached if _decided(rows, days) >= DECIDED_SHARE]
    found = enough[0] if enough else reached[-1]
    return found if _decided(rows, found) >= LEAST_DECIDED else NONE


def follow_up_of(rows: pd.DataFrame) -> int:
    """Return the days that an area's cases, those of `case_waits.waits`, are followed."""
    return int(rows["follow_up"].iloc[0]) if len(rows) else NONE


def followed(rows: pd.DataFrame, limit: int | None = None) -> pd.DataFrame:
    """Return the cases that count, with no more than the follow-up's `days`.

    `rows` are those of `case_waits.waits`; `limit` is another follow-up than the area's own.
    `decided` becomes whether that was within the follow-up. Where an extract holds decided cases
    only, it lacks the slow ones of late months, so there those alone count, in all months, that
    were decided within the follow-up.
    """
    table = rows if limit is None else rows.assign(follow_up=limit)
    days, within = table["follow_up"].to_numpy(), _within(table)
    capped = table.assign(days=np.minimum(table["days"].to_numpy(), days), decided=within)
    kept: pd.DataFrame = capped[_old_enough(table) & (within | ~table["only_decided"].to_numpy())]
    return kept


def decided_in_time(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which cases count where only decided ones have anything to count: goals, pages, hours.

    They are old enough for the follow-up, and were decided within it.
    """
    return np.asarray(_old_enough(rows) & _within(rows))


def decided_share(counted: pd.DataFrame) -> float:
    """Return the highest of STEPS that the share decided within the follow-up reaches.

    `counted` are cases from `followed`. Where the extract holds decided cases only, how many there
    were isn't known, and the lowest is told.
    """
    unknown = bool(counted["only_decided"].any())
    share = LEAST_DECIDED if unknown else float(counted["decided"].mean())
    return next((step for step in STEPS if share >= step), LEAST_DECIDED)


def _old_enough(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    days = rows["follow_up"].to_numpy()
    return np.asarray((days > NONE) & (rows["age"].to_numpy() >= days))


def _within(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return np.asarray(
        rows["decided"].to_numpy() & (rows["days"].to_numpy() <= rows["follow_up"].to_numpy())
    )


def _reached(rows: pd.DataFrame, days: int) -> float:
    """Return the share begun after the introduction, or of all, that have been followed so long."""
    later = rows[rows["period"].eq(AFTER)]
    return float((later if len(later) else rows)["age"].ge(days).mean())


def _decided(rows: pd.DataFrame, days: int) -> float:
    """Return the share decided within some days, of the cases that have been followed so long."""
    old = rows[rows["age"].ge(days)]
    return float((old["decided"] & old["days"].le(days)).mean())
