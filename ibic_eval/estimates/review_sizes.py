"""How many documents to review for a wanted precision, and to find a drop."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from scipy.stats import norm
from statsmodels.stats.power import normal_sample_size_one_tail

from ibic_eval.estimates.review_schemas import MISSING, PRECISION, SHOWN, SIZES, WHOLE

MARGINS = (0.05, 0.075, 0.10)
DROP, POWER, ALPHA = 0.15, 0.80, 0.05
OBSERVED, HALF = "observerad", "halften"
METHOD = "Cochran (1977), ekvation 4.2, med ändlighetskorrektion"
METHOD_DROP = (
    "två andelar, normalapproximation, tvåsidigt test på 5 procents nivå, 80 procents styrka"
)
TOO_LOW = "Andelen är för låg för att kunna sjunka så mycket."
_ROUNDING = 1e-9
Row = Mapping[Any, Any]


def sample_size(
    share: float, margin: float, population: int | None = None, confidence: float = 0.95
) -> int:
    """Return how many of `population` give an interval of ±`margin` around `share`.

    n0 = z²pq/d² and n = n0/(1 + (n0 - 1)/N), rounded up (Cochran 1977, *Sampling Techniques*,
    section 4.4); without a population n0. At least 1, at most the population.
    """
    quantile = float(norm.ppf(0.5 + confidence / 2))
    large = quantile**2 * share * (1 - share) / margin**2
    if population is None:
        return max(1, math.ceil(large - _ROUNDING))
    finite = large / (1 + (large - 1) / population) if population > 1 else population
    return min(population, max(1, math.ceil(finite - _ROUNDING)))


def detection_size(
    share: float, drop: float = DROP, power: float = POWER, alpha: float = ALPHA
) -> int | None:
    """Return how many documents each of two periods must have to find a fall from `share`.

    The two-sided normal test of two proportions with the pooled variance under no change, as
    `power.prop.test` in R. None where the share is too low to fall by `drop`.
    """
    after = share - drop
    if after <= 0:
        return None
    mean = (share + after) / 2
    none, fallen = (2 * mean * (1 - mean)), share * (1 - share) + after * (1 - after)
    needed = normal_sample_size_one_tail(
        drop, power, alpha / 2, std_null=math.sqrt(none), std_alternative=math.sqrt(fallen)
    )
    return math.ceil(float(needed) - _ROUNDING)


def sizes(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the sample sizes of every kind, basis and margin (SIZES).

    `shares` are rows of PROFILE, one a kind and criterion. A kind's numbers rest on the part with
    the share nearest to a half, since they then hold for its other parts too. A share of 0 or 1
    would need no documents at all; there the end of its interval nearest to a half is used instead.
    """
    rows = [
        _size(row, basis, margin)
        for row in hardest(shares).to_dict("records")
        for basis in (OBSERVED, HALF)
        for margin in MARGINS
    ]
    return pd.DataFrame(rows, columns=list(SIZES)).astype(SIZES)


def precision(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the precision that the reviews gave, and what a drop would need (PRECISION)."""
    rows = [_precision(row) for row in shares.to_dict("records")]
    return pd.DataFrame(rows, columns=list(PRECISION)).astype(PRECISION)


def hardest(shares: pd.DataFrame) -> pd.DataFrame:
    """Return for each kind the row of the part whose share is nearest to a half."""
    parts = shares[shares["criterion"].ne(WHOLE)]
    away = (parts["estimate"] - 0.5).abs().fillna(1.0)
    order = away.sort_values(kind="stable").index
    return parts.loc[order].drop_duplicates("kind").sort_index()


def planning_share(row: Row) -> float | None:
    """Return the share to plan with, or None where none is known."""
    if row["status"] != SHOWN:
        return None
    share, low, high = (float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    if 0 < share < 1:
        return share
    return max(low, 0.5) if share == 1 else min(high, 0.5)


def _size(row: Row, basis: str, margin: float) -> dict[str, object]:
    share = 0.5 if basis == HALF else planning_share(row)
    produced: int | None = None if pd.isna(row["produced"]) else int(row["produced"])
    told = {
        "kind": row["kind"], "criterion": row["criterion"], "basis": basis, "margin": margin,
        "n": row["n"], "produced": produced, "verdict": "", "method": METHOD,
    }  # fmt: skip
    if share is None or produced == 0:
        return {**told, "status": row["status"] if share is None else MISSING,
                "reason": row["reason"]}  # fmt: skip
    return {
        **told,
        "estimate": share,
        "needed": None if produced is None else sample_size(share, margin, produced),
        "needed_large": sample_size(share, margin),
        "status": SHOWN,
        "reason": "",
    }


def _precision(row: Row) -> dict[str, object]:
    told = {name: row[name] for name in ("kind", "criterion", "n", "produced", "status", "reason")}
    told = {**told, "verdict": "", "method": METHOD_DROP, "drop": DROP}
    share = planning_share(row)
    if share is None:
        return told
    low, high = float(row["ci_low"]), float(row["ci_high"])
    detect = detection_size(share)
    return {
        **told,
        "estimate": row["estimate"],
        "ci_low": low,
        "ci_high": high,
        "half_width": (high - low) / 2,
        "detect": detect,
        "reason": TOO_LOW if detect is None else "",
    }
