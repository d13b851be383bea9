"""The share of cases still undecided day by day, and its quartiles, with open cases censored."""

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]
from lifelines.statistics import logrank_test  # type: ignore[import-untyped]

METHOD = (
    "Kaplan–Meier, öppna ärenden censurerade; intervall på log-log-skalan, som räknar ärenden som "
    "oberoende"
)
WEEK = 7
_TINY = 1e-9


def daily_counts(days: pd.Series, decided: pd.Series) -> pd.DataFrame:
    """Return the number of cases by `days` and `decided`, so that a million fit in a few rows."""
    counted = pd.DataFrame({"days": days.to_numpy(), "decided": decided.to_numpy()})
    return counted.groupby(["days", "decided"], as_index=False).size()


def fitted_curve(days: pd.Series, decided: pd.Series) -> KaplanMeierFitter:
    """Fit the curve; `days` are whole and at least 0, `decided` false where the case is open."""
    counts = daily_counts(days, decided)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # log of 0 where all are decided
        return KaplanMeierFitter().fit(counts["days"], counts["decided"], weights=counts["size"])


def quantiles(
    days: pd.Series, decided: pd.Series, shares: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Return the day by which each share is decided, with its 95 % interval (nan: not reached).

    The limits are where the log-log interval of the curve passes the share, as `quantile` of R's
    `survfit(conf.type = "log-log")`.
    """
    curve = fitted_curve(days, decided)
    curves = np.column_stack(
        [curve.survival_function_, curve.confidence_interval_survival_function_]
    )
    return [
        (
            _passed(curve.timeline, curves[:, 0], 1 - share),
            _passed(curve.timeline, curves[:, 1], 1 - share),
            _passed(curve.timeline, curves[:, 2], 1 - share),
        )
        for share in shares
    ]


def weekly_curve(rows: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Return `day, share_open, ci_low, ci_high` by weeks, safe to show.

    `rows` has `person, days, decided`. The curve ends at the last week where `fewest` persons
    remain. A week since whose predecessor some were decided, but fewer than `fewest` persons, is
    left out and joins the next.
    """
    grid = list(range(0, _last_day(rows, fewest) + 1, WEEK))
    kept = _safe_weeks(rows, grid, fewest)
    curve = fitted_curve(rows["days"], rows["decided"])
    at = np.searchsorted(curve.timeline, kept, side="right") - 1
    shares = curve.survival_function_.to_numpy()[at, 0]
    limits = curve.confidence_interval_survival_function_.to_numpy()[at]
    limits = np.where(np.isnan(limits), shares[:, None], limits)
    return pd.DataFrame(
        {"day": kept, "share_open": shares, "ci_low": limits[:, 0], "ci_high": limits[:, 1]}
    )


def log_rank(before: pd.DataFrame, after: pd.DataFrame) -> tuple[float, float]:
    """Return the log-rank test's chi-square (1 df) and p for two sets of `days, decided`."""
    first, second = (daily_counts(rows["days"], rows["decided"]) for rows in (before, after))
    test = logrank_test(
        first["days"],
        second["days"],
        first["decided"],
        second["decided"],
        weights_A=first["size"],
        weights_B=second["size"],
    )
    return float(test.test_statistic), float(test.p_value)


def _last_day(rows: pd.DataFrame, fewest: int) -> int:
    """Return the last day when `fewest` persons remain, -1 where there never were so many."""
    longest = rows.groupby("person")["days"].max().nlargest(fewest)
    return int(longest.min()) if len(longest) == fewest else -1


def _safe_weeks(rows: pd.DataFrame, grid: list[int], fewest: int) -> list[int]:
    decided = rows.loc[rows["decided"], ["person", "days"]]
    week = np.searchsorted(grid, decided["days"].to_numpy(), side="left")
    persons = decided.groupby(week)["person"].agg(set)
    kept: list[int] = []
    waiting: set[int] = set()
    for place, day in enumerate(grid):
        waiting = waiting | persons.get(place, set())
        if not waiting or len(waiting) >= fewest:
            kept.append(day)
            waiting = set()
    return kept


def _passed(
    timeline: npt.NDArray[np.float64], curve: npt.NDArray[np.float64], left: float
) -> float:
    """Return the day when `curve` falls to `left`; nan if never.

    Where it stays at `left` for a while, the middle of that while, as an ordinary median does.
    """
    below = np.flatnonzero(curve <= left + _TINY)
    under = np.flatnonzero(curve < left - _TINY)
    if not len(below):
        return float("nan")
    last = under[0] if len(under) else below[0]
    return float(timeline[below[0]] + timeline[last]) / 2
