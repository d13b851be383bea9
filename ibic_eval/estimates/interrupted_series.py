"""The interrupted time series: level and slope of waiting times by month of start."""

import datetime as dt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.autoregression import (
    Autoregressive,
    autoregressive,
    autoregressive_combination,
)
from ibic_eval.estimates.case_schemas import AFTER, BEFORE, TRANSITION
from ibic_eval.estimates.case_waits import FEWEST_PERSONS, month_of_day

Floats = npt.NDArray[np.float64]
Months = npt.NDArray[np.int64]

FEWEST_MONTHS = 8
YEAR = 12
TERMS = ("lutning_fore", "niva", "lutning", "medel")


class Break(NamedTuple):
    """The first month that isn't wholly before the start, and the first after the transition."""

    start: int
    after: int


class Interrupted(NamedTuple):
    """A fitted series: its months, coefficients (1, time, after, time after, season)."""

    months: Months
    fit: Autoregressive
    at: Break
    harmonics: int


def break_of(start: dt.date, transition_months: int) -> Break:
    """Return where a series breaks; a start within a month sets that month apart too."""
    month = month_of_day(start)
    return Break(month, month + transition_months + int(start.day > 1))


def phase(months: Months, at: Break) -> npt.NDArray[np.str_]:
    """Return fore, overgang or efter for each month."""
    return np.where(months < at.start, BEFORE, np.where(months < at.after, TRANSITION, AFTER))


def why_not_fitted(months: Months, at: Break) -> str:
    """Say why a series can't be fitted, nothing where it can."""
    before, after = int((months < at.start).sum()), int((months >= at.after).sum())
    if min(before, after) >= FEWEST_MONTHS:
        return ""
    return (
        f"Tidsserien behöver minst {FEWEST_MONTHS} månader med avgjorda ärenden för minst "
        f"{FEWEST_PERSONS} personer före införandet och lika många efter övergången; så många "
        "finns inte."
    )


def interrupted(values: pd.Series, at: Break) -> Interrupted:
    """Fit level and slope before and after to a series by month; transition months are left out.

    `values` are log geometric means, indexed by month. Restricted likelihood with errors that
    follow each other from month to month (`estimates.autoregression`; Turner et al. 2021); season
    is one pair of Fourier terms from 24 months on and two from 36.
    """
    kept = values[(values.index < at.start) | (values.index >= at.after)]
    months = kept.index.to_numpy(dtype="int64")
    count = len(months)
    harmonics = 2 if count >= 3 * YEAR else int(count >= 2 * YEAR)
    design = series_design(months, at, harmonics)
    fit = autoregressive(kept.to_numpy(dtype="float64"), design, months)
    return Interrupted(months, fit, at, harmonics)


def series_design(months: Months, at: Break, harmonics: int) -> Floats:
    """Return the columns one, time, after, time after and season; time 0 is the first after."""
    time = (months - at.after).astype("float64")
    after = (months >= at.after).astype("float64")
    angles = [2 * np.pi * (k + 1) * months / YEAR for k in range(harmonics)]
    season = [wave(angle) for angle in angles for wave in (np.sin, np.cos)]
    return np.column_stack([np.ones(len(time)), time, after, time * after, *season])


def term_estimates(series: Interrupted) -> dict[str, dict[str, float]]:
    """Return each of TERMS on the log scale: `estimate, se, df, ci_low, ci_high, p`.

    The slopes are a year's; `medel` is the mean over the months after of what differs from the
    counterfactual.
    """
    size = len(series.fit.coefficients)
    later = series.months[series.months >= series.at.after] - series.at.after
    weights = {
        "lutning_fore": {1: float(YEAR)},
        "niva": {2: 1.0},
        "lutning": {3: float(YEAR)},
        "medel": {2: 1.0, 3: float(later.mean())},
    }
    return {
        term: autoregressive_combination(
            series.fit, np.array([parts.get(place, 0.0) for place in range(size)])
        )
        for term, parts in weights.items()
    }


def lines(series: Interrupted, months: Months) -> pd.DataFrame:
    """Return `fitted, counterfactual, counterfactual_low, counterfactual_high` (logs) by month.

    The transition has no fitted value; the counterfactual begins with the start.
    """
    design = series_design(months, series.at, series.harmonics)
    without = design.copy()
    without[:, [2, 3]] = 0
    begun = months >= series.at.start
    set_apart = begun & (months < series.at.after)
    counter = [autoregressive_combination(series.fit, row) for row in without]
    table = pd.DataFrame(
        {
            "fitted": np.where(set_apart, np.nan, design @ series.fit.coefficients),
            "counterfactual": [each["estimate"] for each in counter],
            "counterfactual_low": [each["ci_low"] for each in counter],
            "counterfactual_high": [each["ci_high"] for each in counter],
        },
        index=pd.Index(months, name="month"),
    )
    names = ["counterfactual", "counterfactual_low", "counterfactual_high"]
    return table.assign(**{name: table[name].where(begun) for name in names})
