"""Event studies: estimates by years since the start, their bands and the test of pre-trends."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

SEED = 2021
_BAND_DRAWS = 20_000
_TINY = 1e-10

Floats = npt.NDArray[np.float64]


class EventStudy(NamedTuple):
    """Event times with their estimates and covariance; the reference has none."""

    times: npt.NDArray[np.int64]
    effects: Floats
    covariance: Floats
    references: list[int]


def event_study(study: Any, window: tuple[int, int]) -> EventStudy:
    """Return the event times within `window` of a diff-diff aggregation."""
    effects = dict(zip(study.event_time, study.att, strict=True))
    index = [int(time) for time in study.vcov_index]
    kept = [
        place
        for place, time in enumerate(index)
        if window[0] <= time <= window[1] and study.vcov[place, place] > _TINY**2
    ]
    times = np.array([index[place] for place in kept], dtype="int64")
    estimates = np.array([effects[time] for time in times], dtype="float64")
    alone = study.event_time[study.is_reference]
    return EventStudy(
        times, estimates, study.vcov[np.ix_(kept, kept)], [int(time) for time in alone]
    )


def pretrend_test(study: EventStudy) -> dict[str, object]:
    """Return the joint Wald test that all before the start are zero, nothing if none is."""
    before = study.times < 0
    if not before.any():
        return {}
    effects, covariance = study.effects[before], study.covariance[np.ix_(before, before)]
    free = int(np.linalg.matrix_rank(covariance, hermitian=True))
    statistic = float(effects @ np.linalg.pinv(covariance, hermitian=True) @ effects)
    return {
        "pretrend_statistic": statistic,
        "pretrend_df": free,
        "pretrend_p": float(stats.chi2.sf(statistic, free)),
    }


def event_rows(study: EventStudy, confidence: float) -> list[dict[str, object]]:
    """Return a row for each event time, in order, with pointwise and simultaneous limits."""
    se = np.sqrt(np.diag(study.covariance))
    one = float(stats.norm.ppf(0.5 + confidence / 2))
    every = _simultaneous_quantile(study.covariance, confidence)
    rows: list[dict[str, object]] = [
        {
            "event_time": time,
            "estimate": effect,
            "se": error,
            "ci_low": effect - one * error,
            "ci_high": effect + one * error,
            "band_low": effect - every * error,
            "band_high": effect + every * error,
            "reference": False,
        }
        for time, effect, error in zip(study.times, study.effects, se, strict=True)
    ]
    rows += [{"event_time": time, "estimate": 0.0, "reference": True} for time in study.references]
    return sorted(rows, key=lambda row: int(str(row["event_time"])))


def _simultaneous_quantile(covariance: Floats, confidence: float) -> float:
    """Return the quantile of the largest of the standardised estimates, by seeded simulation."""
    if not len(covariance):
        return float("nan")
    se = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(se, se))
    root = vectors * np.sqrt(values.clip(min=0))
    draws = np.random.default_rng(SEED).standard_normal((_BAND_DRAWS, len(se))) @ root.T
    return float(np.quantile(np.abs(draws).max(axis=1), confidence))
