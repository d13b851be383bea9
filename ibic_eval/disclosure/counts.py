"""Hide counts of few, so that no respondent can be told from a published figure.

A hidden group loses its counts and its denominators and gets the status `dold`; it is never shown
as 0. Hiding follows the threshold rule with complementary suppression (Hundepool et al. 2012,
*Statistical Disclosure Control*, chapters 4 and 5). Groups nobody answered in hold no one to tell
and are shown.
"""

from collections.abc import Sequence

import pandas as pd

SHOWN = "visas"
HIDDEN = "dold"
MINIMUM = 5

NUMBERS = ["count", "n", "n_asked"]


def release_counts(counts: pd.DataFrame, minimum: int = MINIMUM) -> pd.DataFrame:
    """Hide each group in which fewer than `minimum`, but somebody, answered.

    `counts` has the columns of `estimates.shares.COUNTS_SCHEMA`; the frame returned has `status`
    too. Rows hidden before stay hidden.
    """
    return hide(counts, counts["n"].between(1, minimum - 1))


def release_partition(
    counts: pd.DataFrame,
    minimum: int = MINIMUM,
    *,
    part: str = "group",
    within: Sequence[str] = ("item", "area"),
) -> pd.DataFrame:
    """Hide small parts of a shown total, and more until no subtraction gives a hidden part.

    The rows with the same `within` are one partition; `part` names its parts (groups, SKR groups,
    counties), which add up to a total that may be shown elsewhere. One hidden part alone, or
    hidden parts that together are below the minimum, are joined by the next smallest. The
    partition must be whole: leave no part out of `counts`. Where every part holds one respondent
    the total itself tells, and must not be shown.
    """
    hidden = pd.Series(False, index=counts.index)
    for _, rows in counts.groupby(list(within), sort=False):
        sizes = rows.drop_duplicates(part).set_index(part)["n"]
        hidden |= (
            rows[part].isin(parts_to_hide(sizes, minimum)).reindex(hidden.index, fill_value=False)
        )
    return hide(counts, hidden)


def parts_to_hide(sizes: pd.Series, minimum: int) -> list[object]:
    """Return the labels of the parts to hide, given the size of each (sizes may be zero).

    The smallest go first; of equals the one that stands first.
    """
    ranked = sizes[sizes > 0].sort_values(kind="stable")
    hidden = int((ranked < minimum).sum())
    while 0 < hidden < len(ranked) and not safe_together(ranked.iloc[:hidden], minimum):
        hidden += 1
    return ranked.index[:hidden].tolist()


def safe_together(hidden: pd.Series, minimum: int) -> bool:
    """Tell whether the sum of the hidden parts gives none of them away.

    The sum is known from the total, and that each part holds somebody. It must reach the minimum
    and leave more than one way to share it out.
    """
    return len(hidden) > 1 and hidden.sum() >= max(minimum, len(hidden) + 1)


def hide(counts: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return the counts without the numbers of the hidden rows, and their status."""
    before = counts["status"] if "status" in counts else pd.Series(SHOWN, index=counts.index)
    blank = {name: counts[name].mask(hidden) for name in NUMBERS}
    return counts.assign(**blank, status=before.mask(hidden, HIDDEN).astype("string"))
