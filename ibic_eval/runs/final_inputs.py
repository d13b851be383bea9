"""Which files the chapters say that they lack."""

from collections.abc import Mapping
from typing import Any

CASES, ASSESSMENTS, PLANS = "arenden.csv", "bedomningar.csv", "planer.csv"
USERS = "brukarundersökningarna"
_GOAL_FILES = {"assessments": ASSESSMENTS, "plans": PLANS}


def missing_files(context: Mapping[str, Any]) -> list[str]:
    """Return the files that the chapters lack, by what their contexts say."""
    goals = context.get("goal_attainment", {})
    found = [_GOAL_FILES[each] for each in goals.get("missing_tables", []) if each in _GOAL_FILES]
    if not context.get("time_and_complexity", {}).get("available", False):
        found.append(CASES)
    if not context.get("satisfaction", {}).get("available", False):
        found.append(USERS)
    if not context.get("own_answers", False):
        found.append("kommunenkat.csv")
    if not context.get("readiness", {}).get("available", False):
        found.append("beredskap.csv")
    for part in context.get("implementation", {}).values():
        if isinstance(part, Mapping):
            found += [name.rpartition("/")[2] for name in part.get("lacks", [])]
    return list(dict.fromkeys(found))
