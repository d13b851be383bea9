"""How the trained became more, month by month."""

import pandas as pd

from ibic_eval.estimates.training_coverage import (
    Row,
    headcount_of,
    measure_of,
    needed_hours,
    planned_people,
    trained,
)
from ibic_eval.estimates.training_schemas import CURVE


def coverage_curve(
    attended: pd.DataFrame, headcounts: pd.DataFrame, planned: pd.DataFrame, minimum: int
) -> pd.DataFrame:
    """Return how many had been trained at the end of each month (CURVE).

    A month in which fewer than `minimum` persons became trained waits for the next, so that no step
    tells of few; a last step of few is joined with the one before it.
    """
    rows = [
        {"training": each["training"], "label": each["label"], "measure": measure_of(each), **row}
        for each in planned.to_dict("records")
        for row in _curve(each, attended, headcounts, minimum)
    ]
    return pd.DataFrame(rows, columns=list(CURVE)).astype(CURVE)


def large_steps(steps: pd.Series, minimum: int) -> pd.Series:
    """Join steps forward in time, and the last backward, until each is at least `minimum`."""
    joined: dict[object, int] = {}
    waiting = 0
    for day, size in steps.items():
        waiting += int(size)
        if waiting >= minimum:
            joined[day] = waiting
            waiting = 0
    if waiting and joined:
        _, before = joined.popitem()
        joined[steps.index[-1]] = before + waiting
    return pd.Series(joined, dtype="int64")


def _curve(
    planned: Row,
    attended: pd.DataFrame,
    headcounts: pd.DataFrame,
    minimum: int,
) -> list[dict[str, object]]:
    rows = attended[attended["training"].eq(planned["training"])]
    days = trained(rows, needed_hours(planned))
    if len(days) < minimum:
        return []
    ends = days.dt.to_period("M").dt.end_time.dt.normalize()
    steps = large_steps(ends.value_counts().sort_index(), minimum)
    group = headcount_of(str(planned["training"]), headcounts, planned_people(planned))
    n = group.people if group and group.people else None
    return [
        {"date": day, "count": total, "n": n, "share": None if n is None else total / n}
        for day, total in steps.cumsum().items()
    ]
