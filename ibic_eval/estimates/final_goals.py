"""What became of each goal: which measure decides it, what it says, and how sure that is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.final_report import GoalLink, goal_about
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_cause import cause_of
from ibic_eval.estimates.final_status import (
    ladder,
    main_measure,
    part_verdict,
    status_rule,
)

INDICATOR = "indikator_"
NO_STATUS = "forvantade_effekter"
_CHOSEN = ["goal", "kind", "text", "about", "main", "main_by"]
_KEPT = [*_CHOSEN, "set_on", "set_when"]
_COUNTS = {"for": s.FOR, "against": s.AGAINST, "same": s.SAME, "unknown": s.UNKNOWN}
Links = Mapping[str, GoalLink]
Row = Mapping[Any, Any]


def chosen_measures(
    goals: pd.DataFrame, links: Links, sorts: Mapping[str, str], indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return each goal with what it is about and the measure that decides it, before any result.

    `goals` has `id, kind, text`. Effects that a plan only reports are left out.
    """
    known = indicators.to_dict("records")
    rows = []
    for goal in goals[goals["kind"].ne(NO_STATUS)].to_dict("records"):
        link = links.get(goal["id"])
        about = goal_about(goal["kind"], link, sorts)
        main, by = main_measure(goal["id"], about, link, known)
        rows.append({**goal, "goal": goal["id"], "about": about, "main": main, "main_by": by})
    return pd.DataFrame(rows, columns=_CHOSEN)


def goal_links(chosen: pd.DataFrame, links: Links, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return which evidence bears on which goal, and what it is to it (GOAL_EVIDENCE).

    `chosen` is as from `chosen_measures`. Evidence bears on a goal that shares an aspect with it,
    that the plan's indicator names, or whose main measure it is.
    """
    rows = [
        {"goal": goal["goal"], "evidence": each["id"], "role": role, "decides": role == s.MAIN}
        for goal in chosen.to_dict("records")
        for each in evidence.to_dict("records")
        if (role := _role(each, goal, links.get(goal["goal"])))
    ]
    return pd.DataFrame(rows, columns=list(s.GOAL_EVIDENCE)).astype(s.GOAL_EVIDENCE)


def goal_statuses(
    chosen: pd.DataFrame,
    links: Links,
    evidence: pd.DataFrame,
    joined: pd.DataFrame,
    lacks: pd.DataFrame,
) -> pd.DataFrame:
    """Return each goal with its status (GOALS); `chosen` also has `set_on` and `set_when`."""
    rows = [
        _goal(goal, links.get(goal["goal"]), _of_goal(evidence, joined, goal["goal"]), lacks)
        for goal in chosen.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(s.GOALS)).astype(s.GOALS)


def _role(each: Row, goal: Row, link: GoalLink | None) -> str:
    """Return what a piece of evidence is to a goal, "" where it doesn't bear on it."""
    of_main = {each["measure"], each["indicator"], f"{INDICATOR}{each['indicator']}"} - {""}
    is_main = bool(goal["main"]) and goal["main"] in of_main and each["about"] == goal["about"]
    aspects = set(link.aspects) if link else set()
    named = goal["goal"] in str(each["goals"]).split()
    if not (is_main or named or aspects & set(str(each["aspects"]).split())):
        return ""
    if each["kind"] in c.JUDGED:
        return s.OPINION
    if is_main:
        return s.MAIN
    return s.SUPPORT if each["about"] == goal["about"] else s.OTHER_SORT


def _of_goal(evidence: pd.DataFrame, joined: pd.DataFrame, goal: str) -> pd.DataFrame:
    mine = joined[joined["goal"].eq(goal)].rename(columns={"evidence": "id"})
    return evidence.merge(mine[["id", "role"]], on="id")


def _goal(goal: Row, link: GoalLink | None, found: pd.DataFrame, lacks: pd.DataFrame) -> Row:
    main = found[found["role"].eq(s.MAIN)]
    verdicts = [part_verdict(part) for part in main.to_dict("records")]
    beside = found[found["status"].eq(s.SHOWN) & found["role"].ne(s.MAIN)]
    doubts = [*_doubts(main), *_inconsistent(verdicts, beside, goal["about"])]
    status, rule = (
        status_rule(verdicts, ladder(doubts))
        if verdicts
        else (s.CANT_TELL, _why_undecided(goal, link, found))
    )
    told = rule in (s.ALL_FOR, s.MIXED, s.NONE_FOR, s.NO_CHANGE, s.TOO_UNSURE)
    speaks_for = main[[verdict == s.FOR for verdict in verdicts]]
    cause, why = cause_of(goal["about"], status, speaks_for)
    return {
        **{name: goal[name] for name in _KEPT},
        "aspects": " ".join(link.aspects) if link else "",
        "comment": link.comment if link else "",
        **_counts(beside),
        "status": status,
        "rule": rule,
        "cause": cause,
        "cause_reason": why,
        "sureness": ladder(doubts) if told else None,
        "doubts": " ".join(doubts) if told else None,
        "lacks": _files(lacks, link),
    }


def _doubts(main: pd.DataFrame) -> list[str]:
    """Return the doubts of any part of the main measure, each once."""
    return list(dict.fromkeys(" ".join(main["doubts"].fillna("")).split()))


def _inconsistent(verdicts: list[str], beside: pd.DataFrame, about: str) -> list[str]:
    """Tell a doubt where another result about the same thing says the opposite of the main one.

    A judgement counts where it says that a goal isn't met, not where it praises what one has done.
    """
    same = beside[beside["about"].eq(about)]
    against = same["verdict"].eq(s.AGAINST).any() and s.FOR in verdicts
    measured = same.loc[same["role"].eq(s.SUPPORT), "verdict"]
    praised = measured.eq(s.FOR).any() and s.AGAINST in verdicts
    return [s.INCONSISTENT] if against or praised else []


def _why_undecided(goal: Row, link: GoalLink | None, found: pd.DataFrame) -> str:
    """Return why a goal has no main result: nothing is known of it, or nobody has chosen."""
    shown = found[found["status"].eq(s.SHOWN)]
    if goal["main"] and len(shown):
        return s.NO_RESULT
    if shown.empty:
        return s.NO_EVIDENCE if goal["main"] or (link and link.aspects) else s.NO_LINK
    if shown["role"].eq(s.OPINION).all():
        return s.ONLY_JUDGED
    return s.NO_MAIN if goal["about"] else s.NO_SORT


def _counts(beside: pd.DataFrame) -> dict[str, int]:
    support = beside.loc[beside["role"].eq(s.SUPPORT), "verdict"]
    judged = beside.loc[beside["role"].eq(s.OPINION), "verdict"]
    return {
        **{f"n_{name}": int(support.eq(code).sum()) for name, code in _COUNTS.items()},
        "n_other": int(beside["role"].eq(s.OTHER_SORT).sum()),
        "n_judged_for": int(judged.eq(s.FOR).sum()),
        "n_judged_against": int(judged.eq(s.AGAINST).sum()),
    }


def _files(lacks: pd.DataFrame, link: GoalLink | None) -> str:
    wanted = set(link.aspects) if link else set()
    return " ".join(
        each["file"]
        for each in lacks.to_dict("records")
        if wanted & set(str(each["aspects"]).split())
    )
