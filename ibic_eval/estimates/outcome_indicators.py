"""The plan's indicators: their values with intervals, and whether the target was reached."""

import math
import re
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.codebook.project_parts import AT_LEAST, AT_MOST, EVERYONE
from ibic_eval.estimates import outcome_schemas as s

PERCENT = "procent"
FILE = "indikatorer.csv"
# Where a plan says that everyone or everything is counted there is no sampling error.
_COUNTED = re.compile("deltagarlist|mötesanteckning|minnesanteckning|protokoll", re.IGNORECASE)
_SAMPLED = re.compile("stickprov|urval|enkät|intervju|fråg", re.IGNORECASE)


def indicator_values(values: pd.DataFrame, measured: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every measurement with estimate and interval (VALUES), in order of date.

    `values` is the follow-up's table. `measured` has the same columns and `origin`: what the
    software has measured itself; it counts for indicators that the file lacks. Shares have
    Wilson's interval (1927).
    """
    own = values.assign(origin=FILE)
    found = [own]
    if measured is not None:
        found.append(measured[~measured["indicator"].isin(own["indicator"])])
    rows = [_value(each) for part in found for each in part.to_dict("records")]
    frame = pd.DataFrame(rows, columns=list(s.VALUES)).astype(s.VALUES)
    return frame.sort_values(["indicator", "date"], kind="stable").reset_index(drop=True)


def indicator_outcomes(indicators: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Set each indicator beside its latest value and judge it (INDICATORS but goals and roles).

    `indicators` is the table of `tables.project_tables`, `values` that of `indicator_values`.
    """
    rows = []
    for each in indicators.to_dict("records"):
        mine = values[values["indicator"].eq(each["id"])]
        last: dict[Any, Any] = (
            mine.iloc[-1].drop("indicator").to_dict() if len(mine) else {"status": s.MISSING}
        )
        row: dict[Any, Any] = {**each, "target_unit": each["unit"], **last, "n_values": len(mine)}
        rows.append({**row, "unit": last.get("unit"), "verdict": verdict(row)})
    return pd.DataFrame(rows, columns=list(s.INDICATORS)).astype(s.INDICATORS)


def verdict(row: dict[Any, Any]) -> str:
    """Judge the latest value against the target, the way that the target points.

    A share is told as reached only where its whole interval is on the right side, and as not
    reached only where all of it is on the wrong side: five of five don't prove "100 percent", but
    one who lacks it disproves it. What is counted in full is compared as it is, and so is a value
    that is no share. A percentage without the numbers it is made of decides nothing.
    """
    if row["status"] == s.MISSING:
        return s.UNMEASURED
    if row["target"] is None or pd.isna(row["target"]):
        return s.NO_TARGET
    ends = None if row["status"] == s.HIDDEN else _ends(row)
    direction = str(row.get("direction"))
    if ends is None or direction not in (AT_LEAST, AT_MOST):
        return s.CANT_TELL
    return _judged(*ends, float(row["target"]), direction)


def _ends(row: dict[Any, Any]) -> tuple[float, float] | None:
    """Return the ends to judge by on the target's scale, a point for a full count, else None."""
    percent = str(row["target_unit"]).strip().lower() in (PERCENT, "%")
    if pd.isna(row["estimate"]):
        value = float(row["value"]) if same_unit(row) and not percent else None
        return None if value is None else (value, value)
    names = ("estimate", "estimate") if counted_in_full(row) else ("ci_low", "ci_high")
    low, high = (100 * float(row[name]) for name in names)
    return (low, high) if percent else None


def counted_in_full(row: dict[Any, Any]) -> bool:
    """Tell whether everyone and everything is counted: the plan says so, or names lists."""
    if pd.notna(row.get("counts")) and row["counts"]:
        return bool(row["counts"] == EVERYONE)
    method = "" if pd.isna(row["method"]) else str(row["method"])
    return bool(_COUNTED.search(method)) and not _SAMPLED.search(method)


def same_unit(row: dict[Any, Any]) -> bool:
    """Tell whether a value that is no share has the target's unit."""
    units = [str(row[name]).strip().lower() for name in ("unit", "target_unit")]
    return pd.notna(row["value"]) and units[0] == units[1]


def measuring_points(
    times: pd.DataFrame, values: pd.DataFrame, as_of: pd.Timestamp | None
) -> pd.DataFrame:
    """Return each planned measuring point and whether it has passed and been kept (POINTS).

    A point is kept (`matt`) by any value from its first day to the next point's first day, the
    last one by any later value too. Without a day of reckoning its state isn't known.
    """
    planned = times[times["section"].eq("indikatorer")].sort_values(["id", "position"])
    rows = []
    for name, part in planned.groupby("id", sort=False):
        starts = [*part["from"].iloc[1:], pd.NaT]
        days = values.loc[values["indicator"].eq(name), "date"]
        rows += [
            {"indicator": name, **each, "state": _state(each, until, days, as_of)}
            for each, until in zip(part.to_dict("records"), starts, strict=True)
        ]
    return pd.DataFrame(rows, columns=list(s.POINTS)).astype(s.POINTS)


def _state(each: dict[Any, Any], until: Any, days: pd.Series, as_of: pd.Timestamp | None) -> str:
    if as_of is None or pd.isna(each["from"]):
        return "okand"
    inside = days.ge(each["from"]) & (True if pd.isna(until) else days.lt(until))
    if inside.any():
        return "matt"
    passed = pd.notna(each["to"]) and as_of > each["to"]
    return "inte_matt" if passed else "framtida"


def _judged(low: float, high: float, target: float, direction: str) -> str:
    if direction == AT_MOST:
        low, high, target = -high, -low, -target
    if low > target or math.isclose(low, target, rel_tol=1e-12):
        return s.REACHED
    short = high < target and not math.isclose(high, target, rel_tol=1e-12)
    return s.NOT_REACHED if short else s.CANT_TELL


def _value(each: dict[Any, Any]) -> dict[str, Any]:
    kept = {name: each[name] for name in ("indicator", "date", "unit", "origin")}
    count, n = each["numerator"], each["denominator"]
    if pd.isna(count) or pd.isna(n) or not n:
        status = s.MISSING if pd.isna(each["value"]) else s.SHOWN
        return {**kept, "value": each["value"], "status": status}
    low, high = proportion_confint(int(count), int(n), alpha=0.05, method="wilson")
    return {
        **kept,
        "numerator": count,
        "n": n,
        "estimate": int(count) / int(n),
        "ci_low": max(float(low), 0.0),
        "ci_high": min(float(high), 1.0),
        "status": s.SHOWN,
    }
