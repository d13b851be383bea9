"""Percentile intervals for small samples: the tails that make up for their being too narrow."""

import math

import numpy as np
import numpy.typing as npt
from scipy import stats


def expanded_interval(
    drawn: npt.NDArray[np.float64], n: int, tail: float = 0.025
) -> tuple[float, float]:
    """Return the percentile interval of what was drawn from a sample of `n`, at least 2.

    Redrawn samples vary as if the variance had the divisor n, and as the normal and not Student's
    t distribution; the percentiles Φ(-√(n/(n-1)) · t) and its mirror make up for both (Hesterberg
    2015, *The American Statistician* 69:371-386, section 5.3). Draws that are nan are left out.
    """
    reach = math.sqrt(n / (n - 1)) * stats.t.ppf(1 - tail, n - 1)
    outside = float(stats.norm.cdf(-reach))
    low, high = np.nanquantile(drawn, [outside, 1 - outside])
    return float(low), float(high)
