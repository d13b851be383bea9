"""The share that something has happened to, day by day, where things of one person are alike."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

METHOD = "Kaplan–Meier; intervall på log-log-skalan, klustrat på person (infinitesimal jackknife)"
_TINY = 1e-9


class Curve(NamedTuple):
    """A Kaplan-Meier curve on whole days, with what its standard errors need.

    `survival[d]` is the share to whom it hasn't happened by the end of day d, `hazard[d]` the sum
    of events / (at risk · (at risk - events)) up to then, `remaining[d]` at risk less events on d.
    """

    days: Ints
    event: npt.NDArray[np.bool_]
    person: Ints
    survival: Floats
    hazard: Floats
    remaining: Floats


def fitted(days: Ints, event: npt.NDArray[np.bool_], person: Ints) -> Curve:
    """Fit the curve; `days` are at least 0, `event` is false where the row is censored."""
    longest = int(days.max(initial=0))
    events = np.bincount(days[event], minlength=longest + 1).astype("float64")
    leaving = np.bincount(days, minlength=longest + 1)
    at_risk = leaving[::-1].cumsum()[::-1].astype("float64")
    remaining = at_risk - events
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.where(events > 0, events / (at_risk * remaining), 0.0)
        survival = np.cumprod(np.where(at_risk > 0, remaining / at_risk, 1.0), dtype="float64")
    return Curve(days, event, person, survival, np.cumsum(step), remaining)


def happened(curve: Curve, day: int, confidence: float = 0.95) -> tuple[float, float, float]:
    """Return the share that it has happened to by `day`, and its interval (nan: no width known).

    Errors are those of `survfit(cluster = person)` in R's survival, intervals its
    `conf.type = "log-log"`. The last value holds after the last day.
    """
    last = min(day, len(curve.survival) - 1)
    left = float(curve.survival[last])
    if left in (0.0, 1.0):
        return 1 - left, float("nan"), float("nan")
    centre = np.log(-np.log(left))
    spread = _log_error(curve, last) / abs(np.log(left))
    reach = float(stats.norm.ppf(0.5 + confidence / 2)) * spread
    low, high = (1 - np.exp(-np.exp(centre + side * reach)) for side in (-1, 1))
    return 1 - left, float(low), float(high)


def day_reached(curve: Curve, share: float) -> tuple[float, float, float]:
    """Return the day by which it has happened to `share`, and its interval (nan: not reached).

    The limits are where the curve's interval passes the share (Brookmeyer & Crowley 1982), found
    by halving among the days of events.
    """
    days = np.unique(curve.days[curve.event])
    found = _first(days, lambda day: float(1 - curve.survival[day]) >= share - _TINY)
    low = _first(days, lambda day: _limit(curve, day, 2) >= share - _TINY)
    high = _first(days, lambda day: _limit(curve, day, 1) >= share - _TINY)
    return found, low, high


def _limit(curve: Curve, day: int, which: int) -> float:
    limits = happened(curve, day)
    return limits[0] if np.isnan(limits[which]) else limits[which]


def _first(days: Ints, passed: Callable[[int], bool]) -> float:
    low, high = 0, len(days)
    while low < high:
        middle = (low + high) // 2
        if passed(int(days[middle])):
            high = middle
        else:
            low = middle + 1
    return float(days[low]) if low < len(days) else float("nan")


def _log_error(curve: Curve, day: int) -> float:
    """Return the standard error of the curve's logarithm on `day`, from each person's influence."""
    gone = curve.event & (curve.days <= day)
    influence = curve.hazard[np.minimum(curve.days, day)]
    influence[gone] -= 1 / curve.remaining[curve.days[gone]]
    by_person = np.bincount(curve.person, weights=influence)
    return float(np.sqrt((by_person**2).sum()))
