"""How long it takes from an assessment until its goal is seen to be reached."""

import datetime as dt

import numpy as np
import pandas as pd

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.clustered_survival import METHOD, Curve, day_reached, fitted, happened
from ibic_eval.estimates.goal_rows import (
    AREA_LABELS,
    NO_DAY,
    Flags,
    Ints,
    goal_key,
    is_state,
)
from ibic_eval.estimates.goal_schemas import MISSING, SHOWN
from ibic_eval.estimates.person_counts import Labelled, cross_counts

DAYS_A_MONTH = 365.25 / 12
REACHED_LABELS = ("inte_nadda", "nadda")
_QUANTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}


def episodes(rows: pd.DataFrame, extracted: dt.date) -> pd.DataFrame:
    """Return one row a goal to improve: `person, area` (place in AREA_LABELS), `days, reached`.

    A goal (person, life area or code, intended state better than the present) lasts over later
    assessments with the same intended state, until a follow-up finds it reached. `days` run from
    the first assessment to that follow-up, else to the last follow-up (until when it is known not
    to be reached), else to the extract. It was reached some time before it was seen, so the times
    are upper limits. `rows` are `goal_rows`.
    """
    present, intended = rows["present"].to_numpy(), rows["intended"].to_numpy()
    kept = rows[is_state(present) & is_state(intended) & (intended < present)]
    key, day = goal_key(kept), kept["day"].to_numpy()
    order = np.lexsort((day, key))
    kept, key = kept.iloc[order], key[order]
    met = (kept["followed"].to_numpy() != NO_DAY) & is_state(kept["reached"].to_numpy())
    met &= kept["reached"].to_numpy() <= kept["intended"].to_numpy()
    return _joined(kept, _starts(key, kept["intended"].to_numpy(), met), met, extracted)


def reached_counts(goals: pd.DataFrame) -> pd.DataFrame:
    """Return `area, reached, n, persons` with totals of `episodes`."""
    area = Labelled("area", goals["area"].to_numpy(), AREA_LABELS)
    reached = Labelled("reached", goals["reached"].to_numpy("int8"), REACHED_LABELS)
    return cross_counts(goals["person"].to_numpy(), area, reached)


def goal_times(goals: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Return TIME_TO_GOAL of `episodes`; saknas where fewer than `fewest` persons have a goal."""
    rows = [_times(name, part, fewest) for name, part in _by_area(goals)]
    schema = codes.TIME_TO_GOAL
    return pd.DataFrame(rows, columns=list(schema)).astype(dict(schema))


def goal_curves(goals: pd.DataFrame, fewest: int, protected: int) -> pd.DataFrame:
    """Return TIME_CURVES of `episodes`, where `fewest` persons have a goal.

    The curve ends at the last month where `protected` persons remain. A month since whose
    predecessor fewer than `protected` persons, but somebody, reached a goal is left out and joins
    the next.
    """
    tables = [
        _monthly(part, protected).assign(area=name)
        for name, part in _by_area(goals)
        if part["person"].nunique() >= fewest
    ]
    schema = codes.TIME_CURVES
    empty = pd.DataFrame(columns=list(schema))
    joined = pd.concat(tables, ignore_index=True) if tables else empty
    return joined[list(schema)].astype(dict(schema))


def _starts(key: Ints, intended: Ints, met: Flags) -> Flags:
    """Tell which assessments begin a goal: another key or intention, or the last one was met."""
    new = np.ones(len(key), dtype=bool)
    new[1:] = (key[1:] != key[:-1]) | (intended[1:] != intended[:-1]) | met[:-1]
    return new


def _joined(kept: pd.DataFrame, new: Flags, met: Flags, extracted: dt.date) -> pd.DataFrame:
    first = np.flatnonzero(new)
    if not len(first):
        return pd.DataFrame(
            {"person": [], "area": [], "days": [], "reached": []}, dtype="int32"
        ).astype({"reached": bool})
    day, followed = kept["day"].to_numpy(), kept["followed"].to_numpy()
    never = np.iinfo("int32").max
    seen = np.minimum.reduceat(np.where(met, followed, never), first)
    last = np.maximum.reduceat(followed, first)
    out = (pd.Timestamp(extracted) - pd.Timestamp(0)).days
    end = np.where(seen < never, seen, np.where(last == NO_DAY, out, last))
    return pd.DataFrame(
        {
            "person": kept["person"].to_numpy()[first],
            "area": kept["area"].to_numpy()[first],
            "days": np.maximum(end - day[first], 0).astype("int32"),
            "reached": seen < never,
        }
    )


def _by_area(goals: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    area = goals["area"].to_numpy()
    some = [(AREA_LABELS[place], goals[area == place]) for place in np.unique(area)]
    return [(codes.ALL_AREAS, goals), *some]


def _times(area: str, goals: pd.DataFrame, fewest: int) -> dict[str, object]:
    persons = int(goals["person"].nunique())
    row = {
        "area": area,
        "n": len(goals),
        "n_persons": persons,
        "n_reached": int(goals["reached"].sum()),
        "method": METHOD,
    }
    if persons < fewest:
        reason = f"Färre än {fewest} personer har ett mål om att förbättra ett läge."
        return {**row, "status": MISSING, "reason": reason}
    curve = _curve(goals)
    numbers: dict[str, float] = {}
    for name, share in _QUANTILES.items():
        found = day_reached(curve, share)
        ends = [f"{name}{end}" for end in ("", "_low", "_high")]
        numbers |= dict(zip(ends, found, strict=True))
    return {**row, **numbers, "status": SHOWN, "reason": ""}


def _curve(goals: pd.DataFrame) -> Curve:
    return fitted(goals["days"].to_numpy(), goals["reached"].to_numpy(), goals["person"].to_numpy())


def _monthly(goals: pd.DataFrame, protected: int) -> pd.DataFrame:
    last = _last_month(goals, protected)
    kept = _safe_months(goals, last, protected)
    curve = _curve(goals)
    found = [happened(curve, int(month * DAYS_A_MONTH)) for month in kept]
    table = pd.DataFrame(found, columns=["share", "ci_low", "ci_high"], dtype="float64")
    limits = table[["ci_low", "ci_high"]].apply(lambda limit: limit.fillna(table["share"]))
    return table.assign(**limits, month=kept)


def _last_month(goals: pd.DataFrame, protected: int) -> int:
    """Return the last month where `protected` persons remain, -1 where there never were so many."""
    longest = goals.groupby("person")["days"].max().nlargest(protected)
    return int(longest.min() / DAYS_A_MONTH) if len(longest) == protected else -1


def _safe_months(goals: pd.DataFrame, last: int, protected: int) -> list[int]:
    some = goals[goals["reached"].to_numpy()]
    month = np.ceil(some["days"].to_numpy() / DAYS_A_MONTH).astype(int)
    persons = some["person"].to_numpy()
    kept: list[int] = []
    waiting = np.empty(0, dtype=persons.dtype)
    for one in range(last + 1):
        waiting = np.union1d(waiting, persons[month == one])
        if not len(waiting) or len(waiting) >= protected:
            kept.append(one)
            waiting = waiting[:0]
    return kept
