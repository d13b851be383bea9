"""How the shares of a round of part of the nation differ from the nation's published ones."""

import math

import pandas as pd

from ibic_eval.estimates.shares import NATION, ROUND, SHOWN

KEYS = ["item", "area", "group", "answer"]
METHOD = "MOVER (Newcombe 1998)"
_NUMBERS = ["share_low", "ci_low", "ci_high", "n"]


def round_differences(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the round's share, the nation's and their difference, a row for what both have.

    Columns `item, area, group, answer`, `share, ci_low, ci_high, n` of the round, the same with
    `nation_` before, `difference`, `low`, `high` and `method` (proportions). Spans and figures that
    were only read from words have no row. The interval is made of those of both shares as if they
    were independent (Newcombe 1998, *Statistics in Medicine* 17:873-890, method 10). A share
    without a sampling interval, where all answered, is exact.
    """
    mine, nation = (_of_level(shares, level) for level in (ROUND, NATION))
    both = mine.merge(nation, on=KEYS, suffixes=("", "_nation"))
    named = both.rename(
        columns={"share_low": "share"}
        | {f"{name}_nation": f"nation_{name.removesuffix('_low')}" for name in ("share_low", "n")}
        | {f"{name}_nation": f"nation_{name}" for name in ("ci_low", "ci_high")}
    )
    limits = [_limits(*row) for row in _ends(named)]
    return named.assign(
        difference=named["share"] - named["nation_share"],
        low=pd.array([low for low, _ in limits], dtype="Float64"),
        high=pd.array([high for _, high in limits], dtype="Float64"),
        method=METHOD,
    )


def _of_level(shares: pd.DataFrame, level: str) -> pd.DataFrame:
    single = shares["share_low"].eq(shares["share_high"]) & shares["status"].eq(SHOWN)
    read = shares["method"].fillna("").str.startswith("tolkning")
    chosen = shares[shares["level"].eq(level) & single.fillna(False) & ~read]
    return chosen[[*KEYS, *_NUMBERS]].reset_index(drop=True)


def _ends(named: pd.DataFrame) -> list[tuple[float, ...]]:
    """Return share and limits of the round, then of the nation; a census's limits are its share."""
    ends = []
    for before in ("", "nation_"):
        share = named[f"{before}share"]
        ends += [share, *(named[f"{before}{end}"].fillna(share) for end in ("ci_low", "ci_high"))]
    return [tuple(map(float, row)) for row in zip(*ends, strict=True)]


def _limits(
    share: float, low: float, high: float, other: float, other_low: float, other_high: float
) -> tuple[float, float]:
    difference = share - other
    return (
        difference - math.hypot(share - low, other_high - other),
        difference + math.hypot(high - share, other - other_low),
    )
