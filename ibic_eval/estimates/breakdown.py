"""How far from parallel trends could it be before an effect is lost? (Rambachan & Roth 2023)"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from diff_diff import HonestDiD


def breakdown_value(rows: pd.DataFrame, fit: Callable[[pd.DataFrame], Any]) -> float:
    """Return how many times the largest change before the start there may be after it.

    `rows` has `year` and `start` (0: never), and `fit` makes a model of them. At the value the 95 %
    interval of the mean effect after the start reaches zero (0: it holds zero from the first, inf:
    not within ten times, nan: too few waves before). Years are numbered by wave, since changes are
    compared from wave to wave and some years have none.
    """
    years = np.sort(rows["year"].unique())
    numbered = rows.assign(
        year=np.searchsorted(years, rows["year"]) + 1,
        start=np.where(rows["start"] > 0, np.searchsorted(years, rows["start"]) + 1, 0),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        study = fit(numbered).aggregate("event_study")
        if not (np.asarray(study.event_time) < -1).any():
            return np.nan
        found = HonestDiD(method="relative_magnitude").breakdown_value(study)
    return np.inf if found is None else float(found)
