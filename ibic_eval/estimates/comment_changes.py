"""Which themes are more or less common in the latest half-year than before."""

from collections.abc import Collection

import pandas as pd

from ibic_eval.estimates.comment_schemas import CHANGES, EARLIER, LATER, PERIOD
from ibic_eval.estimates.differences import group_differences


def theme_changes(spread: pd.DataFrame, themes: Collection[str]) -> pd.DataFrame:
    """Compare the share of comments with each theme in the latest half-year and before (CHANGES).

    `spread` (SPREAD) is released. Themes hidden in either period give no numbers and are not in the
    family that p is adjusted over; with comments of one period only there are no rows. Method and
    verdict are those of `estimates.differences`. `new` is a theme that no comment had before, and
    enough to be shown have now.
    """
    ours = spread[spread["variable"].eq(PERIOD) & spread["theme"].isin(themes)]
    counts = ours.rename(columns={"theme": "item", "value": "group"}).assign(area="", answer="ja")
    rows = group_differences(counts, LATER, EARLIER).rename(columns={
        "item": "theme", "share_a": "share_later", "n_a": "n_later",
        "share_b": "share_earlier", "n_b": "n_earlier",
    })  # fmt: skip
    by_period = ours.pivot_table(index="theme", columns="value", values="count", dropna=False)
    by_period = by_period.reindex(index=rows["theme"], columns=[EARLIER, LATER]).reset_index()
    told = rows.assign(count_earlier=by_period[EARLIER], count_later=by_period[LATER])
    new = told["count_earlier"].eq(0) & told["count_later"].gt(0)
    return told.assign(new=new.fillna(False))[list(CHANGES)].astype(CHANGES)
