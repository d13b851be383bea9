"""What came of goals and persons: the counts, and Kalmar's indicators with their intervals."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.clustered_shares import Share, clustered_share
from ibic_eval.estimates.goal_rows import (
    AREA_LABELS,
    NO_DAY,
    Flags,
    Ints,
    goal_key,
    latest,
    outcome_in,
    year_of,
)
from ibic_eval.estimates.person_counts import Labelled, cross_counts

NO_YEAR = "inget_ar"  # not followed up


def goal_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `area, outcome, n, persons` with totals, of all assessments (`goal_rows`)."""
    return cross_counts(rows["person"].to_numpy(), areas(rows), outcomes(rows))


def goal_counts_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `year, outcome, n, persons` with totals, by the year of follow-up."""
    followed = rows["followed"].to_numpy()
    years = labelled_years(followed, followed != NO_DAY)
    return cross_counts(rows["person"].to_numpy(), years, outcomes(rows))


def person_states(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `person, area, state` (places in AREA_LABELS and PERSON_STATES), one row a person.

    A person stands in the area of their latest assessment. The latest goal that can be judged of
    every life area (or code) counts: `helt` where all were reached, `delvis` where at least one was
    reached or came nearer.
    """
    person = rows["person"].to_numpy()
    last = latest(person, rows["day"].to_numpy())
    everyone, area = person[last], rows["area"].to_numpy()[last]
    goals = ~outcome_in(rows, (codes.WITHOUT_GOAL, codes.UNSPECIFIED_GOAL))
    followed = goals & ~outcome_in(rows, (codes.NOT_FOLLOWED,))
    size = int(person.max(initial=-1)) + 1
    state = np.zeros(size, dtype="int8")  # PERSON_WITHOUT
    for which, name in ((goals, codes.NOT_FOLLOWED), (followed, codes.CANNOT_JUDGE)):
        state[person[which]] = codes.PERSON_STATES.index(name)
    judged, found = judged_states(rows)
    state[judged] = found
    return pd.DataFrame({"person": everyone, "area": area, "state": state[everyone]})


def judged_states(rows: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the persons with a goal that can be judged and their states, `helt` to `nej`."""
    judged = rows[outcome_in(rows, codes.JUDGED)]
    last = judged.iloc[latest(goal_key(judged), judged["followed"].to_numpy())]
    person = last["person"].to_numpy()
    n, full, some = (
        np.bincount(person, weights=which)
        for which in (
            np.ones(len(last)),
            outcome_in(last, (codes.WHOLLY, codes.MAINTAINED)),
            outcome_in(last, codes.REACHED),
        )
    )
    place = [codes.PERSON_STATES.index(name) for name in (codes.WHOLLY, codes.PARTLY, codes.NOT)]
    state = np.select([full == n, some > 0], place[:2], place[2])
    present = np.flatnonzero(n)
    return present, state[present]


def person_counts(states: pd.DataFrame) -> pd.DataFrame:
    """Return `area, state, n` with totals of `person_states`."""
    state = Labelled("state", states["state"].to_numpy(), codes.PERSON_STATES)
    counts = cross_counts(states["person"].to_numpy(), areas(states), state)
    return counts.drop(columns="persons")


def person_counts_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `year, state, n` with totals: of the persons followed up in a year, how they fared.

    Only goals followed up in that year count. A person may stand in several years.
    """
    followed = rows["followed"].to_numpy() != NO_DAY
    goals = followed & ~outcome_in(rows, (codes.WITHOUT_GOAL, codes.UNSPECIFIED_GOAL))
    kept = rows[goals]
    year = year_of(kept["followed"].to_numpy())
    tables = [_states_of_year(kept[year == one], int(one)) for one in np.unique(year)]
    everyone = pd.concat([_NO_STATES, *tables], ignore_index=True)
    labels = [str(one) for one in np.unique(year)]
    place = np.searchsorted(np.unique(year), everyone["year"].to_numpy("int64"))
    counts = cross_counts(
        everyone["person"].to_numpy("int64"),
        Labelled("year", place, labels),
        Labelled("state", everyone["state"].to_numpy("int64"), codes.PERSON_STATES),
    )
    return counts.drop(columns="persons")


class Part(NamedTuple):
    """Some rows: of one area and all years (year None), or of one year and all areas."""

    area: str
    year: int | None
    rows: pd.DataFrame


def parts(rows: pd.DataFrame, day: str) -> Iterator[Part]:
    """Yield all rows, those of each area, and those of each year of the column `day`."""
    yield Part(codes.ALL_AREAS, None, rows)
    area = rows["area"].to_numpy()
    for place in np.unique(area):
        yield Part(AREA_LABELS[place], None, rows[area == place])
    moment = rows[day].to_numpy()
    year = np.where(moment == NO_DAY, 0, year_of(moment))
    for one in np.unique(year[year > 0]):
        yield Part(codes.ALL_AREAS, int(one), rows[year == one])


def goal_share(rows: pd.DataFrame, names: Sequence[str]) -> Share | None:
    """Return the share of the goals that can be judged with these outcomes, clustered on person."""
    judged = rows[outcome_in(rows, codes.JUDGED)]
    if not len(judged):
        return None
    return clustered_share(judged["person"].to_numpy(), outcome_in(judged, names))


def areas(rows: pd.DataFrame) -> Labelled:
    """Return the rows' areas."""
    return Labelled("area", rows["area"].to_numpy(), AREA_LABELS)


def outcomes(rows: pd.DataFrame) -> Labelled:
    """Return the rows' outcomes."""
    return Labelled("outcome", rows["outcome"].to_numpy(), codes.OUTCOMES)


def labelled_years(day: Ints, known: Flags) -> Labelled:
    """Return the year of each day as a variable; NO_YEAR where it isn't `known`."""
    year = np.where(known, year_of(day), 0)
    found, place = np.unique(year, return_inverse=True)
    return Labelled("year", place, [str(one) if one else NO_YEAR for one in found])


_NO_STATES = pd.DataFrame({"person": [], "state": [], "year": []}, dtype="int64")


def _states_of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    person, state = judged_states(rows)
    rest = np.setdiff1d(rows["person"].to_numpy(), person)
    unjudged = np.full(len(rest), codes.PERSON_STATES.index(codes.CANNOT_JUDGE))
    states: npt.NDArray[np.int64] = np.concatenate([state, unjudged]).astype("int64")
    return pd.DataFrame(
        {"person": np.concatenate([person, rest]).astype("int64"), "state": states, "year": year}
    )
