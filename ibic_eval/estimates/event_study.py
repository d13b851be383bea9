"""Event studies: estimates by years since the start, their bands and the test of pre-trends."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

_TINY = 1e-10

Floats = npt.NDArray[np.float64]


class Treated(NamedTuple):
    """How many municipalities that began an estimate rests on, and in how many starting years."""

    municipalities: int
    years: int

    @property
    def free(self) -> int:
        """Return the degrees of freedom left for their spread, each year about its own mean."""
        return self.municipalities - self.years

    @property
    def widening(self) -> float:
        """Return what an error that divides by their number is multiplied by."""
        return float(np.sqrt(self.municipalities / self.free))


class EventStudy(NamedTuple):
    """Event times with their estimates, errors and degrees of freedom; the reference has none."""

    times: npt.NDArray[np.int64]
    effects: Floats
    errors: Floats
    free: Floats
    references: list[int]


def event_study(study: Any, window: tuple[int, int], treated: Mapping[int, Treated]) -> EventStudy:
    """Return the event times within `window` of a diff-diff aggregation.

    Its errors divide by the numbers of municipalities, and take them to be many. Here they are
    widened to few, and times that rest on one municipality a starting year are left out.
    """
    effects = dict(zip(study.event_time, study.att, strict=True))
    errors = dict(zip(study.vcov_index, np.sqrt(np.diag(study.vcov)), strict=True))
    times = [
        int(time)
        for time, error in errors.items()
        if window[0] <= time <= window[1] and error > _TINY and treated[int(time)].free > 0
    ]
    alone = study.event_time[study.is_reference]
    return EventStudy(
        np.array(times, dtype="int64"),
        np.array([effects[time] for time in times], dtype="float64"),
        np.array([errors[time] * treated[time].widening for time in times], dtype="float64"),
        np.array([treated[time].free for time in times], dtype="float64"),
        [int(time) for time in alone],
    )


def pretrend_test(study: EventStudy) -> dict[str, object]:
    """Return `pretrend_p`: that of the least likely time before the start, corrected for how many.

    Bonferroni's correction of t-tests: the joint Wald test rejects up to half of all true nulls
    with few municipalities. Nothing where no time is before.
    """
    before = study.times < 0
    if not before.any():
        return {}
    t = np.abs(study.effects[before]) / study.errors[before]
    p = 2 * stats.t.sf(t, study.free[before])
    return {"pretrend_p": min(1.0, float(p.min()) * int(before.sum()))}


def event_rows(study: EventStudy, confidence: float) -> list[dict[str, object]]:
    """Return a row for each event time, in order, with pointwise and simultaneous limits."""
    tail = (1 - confidence) / 2
    one = stats.t.isf(tail, study.free) * study.errors
    every = stats.t.isf(tail / max(len(study.times), 1), study.free) * study.errors
    rows: list[dict[str, object]] = [
        {
            "event_time": time,
            "estimate": effect,
            "se": error,
            "ci_low": effect - reach,
            "ci_high": effect + reach,
            "band_low": effect - far,
            "band_high": effect + far,
            "reference": False,
        }
        for time, effect, error, reach, far in zip(
            study.times, study.effects, study.errors, one, every, strict=True
        )
    ]
    rows += [{"event_time": time, "estimate": 0.0, "reference": True} for time in study.references]
    return sorted(rows, key=lambda row: int(str(row["event_time"])))
