"""Reads released two-way tables, and hides estimates whose counts may not be shown."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from ibic_eval.disclosure.counts import HIDDEN, SHOWN
from ibic_eval.disclosure.cross_tables import CrossTable
from ibic_eval.estimates.goal_rows import UNKNOWN_AREA
from ibic_eval.estimates.goal_schemas import ALL_AREAS, MISSING

Cells = Mapping[str, int | None]  # a row's released counts by column label; None where hidden
Row = dict[str, Any]
Groups = Mapping[str, Sequence[str]]
NO_GROUPS: Groups = MappingProxyType({})

_KEYS = (
    "area", "year", "indicator", "question", "life_area", "level", "unit", "months", "provider",
    "method", "reason", "status",
)  # fmt: skip


def counted(table: pd.DataFrame, groups: Groups = NO_GROUPS) -> CrossTable:
    """Return counts with their persons (`estimates.person_counts`) as a table to release.

    `groups` are sums of columns that are wanted too; `released_rows` has them.
    """
    rows, columns = table.columns[:2]
    return CrossTable(table, rows, columns, persons="persons", groups=groups)


def without_groups(table: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Return a released table without the sums of columns."""
    kept: pd.DataFrame = table[~table[table.columns[1]].isin(list(groups))]
    return kept


def released_rows(table: pd.DataFrame) -> dict[str, Cells]:
    """Return a released table's rows by label; `alla` holds the totals."""
    rows, columns = table.columns[:2]
    return {
        str(label): {
            column: None if pd.isna(n) else int(n)
            for column, n in zip(part[columns], part["n"], strict=True)
        }
        for label, part in table.groupby(rows, sort=False)
    }


def all_shown(cells: Cells, names: Iterable[str]) -> bool:
    """Tell whether every one of these counts may be shown; one that isn't there is 0."""
    return all(cells.get(name, 0) is not None for name in names)


def hidden(row: Row) -> Row:
    """Return a row with its keys only, and the status `dold`."""
    return {name: row[name] for name in _KEYS if name in row} | {"status": HIDDEN, "reason": ""}


def missing(row: Row, reason: str) -> Row:
    """Return a row with its keys only, and the reason why nothing can be estimated."""
    return {name: row[name] for name in _KEYS if name in row} | {
        "status": MISSING,
        "reason": reason,
    }


def shown(row: Row) -> Row:
    """Return a row that may be shown."""
    return row | {"status": SHOWN, "reason": ""}


def typed(rows: Sequence[Row] | pd.DataFrame, schema: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a table with the schema's columns and types; an unknown area has no row."""
    table = pd.DataFrame(rows).reindex(columns=list(schema)).astype(dict(schema))
    if "area" in schema:
        table = table[table["area"].ne(UNKNOWN_AREA)]
    return table.reset_index(drop=True)


def without_person_totals(rows: Sequence[Row], keys: Sequence[str] = ()) -> list[Row]:
    """Return the rows, where an area is hidden without the whole's number of persons and plans.

    Those numbers aren't released with the counts, and less the other areas' they would tell of the
    hidden one. Rows with the same `keys` belong together; years aren't parts of the whole.
    """
    areas = [row for row in rows if row["area"] != ALL_AREAS and row["status"] == HIDDEN]
    told = {tuple(row[key] for key in keys) for row in areas}
    found = []
    for row in rows:
        whole = row["area"] == ALL_AREAS and row.get("year") is None
        if whole and tuple(row[key] for key in keys) in told:
            blank = ("n_persons",) if row.get("n_persons") != row.get("n") else ()
            row = row | dict.fromkeys((*blank, "n_plans"))
        found.append(row)
    return found


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return a table's rows."""
    return [{str(name): row[name] for name in row} for row in table.to_dict("records")]


def from_all(labels: Iterable[str]) -> list[str]:
    """Return the labels with `alla` first."""
    return [ALL_AREAS, *(label for label in labels if label != ALL_AREAS)]
