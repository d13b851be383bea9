"""How many comments have each theme, in all and by what is known of them."""

from collections.abc import Iterator

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.comment_codings import Decided
from ibic_eval.estimates.comment_schemas import (
    BY,
    COUNTS,
    EVERY,
    EXTENT,
    SHOWN,
    SIDES,
    SIDES_OF_COMMENTS,
    SPREAD,
)

METHOD = "Wilson 1927"


def theme_counts(by_rule: Decided) -> pd.DataFrame:
    """Count the comments that have each theme, by the rule and the two around it (COUNTS).

    The interval is Wilson's (1927, *JASA* 22:209-212), for comments as a sample of those that
    could have been written; it says nothing of persons.
    """
    n = len(by_rule.most)
    rows = pd.DataFrame(
        {
            "count": by_rule.most.sum(),
            "undecided": by_rule.split.sum(),
            "some": by_rule.some.sum(),
            "every": by_rule.every.sum(),
        }
    ).rename_axis("theme")
    told = with_shares(rows.reset_index().assign(n=n, status=SHOWN))
    told = told.assign(share_some=told["some"] / n, share_every=told["every"] / n)
    return told[list(COUNTS)].astype(COUNTS)


def extent(known: pd.DataFrame) -> pd.DataFrame:
    """Count the coded comments by source, role and period, and in all (EXTENT)."""
    parts = [
        known[variable].value_counts().rename_axis("value").reset_index(name="n")
        .sort_values("value").assign(variable=variable)
        for variable in BY
    ]  # fmt: skip
    total = pd.DataFrame({"variable": [EVERY], "value": [EVERY], "n": [len(known)]})
    rows = pd.concat([total, *parts], ignore_index=True).assign(status=SHOWN)
    return rows[list(EXTENT)].astype(EXTENT)


def theme_spread(most: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Count the comments with each theme by source, role and period (SPREAD), without shares."""
    rows = list(_spread(most, known))
    whole = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(SPREAD))
    return whole.assign(status=SHOWN).reindex(columns=list(SPREAD)).astype(SPREAD)


def side_counts(side: pd.Series) -> pd.DataFrame:
    """Count the comments with reasons only for, only against, both and neither (SIDES)."""
    counts = side.value_counts().reindex(list(SIDES_OF_COMMENTS), fill_value=0)
    rows = counts.rename_axis("side").reset_index(name="count").assign(n=len(side), status=SHOWN)
    return with_shares(rows)[list(SIDES)].astype(SIDES)


def with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the share `count` of `n` with Wilson's interval; NA where either is or `n` is 0."""
    known = rows["n"].gt(0).fillna(False).astype(bool) & rows["count"].notna()
    count, n = (rows[name].where(known).astype("Float64") for name in ("count", "n"))
    low, high = proportion_confint(
        count.to_numpy("float64", na_value=float("nan")),
        n.to_numpy("float64", na_value=float("nan")),
        method="wilson",
    )
    ends = {"ci_low": low, "ci_high": high}
    told = {name: pd.array(values, "Float64") for name, values in ends.items()}
    return rows.assign(share=count / n, method=METHOD, **told)


def _spread(most: pd.DataFrame, known: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for variable in BY:
        grouped = most.groupby(known[variable])
        counts = grouped.sum().rename_axis("value").reset_index()
        table = counts.melt("value", var_name="theme", value_name="count")
        sizes = grouped.size()
        yield table.assign(variable=variable, n=table["value"].map(sizes))
