"""How many cases there are to estimate from, by area and period."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.estimates.case_schemas import EXTENT, SHOWN
from ibic_eval.estimates.case_waits import FEWEST_PERSONS, NO_WORKER, month_start


def extent(waits: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of cases, persons and case workers by area and period (EXTENT).

    `waits` are the cases by their start. `first` and `last` are the first days of the months in
    which the fifth case and the fifth from the end began: the very first could be one person's.
    """
    rows = [
        _row(str(area), str(period), cases)
        for (area, period), cases in waits.groupby(["area", "period"], observed=True, sort=True)
    ]
    return pd.DataFrame(rows, columns=list(EXTENT)).astype(EXTENT)


def settled_through(waits: pd.DataFrame) -> Mapping[str, str]:
    """Return by area the last month (ÅÅÅÅ-MM) of which nearly all cases are decided."""
    last = waits[waits["settled"]].groupby("area", observed=True)["month"].max()
    return {str(area): f"{month_start(int(month)):%Y-%m}" for area, month in last.items()}


def _row(area: str, period: str, cases: pd.DataFrame) -> dict[str, object]:
    workers = cases["worker"]
    months = sorted(cases["month"])
    end = min(FEWEST_PERSONS, len(months)) - 1
    return {
        "area": area,
        "period": period,
        "n": len(cases),
        "n_open": int((~cases["decided"]).sum()),
        "n_persons": cases["person"].nunique(),
        "n_case_workers": workers[workers.ne(NO_WORKER)].nunique(),
        "first": month_start(int(months[end])),
        "last": month_start(int(months[-1 - end])),
        "status": SHOWN,
    }
