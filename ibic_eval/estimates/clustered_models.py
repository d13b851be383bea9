"""Linear models of cases, with errors that know that one case worker's cases are alike."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.case_waits import NO_WORKER
from ibic_eval.estimates.did import t_inference
from ibic_eval.estimates.small_clusters import SmallClusters, small_clusters

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Within these limits linear models reject at most 7 of 100 true nulls and the others, with CR1, up
# to 9 where case workers came and left; outside them far more (benchmarks/case_workers.py).
FEWEST_CLUSTERS = 6
MOST_UNKNOWN = 0.05
# With more the small-sample adjustment is too small to matter, and would take memory.
MANY_CLUSTERS = 500

NO_SPREAD = "Ärendena skiljer sig inte åt, så det finns ingen spridning att räkna osäkerheten på."
CLUSTERED = "klustrat på handläggare (CR2 i linjära modeller, annars CR1; t-fördelning)"
UNCLUSTERED = "robusta fel utan kluster (HC1)"
FEW_WORKERS = (
    "Ärenden hos samma handläggare liknar varandra. För att räkna med det behövs minst "
    f"{FEWEST_CLUSTERS} handläggare, och högst {round(100 * MOST_UNKNOWN)} procent av ärendena får "
    "sakna handläggare. Därför ges inget omdöme."
)


_TINY = 1e-10


class Clusters(NamedTuple):
    """The cluster of each row (None: rows stand alone), their number and how it is said."""

    codes: Ints | None
    number: int | None
    method: str
    reason: str


class Fit(NamedTuple):
    """Coefficients with their covariance and degrees of freedom.

    With `small` each sum of coefficients has degrees of freedom of its own, and `df` is the most.
    """

    coefficients: Floats
    covariance: Floats
    df: float
    small: SmallClusters | None = None


def case_worker_clusters(workers: pd.Series) -> Clusters:
    """Return the case workers as clusters; cases without one stand alone.

    None where more than MOST_UNKNOWN lack a case worker or there are fewer than FEWEST_CLUSTERS:
    then there can be no verdict, and `reason` says why.
    """
    values = workers.to_numpy(dtype="int64")
    known = values != NO_WORKER
    codes, named = pd.factorize(values[known])
    if len(values) == 0 or (~known).mean() > MOST_UNKNOWN or len(named) < FEWEST_CLUSTERS:
        return Clusters(None, None, UNCLUSTERED, FEW_WORKERS)
    every = np.empty(len(values), dtype="int64")
    every[known] = codes
    every[~known] = len(named) + np.arange((~known).sum())
    return Clusters(every, len(named), CLUSTERED, "")


def person_clusters(persons: pd.Series) -> Clusters:
    """Return the persons as clusters, for what has no case worker (plans)."""
    codes, named = pd.factorize(persons.to_numpy())
    return Clusters(codes.astype("int64"), len(named), "klustrat på person (CR1, t-fördelning)", "")


def category_columns(values: pd.Series) -> Floats:
    """Return indicators of all categories but the most common, (n, categories - 1)."""
    counts = values.value_counts()
    others = counts.index[counts.gt(0)][1:]
    return np.column_stack(
        [np.ones((len(values), 0)), *(values.eq(name).to_numpy(dtype="float64") for name in others)]
    )


def full_rank(design: Floats) -> bool:
    """Tell whether every coefficient can be estimated."""
    return len(design) > design.shape[1] and bool(
        np.linalg.matrix_rank(design.T @ design) == design.shape[1]
    )


def least_squares(outcome: Floats, design: Floats, clusters: Clusters) -> Fit:
    """Fit by least squares with CR2 errors and Satterthwaite's degrees of freedom.

    `design` is (n, k) of full rank. With more than MANY_CLUSTERS the errors are CR1 with clusters
    - 1 degrees of freedom, without clusters HC1 with n - k, as `vcovCL(type = "HC1")` of R's
    sandwich.
    """
    if clusters.codes is not None and (clusters.number or 0) <= MANY_CLUSTERS:
        small = small_clusters(outcome, design, np.unique(clusters.codes, return_inverse=True)[1])
        most = degrees(design, clusters)
        return Fit(small.coefficients, small.covariance(), most, small)
    bread = np.asarray(np.linalg.inv(design.T @ design), dtype="float64")
    coefficients = bread @ (design.T @ outcome)
    scores: Floats = design * (outcome - design @ coefficients)[:, None]
    return Fit(coefficients, sandwich(bread, scores, clusters), degrees(scores, clusters))


def log_days_fit(rows: pd.DataFrame, design: Floats) -> tuple[Fit, Clusters] | None:
    """Fit log(days + 1) of `rows` (`days, worker`); None where the design isn't of full rank."""
    if not full_rank(design):
        return None
    clusters = case_worker_clusters(rows["worker"])
    outcome = np.log1p(rows["days"].to_numpy(dtype="float64"))
    return least_squares(outcome, design, clusters), clusters


def without_spread(fit: Fit) -> bool:
    """Tell whether the cases vary so little that no coefficient has an error."""
    return bool(np.diag(fit.covariance).max() < _TINY**2)


def sandwich(bread: Floats, scores: Floats, clusters: Clusters) -> Floats:
    """Return bread · meat · bread with the small-sample factor of CR1 or HC1."""
    n, k = scores.shape
    if clusters.codes is None:
        return np.asarray(bread @ (scores.T @ scores * (n / (n - k))) @ bread)
    sums = cluster_sums(scores, clusters.codes)
    number = int((np.bincount(clusters.codes) > 0).sum())
    factor = number / (number - 1) * (n - 1) / (n - k)
    return np.asarray(bread @ (sums.T @ sums * factor) @ bread)


def cluster_sums(scores: Floats, codes: Ints) -> Floats:
    """Return the sums of the scores' columns in each cluster."""
    return np.column_stack([np.bincount(codes, column) for column in scores.T])


def degrees(scores: Floats, clusters: Clusters) -> float:
    """Return named clusters - 1, or n - k where rows stand alone.

    Cases without a case worker may be the named ones': they tell nothing of the spread between.
    """
    if clusters.codes is None or clusters.number is None:
        return float(len(scores) - scores.shape[1])
    return float(clusters.number - 1)


def combination(fit: Fit, weights: Floats, confidence: float = 0.95) -> dict[str, float]:
    """Return `estimate, se, df, ci_low, ci_high, p` of a weighted sum of coefficients.

    Where nothing varies the interval has no width and p is missing.
    """
    estimate = float(weights @ fit.coefficients)
    se = float(np.sqrt(max(float(weights @ fit.covariance @ weights), 0.0)))
    if se < _TINY:
        ends = dict.fromkeys(("estimate", "ci_low", "ci_high"), estimate)
        return {**ends, "se": 0.0, "df": fit.df, "p": float("nan")}
    free = fit.df if fit.small is None else min(fit.small.degrees(weights), fit.df)
    return t_inference(estimate, se, free, confidence)
