"""Every cell, sum and total of two-way tables, with the equations that bind them together."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

TOTAL = "alla"
# How many times more it costs to hide a sum of cells, a total, and the grand total than a cell
_GROUP, _MARGIN, _GRAND = 10.0, 1e2, 1e4

Place = tuple[str, ...]  # a cell (table, row, column), a total (variable, label), or all of them ()
Flags = npt.NDArray[np.bool_]
Places = list[list[Place]]
Grids = tuple[pd.DataFrame, pd.DataFrame]


class CrossTable(NamedTuple):
    """Counts of a two-way table: the columns named `rows` and `columns` hold its labels.

    A cell left out is 0. `measure` names the numbers. Where they count something else than persons,
    `persons` names the column with the number of different persons behind each, and the totals
    have rows too. `groups` are sums of columns that are shown as well, by their labels. Without
    `row_totals` or `column_totals` these are shown nowhere: they come out hidden, and give no cells
    away.
    """

    counts: pd.DataFrame
    rows: str
    columns: str
    measure: str = "n"
    persons: str | None = None
    groups: Mapping[str, Sequence[str]] = MappingProxyType({})
    row_totals: bool = True
    column_totals: bool = True


class Lattice(NamedTuple):
    """All places of some tables: how many things and persons are at each.

    `sums` times `n` is 0. `number` is that of each place; `places` are those of each table and
    `grids` its counts, both with totals and groups.
    """

    n: npt.NDArray[np.int64]
    persons: npt.NDArray[np.int64]
    sums: csr_array
    number: Mapping[Place, int]
    places: Mapping[str, Places]
    grids: Mapping[str, pd.DataFrame]


def joined(tables: Mapping[str, CrossTable], sums: Mapping[Place, Sequence[Place]]) -> Lattice:
    """Return the places of all tables, which share the totals of variables of the same name.

    `sums` has more totals that are the sums of cells; those that are in no table are 0. Raises
    ValueError where a cell stands twice, or totals disagree.
    """
    grids = {name: _grids(table) for name, table in tables.items()}
    places = {name: _places(name, table, grids[name][0]) for name, table in tables.items()}
    numbers = _numbers(grids, places)
    index = {place: number for number, place in enumerate(numbers)}
    n, persons = np.array(list(numbers.values()), dtype=np.int64).reshape(-1, 2).T
    equations = [
        equation
        for name, table in tables.items()
        for equation in _equations(table, places[name], list(grids[name][0].columns))
    ]
    matrix = _matrix([*equations, *_known(sums, index)], index)
    if (matrix @ n).any():
        raise ValueError("the totals are not the sums of the cells")
    return Lattice(n, persons, matrix, index, places, {name: grids[name][0] for name in tables})


def empty_among_few(few: Flags, lattice: Lattice) -> Flags:
    """Tell which empty cells would say what few persons are not: those in a line with `few`."""
    flags = np.zeros(len(lattice.n), dtype=bool)
    for name, table in lattice.places.items():
        cells = found(name, lattice).reshape(len(table), -1)
        totals = np.array([[len(place) < 3 for place in line] for line in table])
        lines = [*zip(cells, totals, strict=True), *zip(cells.T, totals.T, strict=True)]
        for line, total in lines:
            if few[line[total]].any() and not total.all():
                flags[line] |= lattice.n[line] == 0
    return flags


def unpublished(tables: Mapping[str, CrossTable], lattice: Lattice) -> Flags:
    """Tell which places no table shows: totals that aren't wanted."""
    flags = np.ones(len(lattice.n), dtype=bool)
    for name, table in tables.items():
        total = list(lattice.grids[name].columns).index(TOTAL)
        lines = lattice.places[name][: None if table.column_totals else -1]
        shown = {place for line in lines for place in line}
        if not table.row_totals:
            shown -= {line[total] for line in lines}
        flags[[lattice.number[place] for place in shown]] = False
    return flags


def costs(tables: Mapping[str, CrossTable], lattice: Lattice) -> npt.NDArray[np.float64]:
    """Return the cost of hiding each place: larger cells cost more, sums far more."""
    groups = {name for table in tables.values() for name in table.groups}
    dearer = np.array([_dearer(place, groups) for place in lattice.number])
    return np.asarray(dearer * (1 + np.log1p(lattice.n)))


