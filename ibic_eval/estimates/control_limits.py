"""The control limits of a funnel plot, widened by what providers commonly differ.

Spiegelhalter 2005, *Statistics in Medicine* 24:1185-1202, section 6.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from ibic_eval.estimates import goal_schemas as codes

Floats = npt.NDArray[np.float64]

_LIMITS = {"95": 0.025, "998": 0.001}
_MOST_ALIKE, _TINY = 0.9, 1e-9


def common_spread(n: Floats, share: Floats, expected: Floats) -> float:
    """Return how alike one provider's goals are: the correlation that all providers commonly have.

    From Spiegelhalter's winsorised overdispersion: the outermost tenths of the standardised
    residuals are drawn in, so that a provider far out doesn't widen its own limits; 0 where
    providers differ no more than chance gives. By the moments of DerSimonian and Laird (1986).
    """
    residual = (share - expected) * np.sqrt(n / (expected * (1 - expected)))
    drawn_in = np.clip(residual, *np.quantile(residual, [0.1, 0.9]))
    surplus = (drawn_in**2).sum() - (len(n) - 1)
    return float(np.clip(surplus / (n.sum() - (n**2).sum() / n.sum()), 0, _MOST_ALIKE))


def control_limits(n: Floats, share: Floats | float, alike: float = 0.0) -> dict[str, Floats]:
    """Return `low_95, high_95, low_998, high_998`: the outermost shares that chance often gives.

    Of `n` goals (rounded down) with the chance `share`, at most 2.5 (0.1) per cent fall below the
    low limit, and as many above the high: exact binomial where goals of a provider are unrelated
    (`alike` 0), else beta-binomial with that correlation.
    """
    whole = np.maximum(np.floor(n), 1)
    limits = {}
    for name, tail in _LIMITS.items():
        limits[f"low_{name}"] = _quantile(tail, whole, share, alike) / whole
        limits[f"high_{name}"] = _quantile(1 - tail, whole, share, alike) / whole
    return limits


def positions(adjusted: Floats, limits: dict[str, Floats]) -> npt.NDArray[np.str_]:
    """Return where each share lies: within the limits, outside 95 % or outside 99.8 %."""

    def outside(name: str) -> npt.NDArray[np.bool_]:
        beyond = (adjusted < limits[f"low_{name}"]) | (adjusted > limits[f"high_{name}"])
        return np.asarray(beyond)

    return np.where(
        outside("998"),
        codes.OUTSIDE_998,
        np.where(outside("95"), codes.OUTSIDE_95, codes.INSIDE),
    )


def funnel_limits(largest: float, mean: float, alike: float) -> pd.DataFrame:
    """Return `n_effective, mean` and the limits to draw, up to a tenth more than the largest."""
    n = np.unique(np.round(np.geomspace(5, max(largest * 1.1, 6), 120)))
    return pd.DataFrame({"n_effective": n, "mean": mean, **control_limits(n, mean, alike)})


def _quantile(level: float, n: Floats, share: Floats | float, alike: float) -> Floats:
    if alike < _TINY:
        return np.asarray(stats.binom.ppf(level, n, share))
    total = (1 - alike) / alike
    return np.asarray(stats.betabinom.ppf(level, n, share * total, (1 - np.asarray(share)) * total))
