"""What share of all goals was reached, whatever those that nobody has judged would have shown."""

import pandas as pd

from ibic_eval.estimates import goal_schemas as codes

# One row an area (also `alla`): goals that can be followed up, how many of them were judged and
# reached, and the share of all of them in the worst and the best case.
BOUNDS = {
    "area": "string",
    **dict.fromkeys(["n", "n_judged", "count"], "Int64"),
    **dict.fromkeys(["worst", "best"], "Float64"),
    "status": "string",
}
_UNJUDGED = (codes.NOT_FOLLOWED, codes.CANNOT_JUDGE)


def attainment_bounds(goals: pd.DataFrame, shown: str, hidden: str) -> pd.DataFrame:
    """Return the bounds of the share of goals reached, in whole or in part (BOUNDS).

    `goals` is the released GOALS; an area with any hidden cell has no numbers. Those followed up
    may differ from the rest in any way, so the bounds assume nothing (Manski 1995): none of the
    rest reached, or all of it.
    """
    rows = [_bounds(str(area), part, shown, hidden) for area, part in goals.groupby("area")]
    return pd.DataFrame(rows, columns=list(BOUNDS)).astype(BOUNDS)


def _bounds(area: str, part: pd.DataFrame, shown: str, hidden: str) -> dict[str, object]:
    wanted = part[part["outcome"].isin([*_UNJUDGED, *codes.REACHED, codes.NOT])]
    if wanted["n"].isna().any():
        return {"area": area, "status": hidden}
    cells = dict(zip(wanted["outcome"], wanted["n"].astype(int), strict=True))
    n, rest = sum(cells.values()), sum(cells.get(name, 0) for name in _UNJUDGED)
    count = sum(cells.get(name, 0) for name in codes.REACHED)
    shares = {"worst": count / n, "best": (count + rest) / n} if n else {}
    return {"area": area, "n": n, "n_judged": n - rest, "count": count, **shares, "status": shown}
