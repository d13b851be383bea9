"""The rules for a goal's status: its main measure decides, and nothing is counted as votes."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_report import GoalLink
from ibic_eval.estimates import final_schemas as s

BY_MUNICIPALITY, BY_PLAN = "kommunen", "planen"


def main_measure(
    goal: str, about: str, link: GoalLink | None, indicators: Iterable[Mapping[Any, Any]]
) -> tuple[str, str]:
    """Return the measure that decides a goal, and who named it, ("", "") where nobody has.

    The municipality's own choice in `slutrapport.yml`; else the plan's, where exactly one of its
    indicators names the goal and is about the same thing.
    """
    if link and link.main:
        return link.main, BY_MUNICIPALITY
    named = [
        str(each["indicator"])
        for each in indicators
        if goal in str(each["goals"]).split() and about and each["about"] == about
    ]
    return (named[0], BY_PLAN) if len(named) == 1 else ("", "")


def combined(verdicts: Collection[str]) -> str:
    """Combine the parts of one measure (areas or groups) without counting them as votes.

    All parts must say the same for it to hold of the whole (an intersection-union test, which needs
    no correction: Berger 1982). Some for and some against or the same is both, whatever the rest
    says. Otherwise a part that can't be told leaves the whole untold.
    """
    against = s.AGAINST in verdicts or s.SAME in verdicts
    if s.FOR in verdicts and against:
        return s.BOTH
    if s.UNKNOWN in verdicts or not verdicts:
        return s.UNKNOWN
    return s.FOR if s.FOR in verdicts else s.AGAINST if s.AGAINST in verdicts else s.SAME


def status_rule(verdicts: Collection[str], sureness: str) -> tuple[str, str]:
    """Return a goal's status and the rule that gave it, from its main measure's parts.

    `verdicts` is what each part says against its target, or against no change; one that is hidden
    or has no limit for "the same" is unknown. Below `ganska_saker` nothing is decided.
    """
    told = combined(verdicts)
    if told == s.UNKNOWN:
        return s.CANT_TELL, s.ONLY_UNKNOWN
    if s.SURENESS.index(sureness) < s.SURENESS.index(s.FAIRLY_SURE):
        return s.CANT_TELL, s.TOO_UNSURE
    return {
        s.FOR: (s.REACHED, s.ALL_FOR),
        s.BOTH: (s.PARTLY, s.MIXED),
        s.AGAINST: (s.NOT_REACHED, s.NONE_FOR),
        s.SAME: (s.NOT_REACHED, s.NO_CHANGE),
    }[told]


def part_verdict(part: Mapping[Any, Any]) -> str:
    """Return what a part of the main measure says; "the same" only together with its margin."""
    unlimited = part["verdict"] == s.SAME and pd.isna(part["margin"])
    return s.UNKNOWN if part["status"] != s.SHOWN or unlimited else str(part["verdict"])


def ladder(doubts: Iterable[str]) -> str:
    """Return how sure a result is: from the top, a step down for each doubt (GRADE).

    Guyatt et al. (2008, BMJ 336:924-926): four grades, lowered for risk of bias, inconsistency,
    indirectness and imprecision; a judgement by those concerned is lowered two steps.
    """
    steps = sum(2 if doubt == s.JUDGED else 1 for doubt in doubts)
    return s.SURENESS[max(len(s.SURENESS) - 1 - steps, 0)]
