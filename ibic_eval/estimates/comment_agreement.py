"""How far coders of the same comments agree, theme by theme and on the sets of themes."""

from collections.abc import Mapping, Sequence
from typing import Any

import krippendorff
import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from ibic_eval.estimates.comment_codings import Votes
from ibic_eval.estimates.comment_schemas import (
    AGREEMENT,
    ENOUGH,
    ENOUGH_FROM,
    EVERY,
    GOOD,
    GOOD_FROM,
    MISSING,
    POOR,
    POOR_BELOW,
    SHOWN,
    UNSURE,
)
from ibic_eval.estimates.review_agreement import Interval, alpha_interval, redrawn_ends, widened

SEED, DRAWS = 2004, 1000
# With fewer comments coded by two nothing is said: an interval would span nearly everything.
FEWEST_DOUBLE = 10
METHOD = (
    "Krippendorffs alfa, nominal, intervall ur omdragningar av kommentarer (Zapf m.fl. 2016), "
    "vidgat för få kommentarer (Clopper och Pearson); Cohens kappa (Fleiss, Cohen och Everitt 1969)"
)
METHOD_SETS = "Krippendorffs alfa med MASI-avstånd mellan mängder av teman (Passonneau 2006)"
FEW_DOUBLE = "Färre än tio kommentarer är kodade av minst två."
ALIKE = "Alla koder är likadana, så det går inte att skilja samstämmighet från slump."

Floats = npt.NDArray[np.float64]
_NOTHING = Interval(np.nan, np.nan, np.nan)


def coder_agreement(codings: pd.DataFrame, counted: Votes) -> pd.DataFrame:
    """Return how far the coders agree on the sets of themes (`alla`) and each theme (AGREEMENT).

    Comments coded by at least two count. `agreed` is the share of pairs of coders that say the
    same, a comment's pairs weighing as one. Alpha takes any number of coders and comments that
    some have not coded (Krippendorff 2004); comments are drawn anew for its interval. Kappa stands
    where there are just two coders. The verdict goes by the interval of alpha.
    """
    double = counted.coders[counted.coders.ge(2)].index
    told = {
        "n": len(double),
        "n_coders": codings[codings["comment"].isin(double)]["coder"].nunique(),
        "method": METHOD,
    }
    themes = list(counted.given.columns)
    if len(double) < FEWEST_DOUBLE:
        lacks = {"status": MISSING, "reason": FEW_DOUBLE}
        rows = [{**told, "theme": theme, **lacks} for theme in [EVERY, *themes]]
    else:
        ours = codings[codings["comment"].isin(double)]
        votes = Votes(counted.given.loc[double], counted.coders[double])
        rows = [
            {**told, **_sets(ours)},
            *({**told, **_theme(theme, ours, votes)} for theme in themes),
        ]
    return pd.DataFrame(rows, columns=list(AGREEMENT)).astype(AGREEMENT)


