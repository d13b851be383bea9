"""Results over three runs or more, one point for each last day of data."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.estimates import history_schemas as h

FEWEST_RUNS = 3


def series(runs: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of RESULTS (runs released, oldest first) that make a series, by id and day.

    A later run replaces an earlier one with the same last day of data. Only results with a number
    at three days or more, in the order of the latest run.
    """
    if not runs:
        return pd.DataFrame(columns=list(h.RESULTS)).astype(h.RESULTS)
    together = pd.concat(list(runs), ignore_index=True)
    shown = together[together["status"].eq(h.SHOWN) & together["estimate"].notna()]
    shown = shown[shown["period_to"].ne("")]
    latest = shown.drop_duplicates(["id", "period_to"], keep="last")
    enough = latest.groupby("id")["period_to"].transform("size").ge(FEWEST_RUNS)
    order = {each: at for at, each in enumerate(runs[-1]["id"])}
    kept = latest[enough & latest["id"].isin(order)]
    place = kept["id"].map(order)
    return (
        kept.assign(place=place)
        .sort_values(["place", "period_to"], kind="stable")
        .drop(columns="place")
        .astype(h.RESULTS)
        .reset_index(drop=True)
    )


def run_list(runs: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return RUNS: when each was made, with which version, on data until when."""
    rows = [
        {
            "run": run["run"].max(),
            "version": run["version"].max(),
            "period_to": run["period_to"].max(),
            "n_results": len(run),
        }
        for run in runs
        if len(run)
    ]
    return pd.DataFrame(rows, columns=list(h.RUNS)).astype(h.RUNS)
