"""Hide small cells of two-way tables, alone or with totals in common, also from subtraction."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, SHOWN
from ibic_eval.disclosure.protection import cells_to_hide

TOTAL = "alla"
_MARGIN, _GRAND = 1e2, 1e4  # how many times more it costs to hide a total than a cell

Place = tuple[str, ...]  # a cell (table, row, column), a total (variable, label), or all of them ()


class CrossTable(NamedTuple):
    """Counts of a two-way table: the columns named `rows` and `columns` hold its labels.

    A cell left out is 0. `measure` names the numbers. Where they count something else than persons,
    `persons` names the column with the number of different persons behind each, and the totals
    have rows too.
    """

    counts: pd.DataFrame
    rows: str
    columns: str
    measure: str = "n"
    persons: str | None = None


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
    somebody. Raises ValueError where a cell stands twice or the totals don't add up. A table with
    fewer persons than `minimum` in all is hidden altogether.
    """
    table = CrossTable(counts, rows, columns, count, persons)
    return release_linked({"": table}, minimum)[""]


def release_linked(
    tables: Mapping[str, CrossTable],
    minimum: int = MINIMUM,
    *,
    sums: Mapping[tuple[str, str], Sequence[tuple[str, str, str]]] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return two-way tables of the same things, hidden so that neither gives the other away.

    Each comes out as from `release_cross_table`. Variables of the same name are the same: a total
    of one table is the total of every table with that variable, and all have the same grand total.
    `sums` adds what else is known: a total (variable, label) that is the sum of cells (table, row,
    column). Raises ValueError also where two tables or `sums` disagree.
    """
    grids = {name: _lattice(table) for name, table in tables.items()}
    places = {name: _places(name, table, grids[name]) for name, table in tables.items()}
    numbers = _numbers(grids, places)
    index = {place: number for number, place in enumerate(numbers)}
    n, small = np.array(list(numbers.values()), dtype=np.int64).reshape(-1, 2).T
    equations = [*_equations(list(places.values())), *_known_sums(sums or {})]
    matrix = _matrix(equations, index)
    if (matrix @ n).any():
        raise ValueError("the totals are not the sums of the cells")
    hidden = n > 0
    if n[index[()]] == 0 or small[index[()]] >= minimum:
        hidden = cells_to_hide(n, small < minimum, matrix, _costs(numbers), minimum)
    return {
        name: _released(table, grids[name][0], hidden[_find(places[name], index)])
        for name, table in tables.items()
    }


def _lattice(table: CrossTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the cells with the totals last, and the persons behind each."""
    given = _grid(table, table.measure)
    cells = given.drop(index=TOTAL, columns=TOTAL, errors="ignore")
    whole = pd.concat([cells, cells.sum(axis=1).rename(TOTAL)], axis=1)
    whole = pd.concat([whole, whole.sum().rename(TOTAL).to_frame().T])
    if not given.equals(whole.reindex_like(given)):
        raise ValueError("the totals are not the sums of the cells")
    if table.persons is None:
        return whole, whole
    return whole, _grid(table, table.persons).reindex_like(whole).fillna(0).astype("int64")


def _grid(table: CrossTable, measure: str) -> pd.DataFrame:
    rows, columns = table.rows, table.columns
    keys = table.counts[[rows, columns]].astype("string")
    if keys.duplicated().any():
        raise ValueError("a cell stands twice in the table")
    labels = {name: keys[name].drop_duplicates() for name in (rows, columns)}
    frame = keys.assign(value=table.counts[measure].astype("int64"))
    grid = frame.pivot_table(index=rows, columns=columns, values="value", aggfunc="sum")
    return grid.reindex(index=labels[rows], columns=labels[columns]).fillna(0).astype("int64")


def _places(
    name: str, table: CrossTable, grids: tuple[pd.DataFrame, pd.DataFrame]
) -> list[list[Place]]:
    def place(row: str, column: str) -> Place:
        if row == column == TOTAL:
            return ()
        if row == TOTAL:
            return (table.columns, column)
        return (table.rows, row) if column == TOTAL else (name, row, column)

    return [[place(row, column) for column in grids[0].columns] for row in grids[0].index]


def _numbers(
    grids: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], places: Mapping[str, list[list[Place]]]
) -> dict[Place, tuple[int, int]]:
    """Return the count and the persons of every place; tables must agree on what they share."""
    found: dict[Place, tuple[int, int]] = {}
    for name, (whole, persons) in grids.items():
        values = zip(whole.to_numpy().ravel(), persons.to_numpy().ravel(), strict=True)
        flat = [place for line in places[name] for place in line]
        for place, (count, behind) in zip(flat, values, strict=True):
            before = found.get(place, (int(count), int(behind)))
            if before[0] != count:
                raise ValueError("two tables have different totals of the same")
            found[place] = (int(count), min(before[1], int(behind)))
    return found


Equation = tuple[Sequence[Place], Place]  # what is added, and what it comes to


def _equations(tables: Sequence[list[list[Place]]]) -> list[Equation]:
    lines = [line for table in tables for line in [*table, *map(list, zip(*table, strict=True))]]
    return [(line[:-1], line[-1]) for line in lines]


def _known_sums(
    sums: Mapping[tuple[str, str], Sequence[tuple[str, str, str]]],
) -> list[Equation]:
    return [(cells, total) for total, cells in sums.items()]


def _matrix(equations: Sequence[Equation], index: Mapping[Place, int]) -> csr_array:
    matrix = np.zeros((len(equations), len(index)))
    for number, (terms, total) in enumerate(equations):
        matrix[number, [index[place] for place in terms]] = 1
        matrix[number, index[total]] = -1
    return csr_array(matrix)


def _costs(numbers: Mapping[Place, tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Return the cost of hiding each place: larger cells cost more, totals far more."""
    dearer = {0: _GRAND, 2: _MARGIN, 3: 1.0}
    return np.array(
        [dearer[len(place)] * (1 + np.log1p(count)) for place, (count, _) in numbers.items()]
    )


def _find(places: list[list[Place]], index: Mapping[Place, int]) -> npt.NDArray[np.int64]:
    return np.array([index[place] for line in places for place in line], dtype=np.int64)


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
