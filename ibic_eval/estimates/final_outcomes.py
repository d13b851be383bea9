"""What became of the plan's indicators, money, risks and activities, until the latest day known."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates import final_schemas as s

Tables = Mapping[str, pd.DataFrame]
PERCENT = "procent"
DONE, OCCURRED = "klar", ("ja", "delvis")


def indicator_outcomes(plan: Tables | None, values: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return the plan's indicators with their latest values against their targets (INDICATORS).

    `values` is the follow-up's table of indicator values. A share has Wilson's interval (1927) and
    reaches its target where all of the interval does; another value where it is at least as high.
    Shares that would tell of fewer than `minimum`, but somebody, are hidden.
    """
    if plan is None:
        return pd.DataFrame(columns=list(s.INDICATORS)).astype(s.INDICATORS)
    named = plan["indicator_goals"]
    named = named[named["named"].fillna(False).astype(bool)]
    goals = named.groupby("indicator")["goal"].agg(" ".join).to_dict() if len(named) else {}
    newest = values.sort_values("date").groupby("indicator").tail(1).set_index("indicator")
    rows = [
        {
            "indicator": each["id"],
            "text": each["text"],
            "goals": goals.get(each["id"], ""),
            "unit": each["unit"],
            "target": each["target"],
            "target_says": each["target_says"],
            **_measured(each, newest, minimum),
        }
        for each in plan["indicators"].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(s.INDICATORS)).astype(s.INDICATORS)


def _measured(each: Mapping[Any, Any], newest: pd.DataFrame, minimum: int) -> dict[str, Any]:
    blank = {"verdict": s.UNKNOWN, "status": s.MISSING, "reason": ""}
    if each["id"] not in newest.index:
        return blank
    found = newest.loc[each["id"]]
    day = pd.Timestamp(found["date"]).date().isoformat()
    if pd.isna(found["denominator"]):
        if pd.isna(found["value"]):
            return blank
        value = float(found["value"])
        unit = each["unit"] if pd.notna(each["unit"]) else found["unit"]
        return {"estimate": value, "date": day, "status": s.SHOWN, "reason": "", "unit": unit,
                "verdict": _against(value, value, each["target"])}  # fmt: skip
    count, n = int(found["numerator"]), int(found["denominator"])
    if n < minimum or 0 < count < minimum or 0 < n - count < minimum:
        return {**blank, "date": day, "status": s.HIDDEN}
    low, high = proportion_confint(count, n, method="wilson")
    target = each["target"] / 100 if pd.notna(each["target"]) else None
    return {"estimate": count / n, "ci_low": low, "ci_high": high, "n": n, "date": day,
            "status": s.SHOWN, "reason": "", "unit": PERCENT,
            "verdict": _against(low, high, target)}  # fmt: skip


def _against(low: float, high: float, target: Any) -> str:
    if target is None or pd.isna(target):
        return s.UNKNOWN
    return s.FOR if low >= target else s.AGAINST if high < target else s.UNKNOWN


def spent(spending: pd.DataFrame) -> float | None:
    """Return what has been entered in the books, in kronor; None where there is nothing."""
    known = spending["amount"].dropna()
    return float(known.sum()) if len(known) else None


def occurred_risks(plan: Tables | None, states: pd.DataFrame) -> pd.DataFrame:
    """Return the risks that have occurred, wholly or partly, at any time (RISKS)."""
    names = {} if plan is None else dict(zip(plan["risks"]["id"], plan["risks"]["risk"],
                                             strict=True))  # fmt: skip
    told = states[states["occurred"].isin(OCCURRED)].sort_values("date")
    rows = [
        {
            "risk": risk,
            "text": names.get(str(risk), str(risk)),
            "first": part["date"].min().date().isoformat(),
            "occurred": OCCURRED[0] if part["occurred"].eq(OCCURRED[0]).any() else OCCURRED[1],
        }
        for risk, part in told.groupby("risk", sort=False)
    ]
    return pd.DataFrame(rows, columns=list(s.RISKS)).astype(s.RISKS)


def activities_in_time(plan: Tables | None, states: pd.DataFrame) -> tuple[int, int] | None:
    """Return how many activities were done by the plan's last day for them, of those due.

    Due are those whose last day had passed on the latest day of reckoning. None where nothing was.
    """
    if plan is None or states.empty:
        return None
    until = states["date"].max()
    planned = plan["activities"].dropna(subset=["end_to"])
    due = planned[planned["end_to"].le(until)]
    if due.empty:
        return None
    done = states[states["state"].eq(DONE)].sort_values("date").groupby("activity").tail(1)
    ends = done.set_index("activity")["end"].fillna(done.set_index("activity")["date"])
    kept = due[due["id"].isin(ends.index)]
    in_time = int(kept["id"].map(ends).le(kept["end_to"]).sum())
    return in_time, len(due)
