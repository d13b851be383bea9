"""The table that every validation gathers its findings in."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

ERROR = "fel"
WARNING = "varning"
COLUMNS = {
    "file": "string",
    "row": "Int64",
    "column": "string",
    "value": "string",
    "severity": "string",
    "message": "string",
}


@dataclass(frozen=True)
class Issue:
    """One finding: where it is, what stands there and what to do, in Swedish.

    `row` counts as a spreadsheet does (the header is row 1). `value` stays empty wherever the cell
    could hold something about a person.
    """

    file: str
    message: str
    severity: str = ERROR
    row: int | None = None
    column: str = ""
    value: str = ""


def issues_table(issues: Iterable[Issue]) -> pd.DataFrame:
    """Return one row an issue, columns `file, row, column, value, severity, message`."""
    rows = [asdict(issue) for issue in issues]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS) if rows else _NONE.copy()


_NONE = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)  # most checks find nothing


def has_errors(issues: pd.DataFrame) -> bool:
    """Tell whether any issue must be mended before the data can be used."""
    return bool(issues["severity"].eq(ERROR).any())
