"""Counts of rows and of the different persons behind them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.goal_schemas import ALL_AREAS as ALL

Ints = npt.NDArray[np.integer]


class Labelled(NamedTuple):
    """A variable: its name, the place of each row's label, and the labels."""

    name: str
    place: Ints
    labels: Sequence[str]


def cross_counts(person: Ints, rows: Labelled, columns: Labelled) -> pd.DataFrame:
    """Return `n` rows and `persons` in every cell and total (`alla`) of a two-way table.

    The columns are named after the variables. Labels that no row has are left out of `rows`, none
    of `columns`. Every person's number is 0 or more; memory goes as the largest of them.
    """
    width = len(columns.labels) + 1
    size = (len(rows.labels) + 1, width)
    whole = np.zeros(size, dtype="int64")
    whole[:-1, :-1] = np.bincount(
        rows.place.astype("int64") * (width - 1) + columns.place,
        minlength=(size[0] - 1) * (width - 1),
    ).reshape(size[0] - 1, width - 1)
    whole[-1] = whole.sum(axis=0)
    whole[:, -1] = whole.sum(axis=1)
    persons = _persons(person, rows, columns)
    names = [*rows.labels, ALL], [*columns.labels, ALL]
    table = pd.DataFrame(
        {
            rows.name: np.repeat(names[0], width),
            columns.name: np.tile(names[1], size[0]),
            "n": whole.ravel(),
            "persons": persons.ravel(),
        }
    )
    used = np.append(whole[:-1, -1] > 0, True)
    return table[np.repeat(used, width)].reset_index(drop=True)


def distinct(person: Ints, place: Ints, size: int) -> npt.NDArray[np.int64]:
    """Return how many different persons there are at each of `size` places."""
    seen = np.zeros((int(person.max(initial=-1)) + 1, size), dtype=bool)
    seen[person, place] = True
    return np.asarray(seen.sum(axis=0, dtype="int64"))


def _persons(person: Ints, rows: Labelled, columns: Labelled) -> npt.NDArray[np.int64]:
    shape = (len(rows.labels), len(columns.labels))
    cell = rows.place.astype("int64") * shape[1] + columns.place
    inner = distinct(person, cell, shape[0] * shape[1]).reshape(shape)
    right = distinct(person, rows.place, shape[0])
    below = distinct(person, columns.place, shape[1])
    everyone = np.count_nonzero(np.bincount(person))
    return np.vstack([np.column_stack([inner, right]), np.append(below, everyone)])
