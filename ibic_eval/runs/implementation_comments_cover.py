"""Finds what the coverage of comments gives away: each coded comment has a theme by some coder.

Where the numbers shown are too small to make up all comments, the hidden ones must make up the
rest. If the others can't hold it, one of them would be known to be of more than one comment.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates.comment_schemas import HIDDEN

_MOST_OF_FEW = MINIMUM - 1
_TOGETHER = "dolda"


def tells_of_few(lacking: int, hidden: int) -> bool:
    """Tell whether one of `hidden` themes with few comments must hold more than one of `lacking`.

    No theme is taken to hold more than few, which it may where coders differ: rather too strict.
    """
    return hidden > 0 and lacking - _MOST_OF_FEW * (hidden - 1) > 1


def with_cover(counts: pd.DataFrame, few: Collection[str], disputed: int) -> frozenset[str]:
    """Return `few`, and where what is shown would tell of them also the next smallest theme.

    `counts` is not released; `disputed` comments have coders who don't give the same themes, which
    the agreement in all tells. Without a theme to add all are hidden.
    """
    seen = counts[~counts["theme"].isin(few)]
    lacking = max(
        int(counts["n"].max()) - int(seen["some"].sum()),
        disputed - int((seen["some"] - seen["every"]).sum()),
    )
    if not tells_of_few(lacking, len(few)):
        return frozenset(few)
    more = seen[seen["some"].gt(0)].sort_values("some", kind="stable")["theme"].head(1)
    return frozenset(few) | frozenset(counts["theme"] if more.empty else more)


def cover_hides(spread: pd.DataFrame, released: pd.DataFrame, few: int) -> pd.Series:
    """Return which rows of `released` must be hidden too, so that none is told by the rest.

    `spread` has the true numbers of the same rows. `few` themes are in neither. A value whose size
    is hidden counts together with the others of its variable that are.
    """
    hidden = pd.Series(False, index=released.index)
    for _, rows in released.groupby("variable"):
        themes = _themes_to_hide(spread.loc[rows.index], rows, few)
        hidden |= released.index.isin(rows.index[rows["theme"].isin(themes)])
    return hidden


def _themes_to_hide(true: pd.DataFrame, released: pd.DataFrame, few: int) -> list[str]:
    """Return the themes to hide, the smallest first, until no hidden cell is told."""
    values = released["value"].mask(released["n"].isna(), _TOGETHER)
    counts = true.groupby(["theme", values])["count"].sum().unstack("value")  # noqa: PD010
    sizes = true.groupby(["theme", values])["n"].sum().groupby("value").first()[counts.columns]
    known = _known(released, values).reindex_like(counts)
    added: list[str] = []
    order = counts.sum(axis=1).sort_values(kind="stable")
    for theme in map(str, order.index[order.gt(0)]):
        if not _tells(counts, known, sizes, few):
            break
        added.append(theme)
        known.loc[theme] = False
    return added


def _known(released: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    """Return which cells are known; those taken together are where all others of a theme are."""
    shown = released["status"].ne(HIDDEN).groupby([released["theme"], values]).all()
    known = shown.unstack("value")  # noqa: PD010
    if _TOGETHER in known:
        known[_TOGETHER] = known.drop(columns=_TOGETHER).all(axis=1)
    return known.astype(bool)


def _tells(counts: pd.DataFrame, known: pd.DataFrame, sizes: pd.Series, few: int) -> bool:
    lacking = sizes - counts.where(known, 0).sum()
    ends = np.minimum.outer(counts.sum(axis=1).to_numpy(), sizes.to_numpy())
    most = pd.DataFrame(ends, counts.index, counts.columns).mask(known, 0)
    room = most.sum() + _MOST_OF_FEW * few
    told = (lacking - (room - most)).gt(1) & most.gt(0)
    of_few = few > 0 and (lacking - (room - _MOST_OF_FEW)).gt(1).any()
    return bool(told.any(axis=None) or of_few)
