"""Hide counts of few in a round of part of the nation: its counties matter more than its total.

Groups are parts of each other (all that answered, those that use IBIC, those with phase), and
counties are parts of the round. Where a difference between two shown counts would tell of fewer
than the minimum, what a reader needs least is hidden: the total rather than a county.
"""

from typing import Any

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM, hide, safe_together

CELL = ["item", "area"]
_EVERYONE, _USERS = "svarande", "anvandare"
_CLASSES = (_USERS, "ej_anvandare", "mellangrupp")
_PHASES = ("etablerade", "inlarning")


def release_nested(
    total: pd.DataFrame, parts: pd.DataFrame, minimum: int = MINIMUM
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the total's and the parts' counts with small groups hidden, also from subtraction.

    Both have the columns of `estimates.shares.COUNTS_SCHEMA`, `parts` also `part`, and the same
    cells (`item, area, group`). A total is hidden where it and the parts shown would tell a hidden
    part; no part is hidden for another's sake.
    """
    part_flags = _small(parts, ["part", *CELL], minimum)
    told = _telling_totals(parts[part_flags], minimum)
    cells = pd.MultiIndex.from_frame(total[[*CELL, "group"]])
    return hide(total, _small(total, CELL, minimum) | cells.isin(told)), hide(parts, part_flags)


def _telling_totals(hidden: pd.DataFrame, minimum: int) -> list[tuple[Any, ...]]:
    """Return the cells whose total would tell a hidden part."""
    groups = hidden.drop_duplicates([*CELL, "group", "part"]).groupby([*CELL, "group"])["n"]
    return [cell for cell, sizes in groups if not safe_together(sizes.astype(int), minimum)]


def _small(counts: pd.DataFrame, keys: list[str], minimum: int) -> pd.Series:
    """Tell which rows are of few, or would tell of few beside another group of their cell."""
    sizes = counts.groupby([*keys, "group"])["n"].first().unstack("group")  # noqa: PD010
    sizes = sizes.reindex(columns=[_EVERYONE, *_CLASSES, *_PHASES]).astype("Float64").fillna(0)
    few = sizes.gt(0) & sizes.lt(minimum)
    users = sizes[_USERS]
    for phase in _PHASES:
        few[phase] |= _between(users - sizes[phase], minimum) & users.gt(0)
    shown = sizes[list(_CLASSES)].where(~few[list(_CLASSES)], 0).sum(axis=1)
    few[_EVERYONE] |= _between(sizes[_EVERYONE] - shown, minimum)
    flags = few.melt(ignore_index=False, value_name="few").set_index("group", append=True)["few"]
    rows = pd.MultiIndex.from_frame(counts[[*keys, "group"]])
    return pd.Series(flags.reindex(rows).fillna(False).to_numpy(bool), index=counts.index)


def _between(sizes: pd.Series, minimum: int) -> pd.Series:
    return sizes.gt(0) & sizes.lt(minimum)