def masi_distance(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the MASI distance of two sets: 0 the same, 1 nothing in common.

    1 minus Jaccard's index times 1 (the same), 2/3 (one within the other), 1/3 (overlapping) or 0
    (Passonneau 2006, *LREC*, section 4).
    """
    shared = len(first & second)
    if first == second:
        return 0.0
    weight = 2 / 3 if first < second or second < first else 1 / 3 if shared else 0.0
    return 1 - weight * shared / len(first | second)


def sets_alpha(
    sets: Sequence[Sequence[frozenset[str]]], *, draws: int = DRAWS, seed: int = SEED
) -> Interval:
    """Return alpha of sets of themes with its 95 % interval; a row a comment.

    Each row holds the sets that its coders gave. Nan where all sets are the same.
    """
    domain = sorted({each for row in sets for each in row}, key=sorted)
    if len(domain) < 2:
        return _NOTHING
    place = {each: number for number, each in enumerate(domain)}
    counts = np.zeros((len(sets), len(domain)))
    for number, row in enumerate(sets):
        for each in row:
            counts[number, place[each]] += 1
    apart = np.array([[masi_distance(a, b) for b in domain] for a in domain])
    value = float(_alpha(counts, apart))
    random = np.random.default_rng(seed)
    drawn = (random.integers(len(sets), size=len(sets)) for _ in range(draws))
    ends = redrawn_ends(np.array([_alpha(counts[rows], apart) for rows in drawn]))
    shares = counts.sum(axis=0) / counts.sum()
    return widened(Interval(value, *ends), float(shares @ apart @ shares), len(sets))


def verdict(found: Interval) -> str:
    """Judge agreement by alpha and the lower end of its interval, as the limits are set."""
    if np.isnan(found.low) or found.value < ENOUGH_FROM or found.low < POOR_BELOW:
        return POOR
    if found.low < ENOUGH_FROM:
        return UNSURE
    return GOOD if found.low >= GOOD_FROM else ENOUGH


def _alpha(counts: Floats, apart: Floats) -> float:
    """Return alpha by the library; nan where nothing was expected to differ."""

    def distance(*_: object, **at: Any) -> Floats:
        return np.asarray(apart[at["i1"], at["i2"]])

    metric: Any = distance
    with np.errstate(divide="ignore", invalid="ignore"):
        value = krippendorff.alpha(value_counts=counts, level_of_measurement=metric)
    return float(value) if np.isfinite(value) else float("nan")


def _sets(codings: pd.DataFrame) -> Mapping[str, object]:
    each = codings.groupby(["comment", "coder"])["theme"].agg(frozenset)
    rows = [list(part) for _, part in each.groupby(level="comment")]
    found = sets_alpha(rows)
    same = [np.mean([a == b for i, a in enumerate(row) for b in row[:i]]) for row in rows]
    return {"theme": EVERY, "agreed": float(np.mean(same)), "method": METHOD_SETS, **_told(found)}


def _theme(theme: str, codings: pd.DataFrame, votes: Votes) -> Mapping[str, object]:
    yes, coders = votes.given[theme].to_numpy("float64"), votes.coders.to_numpy("float64")
    counts = np.column_stack([yes, coders - yes])
    same = (counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1))
    found = alpha_interval(counts, np.arange(len(counts)), DRAWS, SEED)
    kappa = two_coder_kappa(theme, codings)
    beside = {"kappa": kappa.value, "kappa_low": kappa.low, "kappa_high": kappa.high}
    return {"theme": theme, "agreed": float(same.mean()), **_told(found), **beside}


def _told(found: Interval) -> Mapping[str, object]:
    if np.isnan(found.value):
        return {"status": MISSING, "reason": ALIKE}
    return {
        "alpha": found.value, "ci_low": found.low, "ci_high": found.high,
        "verdict": verdict(found), "status": SHOWN, "reason": "",
    }  # fmt: skip


def two_coder_kappa(theme: str, codings: pd.DataFrame) -> Interval:
    """Return Cohen's kappa of one theme, nan where there are not just two coders or all is alike.

    The interval is the asymptotic one (Fleiss, Cohen & Everitt 1969), clipped at ±1.
    """
    if codings["coder"].nunique() != 2:
        return _NOTHING
    has = codings["theme"].eq(theme).groupby([codings["comment"], codings["coder"]]).any()
    coders = [rows.droplevel("coder") for _, rows in has.groupby(level="coder")]
    first, second = pd.concat(coders, axis=1, join="inner").to_numpy(dtype=bool).T
    square = [[(a & b).sum() for b in (second, ~second)] for a in (first, ~first)]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = cohens_kappa(np.array(square, dtype="float64"))
    if np.isnan(found.kappa):
        return _NOTHING
    ends = max(float(found.kappa_low), -1.0), min(float(found.kappa_upp), 1.0)
    return Interval(float(found.kappa), *ends)
