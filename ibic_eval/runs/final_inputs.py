"""What the final report takes from other chapters: missing files, and values of indicators."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.estimates import final_schemas as schemas

CASES, ASSESSMENTS, PLANS = "arenden.csv", "bedomningar.csv", "planer.csv"
USERS = "brukarundersökningarna"
_GOAL_FILES = {"assessments": ASSESSMENTS, "plans": PLANS}
Tables = Mapping[str, pd.DataFrame]


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


def indicator_values(planned: Tables | None, tables: Tables) -> pd.DataFrame:
    """Return the plan's indicators with their latest released values (INDICATORS)."""
    if planned is None:
        return pd.DataFrame(columns=list(schemas.INDICATORS)).astype(schemas.INDICATORS)
    named = planned["indicator_goals"]
    named = named[named["named"].fillna(False).astype(bool)]
    links = named.groupby("indicator")["goal"].agg(" ".join).to_dict() if len(named) else {}
    rows = [
        {
            "indicator": each["id"],
            "text": each["text"],
            "goals": links.get(each["id"], ""),
            "unit": each["unit"],
            "target": each["target"],
            "target_says": each["target_says"],
            "verdict": schemas.UNKNOWN,
            "status": schemas.MISSING,
            "reason": "",
        }
        for each in planned["indicators"].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(schemas.INDICATORS)).astype(schemas.INDICATORS)
