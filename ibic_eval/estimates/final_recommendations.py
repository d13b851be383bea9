"""Recommendations that follow from rules: none without a trigger, in the order of the rules."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ibic_eval.codebook.final_catalogue import Rule
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_conditions import CONDITIONS, Outcome, Results


def tested(rules: Iterable[Rule], results: Results) -> Mapping[str, Outcome | None]:
    """Return of each rule's id what its condition found, None where it can't be tested."""
    return {rule.id: CONDITIONS[rule.condition](results, rule.limit) for rule in rules}


def recommendations(rules: Iterable[Rule], found: Mapping[str, Outcome | None]) -> pd.DataFrame:
    """Return the recommendations whose conditions hold (RECOMMENDATIONS), by priority and rule."""
    rows = [
        {
            "rule": rule.id,
            "text": rule.text_sv,
            "why": rule.why_sv,
            "source": rule.source_sv,
            "priority": rule.priority,
            "limit": rule.limit,
            **outcome._asdict(),
        }
        for rule in rules
        if (outcome := found[rule.id]) is not None and outcome.met
    ]
    table = pd.DataFrame(rows, columns=list(s.RECOMMENDATIONS)).astype(s.RECOMMENDATIONS)
    return table.sort_values("priority", kind="stable", ignore_index=True)


def rule_table(rules: Iterable[Rule], found: Mapping[str, Outcome | None]) -> pd.DataFrame:
    """Return every rule as the appendix shows it (RULES); `met` is missing where untested."""
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
            "met": outcome.met if (outcome := found[rule.id]) is not None else None,
        }
        for rule in rules
    ]
    return pd.DataFrame(rows, columns=list(s.RULES)).astype(s.RULES)
