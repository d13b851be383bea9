"""Hides earlier results that a reader could subtract from later ones to learn of a few persons."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.estimates import history_schemas as h

Row = Mapping[Any, Any]
# What is no count of persons or of their cases
PUBLIC_UNITS = frozenset({"kommuner", "områden", "redovisningar", "möten", "aktiviteter", "kronor"})


def released_runs(runs: Sequence[pd.DataFrame], minimum: int) -> list[pd.DataFrame]:
    """Return runs (RESULTS, oldest first) with earlier numbers hidden where they tell of few.

    The latest run is in the report as it is. Where two results may rest on the same persons, the
    earlier is hidden if their n, or the number who reached something, or the number who didn't,
    differs by fewer than `minimum` but not by none. All parts of the same measure are hidden with
    it, since what is hidden could be had from the rest. Data from periods apart aren't parts of
    one another, so their difference is no group of persons.
    """
    kept: list[pd.DataFrame] = []
    for run in reversed(runs):
        later = [row for done in kept for row in _shown(done)]
        kept.append(_without(run, _telling(_shown(run), later, minimum)))
    return kept[::-1]


def apart(before: Row, now: Row) -> bool:
    """Tell whether the earlier data end before the later begin; unknown is not apart."""
    last, first = before["period_to"], now["period_from"]
    return bool(last) and bool(first) and str(last) < str(first)


def _shown(run: pd.DataFrame) -> list[dict[Any, Any]]:
    return run[run["status"].eq(h.SHOWN) & run["n"].notna()].to_dict("records")


def _telling(rows: Sequence[Row], later: Sequence[Row], minimum: int) -> set[str]:
    """Return the measures of which some part tells of few beside a later run."""
    return {
        str(row["measure"])
        for row in rows
        for other in later
        if row["id"] == other["id"] and _tells_of_few(row, other, minimum)
    }


def _tells_of_few(before: Row, now: Row, minimum: int) -> bool:
    if now["unit"] in PUBLIC_UNITS or apart(before, now):
        return False
    steps = [now["n"] - before["n"]]
    if now["form"] == "andel":
        reached = round(now["estimate"] * now["n"]) - round(before["estimate"] * before["n"])
        steps += [reached, steps[0] - reached]
    return any(0 < abs(step) < minimum for step in steps)


def _without(run: pd.DataFrame, measures: set[str]) -> pd.DataFrame:
    hidden = run["measure"].isin(measures) & run["status"].eq(h.SHOWN)
    return run.assign(
        **{name: run[name].mask(hidden) for name in h.NUMBERS},
        verdict=run["verdict"].mask(hidden, ""),
        status=run["status"].mask(hidden, h.FEW),
    )
