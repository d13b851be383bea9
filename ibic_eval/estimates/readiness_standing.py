"""How far a municipality has come on each statement, and how far those who answered agree."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.agreement import METHOD as AGREEMENT_METHOD
from ibic_eval.estimates.agreement import agreement
from ibic_eval.estimates.readiness_schemas import (
    DISTRIBUTION,
    DRAWS,
    HIGHEST_LOW,
    MISSING,
    SEED,
    SHOWN,
    STANDING,
)

METHOD = f"Wilson (1927); {AGREEMENT_METHOD}"
# With fewer, the interval holds the truth far too seldom where people are split in two camps.
FEWEST_FOR_AGREEMENT = 10
NOBODY_KNOWS = "Ingen har tagit ställning."


def distribution(
    answers: pd.DataFrame, statements: Sequence[str], scale: Sequence[str]
) -> pd.DataFrame:
    """Count each answer to each statement in each round (DISTRIBUTION).

    `answers` is `tables.readiness.ANSWERS`. Every statement and answer of the scale has a row;
    where nobody answered a statement its share is missing.
    """
    rounds = sorted(answers["round"].unique())
    cells = pd.MultiIndex.from_product(
        [rounds, list(statements), list(scale)], names=["round", "statement", "answer"]
    )
    keys = list(cells.names)
    found = answers.groupby(keys).size().reindex(cells, fill_value=0).rename("count").reset_index()
    n = found.groupby(["round", "statement"])["count"].transform("sum")
    share = (found["count"] / n).where(n.gt(0))
    rows = found.assign(n=n, share=share, status=n.gt(0).map({True: SHOWN, False: MISSING}))
    return rows[list(DISTRIBUTION)].astype(DISTRIBUTION)


def standing(
    answers: pd.DataFrame, statements: Sequence[str], levels: Mapping[str, int]
) -> pd.DataFrame:
    """Return each statement's median, share in place and agreement in each round (STANDING).

    Shares are of those who took a stand, with Wilson's interval for a random sample of an unlimited
    group: who else could have answered isn't known. The agreement is missing where fewer than ten
    took a stand.
    """
    rows = [
        {"round": number, "statement": statement, **_row(part["level"], len(levels))}
        for number, asked in answers.groupby("round")
        for statement in statements
        for part in [asked[asked["statement"].eq(statement)]]
    ]
    return pd.DataFrame(rows, columns=list(STANDING)).astype(STANDING)


def _row(given: pd.Series, categories: int) -> dict[str, object]:
    known = given.dropna().to_numpy(dtype="int64")
    row: dict[str, object] = {"n": len(given), "n_known": len(known)}
    if not len(known):
        return {**row, "status": MISSING, "reason": NOBODY_KNOWS}
    counts = np.bincount(known, minlength=categories)
    high, low = int(counts[-1]), int(counts[: HIGHEST_LOW + 1].sum())
    ends = _wilson(high, len(known))
    low_ends = _wilson(low, len(known))
    return {
        **row,
        **_agreed(counts),
        "median": float(np.median(known)),
        "share": high / len(known),
        "ci_low": ends[0],
        "ci_high": ends[1],
        "low_share": low / len(known),
        "low_ci_low": low_ends[0],
        "low_ci_high": low_ends[1],
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }


def agreement_interval(
    counts: Sequence[int] | np.ndarray, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """Return the 95 percent interval of the agreement in the group that those counted come from.

    Shares are drawn from a Dirichlet distribution with the counts and one more answer spread over
    the scale (Perks 1947): redrawn answers alone would agree too much, since an answer nobody gave
    could never come. It holds the agreement of those counted.
    """
    given = np.asarray(counts, dtype="float64")
    random = np.random.default_rng(seed)
    drawn = agreement(random.dirichlet(given + 1 / len(given), size=draws))
    low, high = np.quantile(drawn, [0.025, 0.975])
    seen = float(agreement(given))
    return min(float(low), seen), max(float(high), seen)


def _agreed(counts: np.ndarray) -> dict[str, float]:
    if counts.sum() < FEWEST_FOR_AGREEMENT:
        return {}
    low, high = agreement_interval(counts)
    return {
        "agreement": float(agreement(counts)),
        "agreement_low": low,
        "agreement_high": high,
    }


def _wilson(count: int, n: int) -> tuple[float, float]:
    low, high = proportion_confint(count, n, alpha=0.05, method="wilson")
    return float(low), float(high)
