"""The plan and its outcome in sentences, each tied to its value; what is unknown is said so."""

from ibic_eval.display.outcome_indicators import told_indicators
from ibic_eval.display.outcome_money import told_money
from ibic_eval.display.outcome_risks import told_risks
from ibic_eval.display.outcome_sums import told_sums
from ibic_eval.display.outcome_times import told_times
from ibic_eval.display.outcome_words import Chapter


def sentences(plan: Chapter) -> tuple[str, ...]:
    """Return what came of time plan, money, indicators and risks, and whether the plan adds up."""
    if not plan.context["available"]:
        return (f"{plan.context['name']} har ingen projektplan i underlaget.",)
    return (
        *told_times(plan),
        *told_money(plan),
        *told_indicators(plan),
        *told_risks(plan),
        *told_sums(plan),
    )
