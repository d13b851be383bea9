"""The conditions of the recommendations: what in the results triggers each rule.

A condition returns None where nothing is known to test it on: that isn't the same as not met.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from ibic_eval.codebook.final_catalogue import BEFORE_AFTER, JUDGEMENT, PROCESS, QUASI
from ibic_eval.codebook.final_report import PROJECT_GOAL, PURPOSE
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_evidence_cases import TIME
from ibic_eval.estimates.final_evidence_introduction import coverage
from ibic_eval.estimates.final_released import contradictions, money, released

Tables = Mapping[str, pd.DataFrame]
_NONE = pd.DataFrame()
EVERYONE = "alla"
DONT_KNOW = "vet_inte"
LONGER, FALLING = "längre", "faller"


class Outcome(NamedTuple):
    """Whether a rule's limit was met, by what number of how many, its interval, and of what."""

    met: bool
    value: float
    n: int | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    named: str = ""
    chapter: str = "final_report"


class Results(NamedTuple):
    """What the conditions look at: the chapters' tables, and what the report made of them."""

    tables: Tables
    has_plan: bool
    goals: pd.DataFrame
    evidence: pd.DataFrame
    lacks: pd.DataFrame


Condition = Callable[[Results, float], Outcome | None]


def goals_without_data(results: Results, limit: float) -> Outcome | None:
    """Trigger where at least `limit` goals for effects have no outcome to be judged by."""
    goals = results.goals[~results.goals["kind"].isin([PROJECT_GOAL, PURPOSE])]
    without = goals[goals["rule"].isin(s.UNMEASURED)]
    files = dict.fromkeys(" ".join(without["lacks"]).split())
    return _counted(len(without), len(goals), limit, " ".join(files))


def confounded(results: Results, limit: float) -> Outcome | None:
    """Trigger where at least `limit` changes can't be told apart from something else."""
    told = results.evidence
    changes = told[
        told["kind"].isin([BEFORE_AFTER, QUASI])
        & told["status"].eq(s.SHOWN)
        & told["verdict"].ne(s.UNKNOWN)
    ]
    mixed = changes[changes["attribution"].eq(s.CONFOUNDED)]
    names = " ".join(dict.fromkeys(mixed["area"]))
    return _counted(len(mixed), len(changes), limit, names, TIME)


def longer_not_falling(results: Results, limit: float) -> Outcome | None:
    """Trigger where at least `limit` areas take longer, and the time hasn't been seen to fall."""
    verdicts = results.tables.get(f"{TIME}_verdicts", _NONE)
    if verdicts.empty:
        return None
    longer = _areas(verdicts, "tid_ansokan", LONGER)
    stuck = [area for area in longer if area not in _areas(verdicts, "larande", FALLING)]
    areas = verdicts.loc[
        verdicts["outcome"].eq("tid_ansokan") & verdicts["estimate"].notna(), "area"
    ]
    return _counted(len(stuck), len(areas), limit, " ".join(stuck), TIME)


def training_below_target(results: Results, limit: float) -> Outcome | None:
    """Trigger at the group with the lowest share trained, where that is surely below its target."""
    rows = coverage(results.tables)
    if rows.empty:
        return None
    return _lowest(rows, rows["estimate"] < rows["target"].fillna(limit), "implementation")


def reviewers_disagree(results: Results, limit: float) -> Outcome | None:
    """Trigger where Krippendorff's alpha over all criteria is below `limit`."""
    rows = results.tables.get("implementation_reviews_agreement", _NONE)
    if rows.empty:
        return None
    whole = rows[rows["criterion"].eq(EVERYONE) & rows["estimate"].notna()]
    return _lowest(whole.assign(label=""), whole["estimate"] < limit, "implementation")


def criterion_low(results: Results, limit: float) -> Outcome | None:
    """Trigger at the criterion least often met, where its whole interval is below `limit`."""
    rows = results.tables.get("implementation_reviews_profile", _NONE)
    if rows.empty:
        return None
    latest = rows[
        rows["period"].eq("senaste")
        & rows["criterion"].ne("alla_delar")
        & rows["kind"].ne(EVERYONE)
    ]
    named = latest.assign(label=latest["criterion"] + ":" + latest["kind"])
    return _lowest(named, named["ci_high"] < limit, "implementation")


def few_goals(results: Results, limit: float) -> Outcome | None:
    """Trigger where the share of persons with a goal is surely below `limit`."""
    return _low_share(results, "mal_satt", limit)


def few_followed(results: Results, limit: float) -> Outcome | None:
    """Trigger where the share followed up within twelve months is surely below `limit`."""
    return _low_share(results, "uppfoljda_12", limit)


