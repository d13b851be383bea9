"""Waiting and investigation times of the fictional municipalities, in the shape of Kolada's API."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.case_investigations import draw_investigations, generator
from ibic_eval.reconstruction.case_truth import LSS, CaseTruth

YEARS = tuple(range(2013, 2026))
LAST_YEAR = 2024  # of all but the first
MEAN_WAIT, MEDIAN_WAIT, MEAN_LSS, MEDIAN_LSS = ("U23401", "U23402", "U28414", "U28417")
LEVEL = {MEAN_WAIT: 60.0, MEAN_LSS: 62.0}  # days
MEDIAN_OF_MEAN = 0.8  # the longest waits draw the mean up
MUNICIPALITY_SD, YEAR_SD, RATIO_SD = 0.40, 0.15, 0.06
REPORTING = 0.65  # of the municipalities, each year anew
FEWEST = 8  # decisions in the half-year behind a municipality's own records
JUNE = 6


def waiting_rows(
    municipalities: pd.DataFrame,
    kpis: "set[str]",
    records: Mapping[str, CaseTruth],
    record_seed: int,
    seed: int,
) -> list[dict[str, Any]]:
    """Return rows of the four indicators that are in `kpis`, as version 3 of the API gives them.

    Nothing is planted: days don't depend on IBIC. But for municipalities with fictional case
    `records`, the times in LSS are those of the records' own decisions in the first half of each
    year, as Kolada's definition has it, after the year in which the records begin; other years have
    none. A year that a municipality doesn't report has no row.
    """
    drawn = [
        row
        for mean, median in ((MEAN_WAIT, MEDIAN_WAIT), (MEAN_LSS, MEDIAN_LSS))
        for row in _drawn(municipalities, mean, median, seed)
        if not (row[0] in (MEAN_LSS, MEDIAN_LSS) and row[1] in records)
    ]
    own = [row for truth in records.values() for row in _from_records(truth, record_seed)]
    kept = (row for row in sorted([*drawn, *own]) if row[0] in kpis and _asked(row[0], row[2]))
    return [_row(*each) for each in kept]


def _drawn(
    municipalities: pd.DataFrame, mean: str, median: str, seed: int
) -> list[tuple[str, str, int, float]]:
    random = generator(seed, mean)
    shape = len(municipalities), len(YEARS)
    own = random.normal(0, MUNICIPALITY_SD, shape[0])[:, None]
    days = LEVEL[mean] * np.exp(own + random.normal(0, YEAR_SD, shape))
    middle = np.minimum(days, days * MEDIAN_OF_MEAN * np.exp(random.normal(0, RATIO_SD, shape)))
    reported = random.uniform(size=shape) < REPORTING
    return [
        (kpi, str(code), year, float(np.round(values[place, at])))
        for kpi, values in ((mean, days), (median, middle))
        for place, code in enumerate(municipalities["code"])
        for at, year in enumerate(YEARS)
        if reported[place, at]
    ]


def _from_records(truth: CaseTruth, seed: int) -> list[tuple[str, str, int, float]]:
    """Return days from application to decision in LSS by year, of decisions before July."""
    cases = draw_investigations(truth, seed)
    of_lss = cases["area"].eq(LSS) & cases["applied"].notna() & cases["decided"].notna()
    spring = of_lss & cases["decided"].dt.month.le(JUNE)
    days = (cases["decided"] - cases["applied"]).dt.days[spring]
    years = days.groupby(cases.loc[spring, "decided"].dt.year)
    first, last = truth.opened.year + 1, truth.extracted.year - (truth.extracted.month <= JUNE)
    many = years.size().loc[first:last].ge(FEWEST)
    whole = many.index[many]
    return [
        (kpi, truth.code, int(year), float(np.round(figure[year])))
        for kpi, figure in ((MEAN_LSS, years.mean()), (MEDIAN_LSS, years.median()))
        for year in whole
    ]


def _asked(kpi: str, year: int) -> bool:
    return kpi == MEAN_WAIT or year <= LAST_YEAR


def _row(kpi: str, code: str, year: int, days: float) -> dict[str, Any]:
    value = {"gender": "T", "count": 1, "status": None, "value": days, "isdeleted": False}
    return {"kpi": kpi, "municipality": code, "period": year, "values": [value]}
