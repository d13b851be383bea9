"""A small simulator of case records with known effects, for tests of what is made of them."""

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from ibic_eval.sources.introductions import Introduction, no_introduction
from ibic_eval.tables.case_records import (
    CASE_TYPES,
    PLAN_TYPES,
    CaseRecords,
    empty_records,
    empty_table,
)

OPENED, EXTRACTED = dt.date(2015, 1, 1), dt.date(2019, 12, 31)
START = dt.date(2017, 7, 1)
MONTH = 365.25 / 12
LEVELS = {"aldreomsorg": 20.0, "annan_sol": 25.0, "lss": 40.0}
WAYS_IN = ("ordinarie", "utskrivning", "uppfoljning")
MIX = (0.6, 0.15, 0.25)
# Of the logarithm of days, among one worker's cases and with `draw`'s case workers
WITHIN = 0.6
SPREAD = float(np.hypot(WITHIN, 0.15))
SPEED = {"ordinarie": 1.0, "utskrivning": 0.2, "uppfoljning": 0.6}


def no_effect(months: np.ndarray) -> np.ndarray:
    """Return the ratio by months since the start where nothing changes."""
    return np.ones_like(months)


def learning(months: np.ndarray) -> np.ndarray:
    """Return 1.6 falling to 1.2 over 18 months, evenly on the logarithmic scale."""
    return np.asarray(1.6 * (1.2 / 1.6) ** np.minimum(months / 18, 1))


def draw(
    seed: int,
    *,
    cases: Mapping[str, int] | int = 2000,
    starts: Mapping[str, dt.date] | None = None,
    ratio: Callable[[np.ndarray], np.ndarray] = no_effect,
    life_areas: float = 0.0,
    hours: float = 0.0,
    workers: int = 12,
    worker_sd: float = 0.15,
    month_sd: float = 0.0,
    opened: dt.date = OPENED,
    extracted: dt.date = EXTRACTED,
) -> CaseRecords:
    """Return records of `cases` by area, where IBIC multiplies the days by `ratio(months)`.

    `life_areas` and `hours` are added from the start on. Case workers differ by `worker_sd` and
    months by `month_sd` in the logarithm of days; open cases are those not decided at the extract.
    """
    random = np.random.default_rng(seed)
    sizes = {"aldreomsorg": cases} if isinstance(cases, int) else cases
    begun = {"aldreomsorg": START} if starts is None else starts
    months = random.normal(0, month_sd, 400)
    tables = [
        _area(random, area, n, begun.get(area), ratio, life_areas, hours, workers, worker_sd,
              months, opened, extracted)
        for area, n in sizes.items()
    ]  # fmt: skip
    table = pd.concat(tables, ignore_index=True)
    table = table.assign(
        case=np.arange(len(table)),
        person=random.integers(0, max(len(table) * 2 // 3, 1), len(table)),
        ibic=pd.NA,
        unit="Enhet",
        outcome="bifall",
    )
    return empty_records(extracted)._replace(
        cases=table[list(CASE_TYPES)].astype(dict(CASE_TYPES)),
        plans=_plans(random, table, life_areas),
    )


def introduction(starts: Mapping[str, dt.date] | None = None, **more: object) -> Introduction:
    """Return an introduction with these starts, three months' transition and what is given."""
    stated = {"aldreomsorg": START} if starts is None else starts
    empty = no_introduction("9001")
    values = {**empty.__dict__, "starts": stated, "transition_months": 3, **more}
    return Introduction(**values)


def _area(
    random: np.random.Generator,
    area: str,
    n: int,
    start: dt.date | None,
    ratio: Callable[[np.ndarray], np.ndarray],
    life_areas: float,
    hours: float,
    workers: int,
    worker_sd: float,
    months: np.ndarray,
    opened: dt.date,
    extracted: dt.date,
) -> pd.DataFrame:
    span = (extracted - opened).days
    day = np.sort(random.integers(0, span, n))
    begins = (start - opened).days if start else span + 1
    after = day >= begins
    way_in = random.choice(WAYS_IN, n, p=MIX)
    worker = random.integers(0, workers, n)
    slow = random.normal(0, worker_sd, workers)[worker] + months[(day / MONTH).astype(int)]
    effect = np.where(after, ratio(np.maximum(day - begins, 0) / MONTH), 1.0)
    level = LEVELS[area] * np.vectorize(SPEED.get)(way_in)
    days = np.floor(level * effect * np.exp(slow + random.normal(0, WITHIN, n))).astype(int)
    started = pd.Timestamp(opened) + pd.to_timedelta(day, unit="D")
    decided = pd.Series(started + pd.to_timedelta(days, unit="D"))
    applied = pd.Series(started - pd.to_timedelta(random.integers(0, 6, n), unit="D"))
    found = np.minimum(random.poisson(3 + life_areas * after), 11)
    return pd.DataFrame(
        {
            "area": area,
            "started": started,
            "applied": applied.mask(way_in == "uppfoljning"),
            "decided": decided.mask(decided > pd.Timestamp(extracted)),
            "way_in": way_in,
            "case_worker": worker,
            "life_areas": found,
            "codes": random.negative_binomial(2, 2 / (2 + found + 0.5)),
            "goals": random.poisson(0.4 * found + 0.5),
            "pages": np.round(np.exp(random.normal(1 + 0.1 * found, 0.3)), 1),
            "characters": pd.NA,
            "hours": np.round(8 + hours * after + random.normal(0, 2, n), 1),
        }
    )


def _plans(random: np.random.Generator, cases: pd.DataFrame, life_areas: float) -> pd.DataFrame:
    n = len(cases)
    plans = empty_table(PLAN_TYPES).reindex(range(n))
    goals = random.poisson(1 + 0.3 * cases["life_areas"].to_numpy())
    return plans.assign(
        plan=np.arange(n),
        person=cases["person"],
        kind="genomforandeplan",
        date=cases["started"] + pd.Timedelta(days=30),
        area=cases["area"],
        goals=goals,
        subgoals=random.poisson(goals + 0.2),
        pages=np.round(np.exp(random.normal(0.5 + 0.1 * life_areas, 0.3, n)), 1),
    ).astype(dict(PLAN_TYPES))


def restricted_log_ratio(ratio: float, days: int, area: str = "aldreomsorg") -> float:
    """Return the true log ratio of geometric means of days + 1 where no more than `days` count.

    It is that of `draw` with its usual case workers, averaged over the ways in.
    """
    return _restricted_log_mean(ratio, days, area) - _restricted_log_mean(1.0, days, area)


def _restricted_log_mean(ratio: float, days: int, area: str) -> float:
    steps = np.log1p(np.arange(days + 1))
    means = []
    for way_in in WAYS_IN:
        level = LEVELS[area] * SPEED[way_in] * ratio
        upper = stats.norm.cdf(np.log(np.arange(1, days + 1) / level) / SPREAD)
        means.append(np.diff([0.0, *upper, 1.0]) @ steps)
    return float(np.average(means, weights=MIX))
