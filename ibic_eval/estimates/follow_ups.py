"""Are assessments followed up, and within how long?"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.clustered_shares import clustered_share, person_share
from ibic_eval.estimates.clustered_survival import METHOD as SURVIVAL
from ibic_eval.estimates.clustered_survival import fitted, happened
from ibic_eval.estimates.goal_rows import (
    AREA_LABELS,
    NO_DAY,
    Flags,
    Ints,
    goal_key,
    latest,
)
from ibic_eval.estimates.person_counts import Labelled, cross_counts
from ibic_eval.estimates.time_to_goal import DAYS_A_MONTH

OVERDUE_MONTHS = 12
WITHIN_LABELS = ("inte_inom", "inom")
OVERDUE_LABELS = ("ovriga", "forsenade")


class Occasions(NamedTuple):
    """Assessments with how many days until follow-up (or the extract) and whether it came."""

    person: Ints
    area: Ints
    provider: Ints
    age: Ints
    days: Ints
    event: Flags


def occasions(rows: pd.DataFrame, extracted: dt.date) -> Occasions:
    """Return every assessment of `goal_rows`; `age` is its days at the extract."""
    day, followed = rows["day"].to_numpy(), rows["followed"].to_numpy()
    age = day_number(extracted) - day
    event = followed != NO_DAY
    return Occasions(
        rows["person"].to_numpy(),
        rows["area"].to_numpy(),
        rows["provider"].to_numpy(),
        age,
        np.where(event, followed - day, np.maximum(age, 0)),
        event,
    )


def person_occasions(rows: pd.DataFrame, extracted: dt.date, months: int) -> Occasions:
    """Return each person's latest day of assessment that is `months` old or more.

    It counts as followed up where any of the day's assessments was.
    """
    old = rows[day_number(extracted) - rows["day"].to_numpy() >= limit(months)]
    last = latest(old["person"].to_numpy(), old["day"].to_numpy())
    newest = np.full(int(old["person"].max()) + 1 if len(old) else 0, NO_DAY, dtype="int32")
    newest[old["person"].to_numpy()[last]] = old["day"].to_numpy()[last]
    same_day = old[old["day"].to_numpy() == newest[old["person"].to_numpy()]]
    every = occasions(same_day, extracted)
    first = latest(every.person, -np.where(every.event, every.days, np.iinfo("int32").max // 2))
    return chosen(every, first)


def chosen(some: Occasions, which: Ints | Flags) -> Occasions:
    """Return some of the occasions, by place or by flag."""
    return Occasions(
        some.person[which],
        some.area[which],
        some.provider[which],
        some.age[which],
        some.days[which],
        some.event[which],
    )


def within(some: Occasions, months: int) -> tuple[Flags, Flags]:
    """Tell which are old enough to be judged, and which were followed up within `months`."""
    return some.age >= limit(months), some.event & (some.days <= limit(months))


def within_counts(some: Occasions, months: int, unit: Labelled) -> pd.DataFrame:
    """Return `within, n, persons` by the unit, with totals, of those old enough."""
    old, soon = within(some, months)
    kept = Labelled(unit.name, unit.place[old], unit.labels)
    inside = Labelled("within", soon[old].astype("int8"), WITHIN_LABELS)
    return cross_counts(some.person[old], kept, inside)


def by_area(some: Occasions) -> Labelled:
    """Return the areas of the occasions."""
    return Labelled("area", some.area, AREA_LABELS)


def by_provider(some: Occasions, names: list[str], none: str) -> Labelled:
    """Return the providers of the occasions; `none` where there is none."""
    place = np.where(some.provider < 0, len(names), some.provider)
    return Labelled("provider", place, (*names, none))


def units(some: Occasions, unit: Labelled) -> Iterator[tuple[str, Occasions]]:
    """Yield all occasions under `alla`, and those of each label that has any."""
    yield codes.ALL_AREAS, some
    order = np.argsort(unit.place, kind="stable")
    ends = np.searchsorted(unit.place[order], np.arange(len(unit.labels) + 1))
    for label, start, end in zip(unit.labels, ends[:-1], ends[1:], strict=True):
        if end > start:
            yield label, chosen(some, order[start:end])


def followed_share(some: Occasions, months: int, *, persons: bool) -> dict[str, object]:
    """Return `count, n, n_persons, share, ci_low, ci_high, method` within `months`.

    Of those old enough; `persons` where each person stands once, else errors are clustered on
    person. Empty where none is old enough.
    """
    old, soon = within(some, months)
    if not old.any():
        return {}
    if persons:
        return vars(person_share(int(soon[old].sum()), int(old.sum())))
    return vars(clustered_share(some.person[old], soon[old]))


def followed_curve(some: Occasions) -> dict[int, dict[str, float | str]]:
    """Return `share_km, km_low, km_high, method` by months, with younger ones censored.

    A horizon beyond the oldest occasion isn't there.
    """
    curve = fitted(some.days, some.event, some.person)
    names = ("share_km", "km_low", "km_high")
    return {
        months: {
            **dict(zip(names, happened(curve, limit(months)), strict=True)),
            "method": SURVIVAL,
        }
        for months in codes.HORIZONS
        if int(some.age.max(initial=0)) >= limit(months)
    }


def overdue_counts(rows: pd.DataFrame, extracted: dt.date) -> pd.DataFrame:
    """Return `area, overdue, n, persons` with totals, of all assessments.

    Overdue: older than twelve months at the extract, not followed up, and without a later
    assessment of the same person and life area.
    """
    day = rows["day"].to_numpy()
    key = goal_key(rows, by_code=False)
    newest = np.zeros(int(key.max(initial=-1)) + 1, dtype="int32")
    np.maximum.at(newest, key, day)
    waiting = (rows["followed"].to_numpy() == NO_DAY) & (day >= newest[key])
    waiting &= day_number(extracted) - day > limit(OVERDUE_MONTHS)
    return cross_counts(
        rows["person"].to_numpy(),
        Labelled("area", rows["area"].to_numpy(), AREA_LABELS),
        Labelled("overdue", waiting.astype("int8"), OVERDUE_LABELS),
    )


def limit(months: int) -> int:
    """Return how many days that many months are."""
    return int(months * DAYS_A_MONTH)


def day_number(date: dt.date) -> int:
    """Return days since 1970-01-01."""
    return (date - dt.date(1970, 1, 1)).days
