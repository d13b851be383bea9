"""One row of evidence: how it is made, judged and graded."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.final_catalogue import Measure
from ibic_eval.codebook.final_report import Level
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_status import ladder

Row = dict[str, Any]
Tables = Mapping[str, pd.DataFrame]
Levels = Mapping[str, Level]

_RAISED = frozenset({"längre", "högre", "bättre", "stiger"})
_LOWERED = frozenset({"kortare", "lägre", "sämre", "faller"})
_EQUAL = "likvärdig"

# What lowers each kind of evidence from the start. A comparison with other municipalities, made by
# others, is lowered by nothing; a before-and-after lacks a control for what would have come anyway.
LOWERED_BY: Mapping[str, tuple[str, ...]] = {
    c.QUASI: (),
    c.BEFORE_AFTER: (s.UNCONTROLLED,),
    c.OWN_LEVEL: (s.SELF_MEASURED,),
    c.REVIEW: (s.SELF_MEASURED,),
    c.PROCESS: (s.SELF_MEASURED,),
    c.JUDGEMENT: (s.JUDGED,),
    c.STAFF: (s.JUDGED,),
}
# Evidence from fewer than this is a step less sure.
FEW = 30


def row(measure: Measure, area: str = "", **found: Any) -> Row:
    """Return a row of evidence for a measure, with what was found; the rest is unknown."""
    blank = {name: None for name in s.EVIDENCE}
    return {
        **blank,
        "id": "_".join(filter(None, (measure.id, area, str(found.get("part", ""))))),
        "measure": measure.id,
        "chapter": measure.chapter,
        "aspects": " ".join(measure.aspects),
        "goals": "",
        "indicator": "",
        "area": area,
        "label": "",
        "what": measure.what_sv,
        "about": measure.about,
        "kind": measure.kind,
        "better": measure.better,
        "form": measure.form,
        "unit": "",
        "level_says": "",
        "doubts": "",
        "attribution": s.NO_CONTRAST,
        "status": s.SHOWN,
        "reason": "",
        "verdict": s.UNKNOWN,
        **{name: value for name, value in found.items() if name in blank},
    }


def compared(measure: Measure, told: str) -> str:
    """Return what a comparison's own verdict ("längre", "likvärdig" ...) says of a goal."""
    if told == _EQUAL:
        return s.SAME
    up, down = told in _RAISED, told in _LOWERED
    if not (up or down):
        return s.UNKNOWN
    return s.FOR if up == (measure.better == c.HIGHER) else s.AGAINST


def against_level(found: Row, level: Any, better: str = c.HIGHER) -> str:
    """Return what an interval says of a level: for where all of it is on the right side."""
    low, high = found["ci_low"], found["ci_high"]
    if any(each is None or pd.isna(each) for each in (level, low, high)):
        return s.UNKNOWN
    above, below = low >= level, high < level
    if better == c.LOWER:
        above, below = high <= level, low > level
    return s.FOR if above else s.AGAINST if below else s.UNKNOWN


def levelled(measure: Measure, found: Row, levels: Levels) -> Row:
    """Return a row of a level: judged against what the municipality has decided, or the catalogue.

    A share's level stands in percent with the municipality.
    """
    level, says = measure.level, measure.level_sv
    own = levels.get(measure.id)
    if own is not None:
        level = own.at_least / (100 if measure.form == "andel" else 1)
        says = f"kommunens nivå: {own.decided}"
    verdict = against_level(found, level, measure.better)
    return {**found, "level": level, "level_says": says, "verdict": verdict}


def doubts_of(found: Row) -> tuple[str, ...]:
    """Return what makes a row doubtful, from its kind, its numbers and its chapter.

    Few is fewer than FEW, but where the project's own doings are counted in full. What coincided
    is a doubt of the cause, and none of what happened.
    """
    few = bool(pd.notna(found["n"])) and found["n"] < FEW and found["kind"] != c.PROCESS
    found_in = ((few, s.FEW_CASES), (bool(found["reason"]), s.CAVEAT))
    own = str(found["doubts"] or "").split()
    return (*LOWERED_BY[found["kind"]], *own, *(doubt for holds, doubt in found_in if holds))


def sureness(found: Row) -> str:
    """Grade a row by the ladder of GRADE; what can't be told is never surer than unsure."""
    grade = ladder(doubts_of(found))
    open_ = found["verdict"] == s.UNKNOWN
    return min(grade, s.UNSURE, key=s.SURENESS.index) if open_ else grade


def evidence_table(rows: list[Row]) -> pd.DataFrame:
    """Return rows as a frame in EVIDENCE, each graded."""
    graded = [
        {**found, "doubts": " ".join(doubts_of(found)), "sureness": sureness(found)}
        for found in rows
    ]
    return pd.DataFrame(graded, columns=list(s.EVIDENCE)).astype(s.EVIDENCE)
