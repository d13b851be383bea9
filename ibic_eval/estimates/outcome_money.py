"""Budget beside what was booked, by post, year, kind and in all; unknown amounts stay unknown."""

from typing import Any

import pandas as pd

from ibic_eval.estimates import outcome_schemas as s

OUTSIDE = "Utanför budgeten"


def post_outcomes(posts: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Set each post of the budget beside what was booked on it, whenever that was (POSTS).

    `posts` is `budget_posts` of `tables.project_tables`, `spending` the follow-up's. A post
    without bookings is `inget_bokfort`, or `bara_plan` where nothing at all has been booked.
    """
    booked = spending.dropna(subset=["post"]).groupby("post")["amount"].sum()
    rows = []
    for each in posts.to_dict("records"):
        sums = _compared(
            pd.Series([each["amount_kr"]], dtype="Float64"), booked.get(each["id"]), spending
        )
        rows.append(
            {
                **{name: each[name] for name in ("id", "kind", "basis", "source", "year")},
                "says": each["amount_says"],
                "basis": _either(each["basis"], each["basis_says"]),
                "approximate": each["amount_approximate"],
                **sums,
            }
        )
    return pd.DataFrame(rows, columns=list(s.POSTS)).astype(s.POSTS)


def year_outcomes(posts: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Set each year's budget beside what belongs to that year (YEARS); `posts` is as above.

    Posts without a year are a row without a year. Where all that was spent in a year is on posts,
    nothing of it is outside the budget.
    """
    planned = {_year(each): part["amount_kr"] for each, part in posts.groupby("year", dropna=False)}
    spent = spending.groupby("year")["amount"].sum()
    outside = spending[spending["post"].isna()].groupby("year")["amount"].sum()
    rows = [
        {
            "year": year,
            **_compared(_amounts(planned.get(year)), spent.get(year), spending),
            "outside": outside.get(year, 0.0 if year in spent.index else None),
        }
        for year in sorted({*planned, *map(int, spent.index)}, key=lambda each: each or 9999)
    ]
    return pd.DataFrame(rows, columns=list(s.YEARS)).astype(s.YEARS)


def kind_outcomes(posts: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Set each kind's budget beside what was booked, costs outside the budget last (KINDS)."""
    kind_of = dict(zip(posts["id"], posts["kind"], strict=True))
    named = spending.assign(
        of=spending["post"].map(kind_of).astype("string").fillna(OUTSIDE)
        if len(spending)
        else pd.Series(dtype="string")
    )
    spent = named.groupby("of")["amount"].sum()
    kinds = list(dict.fromkeys(posts["kind"]))
    rows = [
        {
            "kind": kind,
            **_compared(posts.loc[posts["kind"].eq(kind), "amount_kr"], spent.get(kind), spending),
        }
        for kind in [*kinds, *([OUTSIDE] if OUTSIDE in spent.index else [])]
    ]
    return pd.DataFrame(rows, columns=list(s.KINDS)).astype(s.KINDS)


def outside_budget(spending: pd.DataFrame) -> pd.DataFrame:
    """Return what was spent on things the budget lacks, by kind and year (POSTS)."""
    beyond = spending[spending["post"].isna()]
    grouped = beyond.groupby(["kind", "year"], dropna=False)
    rows = grouped.agg(spent=("amount", "sum")).reset_index().assign(status=s.NOT_BUDGETED)
    return rows.reindex(columns=list(s.POSTS)).astype(s.POSTS)


def total_outcome(posts: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Set the whole budget beside all that was spent, one row (TOTAL); none without either."""
    if posts.empty and spending.empty:
        return pd.DataFrame(columns=list(s.TOTAL)).astype(s.TOTAL)
    beyond = spending[spending["post"].isna()]["amount"]
    booked = set(spending["post"].dropna())
    row = {
        **_compared(
            posts["amount_kr"], spending["amount"].sum() if len(spending) else None, spending
        ),
        "outside": beyond.sum() if len(beyond) else None,
        "n_posts": len(posts),
        "n_without": int((~posts["id"].isin(booked)).sum()) if len(spending) else None,
        "last_booked": spending["date"].max(),
    }
    return pd.DataFrame([row], columns=list(s.TOTAL)).astype(s.TOTAL)


def _compared(amounts: pd.Series, spent: Any, spending: pd.DataFrame) -> dict[str, Any]:
    """Compare amounts with what was spent; a sum with an unknown part is no sum."""
    unknown = int(amounts.isna().sum())
    known = float(amounts.sum()) if unknown < len(amounts) else None
    planned = known if not unknown else None
    difference = None if spent is None or planned is None else float(spent) - planned
    return {
        "planned": planned,
        "planned_known": known,
        "n_unknown": unknown,
        "spent": spent,
        "difference": difference,
        "share": float(spent) / planned if difference is not None and planned else None,
        "status": _status(planned, len(amounts), spent, spending),
    }


def _status(planned: float | None, n: int, spent: Any, spending: pd.DataFrame) -> str:
    if not n:
        return s.NOT_BUDGETED
    if spending.empty:
        return s.PLAN_ONLY
    if spent is None:
        return s.NOTHING_BOOKED
    return s.PLAN_UNKNOWN if planned is None else s.COMPARED


def _amounts(found: pd.Series | None) -> pd.Series:
    return pd.Series(dtype="Float64") if found is None else found


def _year(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _either(first: Any, second: Any) -> Any:
    return second if pd.isna(first) else first
