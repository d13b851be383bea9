"""What became of each goal: did it happen, how sure is that, and can IBIC be the cause?"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.final_report import GoalLink
from ibic_eval.estimates import final_schemas as s

# A plan's goals for effects; for its project goals what the project did is an outcome too.
PROJECT_GOAL, PURPOSE = "projektmal", "syfte"
NO_STATUS = "forvantade_effekter"
_OUTCOMES = frozenset({c.BEFORE_AFTER, c.QUASI, c.OWN_LEVEL, c.REVIEW})
_JUDGED = frozenset({c.JUDGEMENT, c.STAFF})
_CONTRASTS = frozenset({c.BEFORE_AFTER, c.QUASI})
_SURE_ENOUGH = (s.FAIRLY_SURE, s.SURE)


def goal_links(
    goals: pd.DataFrame, links: Mapping[str, GoalLink], evidence: pd.DataFrame
) -> pd.DataFrame:
    """Return which evidence bears on which goal (GOAL_EVIDENCE), and whether it can decide it.

    `goals` has `id, kind`. Evidence bears on a goal that shares an aspect with it, or that the
    plan's indicator names. It can decide if it is an outcome, surer than unsure where it says
    something; for project goals what the project did counts as an outcome.
    """
    rows = [
        {
            "goal": goal["id"],
            "evidence": each["id"],
            "decides": _is_outcome(each["kind"], goal["kind"]),
        }
        for goal in goals.to_dict("records")
        if goal["kind"] != NO_STATUS
        for each in evidence.to_dict("records")
        if _bears(each, goal["id"], links.get(goal["id"]))
    ]
    return pd.DataFrame(rows, columns=list(s.GOAL_EVIDENCE)).astype(s.GOAL_EVIDENCE)


def goal_statuses(
    goals: pd.DataFrame,
    links: Mapping[str, GoalLink],
    evidence: pd.DataFrame,
    joined: pd.DataFrame,
    lacks: pd.DataFrame,
) -> pd.DataFrame:
    """Return each goal with its status (GOALS); effects that a plan only reports are left out."""
    rows = [
        _goal(goal, links.get(goal["id"]), _of_goal(evidence, joined, goal["id"]), lacks)
        for goal in goals.to_dict("records")
        if goal["kind"] != NO_STATUS
    ]
    return pd.DataFrame(rows, columns=list(s.GOALS)).astype(s.GOALS)


def status_rule(deciding: Iterable[str], judged: Iterable[str]) -> tuple[str, str]:
    """Return a goal's status and the rule that gave it, from the verdicts of its evidence.

    `deciding` are verdicts of outcomes, where what is unsure counts as undecided; `judged` those of
    judgements. Reached: something speaks for, nothing against, not even a judgement, and no more is
    undecided than speaks for. Partly: something speaks for, but the rest isn't met. Not reached:
    nothing speaks for, and something speaks against or is the same within the margin.
    """
    found, said = list(deciding), list(judged)
    n_for = found.count(s.FOR)
    if n_for:
        if s.AGAINST in (*found, *said) or s.SAME in found:
            return s.PARTLY, s.MIXED
        if found.count(s.UNKNOWN) > n_for:
            return s.PARTLY, s.MOSTLY_UNKNOWN
        return s.REACHED, s.ALL_FOR
    if s.AGAINST in found or s.SAME in found:
        return s.NOT_REACHED, s.NONE_FOR
    if found:
        return s.CANT_TELL, s.ONLY_UNKNOWN
    return s.CANT_TELL, s.ONLY_JUDGED if said else s.NO_EVIDENCE


def cause_of(status: str, supporting: pd.DataFrame) -> tuple[str, str]:
    """Return whether IBIC can be the cause, and the attribution that says so.

    `supporting` is the deciding evidence that speaks for. Only a contrast with before or with
    others, where nothing else coincided, makes IBIC the likely cause.
    """
    if status not in (s.REACHED, s.PARTLY):
        return s.NO_CAUSE, ""
    told = supporting.loc[supporting["kind"].isin(_CONTRASTS), "attribution"]
    for attribution in (s.ALONE, s.CONFOUNDED, s.UNCERTAIN):
        if told.eq(attribution).any():
            likely = attribution == s.ALONE
            return (s.LIKELY if likely else s.CAUSE_UNKNOWN), attribution
    return s.CAUSE_UNKNOWN, s.NO_CONTRAST


def _is_outcome(kind: str, goal_kind: str) -> bool:
    return kind in _OUTCOMES or (kind == c.PROCESS and goal_kind == PROJECT_GOAL)


def _bears(each: Mapping[Any, Any], goal: str, link: GoalLink | None) -> bool:
    named = goal in str(each["goals"]).split()
    aspects = set(link.aspects) if link else set()
    return named or bool(aspects & set(str(each["aspects"]).split()))


def _of_goal(evidence: pd.DataFrame, joined: pd.DataFrame, goal: str) -> pd.DataFrame:
    mine = joined[joined["goal"].eq(goal)].rename(columns={"evidence": "id"})
    return evidence.merge(mine[["id", "decides"]], on="id")


def _goal(
    goal: Mapping[Any, Any], link: GoalLink | None, found: pd.DataFrame, lacks: pd.DataFrame
) -> dict[str, Any]:
    shown = found[found["status"].eq(s.SHOWN)]
    outcomes = shown[shown["decides"].fillna(False).astype(bool)]
    sure = outcomes["sureness"].isin(_SURE_ENOUGH)
    deciding = outcomes["verdict"].where(sure, s.UNKNOWN)
    judged = shown.loc[shown["kind"].isin(_JUDGED), "verdict"]
    status, rule = status_rule(deciding, judged)
    if rule == s.NO_EVIDENCE and (link is None or not link.aspects):
        rule = s.NO_LINK if shown.empty else rule
    decided = outcomes[deciding.ne(s.UNKNOWN)]
    cause, why = cause_of(status, outcomes[deciding.eq(s.FOR)])
    return {
        "goal": goal["id"],
        "kind": goal["kind"],
        "text": goal["text"],
        "aspects": " ".join(link.aspects) if link else "",
        "comment": link.comment if link else "",
        **{f"n_{name}": int(deciding.eq(code).sum()) for name, code in _COUNTS.items()},
        "n_judged_for": int(judged.eq(s.FOR).sum()),
        "n_judged_against": int(judged.eq(s.AGAINST).sum()),
        "status": status,
        "rule": rule,
        "cause": cause,
        "cause_reason": why,
        "sureness": _lowest(decided["sureness"]),
        "lacks": _files(lacks, link),
    }


_COUNTS = {"for": s.FOR, "against": s.AGAINST, "same": s.SAME, "unknown": s.UNKNOWN}


def _lowest(grades: pd.Series) -> str | None:
    return min(grades, key=s.SURENESS.index) if len(grades) else None


def _files(lacks: pd.DataFrame, link: GoalLink | None) -> str:
    wanted = set(link.aspects) if link else set()
    return " ".join(
        each["file"]
        for each in lacks.to_dict("records")
        if wanted & set(str(each["aspects"]).split())
    )
