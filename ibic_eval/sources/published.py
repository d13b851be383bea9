"""The figures of report 2021:2 and the contradictions among them."""

from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.sources.reference import read_reference

PUBLISHED_TYPES = {
    "id": "string",
    "section": "string",
    "origin": "string",
    "item": "string",
    "area": "string",
    "group": "string",
    "answer": "string",
    "unit": "string",
    "low": "float64",
    "high": "float64",
    "reading": "string",
    "printed": "string",
    "n": "Int64",
    "year": "Int64",
    "note": "string",
}
FINDING_COLUMNS = ("id", "finding")


def read_published(path: Path) -> pd.DataFrame:
    """Return one row a published figure, typed, in the order of the report.

    Columns `id, section, origin, item, area, group, answer, unit, low, high, reading, printed, n,
    year, note`. `low` and `high` are as printed: percent, counts or percentage points by `unit`,
    the same number twice for a single figure. `n` and `note` may be NA. Raises InputError.
    """
    texts = read_reference(path, PUBLISHED_TYPES)
    try:
        return texts.astype(PUBLISHED_TYPES)
    except (TypeError, ValueError) as error:
        advice = "low, high, n och year ska vara tal med decimalpunkt"
        raise InputError(f"Filen {path} har ett värde som inte är ett tal; {advice}.") from error


def read_findings(path: Path) -> pd.DataFrame:
    """Return one row a contradiction in the report: `id` of the figure and `finding` in Swedish."""
    return read_reference(path, FINDING_COLUMNS)
