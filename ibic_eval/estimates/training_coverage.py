"""How large a part of each group has been trained: counted, of a headcount that is named."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.estimates.clustered_shares import person_share
from ibic_eval.estimates.training_plans import Target
from ibic_eval.estimates.training_schemas import (
    COVERAGE,
    FROM_FILE,
    FROM_PLAN,
    FULL,
    MISSING,
    NO_TARGET,
    NOT_REACHED,
    REACHED,
    SHOWN,
    SOME,
    UNDECIDED,
    UNITS,
)

METHOD = (
    "räknat, alla i listorna; Wilson (1927) för hur andelen kunde ha blivit om samma insats gjorts "
    "på nytt"
)
COUNTED = "räknat, alla i listorna"
NO_LIST = "Deltagarlistor saknas."
NO_GROUP = "Hur många som finns i gruppen är okänt, så andelen går inte att räkna."
NO_HOURS = "Planen anger inte hur många timmar utbildningen är."
TEACHERS = "Planens timmar är undervisningstimmar, inte deltagarnas."
NOBODY = "Ingen finns i gruppen."
MORE = (
    "Fler har gått utbildningen än gruppen har medlemmar, så några har slutat eller hör till en "
    "annan grupp; andelen av dem som finns nu är okänd."
)
# How far the plan's number may be from the true one before the verdict on a target changes.
SLACK = 0.1
_TINY = 1e-9

Row = Mapping[Any, Any]


class Headcount(NamedTuple):
    """How many a group holds, where the number comes from and the day it holds for."""

    people: int
    source: str
    day: pd.Timestamp | None


def coverage(
    attended: pd.DataFrame,
    headcounts: pd.DataFrame,
    planned: pd.DataFrame,
    targets: Mapping[str, Target | None],
) -> pd.DataFrame:
    """Return how large a part of each group has had some or all of its training (COVERAGE).

    `attended` and `headcounts` are the follow-up's tables, `planned` is in PLANNED, and `targets`
    holds the target of each training. A person counts as trained with at least the planned hours
    for each. Everybody on the lists is counted, so the share is exact for those lists; its interval
    (Wilson 1927) is for the process, had the same effort been made again. The verdict compares
    the count with the target as it is; a headcount from the plan may be a tenth wrong either way,
    and where that changes the verdict it can't be told. Nobody is cut away where more were trained
    than the group holds: that share has no interval and no verdict.
    """
    rows = [
        {**_named(each), "measure": measure,
         **_covered(each, measure, attended, headcounts, targets)}
        for each in planned.to_dict("records")
        for measure in (FULL, SOME)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COVERAGE)).astype(COVERAGE)


def unit_coverage(
    attended: pd.DataFrame, headcounts: pd.DataFrame, planned: pd.DataFrame
) -> pd.DataFrame:
    """Return how large a part of each unit has been trained, where units are named (UNITS)."""
    rows = [
        {**_named(each), "unit": unit, "measure": measure_of(each), **row}
        for each in planned.to_dict("records")
        for unit, row in _units(each, attended, headcounts)
    ]
    return pd.DataFrame(rows, columns=list(UNITS)).astype(UNITS)


def headcount_of(training: str, headcounts: pd.DataFrame, people: int | None) -> Headcount | None:
    """Return the latest number of the whole group, else the plan's `people`, else None.

    Units of the latest day are added where it has no number of the whole.
    """
    rows = headcounts[headcounts["training"].eq(training)]
    if len(rows):
        latest = rows[rows["date"].eq(rows["date"].max())]
        whole = latest[latest["unit"].isna()]
        counted = whole if len(whole) else latest
        return Headcount(int(counted["people"].sum()), FROM_FILE, latest["date"].iloc[0])
    return None if people is None else Headcount(people, FROM_PLAN, None)


def measure_of(planned: Row) -> str:
    """Return the measure that tells who is trained: all the hours, or any where they aren't set."""
    return SOME if needed_hours(planned) is None else FULL


def verdict(count: int, group: Headcount, target: float | None) -> str:
    """Compare a count with a target (a share); see `coverage`."""
    if target is None:
        return NO_TARGET
    if count > group.people:
        return UNDECIDED
    slack = SLACK if group.source == FROM_PLAN else 0.0
    low, high = (count >= target * group.people * (1 + way) - _TINY for way in (-slack, slack))
    return (REACHED if low else NOT_REACHED) if low == high else UNDECIDED


