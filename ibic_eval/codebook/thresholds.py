"""What decides a goal and could be chosen after the results: levels, targets and main measures."""

import hashlib
from collections.abc import Iterator

from ibic_eval.codebook.final_report import FinalReport
from ibic_eval.codebook.project_plan import ProjectPlan

GOAL, LEVEL, TARGET = "mal", "niva", "malniva"
_SIGNS = 12


def thresholds(report: FinalReport, plan: ProjectPlan | None) -> dict[str, str]:
    """Return everything that decides a goal by its name (`niva:uppfoljda_12`), as fingerprints.

    A fingerprint is the beginning of the SHA-256 of what was chosen: a changed level, direction or
    measure has another, and so has to be registered anew.
    """
    return {name: fingerprint(text) for name, text in _chosen(report, plan)}


def fingerprint(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGNS]


def _chosen(report: FinalReport, plan: ProjectPlan | None) -> Iterator[tuple[str, str]]:
    for goal, link in report.goals.items():
        yield f"{GOAL}:{goal}", "|".join([*sorted(link.aspects), link.about, link.main])
    for measure, level in report.levels.items():
        yield f"{LEVEL}:{measure}", f"{level.at_least:g}"
    for each in plan.indicators if plan else ():
        if each.target.value is not None:
            told = (f"{each.target.value:g}", each.direction, each.unit, each.about, *each.goals)
            yield f"{TARGET}:{each.id}", "|".join(told)
