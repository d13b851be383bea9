"""The mean and the spread of effects that differ between municipalities."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

METHOD = (
    "slumpeffekter, tau² efter Paule och Mandel (1982), intervall efter Hartung och Knapp, aldrig "
    "smalare än utan deras justering (Röver m.fl. 2015)"
)
CONFIDENCE = 0.95

Numbers = npt.NDArray[np.float64]


class Pooled(NamedTuple):
    """A mean effect over `k` municipalities, on the scale of the effects.

    `ci_low, ci_high` is the 95 % interval of the mean; `prediction_low, prediction_high` that of a
    new municipality's true effect (IntHout et al. 2016); `tau2` the variance between
    municipalities; `i2` the share of the variation that isn't chance (Higgins and Thompson 2002);
    `q` and `q_p` Cochran's test of that there is none; `p` the test of a mean of zero.
    """

    k: int
    estimate: float
    ci_low: float
    ci_high: float
    prediction_low: float
    prediction_high: float
    tau2: float
    i2: float
    q: float
    q_p: float
    p: float


def random_effects(effects: Numbers, variances: Numbers) -> Pooled:
    """Return the random-effects mean of at least two effects with known variances.

    The error of the mean is Hartung and Knapp's (2001), but never below the one it adjusts: with
    few and alike effects theirs can come out far too small (Röver, Knapp and Friede 2015).
    """
    with np.errstate(divide="ignore"):  # its own I² of effects that are all the same
        found = combine_effects(effects, variances, method_re="iterated", use_t=True)
    k = len(effects)
    error = float(max(found.sd_eff_w_re_hksj, found.sd_eff_w_re))
    mean = float(found.mean_effect_re)
    tau2 = max(float(found.tau2), 0.0)
    t = float(stats.t.isf((1 - CONFIDENCE) / 2, k - 1))
    reach = t * float(np.sqrt(tau2 + error**2))
    q = float(found.q)
    return Pooled(
        k,
        mean,
        mean - t * error,
        mean + t * error,
        mean - reach,
        mean + reach,
        tau2,
        max(0.0, 1 - (k - 1) / q) if q > 0 else 0.0,
        q,
        float(stats.chi2.sf(q, k - 1)),
        float(2 * stats.t.sf(abs(mean) / error, k - 1)),
    )


def variance_of(low: Numbers, high: Numbers) -> Numbers:
    """Return the variance that a 95 % interval speaks of, as wide as it is on its own scale."""
    z = float(stats.norm.isf((1 - CONFIDENCE) / 2))
    return ((high - low) / (2 * z)) ** 2
