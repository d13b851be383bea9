"""Hides what tells of few in the tables on time and complexity, also against subtraction."""

from collections.abc import Sequence
from typing import TypeVar

import pandas as pd

from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, parts_to_hide

# Medians and means of fewer come too near to telling of one.
FEWEST_CASES = 10

_OF_CASES = ["n", "n_open", "n_not_yet", "n_persons", "n_before", "n_after"]
_OF_STAFF = ["n_case_workers"]
_TEN, _HALF = 10, 5

Names = Sequence[str]
Count = TypeVar("Count", int, pd.Series)


def released_parts(table: pd.DataFrame, part: str, within: Names, numbers: Names) -> pd.DataFrame:
    """Hide parts of few persons or cases, and more where the total would give one away.

    `table` has `n` and `n_persons`; the rows with a missing `part` are totals, of which the others
    in the same `within` are the parts. Hidden rows lose `numbers` and get the status `dold`, also
    those that had nothing to show but how few they are.
    """
    few = table["n_persons"].between(1, MINIMUM - 1) | table["n"].between(1, FEWEST_CASES - 1)
    hidden = few.fillna(False).astype(bool)
    for _, rows in table[table[part].notna()].groupby(list(within), sort=False):
        sizes = rows["n_persons"].fillna(0).astype("int64")
        # few cases count as few persons, so that a hidden row isn't the total less the rest
        sizes = sizes.mask(hidden[rows.index] & sizes.gt(0), 1)
        hidden |= table.index.isin(parts_to_hide(sizes, MINIMUM))
    return blanked(table, hidden, numbers)


def blanked(table: pd.DataFrame, hidden: pd.Series, numbers: Names) -> pd.DataFrame:
    """Return the table with the hidden rows' numbers missing and their status `dold`."""
    blank = {name: table[name].mask(hidden) for name in numbers}
    return table.assign(**blank, status=table["status"].mask(hidden, HIDDEN).astype("string"))


def in_tens(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its numbers of cases and persons in tens, those of 1 to 4 missing.

    The chapter counts the same cases by year, by period, by clock, with and without open ones, so
    that the difference of two exact numbers could tell of a few. Of two numbers in tens it can't
    (conventional rounding, Hundepool et al. 2012, section 5.4). Case workers aren't rounded: they
    aren't those that the cases are about.
    """
    counts = table.columns.intersection(_OF_CASES)
    every = counts.union(table.columns.intersection(_OF_STAFF))
    kept = {name: table[name].mask(table[name].between(1, MINIMUM - 1)) for name in every}
    return table.assign(**kept | {name: in_ten(kept[name]) for name in counts})


def in_ten(count: Count) -> Count:
    """Return a number of cases to the nearest ten, half up."""
    return (count + _HALF) // _TEN * _TEN
