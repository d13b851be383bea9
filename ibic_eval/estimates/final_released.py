"""What the chapter on the introduction has released of the plan, as the final report uses it.

Nothing is reckoned from a municipality's files here: every number and verdict is the chapter's.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates import outcome_schemas as o
from ibic_eval.estimates.plan_checks import NEARLY

PLAN = "implementation_plan"
PERCENT = "procent"
# The chapter's own words: all of the planned training, and its verdicts on a group.
FULL, MET, UNMET = "planerade_timmar", "nådd", "inte nådd"
Tables = Mapping[str, pd.DataFrame]
_NONE = pd.DataFrame()
_VERDICTS: Mapping[str, str] = {o.REACHED: s.FOR, o.NOT_REACHED: s.AGAINST}
_KEPT = ("text", "about", "target", "target_says", "direction", "n", "status")
_LATE = frozenset({o.LATE, o.OVERDUE})
# Due, but nothing says when, or whether, it was done.
_UNTOLD = frozenset({o.DONE, o.STALE, o.UNREPORTED})


class Times(NamedTuple):
    """Activities whose planned time has passed: in time, late, called off, and not told of."""

    in_time: int
    late: int
    called_off: int
    untold: int


class Money(NamedTuple):
    """The budget and what was spent, in kronor; None where it isn't known.

    `planned` is known only where every post has an amount: `known` is the sum of the posts that
    have one, `n_known` of `n_posts`. `outside` is what was spent beside the budget's posts.
    """

    planned: float | None
    known: float | None
    n_known: int
    n_posts: int
    spent: float | None
    share: float | None
    outside: float | None


def released(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table of the chapter's part on the plan, an empty frame where it isn't there."""
    return tables.get(f"{PLAN}_{name}", _NONE)


def contradictions(tables: Tables) -> pd.DataFrame:
    """Return what doesn't agree in the plan, or is unclear.

    A rounded sum that nearly agrees is no contradiction.
    """
    found = released(tables, "findings")
    return found if found.empty else found[found["status"].ne(NEARLY)]


def plan_indicators(tables: Tables) -> pd.DataFrame:
    """Return the plan's indicators with their latest value and the chapter's verdict (INDICATORS).

    A share's unit is percent, whatever the file calls it. What isn't measured, is hidden or has no
    target can't be told. Where the municipality has given no value, but the chapter has measured
    groups, the verdict is theirs as far as they agree, and `reason` tells how many.
    """
    groups = _groups(tables)
    found = [
        {**each, **_by_groups(groups.get(str(each["indicator"]), []))}
        if each["status"] == s.MISSING
        else each
        for each in map(_indicator, released(tables, "indicators").to_dict("records"))
    ]
    return pd.DataFrame(found, columns=list(s.INDICATORS)).astype(s.INDICATORS)


def _indicator(each: Mapping[Any, Any]) -> dict[str, Any]:
    share = pd.notna(each["estimate"])
    kept = {name: each[name] for name in _KEPT}
    ends = {name: each[name] if share else None for name in ("ci_low", "ci_high")}
    return {
        **kept,
        **ends,
        "indicator": each["id"],
        "goals": "" if pd.isna(each["goals"]) else each["goals"],
        "estimate": each["estimate"] if share else each["value"],
        "unit": PERCENT if share else _first(each["unit"], each["target_unit"]),
        "date": "" if pd.isna(each["date"]) else pd.Timestamp(each["date"]).date().isoformat(),
        "verdict": _VERDICTS.get(str(each["verdict"]), s.UNKNOWN),
        "reason": "",
    }


def _groups(tables: Tables) -> dict[str, list[Any]]:
    """Return the chapter's verdicts on the groups whose training or meetings an indicator names."""
    found: dict[str, list[Any]] = {}
    for name in ("training_coverage", "meetings_held"):
        rows = tables.get(f"implementation_{name}", _NONE)
        kept = rows[rows["measure"].eq(FULL)] if "measure" in rows else rows
        for each in kept.to_dict("records"):
            found.setdefault(str(each["indicator"]), []).append(each["verdict"])
    return found


def _by_groups(verdicts: list[Any]) -> dict[str, str]:
    """Judge a whole by its groups: a share above its target in every group is so in all of them.

    Where the groups disagree, or one is hidden, the whole can't be told.
    """
    judged = [each for each in verdicts if each in (MET, UNMET)]
    if not judged:
        return {}
    met = judged.count(MET)
    agree = len(judged) == len(verdicts) and met in (0, len(judged))
    told = (s.FOR if met else s.AGAINST) if agree else s.UNKNOWN
    untold = len(verdicts) - len(judged)
    rest = f", {untold} kan inte visas eller bedömas" if untold else ""
    return {"verdict": told, "reason": f"{met} av {len(judged)} grupper nådde nivån{rest}"}


def money(tables: Tables) -> Money | None:
    """Return the budget and what was spent, None where the plan and the files say nothing."""
    rows = released(tables, "budget_total")
    if rows.empty:
        return None
    each = rows.iloc[0]
    ends = {name: _number(each[name]) for name in ("planned", "spent", "share", "outside")}
    posts = int(each["n_posts"])
    return Money(
        known=_number(each["planned_known"]),
        n_known=posts - int(each["n_unknown"]),
        n_posts=posts,
        **ends,
    )


def times(tables: Tables) -> Times | None:
    """Return what became of the activities that were due, None where no file tells of any.

    One whose time hasn't come, or that the plan gives no time, isn't counted.
    """
    rows = released(tables, "activities")
    if rows.empty or rows["state"].isna().all():
        return None
    status = rows["status"]
    counts = [
        int(status.isin(codes).sum()) for codes in ([o.IN_TIME], _LATE, [o.CANCELLED], _UNTOLD)
    ]
    return Times(*counts) if sum(counts) else None


def risks(tables: Tables) -> pd.DataFrame:
    """Return the plan's risks and whether each has become real (RISKS), blank where not told."""
    rows = released(tables, "risks")
    if rows.empty:
        return pd.DataFrame(columns=list(s.RISKS)).astype(s.RISKS)
    named = rows.rename(columns={"id": "name", "risk": "text"}).rename(columns={"name": "risk"})
    return named[list(s.RISKS)].fillna({"occurred": ""}).astype(s.RISKS)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _first(value: Any, other: Any) -> Any:
    return other if pd.isna(value) else value
