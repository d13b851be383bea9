"""What the plan says of follow-up: when, by whom, and what of it is still open."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_report import FinalReport
from ibic_eval.estimates import final_schemas as s

PLAN, INDICATOR, OWN, LACKING = "plan", "indikator", "kommunen", "underlag"
_MET = {s.FOR: s.REACHED, s.AGAINST: s.NOT_REACHED, s.SAME: s.NOT_REACHED, s.UNKNOWN: s.CANT_TELL}
Tables = Mapping[str, pd.DataFrame]


def follow_up_tasks(plan: Tables | None, report: FinalReport, lacks: pd.DataFrame) -> pd.DataFrame:
    """Return what to follow up, when and who (FOLLOW_UP): the municipality's own, the plan's, and
    the data that are missing.

    `plan` has the tables of `tables.project_tables`. Times are ISO days, or two with a slash; what
    the plan doesn't say is blank.
    """
    own = [
        {"what": each.what, "when": each.when, "who": each.who, "origin": OWN, "source": ""}
        for each in report.tasks
    ]
    missing = [
        {"what": each["file"], "when": "", "who": "", "origin": LACKING, "source": each["goals"]}
        for each in lacks.to_dict("records")
        if each["goals"]
    ]
    rows = [*own, *(_planned(plan) if plan else []), *missing]
    return pd.DataFrame(rows, columns=list(s.FOLLOW_UP)).astype(s.FOLLOW_UP)


def closing_criteria(
    plan: Tables | None, report: FinalReport, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return the plan's closing criteria (CLOSING), each with the verdict of its indicator.

    A criterion that the municipality has tied to no indicator can't be told.
    """
    told = indicators.set_index("indicator")["verdict"].to_dict() if len(indicators) else {}
    rows = []
    for each in [] if plan is None else plan["closing_criteria"].to_dict("records"):
        link = report.closing.get(str(each["id"]))
        verdict = told.get(link.indicator, s.UNKNOWN) if link else s.UNKNOWN
        rows.append(
            {
                "criterion": each["id"],
                "text": each["text"],
                "indicator": link.indicator if link else "",
                "status": _MET[verdict],
            }
        )
    return pd.DataFrame(rows, columns=list(s.CLOSING)).astype(s.CLOSING)


def _planned(plan: Tables) -> list[dict[str, str]]:
    names = _names(plan)
    return [
        {
            "what": str(each["text"]),
            "when": _times(plan["times"], section, str(each["id"])),
            "who": _who(plan["responsible"], section, str(each["id"]), names),
            "origin": origin,
            "source": str(each["source"]),
        }
        for table, section, origin in (
            ("follow_up", "uppfoljning", PLAN),
            ("indicators", "indikatorer", INDICATOR),
        )
        for each in plan[table].to_dict("records")
    ]


def _names(plan: Tables) -> dict[str, str]:
    roles = dict(zip(plan["roles"]["id"], plan["roles"]["title"], strict=True))
    groups = dict(zip(plan["groups"]["id"], plan["groups"]["name"], strict=True))
    return {**roles, **groups}


def _who(responsible: pd.DataFrame, section: str, identity: str, names: Mapping[str, str]) -> str:
    mine = responsible[responsible["section"].eq(section) & responsible["id"].eq(identity)]
    return ", ".join(names.get(each, each) for each in mine["role"])


def _times(times: pd.DataFrame, section: str, identity: str) -> str:
    mine = times[times["section"].eq(section) & times["id"].eq(identity)]
    return " ".join(_span(each) for each in mine.to_dict("records"))


def _span(each: Mapping[Any, Any]) -> str:
    ends = [_day(each["from"]), _day(each["to"])]
    return "/".join(ends) if any(ends) else ""


def _day(moment: Any) -> str:
    return "" if pd.isna(moment) else pd.Timestamp(moment).date().isoformat()
