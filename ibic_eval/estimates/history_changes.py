"""What has changed between two runs: values side by side, tested only where the data are apart."""

from collections.abc import Mapping
from math import hypot
from typing import Any, NamedTuple

import pandas as pd
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from ibic_eval.codebook.final_catalogue import STAFF
from ibic_eval.estimates import history_schemas as h
from ibic_eval.estimates.history_release import apart

LEVEL, POWER = 0.95, 0.8
_Z = float(norm.ppf((1 + LEVEL) / 2))
_POWER_Z = float(norm.ppf(POWER))
# Forms whose difference is a plain subtraction; a ratio after/before has its "before" in both runs.
SUBTRACTED = frozenset({"andel", "skillnad", "niva", "timmar", "poang"})

Row = Mapping[Any, Any]
Results = Mapping[str, Row]


class Difference(NamedTuple):
    """A difference with its interval, two-sided p, and what could have been detected."""

    difference: float
    low: float
    high: float
    p: float
    detectable: float


def changes(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return CHANGES between two released runs (RESULTS), in the order of the later one.

    p-values are adjusted by Holm over all that is tested. "No difference" is never concluded.
    """
    then, current = _by_id(before), _by_id(now)
    ids = [*current, *(each for each in then if each not in current)]
    rows = [_row(then.get(each), current.get(each)) for each in ids]
    return _judged(pd.DataFrame(rows, columns=list(h.CHANGES)).astype(h.CHANGES))


def difference(
    before: tuple[float, float, float], now: tuple[float, float, float]
) -> Difference | None:
    """Return the difference between two independent estimates, each with its interval's ends.

    The interval recovers the variances from the two intervals (MOVER: Newcombe 1998, method 10;
    Zou and Donner 2008), and p is of the same normal approximation, so that the two agree. None
    where an interval has no width on the side that decides.
    """
    (was, was_low, was_high), (is_, is_low, is_high) = before, now
    step = is_ - was
    down, up = hypot(is_ - is_low, was_high - was), hypot(is_high - is_, was - was_low)
    deciding = down if step > 0 else up
    if not deciding:
        return None
    p = float(2 * norm.sf(abs(step) / deciding * _Z))
    return Difference(step, step - down, step + up, p, (down + up) / 2 / _Z * (_Z + _POWER_Z))


def _by_id(run: pd.DataFrame) -> dict[str, Row]:
    return {str(row["id"]): row for row in run.to_dict("records")}


def _row(before: Row | None, now: Row | None) -> dict[str, Any]:
    about = now or before or {}
    reason = _reason(before, now)
    tested = None
    if before is not None and now is not None and reason == h.TESTED:
        tested = difference(_with_ends(before), _with_ends(now))
        reason = h.NO_INTERVAL if tested is None else reason
    return {
        **{name: about[name] for name in h.ABOUT},
        **_at("before", before),
        **_at("now", now),
        **(tested._asdict() if tested else {}),
        "outcome": h.UNTESTED,
        "reason": reason,
    }


def _at(when: str, row: Row | None) -> dict[str, Any]:
    return {f"{name}_{when}": row[name] if row else None for name in {**h.NUMBERS, **h.REST}}


def _with_ends(row: Row) -> tuple[float, float, float]:
    return float(row["estimate"]), float(row["ci_low"]), float(row["ci_high"])


def _reason(before: Row | None, now: Row | None) -> str:
    """Return why two results can be tested or can't: the first that holds."""
    if before is None or now is None:
        return h.NEW if before is None else h.GONE
    found = (
        (before["status"] == h.FEW, h.TOO_FEW),
        ({before["status"], now["status"]} != {h.SHOWN}, h.CONCEALED),
        (_same(before, now), h.SAME),
        (_other_version(before, now), h.METHOD),
        (now["kind"] == STAFF, h.PAIRED),  # their chapters follow each person between rounds
        (now["kind"] == h.GOAL or now["form"] not in SUBTRACTED, h.OVERLAP),
        (any(pd.isna(row[end]) for row in (before, now) for end in ("ci_low", "ci_high")),
         h.NO_INTERVAL),
        (not apart(before, now), h.OVERLAP),
    )  # fmt: skip
    return next((reason for holds, reason in found if holds), h.TESTED)


def _same(before: Row, now: Row) -> bool:
    """Tell whether nothing that is told differs."""
    names = (*h.NUMBERS, "verdict")
    return [_known(before[name]) for name in names] == [_known(now[name]) for name in names]


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def _other_version(before: Row, now: Row) -> bool:
    return bool(before["version"]) and bool(now["version"]) and before["version"] != now["version"]


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    tested = rows["reason"].eq(h.TESTED)
    if not tested.any():
        return rows
    adjusted = multipletests(rows.loc[tested, "p"].astype(float), method="holm")[1]
    step = rows.loc[tested, "difference"].astype(float)
    outcomes = [
        h.UNSETTLED if p >= 1 - LEVEL else h.HIGHER if change > 0 else h.LOWER
        for p, change in zip(adjusted, step, strict=True)
    ]
    made = rows.copy()
    made.loc[tested, "p_adjusted"] = adjusted
    made.loc[tested, "outcome"] = outcomes
    return made
