"""Cases arranged for estimates: how long each has waited, is followed, and in which period."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.case_follow_up import LENGTHS, follow_up_days
from ibic_eval.estimates.case_schemas import AFTER, BEFORE, FROM_APPLICATION, TRANSITION

WITHOUT_START = "utan_start"
NO_WORKER = -1

# Below this many cases on either side of the introduction nothing is estimated: a ratio of 1.3
# would then be found less often than one time in three.
FEWEST_CASES = 20
# Of them so many must have been followed long enough; fewer may not be told of at all.
FEWEST_FOLLOWED = 10
FEWEST_PERSONS = 5
DAYS_IN_MONTH = 365.25 / 12

NO_START = "Det står inte i inforande.yml när IBIC började användas i området (ibic_start)."
NO_CASES = "Det finns inga ärenden i området med de uppgifter som behövs."
NO_BEFORE = (
    "Det finns inga ärenden från tiden före införandet, så det finns inget att jämföra med. "
    "Ta med äldre ärenden i uttaget om de finns kvar."
)
NO_AFTER = "Det finns inga ärenden från tiden efter införandet ännu."
TOO_FEW = (
    f"Det finns för få ärenden: minst {FEWEST_CASES} behövs före införandet och minst "
    f"{FEWEST_CASES} efter, och de ska gälla minst {FEWEST_PERSONS} personer vardera."
)
TOO_SOON = (
    f"Uttaget kom för tidigt. Ett ärende räknas först när det är minst {LENGTHS[0]} dagar gammalt, "
    "och så länge att hälften av ärendena brukar ha fått beslut; för få av ärendena efter "
    "införandet har hunnit bli det. Gör ett nytt uttag senare."
)


def waits(
    cases: pd.DataFrame,
    starts: Mapping[str, dt.date],
    transition_months: int,
    extracted: dt.date,
    clock: str,
) -> pd.DataFrame:
    """Return the cases that have a first day by the clock, with the days that each has waited.

    `cases` is the table of `tables.case_records`. Columns: `area, case, person, worker` (int, -1
    where not known), `way_in, month` (of start, months since January 1970), `year, days` (to the
    decision, or to `extracted` where open), `age` (days to `extracted`), `decided` (bool), `period`
    (fore, overgang, efter or utan_start), `since` (months since the area's start, NA without one),
    `follow_up` (the days that its area's cases are followed, `case_follow_up`) and `only_decided`
    (whether the extract has no open case in the area).
    """
    first = cases["applied"] if clock == FROM_APPLICATION else cases["started"]
    kept = cases[first.notna()]
    last = kept["decided"].fillna(pd.Timestamp(extracted))
    begun = kept["started"].to_numpy(dtype="datetime64[D]")
    area = kept["area"].astype("string").to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "area": pd.Categorical(area),
            "case": kept["case"].to_numpy(),
            "person": kept["person"].to_numpy(),
            "worker": kept["case_worker"].fillna(NO_WORKER).to_numpy(dtype="int64"),
            "way_in": pd.Categorical(kept["way_in"].astype("string").to_numpy(dtype=object)),
            "month": begun.astype("datetime64[M]").astype("int32"),
            "year": kept["started"].dt.year.to_numpy(dtype="int32"),
            "days": (last - first[kept.index]).dt.days.to_numpy(dtype="int32"),
            "age": (pd.Timestamp(extracted) - first[kept.index]).dt.days.to_numpy(dtype="int32"),
            "decided": kept["decided"].notna().to_numpy(),
            "period": periods(area, begun, starts, transition_months),
            "since": _since(area, begun, starts),
        }
    )
    return _with_follow_up(table)


def periods(
    area: npt.NDArray[np.object_],
    day: npt.NDArray[np.datetime64],
    starts: Mapping[str, dt.date],
    transition_months: int,
) -> pd.Categorical:
    """Return the period of each day in its area: fore, overgang, efter or utan_start."""
    codes = np.full(len(area), 3, dtype="int8")
    for name, start in starts.items():
        mine = area == name
        end = pd.Timestamp(start) + pd.DateOffset(months=transition_months)
        begun = (day[mine] >= np.datetime64(start)).astype("int8")
        over = (day[mine] >= np.datetime64(end.date())).astype("int8")
        codes[mine] = begun + over
    return pd.Categorical.from_codes(
        codes.tolist(), categories=pd.Index([BEFORE, TRANSITION, AFTER, WITHOUT_START])
    )


def month_start(month: int) -> pd.Timestamp:
    """Return the first day of a month counted from January 1970."""
    return pd.Timestamp(year=1970 + month // 12, month=1 + month % 12, day=1)


def month_of_day(day: dt.date) -> int:
    """Return the month of a day, counted from January 1970."""
    return 12 * (day.year - 1970) + day.month - 1


def why_not_compared(before: pd.DataFrame, after: pd.DataFrame, fewest: int = FEWEST_CASES) -> str:
    """Say why two periods' cases can't be compared, nothing where they can."""
    if before.empty and after.empty:
        return NO_CASES
    if before.empty:
        return NO_BEFORE
    if after.empty:
        return NO_AFTER
    small = any(
        len(rows) < fewest or rows["person"].nunique() < FEWEST_PERSONS for rows in (before, after)
    )
    return TOO_FEW if small else ""


def why_not_followed(begun: pd.DataFrame, counted: pd.DataFrame) -> str:
    """Say why an area's times before (`period` fore) and later can't be compared, or nothing.

    `begun` are its cases and `counted` those of them that have been followed long enough.
    """
    reason = why_not_compared(*_sides(begun))
    if reason:
        return reason
    return TOO_SOON if why_not_compared(*_sides(counted), FEWEST_FOLLOWED) else ""


def _sides(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    before = rows["period"].eq(BEFORE)
    return rows[before], rows[~before]


def _since(
    area: npt.NDArray[np.object_], day: npt.NDArray[np.datetime64], starts: Mapping[str, dt.date]
) -> npt.NDArray[np.float64]:
    since = np.full(len(area), np.nan)
    for name, start in starts.items():
        mine = area == name
        since[mine] = (day[mine] - np.datetime64(start)).astype("int64") / DAYS_IN_MONTH
    return since


def _with_follow_up(table: pd.DataFrame) -> pd.DataFrame:
    days = np.zeros(len(table), dtype="int32")
    only = np.zeros(len(table), dtype=bool)
    for _, rows in table.groupby("area", observed=True, sort=False):
        days[rows.index] = follow_up_days(rows)
        only[rows.index] = rows["decided"].all()
    return table.assign(follow_up=days, only_decided=only)
