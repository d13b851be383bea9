"""Recommendations that follow from rules: none without a trigger, in the order of the rules."""

from collections.abc import Iterable

import pandas as pd

from ibic_eval.codebook.final_catalogue import Rule
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_conditions import CONDITIONS, Results


def recommendations(rules: Iterable[Rule], results: Results) -> pd.DataFrame:
    """Return the recommendations whose conditions hold (RECOMMENDATIONS), by priority and rule."""
    found = ((rule, CONDITIONS[rule.condition](results, rule.limit)) for rule in rules)
    rows = [
        {
            "rule": rule.id,
            "text": rule.text_sv,
            "why": rule.why_sv,
            "source": rule.source_sv,
            "priority": rule.priority,
            "limit": rule.limit,
            **trigger._asdict(),
        }
        for rule, trigger in found
        if trigger is not None
    ]
    table = pd.DataFrame(rows, columns=list(s.RECOMMENDATIONS)).astype(s.RECOMMENDATIONS)
    return table.sort_values("priority", kind="stable", ignore_index=True)


def rule_table(rules: Iterable[Rule], made: pd.DataFrame) -> pd.DataFrame:
    """Return every rule as the appendix shows it (RULES), and whether it was triggered."""
    rows = [
        {
            "rule": rule.id,
            "condition": rule.condition,
            "condition_says": rule.condition_sv,
            "text": rule.text_sv,
            "why": rule.why_sv,
            "source": rule.source_sv,
            "limit": rule.limit,
            "priority": rule.priority,
            "triggered": rule.id in set(made["rule"]),
        }
        for rule in rules
    ]
    return pd.DataFrame(rows, columns=list(s.RULES)).astype(s.RULES)
