"""Hide small cells of two-way tables, alone or with totals in common, also from subtraction."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.disclosure import lattice
from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, SHOWN
from ibic_eval.disclosure.lattice import TOTAL, CrossTable, Place
from ibic_eval.disclosure.protection import cells_to_hide

__all__ = ["TOTAL", "CrossTable", "release_cross_table", "release_linked"]


def release_cross_table(
    counts: pd.DataFrame,
    rows: str,
    columns: str,
    count: str = "n",
    minimum: int = MINIMUM,
    *,
    persons: str | None = None,
) -> pd.DataFrame:
    """Return the whole two-way table with its totals, small cells hidden, also from subtraction.

    `counts` is as in `CrossTable`. The table returned has every cell and every total, labelled
    `alla`, with the columns `rows`, `columns`, `count` (Int64, missing where hidden) and `status`
    (visas, dold). Cells and totals of 1 to `minimum` - 1 persons are hidden, and more until each
    hidden one could be any of `minimum` + 1 numbers, given all that is shown and that it holds
    somebody. Where a row or column has fewer persons than `minimum` in all, its empty cells are
    hidden too, since they tell what these are not. Raises ValueError where a cell stands twice or
    the totals don't add up. A table with fewer persons than `minimum` is hidden altogether.
    """
    table = CrossTable(counts, rows, columns, count, persons)
    return release_linked({"": table}, minimum)[""]


def release_linked(
    tables: Mapping[str, CrossTable],
    minimum: int = MINIMUM,
    *,
    sums: Mapping[Place, Sequence[Place]] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return two-way tables of the same things, hidden so that neither gives the other away.

    Each comes out as from `release_cross_table`. Variables of the same name are the same: a total
    of one table is the total of every table with that variable, and all have the same grand total.
    `sums` adds what else is known: a total (variable, label) that is the sum of cells (table, row,
    column). Raises ValueError also where two tables or `sums` disagree.
    """
    joined = lattice.joined(tables, sums or {})
    hidden = np.ones(len(joined.n), dtype=bool)
    few = (joined.n > 0) & (joined.persons < minimum)
    if not few[joined.number[()]]:
        hidden = cells_to_hide(
            joined.n,
            few | lattice.empty_among_few(few, joined),
            joined.sums,
            lattice.costs(tables, joined),
            minimum,
            lattice.unpublished(tables, joined),
        )
    return {
        name: _released(table, joined.grids[name], hidden[lattice.found(name, joined)])
        for name, table in tables.items()
    }


def _released(
    table: CrossTable, whole: pd.DataFrame, hidden: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    released = pd.DataFrame(
        {
            table.rows: whole.index.repeat(len(whole.columns)),
            table.columns: list(whole.columns) * len(whole),
            table.measure: pd.array(whole.to_numpy().ravel(), "Int64"),
            "status": np.where(hidden, HIDDEN, SHOWN),
        }
    )
    numbers = released[table.measure].mask(released["status"].eq(HIDDEN))
    texts = dict.fromkeys([table.rows, table.columns, "status"], "string")
    return released.assign(**{table.measure: numbers}).astype(texts)
