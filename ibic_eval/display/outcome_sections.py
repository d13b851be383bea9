"""The sections on the plan and what came of it, each in one piece for the notebook."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display import (
    outcome_challenges,
    outcome_gantt,
    outcome_goals,
    outcome_indicators,
    outcome_money,
    outcome_risk_matrix,
    outcome_risks,
    outcome_sums,
    outcome_times,
)
from ibic_eval.display.exhibits import Gallery, Prose
from ibic_eval.display.outcome_words import Chapter, missing_file


def overview(plan: Chapter) -> Gallery:
    """Tell which plan it is, what is missing, and what the plan wants to reach."""
    return Gallery((outcome_goals.basis(plan), outcome_goals.goal_table(plan)))


def recomputed(plan: Chapter) -> Gallery:
    """Show the plan's sums reckoned anew, what contradicts itself, and what can't be read."""
    return Gallery(
        (
            outcome_sums.sum_sentences(plan),
            outcome_sums.finding_table(plan),
            outcome_sums.check_table(plan),
            outcome_goals.gap_table(plan),
        )
    )


def time_plan(plan: Chapter) -> Gallery:
    """Show the time plan and what slipped."""
    return Gallery(
        (
            _missing(plan, "aktivitetslage.csv", plan.activities),
            Prose(tuple(outcome_times.told_times(plan))),
            outcome_gantt.time_figure(plan),
            outcome_times.time_table(plan),
        )
    )


def budget(plan: Chapter) -> Gallery:
    """Show the budget against what was spent."""
    return Gallery(
        (
            _missing(plan, "kostnader.csv", plan.budget_posts),
            outcome_money.money_sentences(plan),
            outcome_money.year_table(plan),
            outcome_money.kind_table(plan),
            outcome_money.funding_table(plan),
        )
    )


def risks(plan: Chapter) -> Gallery:
    """Show the risks with what moved and became real."""
    return Gallery(
        (
            _missing(plan, "risklage.csv", plan.risks),
            Prose(tuple(outcome_risks.told_risks(plan))),
            outcome_risk_matrix.risk_matrix(plan),
            outcome_risks.risk_table(plan),
        )
    )


def indicators(plan: Chapter) -> Gallery:
    """Show the indicators against their targets, and what closes the project."""
    return Gallery(
        (
            _missing(plan, "indikatorer.csv", plan.indicators),
            Prose(tuple(outcome_indicators.told_indicators(plan))),
            outcome_indicators.indicator_table(plan),
            outcome_indicators.closing_table(plan),
        )
    )


def afterwards(plan: Chapter) -> Gallery:
    """Show the decisions, and who looks after IBIC when the project is over."""
    return Gallery(
        (outcome_indicators.decision_table(plan), outcome_indicators.administration_table(plan))
    )


def challenges(plan: Chapter, shares: pd.DataFrame, labels: Mapping[str, str]) -> Gallery:
    """Show the plan's challenges and success factors beside the nation's."""
    return Gallery(
        (
            outcome_challenges.no_statements(plan),
            outcome_challenges.challenge_table(plan, shares, labels),
        )
    )


def _missing(plan: Chapter, file: str, planned: pd.DataFrame) -> Prose:
    """Say that a file is missing, where the plan has something to compare it with."""
    return Prose(()) if planned.empty else missing_file(plan.context, file)
