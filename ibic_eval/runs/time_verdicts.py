"""Gathers the chapter's verdicts, and says of each what is known of its cause."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ibic_eval.estimates.case_schemas import (
    ALL_AREAS,
    CONFOUNDED,
    FROM_APPLICATION,
    FROM_START,
    MISSING,
    SHOWN,
    VERDICTS,
)
from ibic_eval.estimates.complexity import INVESTIGATION, PLAN
from ibic_eval.estimates.confounding import attribution
from ibic_eval.estimates.time_changes import RATIO

LEARNING = "larande"
CHANGE = "andring"
NOTHING_ELSE = (
    "Inget annat som kommunen har angett, och ingen av de nationella ändringar som vi känner till, "
    "kom inom tre månader från införandet."
)


def chapter_verdicts(tables: Mapping[str, pd.DataFrame], confounders: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each area and outcome (VERDICTS).

    `tables` has the judged `time_changes`, `learning_fit` and `complexity`.
    """
    rows = [*_times(tables["time_changes"]), *_learning(tables["learning_fit"])]
    rows += _complexity(tables["complexity"])
    said = [_with_cause(row, confounders) for row in rows]
    return pd.DataFrame(said, columns=list(VERDICTS)).astype(VERDICTS)


def with_attribution(table: pd.DataFrame, confounders: pd.DataFrame) -> pd.DataFrame:
    """Return a judged table with its column `attribution` filled in by area."""
    areas = table["area"].dropna().unique()
    known = {str(area): attribution(confounders, str(area))[0] for area in areas}
    return table.assign(attribution=table["area"].map(known).astype("string"))


def _times(changes: pd.DataFrame) -> Iterator[dict[str, object]]:
    for clock in (FROM_APPLICATION, FROM_START):
        rows = changes[changes["clock"].eq(clock) & changes["measure"].eq(RATIO)]
        for row in rows.to_dict("records"):
            yield _taken(row, f"tid_{clock}", RATIO)


def _learning(fits: pd.DataFrame) -> Iterator[dict[str, object]]:
    rows = fits[fits["clock"].eq(FROM_START) & fits["term"].eq(CHANGE)]
    for row in rows.to_dict("records"):
        yield _taken(row, LEARNING, CHANGE)


def _complexity(table: pd.DataFrame) -> Iterator[dict[str, object]]:
    named = {"estimate": "ratio", "ci_low": "ratio_low", "ci_high": "ratio_high"}
    for (area, subject), rows in table.groupby(["area", "subject"], sort=True):
        if area == ALL_AREAS or subject not in (INVESTIGATION, PLAN):
            continue
        surest = rows.sort_values("p", kind="stable", na_position="last").iloc[0]
        row = {str(name): value for name, value in surest.items()}
        row = {**row, **{name: row[other] for name, other in named.items()}}
        measure = row["measure"] if row["status"] == SHOWN else pd.NA
        yield _taken(row, str(subject), measure)


def _taken(row: Mapping[Any, object], outcome: str, measure: object) -> dict[str, object]:
    kept = {str(name): value for name, value in row.items() if name in VERDICTS}
    return {**kept, "outcome": outcome, "measure": measure}


def _with_cause(row: dict[str, object], confounders: pd.DataFrame) -> dict[str, object]:
    cause, sentence = attribution(confounders, str(row["area"]))
    if row["status"] == MISSING:
        return {**row, "attribution": cause, "sentence": sentence}
    status = CONFOUNDED if cause == CONFOUNDED else row["status"]
    said = sentence or NOTHING_ELSE
    return {**row, "attribution": cause, "sentence": said, "status": status}
