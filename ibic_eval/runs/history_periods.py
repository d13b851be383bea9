"""Which days the data behind a result are from, by what the chapters say of themselves."""

import re
from collections.abc import Mapping
from typing import Any

from ibic_eval.codebook.final_catalogue import REVIEW, STAFF
from ibic_eval.estimates.history_results import Period, PeriodOf, Row

_YEAR, _DAY = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d{2}-\d{2}")
UNKNOWN: Period = ("", "")


def periods(context: Mapping[str, Any]) -> PeriodOf:
    """Return a function from a result to its period, given the context of all chapters.

    Only rounds, reviewed weeks and single years have a first day. Files of cases, of training and
    of indicators grow from year to year, so theirs is unknown and they are never taken as apart.
    """
    about = context.get("implementation", {})
    reviews = about.get("reviews", {}).get("periods", {}).get("senaste", {})
    ends: Mapping[str, Period] = {
        "time_and_complexity": ("", _day(context, "time_and_complexity", "extracted")),
        "goal_attainment": ("", _day(context, "goal_attainment", "extracted")),
        "readiness": _round(context.get("readiness", {})),
        "satisfaction": ("", _last_year(context.get("satisfaction", {}))),
        "implementation": ("", str(about.get("plan", {}).get("as_of") or "")),
    }

    def period(row: Row) -> Period:
        kind, label = str(row["kind"]), str(row.get("label") or "")
        if kind == REVIEW and reviews:
            return str(reviews["first"]), str(reviews["last"])
        if kind == STAFF and row["chapter"] == "implementation":
            return _round(about.get("staff", {}))
        if row.get("measure") == "utbildning":
            return "", str(about.get("training", {}).get("last") or "")
        if _DAY.fullmatch(label):
            return "", label
        if _YEAR.fullmatch(label):
            return f"{label}-01-01", f"{label}-12-31"
        return ends.get(str(row["chapter"]), UNKNOWN)

    return period


def _day(context: Mapping[str, Any], chapter: str, name: str) -> str:
    return str(context.get(chapter, {}).get(name) or "")


def _round(about: Mapping[str, Any]) -> Period:
    """Return the first and last day of the latest round of a survey."""
    rounds = about.get("rounds") or []
    latest = next((each for each in rounds if each["round"] == about.get("latest")), None)
    return (str(latest["first"]), str(latest["last"])) if latest else UNKNOWN


def _last_year(about: Mapping[str, Any]) -> str:
    years = about.get("years") or []
    return f"{years[-1]}-12-31" if years and about.get("available") else ""
