"""Draws the investigations of a fictional municipality, whole: nothing is missing from them yet."""

import zlib
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.reconstruction.case_truth import (
    AREAS,
    DAYS_A_MONTH,
    DISCHARGE,
    FOLLOW_UP,
    LSS,
    ORDINARY,
    WAYS_IN,
    Area,
    CaseTruth,
)

AREA_STEP = 10_000_000  # between the numbers of persons of two areas
JULY = 7
SUMMER = 0.75  # of the usual number of investigations begin in July
NEW_PERSON = 0.6  # of the ordinary investigations are of somebody who has had none before
WAY_IN_HOURS = {ORDINARY: 1.0, DISCHARGE: 0.7, FOLLOW_UP: 0.6}
OUTCOMES = {"bifall": 0.78, "delvis_bifall": 0.10, "avslag": 0.07, "avskriven": 0.05}
WAITING = {LSS: 6.0}  # mean days from application to start, where it isn't the usual
USUAL_WAITING = 2.0
HOURS_SHAPE = 4.0
PAGES_SD = 0.35
CHARACTERS_A_PAGE = 2100
MOST_LIFE_AREAS = 11
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return a source of chance of its own for what is named."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def draw_investigations(truth: CaseTruth, seed: int) -> pd.DataFrame:
    """Return one row an investigation, in order of start, with numbers from 0 as `case`.

    Columns `area, way_in, person, worker, unit, applied, started, decided` (datetime64[s]; NaT for
    no application and for a case open at the extract), `months` since the area's start of IBIC
    (negative before, NaN in an area without), `after`, `ibic` (recorded as by IBIC), `life_areas,
    codes, goals, pages, hours, outcome`. Persons and workers are numbers that no two areas share.
    """
    parts = [
        _area_cases(truth, area, seed)
        for area in AREAS
        if area in truth.areas and truth.areas[area].cases
    ]
    whole = pd.concat(parts, ignore_index=True).sort_values(
        ["started", "area"], kind="stable", ignore_index=True
    )
    return whole.assign(case=np.arange(len(whole)))


def months_since(start: date | None, days: npt.NDArray[np.datetime64]) -> Floats:
    """Return months from a start to each day, NaN where there is no start."""
    if start is None:
        return np.full(len(days), np.nan)
    return (days - np.datetime64(start)).astype("float64") / DAYS_A_MONTH


def _area_cases(truth: CaseTruth, name: str, seed: int) -> pd.DataFrame:
    area, random = truth.areas[name], generator(seed, truth.code, name)
    started = _starts(truth, area.cases, random)
    way_in = random.choice(WAYS_IN, size=area.cases, p=area.ways_in)
    months = months_since(truth.starts.get(name), started)
    after = months >= 0
    worker = random.integers(0, area.workers, area.cases)
    decided = _decided(truth, area, started, way_in, months, worker, random)
    frame = pd.DataFrame(
        {
            "area": name,
            "way_in": way_in,
            "person": _persons(way_in, random) + AREA_STEP * AREAS.index(name),
            "worker": 1 + worker + 100 * AREAS.index(name),
            "unit": np.array(area.units)[worker % len(area.units)],
            "applied": _applied(started, way_in, name, random).astype("datetime64[s]"),
            "started": started.astype("datetime64[s]"),
            "decided": decided.astype("datetime64[s]"),
            "months": months,
            "after": after,
        }
    )
    contents = _contents(truth, area, after, way_in, random)
    recorded = np.array([truth.by_ibic[each] for each in way_in])
    return frame.assign(**contents, ibic=after & (random.uniform(size=len(after)) < recorded))


def _starts(
    truth: CaseTruth, cases: int, random: np.random.Generator
) -> npt.NDArray[np.datetime64]:
    """Draw weekdays of the period, fewer in July, in order."""
    days = np.arange(np.datetime64(truth.opened), np.datetime64(truth.extracted) + 1)
    weekday = np.is_busday(days)
    july = days.astype("datetime64[M]").astype(int) % 12 == JULY - 1
    weight = weekday * np.where(july, SUMMER, 1.0)
    return np.asarray(np.sort(random.choice(days, size=cases, p=weight / weight.sum())))


