"""What those who were trained thought of it, and how many of them said so."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.estimates.clustered_shares import WILSON, person_share
from ibic_eval.estimates.training_schemas import EVALUATIONS, MISSING, RATES, SHOWN

QUESTIONS = ("innehall", "forstod", "anvanda", "helhet")
HIGH = 2
RATE_METHOD = "räknat; ingen osäkerhet från urval"
NOBODY_KNOWS = "Ingen har tagit ställning."
NO_ATTENDANCE = "Deltagarlista saknas för dagarna då utbildningen utvärderades."
MORE_ANSWERS = "Utvärderingarna är fler än deltagarna i listorna."


def evaluations(answers: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return the share that say to a high or very high degree, by training and question.

    `answers` is the follow-up's `evaluations`; EVALUATIONS. Shares are of those who took a stand,
    with Wilson's interval for a large group of the same kind. One who came several days may have
    answered each time; answers are anonymous, so that can't be seen.
    """
    rows = [
        {"training": training, "label": labels.get(str(training), training),
         "question": question, **_judged(part.loc[part["question"].eq(question), "level"])}
        for training, part in answers.groupby("training", sort=False)
        for question in QUESTIONS
        if part["question"].eq(question).any()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(EVALUATIONS)).astype(EVALUATIONS)


def evaluation_rates(
    answers: pd.DataFrame, attended: pd.DataFrame, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return how many of those attending on the evaluated days that evaluated (RATES).

    A day without a list makes the rate unknown. It is exact, and has no interval.
    """
    rows = [
        {"training": training, "label": labels.get(str(training), training),
         **_rate(part, attended[attended["training"].eq(training)])}
        for training, part in answers.groupby("training", sort=False)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(RATES)).astype(RATES)


def _judged(levels: pd.Series) -> dict[str, object]:
    known = levels.dropna()
    row: dict[str, object] = {"n": len(known), "n_unsure": len(levels) - len(known)}
    if known.empty:
        return {**row, "status": MISSING, "reason": NOBODY_KNOWS}
    found = person_share(int(known.ge(HIGH).sum()), len(known))
    return {
        **row,
        "count": found.count,
        "estimate": found.share,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "method": WILSON,
        "status": SHOWN,
        "reason": "",
    }


def _rate(answers: pd.DataFrame, attended: pd.DataFrame) -> dict[str, object]:
    count = int(answers["person"].nunique())
    days = answers["date"].unique()
    there = attended[attended["date"].isin(days) & attended["hours"].gt(0)]
    row: dict[str, object] = {"count": count}
    if there["date"].nunique() < len(days):
        return {**row, "status": MISSING, "reason": NO_ATTENDANCE}
    n = len(there)
    if count > n:
        return {**row, "n": n, "status": MISSING, "reason": MORE_ANSWERS}
    return {**row, "n": n, "estimate": count / n, "method": RATE_METHOD, "status": SHOWN,
            "reason": ""}  # fmt: skip
