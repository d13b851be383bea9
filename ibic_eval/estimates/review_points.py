"""Weeks of reviewed documents as points of a control chart, none of too few documents."""

import pandas as pd

from ibic_eval.estimates.review_documents import Periods, period_of

FEWEST = 5


def chart_points(rows: pd.DataFrame, named: Periods, fewest: int = FEWEST) -> pd.DataFrame:
    """Return week, last_week, weeks, count, n: a row a week, or weeks joined to `fewest` documents.

    `rows` has week and met, a row a document. Weeks are joined forwards; what is left at the end of
    a period is joined to the point before. No point spans two of the periods that shares are shown
    for, since a share less the points that make it up would give a week of few away. Periods with
    fewer documents than `fewest` have no points.
    """
    weekly = rows.groupby("week", as_index=False).agg(count=("met", "sum"), n=("met", "size"))
    dated = weekly.assign(period=period_of(weekly["week"], named))
    parts = [_joined(part, fewest) for _, part in dated.groupby("period")]
    points = pd.concat([_none(), *parts], ignore_index=True).sort_values("week")
    return points.astype(_TYPES).reset_index(drop=True)


_TYPES = {
    "week": "datetime64[s]",
    "last_week": "datetime64[s]",
    **dict.fromkeys(["weeks", "count", "n"], "int64"),
}


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=list(_TYPES)).astype(_TYPES)


def _joined(weekly: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Join the weeks of one period until each point has enough documents."""
    if weekly["n"].sum() < fewest:
        return _none()
    number, numbers, held = 0, [], 0
    for size in weekly["n"]:
        numbers.append(number)
        held += int(size)
        if held >= fewest:
            number, held = number + 1, 0
    last = [min(each, number - 1) for each in numbers]
    return (
        weekly.assign(point=last)
        .groupby("point")
        .agg(
            week=("week", "min"),
            last_week=("week", "max"),
            weeks=("week", "size"),
            count=("count", "sum"),
            n=("n", "sum"),
        )
    )
