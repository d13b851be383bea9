"""How many cases there are to estimate from, by area and period."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.estimates.case_schemas import EXTENT, SHOWN
from ibic_eval.estimates.case_waits import NO_WORKER, month_start


def extent(waits: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of cases, persons and case workers by area and period (EXTENT).

    `waits` are the cases by their start. `first` and `last` are the first days of the first and
    the last month of start.
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
    return {
        "area": area,
        "period": period,
        "n": len(cases),
        "n_open": int((~cases["decided"]).sum()),
        "n_persons": cases["person"].nunique(),
        "n_case_workers": workers[workers.ne(NO_WORKER)].nunique(),
        "first": month_start(int(cases["month"].min())),
        "last": month_start(int(cases["month"].max())),
        "status": SHOWN,
    }
