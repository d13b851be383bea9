"""Entries of a project plan as rows: each kind of value becomes its columns."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.project_fields import specs
from ibic_eval.codebook.project_plan import ProjectPlan

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "text": {"": "string"},
    "words": {"": "string", "_says": "string"},
    "figure": {"": "Float64", "_says": "string", "_approximate": "boolean"},
    "when": {"_from": "datetime64[s]", "_to": "datetime64[s]", "_says": "string"},
    "source": {"": "string", "_document": "string", "_place": "string"},
}


def columns_of(entry: type) -> dict[str, str]:
    """Return the columns of an entry class's table and their types.

    A figure has its value, `_says` (the plan's own words where they are not the value: "XX", "ca
    750") and `_approximate`; a time has `_from`, `_to` (NaT where open or unknown) and `_says`; a
    source is what a reader wants, with `_document` and `_place`. Lists have tables of their own.
    """
    return {
        f"{name}{ending}": dtype
        for name, spec in specs(entry)
        for ending, dtype in _COLUMNS.get(spec.kind.shape, {}).items()
    }


def rows_of(entries: Iterable[Any], plan: ProjectPlan) -> list[dict[str, Any]]:
    """Return one row an entry, with the columns of `columns_of` its class."""
    return [_row(entry, plan) for entry in entries]


def _row(entry: Any, plan: ProjectPlan) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, spec in specs(type(entry)):
        row |= _cells(name, spec.kind.shape, getattr(entry, name), plan)
    return row


def _cells(name: str, shape: str, value: Any, plan: ProjectPlan) -> dict[str, Any]:
    if shape == "text":
        return {name: value or None}
    if shape == "source":
        text = plan.source_text(value)
        return {name: text, f"{name}_document": value.document, f"{name}_place": value.place}
    if shape not in _COLUMNS:
        return {}
    says = {f"{name}_says": value.says or None}
    if shape == "when":
        span = value.value
        days = (span.first, span.last) if span else (None, None)
        return {f"{name}_from": days[0], f"{name}_to": days[1], **says}
    rough = {f"{name}_approximate": value.approximate} if shape == "figure" else {}
    return {name: value.value, **says, **rough}


def table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a typed table; without rows it has the same columns and types."""
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))
