"""Hide small cells of two-way tables, alone or with totals in common, also from subtraction."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from ibic_eval.disclosure.counts import HIDDEN, MINIMUM, SHOWN
from ibic_eval.disclosure.protection import cells_to_hide

TOTAL = "alla"
# How many times more it costs to hide a sum of cells, a total, and the grand total than a cell
_GROUP, _MARGIN, _GRAND = 10.0, 1e2, 1e4

Place = tuple[str, ...]  # a cell (table, row, column), a total (variable, label), or all of them ()


class CrossTable(NamedTuple):
    """Counts of a two-way table: the columns named `rows` and `columns` hold its labels.

    A cell left out is 0. `measure` names the numbers. Where they count something else than persons,
    `persons` names the column with the number of different persons behind each, and the totals
    have rows too. `groups` are sums of columns that are shown as well, by their labels. Without
    `totals`, those of the columns are shown nowhere: they come out hidden, and only sums of rows
    give cells away.
    """

    counts: pd.DataFrame
    rows: str
    columns: str
    measure: str = "n"
    persons: str | None = None
    groups: Mapping[str, Sequence[str]] = MappingProxyType({})
    totals: bool = True


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
    equations = [
        equation
        for name, table in tables.items()
        for equation in _equations(table, places[name], list(grids[name][0].columns))
    ]
    equations += _known_sums(sums or {})
    matrix = _matrix(equations, index)
    if (matrix @ n).any():
        raise ValueError("the totals are not the sums of the cells")
    hidden = n > 0
    groups = {name for table in tables.values() for name in table.groups}
    if n[index[()]] == 0 or small[index[()]] >= minimum:
        costs, nowhere = _costs(numbers, groups), _unpublished(tables, places, index)
        hidden = cells_to_hide(n, small < minimum, matrix, costs, minimum, nowhere)
    return {
        name: _released(table, grids[name][0], hidden[_find(places[name], index)])
        for name, table in tables.items()
    }


def _lattice(table: CrossTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the cells with the totals last, and the persons behind each."""
    given = _grid(table, table.measure)
    cells = given.drop(index=TOTAL, columns=TOTAL, errors="ignore")
    whole = pd.concat([cells, cells.sum().rename(TOTAL).to_frame().T])
    whole = pd.concat([whole, cells.sum(axis=1).rename(TOTAL)], axis=1)
    whole.loc[TOTAL, TOTAL] = cells.to_numpy().sum()
    whole = whole.astype("int64")
    if not given.equals(whole.reindex_like(given)):
        raise ValueError("the totals are not the sums of the cells")
    if table.persons is None:
        n = _with_groups(whole, table, "sum")
        return n, n
    persons = _grid(table, table.persons).reindex_like(whole).fillna(0).astype("int64")
    return _with_groups(whole, table, "sum"), _with_groups(persons, table, "max")


def _with_groups(whole: pd.DataFrame, table: CrossTable, how: str) -> pd.DataFrame:
    """Return the table with its groups; persons of a group are at least those of its largest."""
    groups = {
        name: whole.reindex(columns=list(members), fill_value=0).agg(how, axis=1)
        for name, members in table.groups.items()
    }
    return whole.assign(**groups)


def _grid(table: CrossTable, measure: str) -> pd.DataFrame:
    rows, columns = table.rows, table.columns
    keys = table.counts[[rows, columns]].astype("string")
    if keys.duplicated().any():
        raise ValueError("a cell stands twice in the table")
    labels = [pd.Index(keys[name].drop_duplicates().astype(object)) for name in (rows, columns)]
    grid = np.zeros((len(labels[0]), len(labels[1])), dtype="int64")
    grid[labels[0].get_indexer(keys[rows]), labels[1].get_indexer(keys[columns])] = table.counts[
        measure
    ].to_numpy("int64")
    return pd.DataFrame(grid, index=labels[0], columns=labels[1])


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


def _equations(table: CrossTable, places: list[list[Place]], columns: list[str]) -> list[Equation]:
    total = columns.index(TOTAL)
    found: list[Equation] = [(line[:-1], line[-1]) for line in map(list, zip(*places, strict=True))]
    for line in places:
        found.append((line[:total], line[total]))
        for name, members in table.groups.items():
            terms = [line[columns.index(member)] for member in members if member in columns]
            found.append((terms, line[columns.index(name)]))
    return found


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


def _costs(numbers: Mapping[Place, tuple[int, int]], groups: set[str]) -> npt.NDArray[np.float64]:
    """Return the cost of hiding each place: larger cells cost more, sums far more."""
    dearer = np.array([_dearer(place, groups) for place in numbers])
    sizes = np.array([count for count, _ in numbers.values()], dtype="float64")
    return np.asarray(dearer * (1 + np.log1p(sizes)))


def _unpublished(
    tables: Mapping[str, CrossTable],
    places: Mapping[str, list[list[Place]]],
    index: Mapping[Place, int],
) -> npt.NDArray[np.bool_]:
    """Tell which places no table shows: columns' totals that aren't wanted."""
    flags = np.ones(len(index), dtype=bool)
    for name, table in tables.items():
        lines = places[name] if table.totals else places[name][:-1]
        flags[[index[place] for line in lines for place in line]] = False
    return flags


def _dearer(place: Place, groups: set[str]) -> float:
    if not place:
        return _GRAND
    if len(place) == 2:
        return _MARGIN
    return _GROUP if place[-1] in groups else 1.0


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
