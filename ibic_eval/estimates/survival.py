"""Cox's model of the pace of decisions, on counts by day so that a million cases are no burden.

Written here because no library does all of it: lifelines' clustered errors take time with the
square of the cases (three minutes at 200 000), and statsmodels' leave the ties out (two percent too
small on the reference cases) and test no proportionality. Tests hold it to R's `coxph` and
`cox.zph`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from ibic_eval.estimates.clustered_models import Clusters, Fit, cluster_sums, degrees

Floats = npt.NDArray[np.float64]

_ITERATIONS = 30
_TINY = 1e-10
_SINGULAR = 1e12
_ENDLESS = 12.0  # a hazard ratio of 160 000 is one that grows without end


class RiskSets(NamedTuple):
    """Who was open and who was decided on each day with a decision.

    `patterns` (P, k) are the distinct rows of covariates; `open_` and `decided` (T, P) how many of
    each pattern were open and decided on the T days. `pattern` and `day` place each case: the
    index of its pattern and of the last of those days that it saw (-1: none).
    """

    patterns: Floats
    days: npt.NDArray[np.int64]
    open_: Floats
    decided: Floats
    pattern: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]


class CoxFit(NamedTuple):
    """The log hazard ratios with clustered covariance, and the test of proportional hazards.

    `statistic` and `p` (1 df) test whether the first covariate's ratio changes over time.
    """

    fit: Fit
    statistic: float
    p: float


def cox(rows: pd.DataFrame, design: Floats, clusters: Clusters) -> CoxFit | None:
    """Fit Cox's model to `rows` (`days, decided`) with Efron's ties; `design` (n, k), no constant.

    The covariance is the clustered sandwich of score residuals, as R's `coxph(cluster = )`, with
    the factor G/(G-1) and G - 1 degrees of freedom beside. The test is `cox.zph` (survival 3,
    transform "km"): the score test that the first coefficient follows the share decided. It takes
    cases as independent. None where the ratio has no end, as where all in one group are decided
    before any in the other, or nothing tells the coefficients.
    """
    sets = risk_sets(rows, design)
    solved = _newton(sets) if len(sets.days) > 1 else None
    if solved is None:
        return None
    beta, steps = solved
    bread = np.linalg.inv(steps.information.sum(axis=0))
    residuals = _score_residuals(sets, steps, beta, rows["decided"].to_numpy())
    codes = clusters.codes
    sums = residuals if codes is None else cluster_sums(residuals, codes)
    free = degrees(residuals, clusters)
    number = len(residuals) if codes is None else free + 1
    covariance = bread @ (sums.T @ sums * (number / (number - 1))) @ bread
    statistic = _proportionality(sets, steps)
    return CoxFit(Fit(beta, covariance, free), statistic, float(stats.chi2.sf(statistic, 1)))


def risk_sets(rows: pd.DataFrame, design: Floats) -> RiskSets:
    """Count who was open and decided on each day, by pattern of covariates."""
    patterns, pattern = np.unique(design, axis=0, return_inverse=True)
    pattern = pattern.reshape(-1)
    days = rows["days"].to_numpy(dtype="int64")
    decided = rows["decided"].to_numpy()
    event_days = np.unique(days[decided])
    last = np.searchsorted(event_days, days, side="right") - 1
    shape = (len(event_days), len(patterns))
    here = last >= 0
    ended = _counts(last[here], pattern[here], shape)
    return RiskSets(
        patterns,
        event_days,
        ended[::-1].cumsum(axis=0)[::-1],
        _counts(last[decided], pattern[decided], shape),
        pattern,
        last,
    )


class _Steps(NamedTuple):
    """Sums over the tied decisions of each day (T rows), at one value of the coefficients."""

    score: Floats  # (T, k)
    information: Floats  # (T, k, k)
    mean: Floats  # (T, k): average of the risk sets' mean covariates
    hazard: Floats  # (T,)
    weighted: Floats  # (T, k): means times hazard
    own_hazard: Floats  # (T,): the same for those decided that day
    own_weighted: Floats


def _newton(sets: RiskSets) -> tuple[Floats, _Steps] | None:
    beta = np.zeros(sets.patterns.shape[1])
    for _ in range(_ITERATIONS):
        steps = _steps(sets, beta)
        information = steps.information.sum(axis=0)
        if np.linalg.cond(information) > _SINGULAR or np.abs(beta).max() > _ENDLESS:
            return None
        change = np.linalg.solve(information, steps.score.sum(axis=0))
        # a long first step can run away where a group decides nearly at once
        beta = beta + change / max(1.0, np.abs(change).max() / 2)
        if np.abs(change).max() < _TINY:
            break
    return beta, _steps(sets, beta)


def _steps(sets: RiskSets, beta: Floats) -> _Steps:
    """Sum Efron's terms: the l-th of d tied decisions has l/d of them removed from the risk set."""
    x, risk = sets.patterns, np.exp(sets.patterns @ beta)
    square = x[:, :, None] * x[:, None, :]
    ties = sets.decided.sum(axis=1).astype("int64")
    first = np.concatenate([[0], ties.cumsum()[:-1]])
    fraction = (np.arange(ties.sum()) - np.repeat(first, ties)) / np.repeat(ties, ties)

    def left(values: Floats) -> Floats:
        """Return the risk-weighted sum of `values` for each decision."""
        whole = np.tensordot(sets.open_ * risk, values, axes=(1, 0))
        tied = np.tensordot(sets.decided * risk, values, axes=(1, 0))
        share = fraction.reshape(-1, *[1] * (whole.ndim - 1))
        return np.asarray(np.repeat(whole, ties, axis=0) - share * np.repeat(tied, ties, axis=0))

    def by_day(values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values, first, axis=0))

    total = left(np.ones(len(x)))
    mean = left(x) / total[:, None]
    spread = left(square) / total[:, None, None] - mean[:, :, None] * mean[:, None, :]
    own = 1 - fraction
    return _Steps(
        score=sets.decided @ x - by_day(mean),
        information=by_day(spread),
        mean=by_day(mean) / ties[:, None],
        hazard=by_day(1 / total),
        weighted=by_day(mean / total[:, None]),
        own_hazard=by_day(own / total),
        own_weighted=by_day(own[:, None] * mean / total[:, None]),
    )


