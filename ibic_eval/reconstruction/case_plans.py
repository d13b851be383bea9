"""Draws the genomförandeplaner and follow-ups of those who were granted support."""

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.case_assessments import GRANTED, providers
from ibic_eval.reconstruction.case_investigations import Flags, Floats, generator
from ibic_eval.reconstruction.case_truth import (
    DONT_KNOW,
    NEGATIVE,
    NEITHER,
    POSITIVE,
    CaseTruth,
)

PLAN, FOLLOW_UP = "genomforandeplan", "uppfoljning"
PLANNED = 0.75  # of those granted support
FOLLOWED_WITHOUT_IBIC = 0.35  # of their plans
EARLIEST, LATEST = 60, 500  # days after the decision, for follow-ups without IBIC
FIRST_DAYS, MEAN_DAYS = 5, 20  # from the decision to the plan
PAGES_SD = 0.3
MORE_SUBGOALS = 0.8  # a split goal has one sub-goal and so many more on average
TAKING_PART = {"person": 0.85, "narstaende": 0.40, "utforare": 0.92, "handlaggare": 0.25}
# What those who aren't positive answer.
OTHERS = {NEITHER: 0.5, NEGATIVE: 0.3, DONT_KNOW: 0.2}
QUESTIONS = ("beslut", "bemotande", "trygg", "nojd", "hansyn")


def draw_plans(
    truth: CaseTruth, cases: pd.DataFrame, assessments: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Return one row a plan or follow-up, in order of date.

    Columns `person, kind, date, area, ibic, provider, goals, split, subgoals, pages` (NaN for
    follow-ups), `took_part_*` and, for follow-ups after IBIC, `quality_*` ("" where not asked).
    Follow-ups after the start are those of `assessments`; before it and without IBIC they are drawn
    here, and no quality question is asked.
    """
    random = generator(seed, truth.code, "planer")
    granted = cases[cases["outcome"].isin(GRANTED) & cases["decided"].notna()]
    granted = granted.assign(provider=providers(truth, granted, seed)).reset_index(drop=True)
    parts = [
        _plans(truth, granted, random),
        _followed_assessments(assessments),
        _other_follow_ups(granted[~granted["ibic"]], random),
    ]
    whole = pd.concat(parts, ignore_index=True)
    kept = whole[whole["date"] <= pd.Timestamp(truth.extracted)]
    ordered = kept.sort_values(["date", "person", "kind"], kind="stable", ignore_index=True)
    return ordered.assign(**_taking_part(len(ordered), random), **_quality(truth, ordered, random))


def _plans(truth: CaseTruth, granted: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    mine = granted[random.uniform(size=len(granted)) < PLANNED].reset_index(drop=True)
    after = mine["after"].to_numpy()
    days = FIRST_DAYS + random.geometric(1 / MEAN_DAYS, len(mine))
    goals = 1 + random.poisson(_by_period(truth, "plan_goals", after) - 1)
    split = random.binomial(goals, _by_period(truth, "split", after))
    pages = _by_period(truth, "plan_pages", after)
    return mine[["person", "area", "provider"]].assign(
        kind=PLAN,
        ibic=after & (random.uniform(size=len(mine)) < truth.plans_by_ibic),
        date=(mine["decided"] + pd.to_timedelta(days, unit="D")).astype("datetime64[s]"),
        goals=goals.astype("float64"),
        split=split.astype("float64"),
        subgoals=(split + random.poisson(MORE_SUBGOALS * split)).astype("float64"),
        pages=pages * np.exp(random.normal(0, PAGES_SD, len(mine))),
    )


def _followed_assessments(assessments: pd.DataFrame) -> pd.DataFrame:
    followed = assessments[assessments["followed_up"].notna()]
    columns = ["person", "area", "provider", "followed_up"]
    once = followed[columns].drop_duplicates(["person", "followed_up"])
    return once.rename(columns={"followed_up": "date"}).assign(kind=FOLLOW_UP, ibic=True)


def _other_follow_ups(granted: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    mine = granted[random.uniform(size=len(granted)) < FOLLOWED_WITHOUT_IBIC]
    days = pd.to_timedelta(random.integers(EARLIEST, LATEST, len(mine)), unit="D")
    date = (mine["decided"] + days).astype("datetime64[s]")
    return mine[["person", "area", "provider"]].assign(kind=FOLLOW_UP, ibic=False, date=date)


def _by_period(truth: CaseTruth, name: str, after: Flags) -> Floats:
    return np.where(after, truth.pair(name, True), truth.pair(name, False))


def _taking_part(count: int, random: np.random.Generator) -> dict[str, Flags]:
    return {
        f"took_part_{who}": random.uniform(size=count) < share for who, share in TAKING_PART.items()
    }


def _quality(
    truth: CaseTruth, plans: pd.DataFrame, random: np.random.Generator
) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.str_]]"]:
    """Draw the answers of those who are asked; one who isn't is asked none of the questions."""
    at_follow_up = (plans["kind"].eq(FOLLOW_UP) & plans["ibic"]).to_numpy(dtype=bool)
    asked = at_follow_up & (random.uniform(size=len(plans)) < truth.asked)
    answers = {}
    for question, share in zip(QUESTIONS, truth.quality, strict=True):
        shares = [share, *((1 - share) * other for other in OTHERS.values())]
        drawn = random.choice([POSITIVE, *OTHERS], size=len(plans), p=shares)
        answers[f"quality_{question}"] = np.where(asked, drawn, "")
    return answers
