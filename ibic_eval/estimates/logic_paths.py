"""The programme logic: from activities through effects to goals, each arrow with its evidence.

After figure 1 of report 2021:2 (section 1.4): activities and resources, effects in investigation,
support and follow-up (its chapters 5-7), goals. Nothing is reckoned but how many results say what.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.final_report import PROJECT_GOAL
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_status import combined

ACTIVITIES = "aktiviteter"
INVESTIGATION, DELIVERY, FOLLOW_UP, WHOLE = (
    "utredning", "genomforande", "uppfoljning", "hela_arbetet",
)  # fmt: skip
STAGES = (INVESTIGATION, DELIVERY, FOLLOW_UP, WHOLE)
LACKING = "underlag_saknas"
VERDICTS = (s.FOR, s.AGAINST, s.BOTH, s.SAME, s.UNKNOWN, LACKING)

# Where in the work a measure's effect would be seen. Questions of the survey as report 2021:2 has
# them in its chapters 5-7. A measure that isn't here is of the whole work: training, staff, the
# readiness, and the indicators that the plan has chosen itself.
_STAGE_OF: Mapping[str, str] = {
    **dict.fromkeys(
        ["tid_ansokan", "timmar_per_arende", "livsomraden", "fraga_beslut", "utredningar_ibic",
         "mal_satt", "q4_1", "q5_1", "q5_3", "q6_2"],
        INVESTIGATION,
    ),
    **dict.fromkeys(
        ["delmal", "delmal_andel", "fraga_hansyn", "fraga_nojd", "brukare_helhet",
         "brukare_hansyn", "brukare_tider", "q4_4", "q4_6", "q4_7", "q5_8", "q5_9", "q6_5",
         "q6_8"],
        DELIVERY,
    ),
    **dict.fromkeys(
        ["uppfoljda_12", "mal_natt", "uppfoljningar_ibic", "q5_5", "q5_12", "q6_7"], FOLLOW_UP
    ),
}  # fmt: skip
_REVIEWED: Mapping[str, str] = {
    "utredning": INVESTIGATION, "genomforandeplan": DELIVERY, "uppfoljning": FOLLOW_UP,
}  # fmt: skip

# One row an arrow. The counts are of results that can decide, by what they say; `n_beside` is of
# those that never do (judgements; for effects also what the project did), and `n_hidden` of those
# that rest on too few to be shown. `results` has what was counted, as ids with blanks between.
ARROWS = {
    **dict.fromkeys(["origin", "target"], "string"),
    **dict.fromkeys(["n_for", "n_against", "n_same", "n_unknown"], "Int64"),
    **dict.fromkeys(["n_beside", "n_hidden"], "Int64"),
    **dict.fromkeys(["verdict", "results"], "string"),
}


def stage_of(row: Mapping[Any, Any]) -> str:
    """Return where in the work a piece of evidence (a row of EVIDENCE) belongs."""
    if row["kind"] == c.REVIEW:
        return _REVIEWED.get(str(row["label"]), WHOLE)
    return _STAGE_OF.get(str(row["measure"]), WHOLE)


def stages_of(measure: str, kind: str) -> tuple[str, ...]:
    """Return where a measure of the catalogue would tell of effects; reviews tell of all three."""
    if kind == c.REVIEW:
        return tuple(_REVIEWED.values())
    return (_STAGE_OF.get(measure, WHOLE),)


def arrows(
    evidence: pd.DataFrame,
    goals: pd.DataFrame,
    goal_evidence: pd.DataFrame,
    measures: pd.DataFrame,
) -> pd.DataFrame:
    """Return the arrows of the programme logic (ARROWS), in the order of the work and the plan.

    First one from the activities to each part of the work, with all that is known of it; then one
    from a part to each goal where evidence bears on the goal, or a measure of the catalogue would.
    A goal that nothing would tell of has one from the whole work.
    """
    placed = evidence.assign(stage=[stage_of(row) for row in evidence.to_dict("records")])
    deciding = placed.assign(decides=~placed["kind"].isin(c.JUDGED))
    rows = [_arrow(ACTIVITIES, stage, deciding[deciding["stage"].eq(stage)]) for stage in STAGES]
    joined = goal_evidence.merge(placed, left_on="evidence", right_on="id")
    for goal in goals.to_dict("records"):
        mine = joined[joined["goal"].eq(goal["goal"])]
        would = wanted_stages(str(goal["aspects"]), measures)
        for stage in _in_order({*mine["stage"], *would}):
            rows.append(_arrow(stage, str(goal["goal"]), mine[mine["stage"].eq(stage)]))
    return pd.DataFrame(rows, columns=list(ARROWS)).astype(ARROWS)


def wanted_stages(aspects: str, measures: pd.DataFrame) -> set[str]:
    """Return the parts of the work where a measure in the catalogue would bear on these aspects."""
    wanted = set(aspects.split())
    return {
        stage
        for each in measures.to_dict("records")
        if wanted & set(str(each["aspects"]).split())
        for stage in stages_of(str(each["measure"]), str(each["kind"]))
    }


def arrow_verdict(said: Iterable[str], n_others: int) -> str:
    """Return what an arrow's evidence says together.

    `said` are the verdicts of what can decide, where what is unsure counts as undecided; `n_others`
    counts the rest: what never decides, and what is hidden. They are combined as the parts of a
    goal's main measure are, never counted as votes.
    """
    found = list(said)
    return combined(found) if found or n_others else LACKING


def plan_goals(goals: pd.DataFrame) -> pd.DataFrame:
    """Return the goals as they are drawn: purposes and effects first, the project's own last."""
    late = goals["kind"].eq(PROJECT_GOAL)
    return pd.concat([goals[~late], goals[late]], ignore_index=True)


def _in_order(stages: set[str]) -> list[str]:
    return [stage for stage in STAGES if stage in stages] or [WHOLE]


def _arrow(origin: str, target: str, found: pd.DataFrame) -> dict[str, Any]:
    shown = found[found["status"].eq(s.SHOWN)]
    decides = shown["decides"].fillna(False).astype(bool)
    able = shown[decides]
    sure = able["sureness"].isin([s.FAIRLY_SURE, s.SURE])
    said = able["verdict"].where(sure, s.UNKNOWN)
    n_beside, n_hidden = int((~decides).sum()), int(found["status"].eq(s.HIDDEN).sum())
    return {
        "origin": origin,
        "target": target,
        **{f"n_{name}": int(said.eq(code).sum()) for name, code in _COUNTS.items()},
        "n_beside": n_beside,
        "n_hidden": n_hidden,
        "verdict": arrow_verdict(said, n_beside + n_hidden),
        "results": " ".join(shown["id"]),
    }


_COUNTS = {"for": s.FOR, "against": s.AGAINST, "same": s.SAME, "unknown": s.UNKNOWN}
