"""How surely quartiles of waiting times differ: case workers are drawn anew, with their cases."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ibic_eval.estimates.clustered_models import Clusters

Floats = npt.NDArray[np.float64]

SEED = 2021
DRAWS = 500
# A tenth of a gigabyte of weights at a time
_WEIGHTS_AT_ONCE = 12_000_000


def bootstrap_differences(
    rows: pd.DataFrame,
    after: npt.NDArray[np.bool_],
    clusters: Clusters,
    shares: Sequence[float],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Floats:
    """Return the differences after - before in the days by which each share is decided.

    `rows` has `days, decided`; open cases are censored (Kaplan-Meier). Whole clusters are drawn
    with replacement, for both periods at once (single cases where there are no clusters). The
    result is (draws, shares), nan where a drawn curve doesn't reach the share. The cases are
    counted by day first, so that each draw is a product of a few thousand counts.
    """
    days, place = np.unique(rows["days"].to_numpy(), return_inverse=True)
    cell = (2 * after.astype("int64") + rows["decided"].to_numpy()) * len(days) + place
    random = np.random.default_rng(seed)
    counts = _drawn_counts(cell, 4 * len(days), clusters.codes, draws, random)
    counts = counts.reshape(draws, 2, 2, len(days))
    quantiles = [_quantiles(counts[:, period], days, shares) for period in (0, 1)]
    return np.asarray(quantiles[1] - quantiles[0])


def percentile_interval(differences: Floats, confidence: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval, nan where more than one draw in twenty has no difference."""
    known = differences[np.isfinite(differences)]
    if len(known) < 0.95 * len(differences):
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _drawn_counts(
    cell: npt.NDArray[np.int64],
    cells: int,
    codes: npt.NDArray[np.int64] | None,
    draws: int,
    random: np.random.Generator,
) -> Floats:
    """Return the counts of each cell in each draw, (draws, cells)."""
    if codes is None:
        counts = np.bincount(cell, minlength=cells)
        return random.multinomial(len(cell), counts / len(cell), size=draws).astype("float64")
    number = int(codes.max()) + 1
    table = sparse.csr_matrix((np.ones(len(cell)), (codes, cell)), shape=(number, cells))
    step = max(1, _WEIGHTS_AT_ONCE // number)
    parts = [
        random.multinomial(number, np.full(number, 1 / number), size=min(step, draws - first))
        @ table
        for first in range(0, draws, step)
    ]
    return np.concatenate(parts)


def _quantiles(counts: Floats, days: npt.NDArray[np.int64], shares: Sequence[float]) -> Floats:
    """Return each draw's quantiles, (draws, shares), from its counts of open and decided by day."""
    at_risk = counts.sum(axis=1)[:, ::-1].cumsum(axis=1)[:, ::-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        hazard = np.where(at_risk > 0, counts[:, 1] / at_risk, 0.0)
    curve = np.cumprod(1 - hazard, axis=1)
    found = []
    for share in shares:
        below = curve <= 1 - share + 1e-9
        found.append(np.where(below.any(axis=1), days[below.argmax(axis=1)], np.nan))
    return np.column_stack(found)
