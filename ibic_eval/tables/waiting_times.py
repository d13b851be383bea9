"""Waiting and investigation times in days, as municipalities have reported them to Kolada."""

from typing import NamedTuple

import pandas as pd

from ibic_eval.tables.issues import issues_table
from ibic_eval.tables.kolada_issues import DAYS, repeated_issue, unusable_values
from ibic_eval.tables.satisfaction import CELL, HIDDEN, MISSING, NO_CODE, SHOWN, TOTAL

SCHEMA = {
    "kpi": "string",
    "label_sv": "string",
    "service": "string",
    "municipality": "string",
    "year": "Int64",
    "days": "Float64",
    "status": "string",
}
MEDIANS_SCHEMA = {
    "kpi": "string",
    "label_sv": "string",
    "service": "string",
    "year": "Int64",
    "days": "Float64",
    "n_municipalities": "Int64",
}


class WaitingTables(NamedTuple):
    """The days of each municipality, and the issues of the values they were made from."""

    times: pd.DataFrame
    issues: pd.DataFrame


def type_waiting_times(
    values: pd.DataFrame,
    catalogue: pd.DataFrame,
    register: pd.DataFrame,
    file: str = "values.parquet",
) -> WaitingTables:
    """Return one row an indicator, municipality and year (SCHEMA), and the issues.

    `values` is a snapshot of Kolada, `catalogue` the indicators that are used, of which those of
    role `tid` are taken, for women and men together. `days` is as the municipality has reported it,
    a mean or a median as `label_sv` says; fewer is not always better, since a short investigation
    can be an incomplete one. For the years that any municipality has a row of, what one has no row
    for is `saknas`. Left out with an issue: days below 0, contradictory duplicates, a municipality
    that is not in the register.
    """
    kpis = catalogue[catalogue["role"].eq(DAYS)]
    used = values[values["kpi"].isin(kpis["kpi"]) & values["gender"].eq(TOTAL)]
    used = used.reset_index(drop=True)
    found = unusable_values(used, kpis.set_index("kpi")["role"], set(register["code"]), file)
    sound = used[~used.index.isin(found.rows)].drop_duplicates(CELL)
    issues = issues_table([*found.issues, *repeated_issue(used, file)])
    return WaitingTables(_times(sound, kpis), issues)


def median_times(times: pd.DataFrame) -> pd.DataFrame:
    """Return the median over the municipalities that have days, by indicator and year.

    Columns of MEDIANS_SCHEMA. Each municipality counts once, however many decisions it has made:
    the median of medians is not the country's median.
    """
    shown = times[times["status"].eq(SHOWN)]
    keys = ["kpi", "label_sv", "service", "year"]
    medians = shown.groupby(keys, as_index=False).agg(
        days=("days", "median"), n_municipalities=("municipality", "nunique")
    )
    return medians.astype(MEDIANS_SCHEMA)[list(MEDIANS_SCHEMA)]


def _times(values: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    years = values[["kpi", "year"]].drop_duplicates()
    cells = years.merge(values[["municipality"]].drop_duplicates(), how="cross")
    rows = cells.merge(values[[*CELL, "value", "status"]], how="left", on=CELL[:3])
    rows = rows.merge(kpis[["kpi", "label_sv", "service"]], on="kpi")
    given = rows["status"].eq(NO_CODE).fillna(False) & rows["value"].notna()
    hidden = rows["status"].eq(HIDDEN).fillna(False)
    status = pd.Series(MISSING, rows.index, dtype="string")
    status = status.mask(hidden, HIDDEN).mask(given, SHOWN)
    typed = rows.assign(days=rows["value"].where(given), status=status).astype(SCHEMA)
    return typed[list(SCHEMA)].sort_values(["kpi", "municipality", "year"], ignore_index=True)