def found(name: str, lattice: Lattice) -> npt.NDArray[np.int64]:
    """Return the numbers of a table's places, row by row."""
    flat = [lattice.number[place] for line in lattice.places[name] for place in line]
    return np.array(flat, dtype=np.int64)


def _grids(table: CrossTable) -> Grids:
    """Return the cells with the totals last, and the persons behind each."""
    given = _grid(table, table.measure)
    cells = given.drop(index=TOTAL, columns=TOTAL, errors="ignore")
    whole = _with_totals(cells)
    if not given.equals(whole.reindex_like(given)):
        raise ValueError("the totals are not the sums of the cells")
    if table.persons is None:
        n = _with_groups(whole, table, np.sum)
        return n, n
    persons = _grid(table, table.persons).reindex_like(whole).fillna(0).astype("int64")
    return _with_groups(whole, table, np.sum), _with_groups(persons, table, np.max)


def _with_totals(cells: pd.DataFrame) -> pd.DataFrame:
    numbers = cells.to_numpy("int64")
    rows = np.vstack([numbers, numbers.sum(axis=0)])
    whole = np.column_stack([rows, rows.sum(axis=1)])
    return pd.DataFrame(whole, index=[*cells.index, TOTAL], columns=[*cells.columns, TOTAL])


def _with_groups(
    whole: pd.DataFrame, table: CrossTable, how: Callable[..., npt.NDArray[np.int64]]
) -> pd.DataFrame:
    """Return the table with its groups; persons of a group are at least those of its largest."""
    groups = {
        name: how(whole.reindex(columns=list(members), fill_value=0).to_numpy(), axis=1)
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
    at = [
        label.get_indexer(keys[name]) for label, name in zip(labels, (rows, columns), strict=True)
    ]
    grid[at[0], at[1]] = table.counts[measure].to_numpy("int64")
    return pd.DataFrame(grid, index=labels[0], columns=labels[1])


def _places(name: str, table: CrossTable, whole: pd.DataFrame) -> Places:
    def place(row: str, column: str) -> Place:
        if row == column == TOTAL:
            return ()
        if row == TOTAL:
            return (table.columns, column)
        return (table.rows, row) if column == TOTAL else (name, row, column)

    return [[place(row, column) for column in whole.columns] for row in whole.index]


def _numbers(
    grids: Mapping[str, Grids], places: Mapping[str, Places]
) -> dict[Place, tuple[int, int]]:
    """Return the count and the persons of every place; tables must agree on what they share."""
    numbers: dict[Place, tuple[int, int]] = {}
    for name, (whole, persons) in grids.items():
        values = zip(whole.to_numpy().ravel(), persons.to_numpy().ravel(), strict=True)
        flat = [place for line in places[name] for place in line]
        for place, (count, behind) in zip(flat, values, strict=True):
            before = numbers.get(place, (int(count), int(behind)))
            if before[0] != count:
                raise ValueError("two tables have different totals of the same")
            numbers[place] = (int(count), min(before[1], int(behind)))
    return numbers


Equation = tuple[Sequence[Place], Place]  # what is added, and what it comes to


def _equations(table: CrossTable, places: Places, columns: list[str]) -> list[Equation]:
    total = columns.index(TOTAL)
    every: list[Equation] = [(line[:-1], line[-1]) for line in map(list, zip(*places, strict=True))]
    for line in places:
        every.append((line[:total], line[total]))
        for name, members in table.groups.items():
            terms = [line[columns.index(member)] for member in members if member in columns]
            every.append((terms, line[columns.index(name)]))
    return every


def _known(sums: Mapping[Place, Sequence[Place]], index: Mapping[Place, int]) -> list[Equation]:
    there = {total: [cell for cell in cells if cell in index] for total, cells in sums.items()}
    return [(cells, total) for total, cells in there.items() if total in index]


def _matrix(equations: Sequence[Equation], index: Mapping[Place, int]) -> csr_array:
    matrix = np.zeros((len(equations), len(index)))
    for number, (terms, total) in enumerate(equations):
        matrix[number, [index[place] for place in terms]] = 1
        matrix[number, index[total]] = -1
    return csr_array(matrix)


def _dearer(place: Place, groups: set[str]) -> float:
    if not place:
        return _GRAND
    if len(place) == 2:
        return _MARGIN
    return _GROUP if place[-1] in groups else 1.0
