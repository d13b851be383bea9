"""Hides what tells of few in the tables on time and complexity, also against subtraction."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, parts_to_hide
from ibic_eval.estimates.case_schemas import ALL_AREAS

# Medians and means of fewer come too near to telling of one.
FEWEST_CASES = 10

Names = Sequence[str]


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


def small_counts(table: pd.DataFrame, count: str, part: str, within: Names) -> pd.DataFrame:
    """Return the table with counts of 1 to 4 missing, and the next where one alone would be known.

    Rows with a missing `part` are the totals of the others.
    """
    hidden = table[count].between(1, MINIMUM - 1).fillna(False)
    for _, rows in table[table[part].notna()].groupby(list(within), sort=False):
        sizes = rows[count].fillna(0).astype("int64")
        hidden |= table.index.isin(parts_to_hide(sizes, MINIMUM))
    return table.assign(**{count: table[count].mask(hidden)})


def protected_totals(table: pd.DataFrame, keys: Names) -> pd.DataFrame:
    """Return the table without the total's numbers of cases where they tell of a small area.

    The row of all areas less the areas that are shown is what the rest have; where that is 1 to 4
    before or after, the total's `n_before` and `n_after` are missing.
    """
    total = table["area"].eq(ALL_AREAS)
    hidden = pd.Series(False, index=table.index)
    for count in ("n_before", "n_after"):
        shown = table[~total].groupby(list(keys))[count].sum().rename("shown").reset_index()
        both = table[list(keys)].merge(shown, how="left", on=list(keys)).set_index(table.index)
        rest = table[count] - both["shown"].fillna(0)
        hidden |= (total & rest.between(1, MINIMUM - 1)).fillna(False).astype(bool)
    return table.assign(
        n_before=table["n_before"].mask(hidden), n_after=table["n_after"].mask(hidden)
    )
