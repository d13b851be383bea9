"""An attack on the chapter on comments: what is shown must not tell what hidden cells hold.

Whole numbers are solved for, in all tables of a variable at once. The attacker knows the totals of
themes and values, the cells shown, and that each comment has a theme by some coder.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates.comment_schemas import BY, HIDDEN
from ibic_eval.tables.follow_up import FollowUp
from tests.attacks import attacks
from tests.comment_samples import drawn, prepared

Key = tuple[str, str]
FEW = MINIMUM - 1
POSSIBLE = 3
SIZE = "size"


class Attack:
    """The rules that an attacker knows of the cells of one variable."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], variable: str) -> None:
        counts = tables["counts"].set_index("theme")
        extent = tables["extent"][tables["extent"]["variable"].eq(variable)].set_index("value")["n"]
        self.n = float(counts["n"].max())
        self.levels = list(extent.index)
        self.themes = list(counts.index)
        self.hidden = counts.index[counts["status"].eq(HIDDEN)]
        keys = [(theme, value) for theme in (*self.themes, SIZE) for value in self.levels]
        self.place = {key: number for number, key in enumerate(keys)}
        spread = tables["spread"][tables["spread"]["variable"].eq(variable)]
        cells = spread.set_index(["theme", "value"])["count"].dropna().to_dict()
        sizes = {(SIZE, str(value)): n for value, n in extent.dropna().items()}
        self.known: dict[Key, float] = {**cells, **sizes}
        self.rules = list(self._rules(counts["count"]))

    def _rules(self, totals: pd.Series) -> Iterator[tuple[dict[Key, float], float, float]]:
        yield {(SIZE, value): 1 for value in self.levels}, self.n, self.n
        for theme in self.themes:
            total = totals[theme]
            ends = (1, self.n) if pd.isna(total) else (total, total)
            yield ({(theme, value): 1 for value in self.levels}, *ends)
            for value in self.levels:
                yield {(SIZE, value): 1, (theme, value): -1}, 0, np.inf
        for value in self.levels:  # each comment has a theme
            having = {(theme, value): 1.0 for theme in self.themes}
            yield {**having, (SIZE, value): -1}, 0, np.inf

    def ends(self, aim: Mapping[Key, float], most_of_few: float) -> tuple[int, int]:
        """Return the least and most that a sum of cells can be."""
        matrix = np.zeros((len(self.rules), len(self.place)))
        for number, (row, _, _) in enumerate(self.rules):
            for key, weight in row.items():
                matrix[number, self.place[key]] = weight
        _, least, most = zip(*self.rules, strict=True)
        low, top = np.zeros(len(self.place)), np.full(len(self.place), self.n)
        for key, place in self.place.items():
            low[place] = 1 if key[0] == SIZE else 0
            top[place] = most_of_few if key[0] in self.hidden else self.n
            if key in self.known:
                low[place] = top[place] = self.known[key]
        weights = np.zeros(len(self.place))
        weights[[self.place[key] for key in aim]] = list(aim.values())
        found = [
            milp(sign * weights, constraints=LinearConstraint(matrix, least, most),
                 bounds=Bounds(low, top), integrality=np.ones(len(weights)))
            for sign in (1, -1)
        ]  # fmt: skip
        assert all(one.success for one in found), "the truth itself doesn't fit what is shown"
        return round(found[0].fun), round(-found[1].fun)


def truth(data: FollowUp, variable: str) -> pd.DataFrame:
    """Return how many comments really have each theme (row) by value (column)."""
    comments = data.comments.assign(
        period=data.comments["date"].ge("2019-07-01").map({True: "senaste", False: "tidigare"})
    )
    themes = data.codings.drop_duplicates("comment").set_index("comment")["theme"]
    return pd.crosstab(comments["comment"].map(themes), comments[variable])


@attacks(range(5), 40)
def test_hidden_cells_cannot_be_reckoned_from_what_is_shown(seed: int) -> None:
    """With one theme each and no slips, so that the themes make up the comments and no more.

    A cell that is hidden since few have or lack a theme could be any of POSSIBLE numbers or more,
    a hidden theme any of 1-4.
    """
    random = np.random.default_rng(seed)
    size = int(12 * 12 ** random.random())  # small ones as often as large
    variable = random.choice(BY)
    data = drawn(size, seed, themes=int(random.integers(2, 7)), slips=0)
    tables = prepared(data).tables
    attack = Attack(tables, variable)
    true = truth(data, variable)
    few = int(true.sum(axis=1).between(1, FEW).sum())
    most = FEW if few == len(attack.hidden) else attack.n
    for theme in attack.hidden:
        least, top = attack.ends({(theme, value): 1 for value in attack.levels}, most)
        assert least == 1
        assert top >= FEW
    spread = tables["spread"].query(f"variable == '{variable}'")
    for row in spread[spread["count"].isna()].to_dict("records"):
        cell = int(true.get(row["value"], pd.Series(dtype=int)).get(row["theme"], 0))
        least, top = attack.ends({(row["theme"], row["value"]): 1}, most)
        assert least <= cell <= top
        lacking = int(true[row["value"]].sum()) - cell if row["value"] in true else 0
        rest = size - int(true.loc[row["theme"]].sum()) if row["theme"] in true.index else size
        # The total tells by itself where few comments in all lack a theme.
        if 0 < cell <= FEW or (0 < lacking <= FEW < rest < size):
            assert top - least + 1 >= POSSIBLE, (row, cell, least, top)
