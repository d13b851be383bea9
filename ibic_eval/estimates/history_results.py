"""The key results of a run as one tidy table, from the slutrapport's tables."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.final_catalogue import QUASI
from ibic_eval.estimates import history_schemas as h

Row = Mapping[Any, Any]
Period = tuple[str, str]
"""The first and the last day of the data behind a result; blank where unknown."""

PeriodOf = Callable[[Row], Period]

# Decimals kept: what the last bits of a computer, or of a file's digits, say is no change.
_DECIMALS, _MEASURED = 8, ("estimate", "ci_low", "ci_high")
ANSWERS = "svar"  # the municipality's own answers in words: they have no number
# Facts of the summary that no evidence has: what, unit of `n`, and whether it is a share of `of`.
FACTS: Mapping[str, tuple[str, str, bool]] = {
    "moten": ("Planerade möten som hölls", "möten", True),
    "i_tid": ("Aktiviteter som blev klara i tid", "aktiviteter", True),
    "utfall": ("Vad införandet har kostat", "kronor", False),
}


def key_results(
    evidence: pd.DataFrame,
    goals: pd.DataFrame,
    facts: pd.DataFrame,
    period_of: PeriodOf,
    version: str,
) -> pd.DataFrame:
    """Return a run's results (RESULTS) from EVIDENCE, GOALS and FACTS of `final_schemas`.

    What isn't shown in the report has no number here.
    """
    rows = [
        *(_measured(each) for each in _records(evidence[evidence["form"].ne(ANSWERS)])),
        *(_counted(each) for each in _records(facts[facts["fact"].isin(FACTS)])),
        *(_goal(each) for each in _records(goals)),
    ]
    found = [period_of(each) for each in rows]
    own = [last for row, (_, last) in zip(rows, found, strict=True) if row["kind"] != QUASI]
    made = pd.DataFrame(rows, columns=list(h.RESULTS)).assign(
        period_from=[first for first, _ in found], period_to=[last for _, last in found]
    )
    goal, shown = made["kind"].eq(h.GOAL), made["status"].eq(h.SHOWN)
    # A goal rests on all of the municipality's own data.
    made["period_to"] = made["period_to"].mask(goal, max(own, default=""))
    numbers = {name: made[name].where(shown) for name in h.NUMBERS}
    return as_results(made.assign(**numbers, version=version, run=""))


def as_results(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the columns and types of RESULTS, rounded; an unknown word is blank."""
    typed = rows.reindex(columns=list(h.RESULTS)).astype(h.RESULTS).reset_index(drop=True)
    words = [name for name, kind in h.RESULTS.items() if kind == "string"]
    return typed.assign(
        **{name: typed[name].fillna("") for name in words},
        **{name: typed[name].round(_DECIMALS) for name in _MEASURED},
    )


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _measured(each: Row) -> dict[str, Any]:
    return {name: each[name] for name in h.RESULTS if name in each}


def _counted(each: Row) -> dict[str, Any]:
    what, unit, share = FACTS[str(each["fact"])]
    return {
        "id": each["fact"],
        "measure": each["fact"],
        "what": what,
        "chapter": each["chapter"],
        "kind": h.FACT,
        "form": "andel" if share else unit,
        "unit": unit,
        "estimate": each["value"] / each["of"] if share else each["value"],
        "n": int(each["of"]) if share else None,
        "status": h.SHOWN,
    }


def _goal(each: Row) -> dict[str, Any]:
    return {
        "id": f"{h.GOAL}_{each['goal']}",
        "measure": f"{h.GOAL}_{each['goal']}",
        "what": f"{each['goal']}. {each['text']}",
        "chapter": "final_report",
        "kind": h.GOAL,
        "verdict": each["status"],
        "status": h.SHOWN,
    }