def _score_residuals(
    sets: RiskSets, steps: _Steps, beta: Floats, decided: npt.NDArray[np.bool_]
) -> Floats:
    """Return each case's score residual, (n, k)."""
    x = sets.patterns[sets.pattern]
    risk = np.exp(x @ beta)[:, None]
    none = np.zeros((1, x.shape[1]))
    hazard = np.concatenate([[0.0], steps.hazard.cumsum()])
    weighted = np.concatenate([none, steps.weighted.cumsum(axis=0)])
    seen = sets.day + np.where(decided, 0, 1)  # days before the decision; all that an open saw
    residual = -risk * (x * hazard[seen][:, None] - weighted[seen])
    day = sets.day[decided]
    own = x[decided] * steps.own_hazard[day][:, None] - steps.own_weighted[day]
    residual[decided] += x[decided] - steps.mean[day] - risk[decided] * own
    return np.asarray(residual)


def _proportionality(sets: RiskSets, steps: _Steps) -> float:
    """Return the score test of a first coefficient that grows with the share decided before."""
    ties, open_ = sets.decided.sum(axis=1), sets.open_.sum(axis=1)
    curve = np.cumprod(1 - ties / open_)
    time = 1 - np.concatenate([[1.0], curve[:-1]])
    score = float((time * steps.score[:, 0]).sum())
    cross = (time[:, None] * steps.information[:, 0]).sum(axis=0)
    own = float((time**2 * steps.information[:, 0, 0]).sum())
    left = float(own - cross @ np.linalg.solve(steps.information.sum(axis=0), cross))
    return score**2 / left if left > _TINY * own else float("nan")


def _counts(
    row: npt.NDArray[np.int64], column: npt.NDArray[np.int64], shape: tuple[int, int]
) -> Floats:
    flat = np.bincount(row * shape[1] + column, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype("float64")
