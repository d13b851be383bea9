"""Measure bias and coverage of the time before and after, with a follow-up that is the same.

`python benchmarks/case_follow_up.py` draws municipalities whose waits are lognormal with a median
of 60 days, estimates the ratio with the package's own code and compares it with the true ratio of
what is estimated: geometric means of days restricted to the follow-up, which follows from the
distribution. Then it draws times that fall by a share a year without any effect, and counts how
often the ratio alone finds a direction, how often one is given in the report, and how often the
time is said to fall by learning. `--draws` is the number for each of the first settings, an eighth
of it for each of the second; `--workers` the case workers, alike but for chance.
"""

import argparse
import datetime as dt
import functools
import math
import time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from ibic_eval.estimates.case_schemas import FROM_START
from ibic_eval.estimates.case_waits import waits
from ibic_eval.estimates.learning_curve import decline_rows, learners
from ibic_eval.estimates.ratio_verdicts import LONGER, RISES, Words, judged_ratios
from ibic_eval.estimates.series_tables import JUDGED_TERM, interrupted_series
from ibic_eval.estimates.time_changes import compared, ratio_rows
from ibic_eval.estimates.time_direction import DIRECTIONS, directions

Floats = npt.NDArray[np.float64]

AREA = "aldreomsorg"
START, EXTRACTED = dt.date(2022, 1, 1), dt.date(2023, 1, 1)
MONTHS_BEFORE, MONTHS_AFTER = 24, 12
DAYS_BEFORE, DAYS_AFTER = 730, 365
MEDIAN, SPREAD = 60.0, 0.9
WORKERS = 12
DRAWS = 2000
NUMBERS = ("estimate", "se", "df", "ci_low", "ci_high", "p")
SEED = 20261201
DAYS_A_YEAR = 365.25
TRENDS = tuple((rate, fall) for fall in (0.0, 0.05, 0.1) for rate in (20, 60))
# The monthly series takes ten times as long to fit as the ratio.
TREND_DRAWS = 8
SETTINGS = tuple((rate, ratio) for ratio in (1.0, 1.25) for rate in (2, 4, 20))


class Outcome(NamedTuple):
    """What a setting gave: errors are of the log ratio, `estimated` is how many draws had one."""

    rate: int
    ratio: float
    estimated: int
    bias: float
    monte_carlo: float
    coverage: float
    days: dict[int, int]


def records(
    random: np.random.Generator, rate: int, ratio: float, workers: int, fall: float = 0.0
) -> pd.DataFrame:
    """Draw cases that begin evenly; the open ones have no day of decision.

    Waits after the start are `ratio` times as long, and all fall by the share `fall` a year.
    """
    n = rate * (MONTHS_BEFORE + MONTHS_AFTER)
    day = np.sort(random.integers(-DAYS_BEFORE, DAYS_AFTER, n))
    level = MEDIAN * np.where(day >= 0, ratio, 1.0) * (1 - fall) ** (day / DAYS_A_YEAR)
    days = np.floor(level * np.exp(SPREAD * random.standard_normal(n))).astype("int64")
    started = pd.Timestamp(START) + pd.to_timedelta(day, unit="D")
    decided = pd.Series(started + pd.to_timedelta(days, unit="D"))
    return pd.DataFrame(
        {
            "area": pd.array([AREA] * n, dtype="string"),
            "case": np.arange(n),
            "person": np.arange(n),
            "started": started,
            "applied": started,
            "decided": decided.mask(decided > pd.Timestamp(EXTRACTED)),
            "way_in": pd.array(["ordinarie"] * n, dtype="string"),
            "case_worker": random.integers(0, workers, n),
        }
    )


@functools.cache
def true_log_mean(days: int, median: float) -> float:
    """Return the mean of log(days + 1) of whole days, those beyond `days` counted as that many."""
    upper = stats.norm.cdf(np.log(np.arange(1, days + 1) / median) / SPREAD)
    share = np.diff(np.concatenate([[0.0], upper, [1.0]]))
    return float(share @ np.log1p(np.arange(days + 1)))


def true_log_ratio(days: int, ratio: float) -> float:
    """Return what is estimated: the log ratio of geometric means restricted to the follow-up."""
    return true_log_mean(days, MEDIAN * ratio) - true_log_mean(days, MEDIAN)


