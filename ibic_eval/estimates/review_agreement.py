"""Whether reviewers of the same document judge it alike: Krippendorff's alpha, Cohen's kappa."""

from typing import NamedTuple

import krippendorff
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import beta
from statsmodels.stats.inter_rater import cohens_kappa

from ibic_eval.estimates.review_schemas import (
    AGREEMENT,
    CRITERIA,
    EVERY,
    FAIR,
    GOOD,
    MET,
    MISSING,
    NOT_APPLICABLE,
    NOT_MET,
    POOR,
    SHOWN,
    UNDECIDED,
)

OUTCOMES_JUDGED = (MET, NOT_MET, NOT_APPLICABLE)
SEED, DRAWS = 2004, 2000
# Krippendorff (2004) asks for .800 and lets .667 do for tentative conclusions; below .4 agreement
# is poor (Fleiss 1981).
GOOD_FROM, FAIR_FROM = 0.667, 0.4
METHOD = (
    "Krippendorffs alfa, nominal, intervall ur omdragningar av dokument, vidgat för få dokument "
    "(Clopper och Pearson); Cohens kappa med "
    "asymptotiskt intervall (Fleiss, Cohen & Everitt 1969)"
)
NONE_DOUBLE = "Inget dokument är granskat av två."
NO_VARIATION = "Alla bedömningar är likadana, så det går inte att skilja samstämmighet från slump."
_MOST_UNDEFINED = 0.05
_TINY = 1e-9
Floats = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """An estimate and its ends; nan where it is undefined."""

    value: float
    low: float
    high: float