def _named(planned: Row) -> dict[str, object]:
    return {"training": planned["training"], "label": planned["label"]}


def planned_people(planned: Row) -> int | None:
    """Return how many the plan says the group holds, None where it doesn't."""
    return int(planned["people"]) if bool(pd.notna(planned["people"])) else None


def needed_hours(planned: Row) -> float | None:
    """Return the hours a participant is planned to have, None where the plan doesn't tell."""
    told = planned["hours_are"] != "undervisning" and bool(pd.notna(planned["hours_each"]))
    return float(planned["hours_each"]) if told else None


def trained(rows: pd.DataFrame, needed: float | None) -> pd.Series:
    """Return the day on which each person had at least `needed` hours (None: any), by person."""
    ordered = rows[rows["hours"].gt(0)].sort_values("date", kind="stable")
    total = ordered.groupby("person")["hours"].cumsum()
    done = ordered if needed is None else ordered[total.ge(needed - _TINY)]
    return done.groupby("person")["date"].min()


def _covered(
    planned: Row,
    measure: str,
    attended: pd.DataFrame,
    headcounts: pd.DataFrame,
    targets: Mapping[str, Target | None],
) -> dict[str, object]:
    training = str(planned["training"])
    target = targets.get(training)
    group = headcount_of(training, headcounts, planned_people(planned))
    row: dict[str, object] = {
        **_target(target),
        "n": group.people if group else None,
        "n_from": group.source if group else None,
        "n_day": group.day if group else None,
    }
    rows = attended[attended["training"].eq(training)]
    if rows.empty:
        return {**row, **_lacks(NO_LIST)}
    if measure == FULL and needed_hours(planned) is None:
        return {**row, **_lacks(TEACHERS if planned["hours_are"] == "undervisning" else NO_HOURS)}
    count = len(trained(rows, needed_hours(planned) if measure == FULL else None))
    shared = {**row, "count": count, **_share(count, group)}
    if group is None or not group.people:
        return shared
    return {**shared, "verdict": verdict(count, group, target.level if target else None)}


def _target(target: Target | None) -> dict[str, object]:
    level, indicator = (target.level, target.indicator) if target else (None, None)
    told = NO_TARGET if level is None else UNDECIDED
    return {"target": level, "indicator": indicator, "verdict": told}


def _share(count: int, group: Headcount | None) -> dict[str, object]:
    if group is None:
        return _lacks(NO_GROUP)
    if not group.people:
        return _lacks(NOBODY)
    if count > group.people:
        return {"estimate": count / group.people, "n_over": count - group.people,
                "method": COUNTED, "status": SHOWN, "reason": MORE}  # fmt: skip
    found = person_share(count, group.people)
    return {
        "estimate": found.share,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "n_over": 0,
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }


def _lacks(reason: str) -> dict[str, object]:
    return {"status": MISSING, "reason": reason}


def _units(
    planned: Row, attended: pd.DataFrame, headcounts: pd.DataFrame
) -> list[tuple[str, dict[str, object]]]:
    rows = attended[attended["training"].eq(planned["training"])]
    groups = headcounts[headcounts["training"].eq(planned["training"]) & headcounts["unit"].notna()]
    if rows.empty or (groups.empty and rows["unit"].isna().all()):
        return []
    latest = groups[groups["date"].eq(groups["date"].max())].set_index("unit")
    days = trained(rows, needed_hours(planned))
    # A person that moved counts where the training ended.
    last = rows.sort_values("date", kind="stable").groupby("person")["unit"].last()
    counts = last[last.index.isin(days.index)].value_counts()
    units = sorted({*latest.index, *last.dropna().unique()})
    return [(unit, _unit(unit, int(counts.get(unit, 0)), latest)) for unit in units]


def _unit(unit: str, count: int, latest: pd.DataFrame) -> dict[str, object]:
    known = unit in latest.index
    group = None
    if known:
        group = Headcount(int(latest["people"][unit]), FROM_FILE, latest["date"][unit])
    shared = _share(count, group)
    shared.pop("n_over", None)
    return {"count": count, "n": group.people if group else None,
            "n_day": group.day if group else None, **shared}  # fmt: skip
