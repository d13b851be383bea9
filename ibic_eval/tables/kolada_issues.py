"""Values from Kolada that can't be used: another unit, contradictions, unknown municipalities."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from ibic_eval.tables.issues import WARNING, Issue

CELL = ["kpi", "municipality", "year", "gender"]
RESPONDENTS, DAYS = NO_PERCENT = ("svarande", "tid")  # roles of numbers that may be any size
LARGEST_PERCENT = 100
FEWEST_VALUES = 2  # one municipality alone may have 1 percent or less


class Unusable(NamedTuple):
    """The index labels of values that can't be used, and why, in Swedish."""

    rows: pd.Index
    issues: tuple[Issue, ...]


def unusable_values(values: pd.DataFrame, roles: pd.Series, known: set[str], file: str) -> Unusable:
    """Find values that can't be used among those of the catalogue's indicators.

    `values` has the columns of a snapshot and an index without duplicates; `roles` gives each
    indicator's role and `known` the register's codes.
    """
    percents = ~values["kpi"].map(roles).isin(NO_PERCENT) & values["value"].notna()
    checks = (
        _unknown(values, known, file),
        _contradictory(values, file),
        _other_unit(values[percents], file),
        _outside(values, values["kpi"].map(roles), file),
    )
    found = [each for check in checks for each in check]
    rows = pd.Index([label for labels, _ in found for label in labels]).unique()
    return Unusable(rows, tuple(issue for _, issue in found))


def repeated_issue(values: pd.DataFrame, file: str) -> Iterator[Issue]:
    """Warn once of values that stand twice and are the same."""
    count = int(values.duplicated().sum())
    if count:
        message = (
            f"{_count(count)} i {file} står flera gånger med samma innehåll; de räknas en gång."
        )
        yield Issue(file, message, WARNING)


def _unknown(
    values: pd.DataFrame, known: set[str], file: str
) -> Iterator[tuple[list[object], Issue]]:
    strange = values[~values["municipality"].isin(known)]
    for code, rows in strange.groupby("municipality", sort=True):
        message = (
            f"Kommunkoden {code} i {file} finns inte i registret; kommunen kan ha gått samman med "
            "en annan eller bytt kod. Dess värden används inte."
        )
        yield rows.index.tolist(), Issue(file, message, WARNING, column="municipality")


def _contradictory(values: pd.DataFrame, file: str) -> Iterator[tuple[list[object], Issue]]:
    different = values.drop_duplicates([*CELL, "value", "status"])
    twice = different.loc[different.duplicated(CELL, keep=False), CELL].drop_duplicates()
    if twice.empty:
        return
    rows = values.reset_index(names="label").merge(twice, on=CELL)
    for (kpi, year), part in rows.groupby(["kpi", "year"], sort=True):
        count = len(part[CELL].drop_duplicates())
        message = (
            f"Nyckeltalet {kpi} har {year} olika värden för samma kommun och kön ({count} fall) i "
            f"{file}; de används inte. Hämta värdena på nytt."
        )
        yield part["label"].tolist(), Issue(file, message, column=str(kpi))


def _other_unit(values: pd.DataFrame, file: str) -> Iterator[tuple[list[object], Issue]]:
    for (kpi, year), rows in values.groupby(["kpi", "year"], sort=True):
        largest = float(rows["value"].max())
        if 0 < largest <= 1 and rows["municipality"].nunique() >= FEWEST_VALUES:
            message = (
                f"Nyckeltalet {kpi} har {year} bara värden mellan 0 och 1 i {file}, fast enheten "
                "ska vara procent (85, inte 0,85); värdena används inte. Hämta dem på nytt."
            )
            yield rows.index.tolist(), Issue(file, message, column=str(kpi))


def _outside(
    values: pd.DataFrame, roles: pd.Series, file: str
) -> Iterator[tuple[list[object], Issue]]:
    number = values["value"].astype("float64")
    wrong = number.lt(0) | (number.gt(LARGEST_PERCENT) & ~roles.isin(NO_PERCENT))
    for (kpi, year), rows in values[wrong].groupby(["kpi", "year"], sort=True):
        message = (
            f"Nyckeltalet {kpi} har {year} {_count(len(rows))} utanför det möjliga i {file}; de "
            "används inte. Hämta värdena på nytt."
        )
        yield rows.index.tolist(), Issue(file, message, column=str(kpi))


def _count(count: int) -> str:
    return "1 värde" if count == 1 else f"{count} värden"
