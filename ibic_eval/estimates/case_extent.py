"""How many cases there are to estimate from, by area and period."""

import pandas as pd

from ibic_eval.estimates.case_follow_up import decided_share, follow_up_of, followed
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


def follow_ups(waits: pd.DataFrame) -> dict[str, dict[str, float] | None]:
    """Return by area the `days` that cases are followed and the share `decided` by then, in steps.

    None where no number of days will do.
    """
    return {
        str(area): {"days": follow_up_of(rows), "decided": decided_share(followed(rows))}
        if follow_up_of(rows)
        else None
        for area, rows in waits.groupby("area", observed=True, sort=True)
    }


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