def no_target(results: Results, limit: float) -> Outcome | None:
    """Trigger where at least `limit` indicators of the plan have no target."""
    indicators = released(results.tables, "indicators")
    if indicators.empty:
        return None
    targets = indicators["target"]
    return _counted(int(targets.isna().sum()), len(targets), limit, "", "implementation")


def no_administration(results: Results, limit: float) -> Outcome | None:
    """Trigger where the plan says nothing of what is to hold after the project."""
    if not results.has_plan:
        return None
    silent = released(results.tables, "administration").empty
    return _counted(int(silent), 1, limit, "", "implementation")


def over_budget(results: Results, limit: float) -> Outcome | None:
    """Trigger where what was spent is more than `limit` (a share) over the budget."""
    found = money(results.tables)
    if found is None or found.share is None:
        return None
    over = found.share - 1
    return Outcome(over > limit, over, chapter="implementation")


def no_time_before(results: Results, limit: float) -> Outcome | None:
    """Trigger where cases exist, but none from before the start in an area that has begun."""
    rows = results.tables.get(f"{TIME}_extent", _NONE)
    if rows.empty:
        return None
    begun = set(rows.loc[rows["period"].eq("efter"), "area"])
    before = set(rows.loc[rows["period"].eq("fore") & rows["n"].fillna(1).gt(0), "area"])
    return _counted(len(begun - before), len(begun), limit, " ".join(sorted(begun - before)), TIME)


def plan_contradicts(results: Results, limit: float) -> Outcome | None:
    """Trigger where at least `limit` things in the plan don't agree."""
    if not results.has_plan:
        return None
    return _counted(len(contradictions(results.tables)), None, limit, "", "implementation")


def own_dont_know(results: Results, limit: float) -> Outcome | None:
    """Trigger where the municipality doesn't know the answer to `limit` questions or more."""
    told = results.evidence[results.evidence["kind"].eq(JUDGEMENT)]
    unsure = told["label"].str.contains(f":{DONT_KNOW}")
    return _counted(int(unsure.sum()), len(told), limit, "", "own_answers")


def small_groups(results: Results, limit: float) -> Outcome | None:
    """Trigger where at least `limit` results that bear on goals are hidden."""
    outcomes = results.evidence[results.evidence["kind"].ne(PROCESS)]
    return _counted(int(outcomes["status"].eq(s.HIDDEN).sum()), len(outcomes), limit)


CONDITIONS: Mapping[str, Condition] = {
    "mal_utan_underlag": goals_without_data,
    "sammanblandade": confounded,
    "tid_langre_inte_faller": longer_not_falling,
    "utbildning_under_mal": training_below_target,
    "granskare_oense": reviewers_disagree,
    "kriterium_lagt": criterion_low,
    "fa_mal": few_goals,
    "fa_uppfoljda": few_followed,
    "indikatorer_utan_mal": no_target,
    "ingen_forvaltning": no_administration,
    "kostnad_over_budget": over_budget,
    "ingen_tid_fore": no_time_before,
    "plan_motsager_sig": plan_contradicts,
    "kommunen_vet_inte": own_dont_know,
    "for_sma_grupper": small_groups,
}


def _counted(
    count: int, of: int | None, limit: float, named: str = "", chapter: str = "final_report"
) -> Outcome | None:
    return None if of == 0 else Outcome(count >= limit, count, of, named=named, chapter=chapter)


def _areas(verdicts: pd.DataFrame, outcome: str, verdict: str) -> list[str]:
    kept = verdicts["outcome"].eq(outcome) & verdicts["verdict"].eq(verdict)
    return [str(area) for area in verdicts.loc[kept, "area"]]


def _low_share(results: Results, measure: str, limit: float) -> Outcome | None:
    told = results.evidence[results.evidence["measure"].eq(measure)]
    return _lowest(told, told["ci_high"] < limit, "goal_attainment")


def _lowest(rows: pd.DataFrame, low: "pd.Series[bool]", chapter: str) -> Outcome | None:
    known = rows[low.notna()]
    if known.empty:
        return None
    under = known[low[low.notna()].astype(bool)]
    lowest = (known if under.empty else under)["estimate"].astype(float).idxmin()
    each = known.loc[lowest].to_dict()
    return Outcome(
        not under.empty,
        float(each["estimate"]),
        None if pd.isna(each["n"]) else int(each["n"]),
        None if pd.isna(each["ci_low"]) else float(each["ci_low"]),
        None if pd.isna(each["ci_high"]) else float(each["ci_high"]),
        named=str(each["label"]),
        chapter=chapter,
    )