def estimate(cases: pd.DataFrame) -> pd.Series:
    """Return the row of the ratio (its logarithm) as the chapter estimates it."""
    starts = {AREA: START}
    table = waits(cases, starts, 0, EXTRACTED, FROM_START)
    return ratio_rows(list(compared({FROM_START: table}, starts))).iloc[0]


def measured(
    rate: int, ratio: float, *, draws: int = DRAWS, workers: int = WORKERS, seed: int = SEED
) -> Outcome:
    """Simulate a setting: `rate` cases a month, of which those after take `ratio` times as long."""
    random = np.random.default_rng([seed, rate, int(100 * ratio)])
    rows = [estimate(records(random, rate, ratio, workers)) for _ in range(draws)]
    found = pd.DataFrame([row for row in rows if row["status"] == "visas"])
    truth = found["follow_up_days"].map(lambda days: true_log_ratio(int(days), ratio))
    error = (found["estimate"] - truth).astype("float64")
    held = found["ci_low"].le(truth) & found["ci_high"].ge(truth)
    days = found["follow_up_days"].value_counts().sort_index()
    return Outcome(
        rate,
        ratio,
        len(found),
        float(error.mean()),
        float(error.std() / math.sqrt(len(found))),
        float(held.mean()),
        {int(one): int(count) for one, count in days.items()},
    )


def false_directions(
    rate: int, fall: float, *, draws: int = DRAWS, workers: int = WORKERS, seed: int = SEED
) -> tuple[float, float, float]:
    """Simulate a trend without effect: how often ratio, report and learning find a direction."""
    random = np.random.default_rng([seed, rate, int(1000 * fall)])
    found = [_found(records(random, rate, 1.0, workers, fall)) for _ in range(draws)]
    ratio, report, learnt = np.mean(found, axis=0)
    return float(ratio), float(report), float(learnt)


def _found(cases: pd.DataFrame) -> tuple[bool, bool, bool]:
    starts = {AREA: START}
    tables = {FROM_START: waits(cases, starts, 0, EXTRACTED, FROM_START)}
    ratios = _judged(ratio_rows(list(compared(tables, starts))), LONGER)
    _, terms = interrupted_series(tables, starts, 0)
    series = _judged(terms[terms["term"].eq(JUDGED_TERM)], LONGER)
    told = directions(ratios, series)["verdict"].iloc[0]
    fits = decline_rows(list(learners(tables, starts)))
    learnt = _judged(fits[fits["term"].eq("andring")], RISES)["verdict"].iloc[0]
    return ratios["verdict"].iloc[0] in DIRECTIONS, told in DIRECTIONS, learnt in tuple(RISES)


def _judged(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Judge rows, also where nothing could be estimated and the numbers' columns are lacking."""
    lacking = [name for name in NUMBERS if name not in rows]
    return judged_ratios(rows.reindex(columns=[*rows, *lacking]), words)


def main() -> None:
    """Print a table of the six settings, and one of trends without effect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--workers", type=int, default=WORKERS)
    asked = parser.parse_args()
    print("| cases a month | true | estimated | bias, % | error, % | coverage, % | follow-up |")
    print("|--:|--:|--:|--:|--:|--:|---|")
    begun = time.perf_counter()
    for rate, ratio in SETTINGS:
        one = measured(rate, ratio, draws=asked.draws, workers=asked.workers)
        days = ", ".join(f"{length}: {count}" for length, count in one.days.items())
        print(
            f"| {rate} | {ratio} | {one.estimated} | {100 * one.bias:.2f} | "
            f"{100 * one.monte_carlo:.2f} | {100 * one.coverage:.1f} | {days} |",
            flush=True,
        )
    draws = max(asked.draws // TREND_DRAWS, 1)
    print("\n| cases a month | fall a year, % | ratio alone, % | report, % | learning, % |")
    print("|--:|--:|--:|--:|--:|")
    for rate, fall in TRENDS:
        shares = false_directions(rate, fall, draws=draws, workers=asked.workers)
        told = " | ".join(f"{100 * share:.1f}" for share in shares)
        print(f"| {rate} | {100 * fall:.0f} | {told} |", flush=True)
    print(f"\n{time.perf_counter() - begun:.0f} seconds")


if __name__ == "__main__":
    main()