def _persons(way_in: npt.NDArray[np.str_], random: np.random.Generator) -> Integers:
    """Let most follow-ups, and many others, be of somebody who has had an investigation before."""
    chance, again = random.uniform(size=len(way_in)), random.uniform(size=len(way_in))
    new = (chance < NEW_PERSON) & (way_in != FOLLOW_UP)
    new[:1] = True
    known = np.cumsum(new)
    return np.where(new, known - 1, (again * known).astype("int64"))


def _decided(
    truth: CaseTruth,
    area: Area,
    started: npt.NDArray[np.datetime64],
    way_in: npt.NDArray[np.str_],
    months: Floats,
    worker: Integers,
    random: np.random.Generator,
) -> npt.NDArray[np.datetime64]:
    """Draw the day of each decision, NaT where it comes after the extract."""
    years = (started - np.datetime64(truth.opened)).astype("float64") / 365.25
    month = started.astype("datetime64[M]").astype(int) % 12 + 1
    usual = np.array([area.days * truth.way_in_days[each] for each in way_in])
    ratio = np.array([1.0 if np.isnan(m) else truth.time_ratio(m) for m in months])
    workers = random.normal(0, truth.worker_sd, area.workers)
    units = random.normal(0, truth.unit_sd, len(area.units))
    level = np.log(usual * ratio) + truth.trend * years + workers[worker]
    level += units[worker % len(area.units)]
    level += truth.season * np.cos(2 * np.pi * (month - JULY) / 12)
    both_ends = np.exp(level + random.normal(0, truth.case_sd, len(started)))
    decided = _on_weekday(started + np.maximum(np.round(both_ends) - 1, 0).astype("int64"))
    return np.where(decided > np.datetime64(truth.extracted), np.datetime64("NaT"), decided)


def _on_weekday(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    """Move Saturdays a day back and Sundays a day on, which leaves the mean where it was."""
    weekday = (days.astype("int64") + 3) % 7
    return np.asarray(days - (weekday == 5).astype("int64") + (weekday == 6).astype("int64"))


def _applied(
    started: npt.NDArray[np.datetime64],
    way_in: npt.NDArray[np.str_],
    area: str,
    random: np.random.Generator,
) -> npt.NDArray[np.datetime64]:
    mean = np.where(way_in == DISCHARGE, 0.3, WAITING.get(area, USUAL_WAITING))
    waited = random.geometric(1 / (1 + mean)) - 1
    return np.where(way_in == FOLLOW_UP, np.datetime64("NaT"), started - waited)


def _contents(
    truth: CaseTruth,
    area: Area,
    after: Flags,
    way_in: npt.NDArray[np.str_],
    random: np.random.Generator,
) -> dict[str, npt.NDArray[np.generic]]:
    """Draw what each investigation holds."""
    life_areas = _life_areas(truth, after, random)
    codes = _by_period(truth, "codes", after)
    size = truth.code_size
    hours = area.hours * np.array([WAY_IN_HOURS[each] for each in way_in])
    mean_hours = hours + truth.extra_hours * after
    pages = _by_period(truth, "pages", after) * np.exp(random.normal(0, PAGES_SD, len(after)))
    return {
        "life_areas": life_areas,
        "codes": random.negative_binomial(size, size / (size + codes)),
        "goals": random.binomial(life_areas, _by_period(truth, "goal_share", after)),
        "pages": pages,
        "hours": random.gamma(HOURS_SHAPE, mean_hours / HOURS_SHAPE),
        "outcome": random.choice(list(OUTCOMES), size=len(after), p=list(OUTCOMES.values())),
    }


def _life_areas(truth: CaseTruth, after: Flags, random: np.random.Generator) -> Integers:
    """Draw one life area and others of the ten, beta-binomial with the planted mean."""
    others = MOST_LIFE_AREAS - 1
    share = (_by_period(truth, "life_areas", after) - 1) / others
    spread = 1 / truth.life_area_excess - 1
    return 1 + random.binomial(others, random.beta(share * spread, (1 - share) * spread))


def _by_period(truth: CaseTruth, name: str, after: Flags) -> Floats:
    return np.where(after, truth.pair(name, True), truth.pair(name, False))