def review_agreement(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return how alike doubly reviewed documents were judged, by criterion and in all (AGREEMENT).

    Every review counts here. Alpha takes any number of reviewers. Kappa compares the two with the
    lowest numbers of each document; with more than two reviewers in all these are not always the
    same two. `pabak` is the agreement over chance with all three outcomes equally likely (Brennan &
    Prediger 1981; Byrt et al. 1993). EVERY takes the criteria together, with documents redrawn
    whole; it has no kappa.
    """
    known = reviews.dropna(subset=["outcome"])
    rows = [
        _row(criterion, known[known["criterion"].eq(criterion)]) for criterion in CRITERIA
    ]  # fmt: skip
    return pd.DataFrame([_row(EVERY, known), *rows], columns=list(AGREEMENT)).astype(AGREEMENT)


def outcome_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many reviewers gave each outcome: a row a unit that at least two judged.

    A unit is a document and criterion; the index is both.
    """
    counts = pd.crosstab([rows["document"], rows["criterion"]], rows["outcome"])
    counts = counts.reindex(columns=list(OUTCOMES_JUDGED), fill_value=0)
    return counts[counts.sum(axis=1).ge(2)]


def alpha_interval(
    counts: Floats, documents: npt.NDArray[np.integer], draws: int = DRAWS, seed: int = SEED
) -> Interval:
    """Return nominal alpha with its 95 % interval: redrawn documents, and what a few can't show.

    `counts` has a row a unit and a column an outcome; units of one document are drawn together
    (Zapf et al. 2016, *BMC Medical Research Methodology* 16:93). Nan where there is one outcome.
    """
    if (counts.sum(axis=0) > 0).sum() < 2:
        return Interval(np.nan, np.nan, np.nan)
    value = float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
    _, codes = np.unique(documents, return_inverse=True)
    size = int(codes.max()) + 1
    random = np.random.default_rng(seed)
    weights = random.multinomial(size, np.full(size, 1 / size), draws)
    ends = redrawn_ends(weighted_alpha(counts, weights[:, codes]))
    shares = counts.sum(axis=0) / counts.sum()
    return widened(Interval(value, *ends), float(1 - (shares**2).sum()), size)


def redrawn_ends(redrawn: Floats) -> tuple[float, float]:
    """Return the 95 % percentile limits, nan where more than 5 % of the draws are undefined."""
    if np.isnan(redrawn).mean() > _MOST_UNDEFINED:
        return np.nan, np.nan
    low, high = np.nanquantile(redrawn, [0.025, 0.975])
    return float(low), float(high)


def widened(found: Interval, expected: float, n: int) -> Interval:
    """Return alpha with ends no nearer than a binomial share of disagreement in `n` units allows.

    Redrawn units can't show the disagreement that few units happened not to have: ten documents
    that all agree would be sure without end. So the disagreement, as a share of the units, gets
    Clopper and Pearson's limits (1934), over the `expected` by chance. With 10 documents or more
    the interval covers at least 94 % (`benchmarks/small_samples.py`).
    """
    apart = float(np.clip((1 - found.value) * expected * n, 0, n))
    most = beta.ppf(0.975, apart + 1, n - apart) if apart < n else 1.0
    least = beta.ppf(0.025, apart, n - apart + 1) if apart > _TINY else 0.0
    low, high = np.fmin(found.low, 1 - most / expected), np.fmax(found.high, 1 - least / expected)
    return Interval(found.value, float(max(low, -1)), float(min(high, 1)))


def weighted_alpha(counts: Floats, weights: npt.ArrayLike) -> Floats:
    """Return nominal alpha for each row of weights of the units (Krippendorff 2011, section C).

    The library takes one sample at a time; thousands of redrawn ones need all at once. A test holds
    the two together.
    """
    judged = counts.sum(axis=1)
    together = (counts * (counts - 1)).sum(axis=1) / (judged - 1)
    weighed = np.asarray(weights, dtype="float64")
    totals = weighed @ counts
    n = totals.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (totals * (totals - 1)).sum(axis=1) / (n - 1)
        return np.asarray(
            1 - (n - weighed @ together) / np.where(n > expected, n - expected, np.nan)
        )


def kappa_interval(rows: pd.DataFrame) -> Interval:
    """Return Cohen's kappa of each document's first two reviewers, with its interval clipped at ±1.

    Nan where chance agreement is complete.
    """
    ordered = rows.sort_values(["document", "reviewer"])
    paired = ordered[ordered.groupby("document")["reviewer"].transform("size").ge(2)]
    ranks = paired.groupby("document").cumcount()
    first, second = (paired[ranks.eq(place)]["outcome"] for place in (0, 1))
    square = pd.crosstab(first.to_numpy(), second.to_numpy())
    square = square.reindex(index=OUTCOMES_JUDGED, columns=OUTCOMES_JUDGED, fill_value=0)
    used = square.sum(axis=0) + square.sum(axis=1) > 0
    if used.sum() < 2:
        return Interval(np.nan, np.nan, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = cohens_kappa(square.loc[used, used].to_numpy())
    if np.isnan(found.kappa):
        return Interval(np.nan, np.nan, np.nan)
    low, high = max(float(found.kappa_low), -1.0), min(float(found.kappa_upp), 1.0)
    return Interval(float(found.kappa), low, high)


def _row(criterion: str, rows: pd.DataFrame) -> dict[str, object]:
    told = {"criterion": criterion, "method": METHOD, "verdict": UNDECIDED}
    units = outcome_counts(rows)
    documents = units.index.get_level_values("document").to_numpy()
    sizes = {"n": len(np.unique(documents)), "n_pairs": 0, "n_reviewers": 0}
    if units.empty:
        return {**told, **sizes, "status": MISSING, "reason": NONE_DOUBLE}
    counts = units.to_numpy(dtype="float64")
    judges = counts.sum(axis=1)
    double = rows[rows["document"].isin(documents)]
    sizes |= {
        "n_pairs": int((judges * (judges - 1) / 2).sum()),
        "n_reviewers": double["reviewer"].nunique(),
    }
    agreed = float(((counts * (counts - 1)).sum(axis=1) / (judges * (judges - 1))).mean())
    found = alpha_interval(counts, documents)
    common = {
        "agreed": agreed,
        "pabak": (len(OUTCOMES_JUDGED) * agreed - 1) / (len(OUTCOMES_JUDGED) - 1),
        "commonest": float(counts.sum(axis=0).max() / counts.sum()),
    }
    if np.isnan(found.value):
        return {**told, **sizes, **common, "status": MISSING, "reason": NO_VARIATION}
    kappa = Interval(np.nan, np.nan, np.nan) if criterion == EVERY else kappa_interval(double)
    return {
        **told, **sizes, **common, "estimate": found.value, "ci_low": found.low,
        "ci_high": found.high, "kappa": kappa.value, "kappa_low": kappa.low,
        "kappa_high": kappa.high, "verdict": _verdict(found), "status": SHOWN, "reason": "",
    }  # fmt: skip


def _verdict(found: Interval) -> str:
    """Judge by the ends: the lower must reach a limit; poor where the upper does not."""
    if found.low >= FAIR_FROM:
        return GOOD if found.low >= GOOD_FROM else FAIR
    return POOR if found.high < GOOD_FROM else UNDECIDED
