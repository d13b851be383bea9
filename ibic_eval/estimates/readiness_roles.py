"""Whether people in different roles see a statement alike."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from statsmodels.stats.libqsturng import qsturng
from statsmodels.stats.multitest import multipletests

from ibic_eval.estimates.readiness_schemas import (
    DIFFER,
    HIGHEST_LEVEL,
    MISSING,
    ROLE_TESTS,
    SEED,
    SHOWN,
    UNDECIDED,
)

DRAWS = 9999
ALPHA = 0.05
POWER = 0.8
METHOD = "Kruskal–Wallis med permuterade roller, Holm över påståendena; Tukey–Kramer"
FEW_ROLES = "Färre än två roller har tillräckligt många svar för att jämföras."
ALIKE = "Alla i de jämförda rollerna har svarat samma sak."

Floats = npt.NDArray[np.float64]
Groups = Mapping[str, Floats]


def role_tests(
    answers: pd.DataFrame,
    statements: Sequence[str],
    compared: Mapping[str, Sequence[str]],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Test for each statement whether the roles answer alike, and tell the widest gap (ROLE_TESTS).

    `answers` are those of one round; `compared` names the roles that may be compared on each
    statement. Levels are ranked with ties (Kruskal & Wallis 1952, *JASA* 47:583-621) and `p` is
    (1 + permutations with at least as large H) / (1 + `draws`), adjusted over the statements
    (Holm 1979). The gap's interval holds for all pairs of roles at once (Tukey–Kramer, on levels).
    `smallest_detectable` is the difference of those roles' means that would have been seen four
    times in five, with the spread within roles and Holm's first step.
    """
    known = answers[answers["level"].notna()]
    groups = {name: _groups(known, name, compared.get(name, ())) for name in statements}
    tested = {name: found for name, found in groups.items() if _lacking(found) == ""}
    p = {name: permutation_p(found, draws, seed) for name, found in tested.items()}
    adjusted = multipletests(list(p.values()), method="holm")[1] if p else []
    p_holm = dict(zip(p, map(float, adjusted), strict=True))
    rows = [
        {
            "statement": name,
            "n": _size(found),
            "n_roles": len(found),
            **_row(found, p, p_holm, name),
        }
        for name, found in groups.items()
    ]
    return pd.DataFrame(rows, columns=list(ROLE_TESTS)).astype(ROLE_TESTS)


def kruskal_wallis(groups: Groups) -> float:
    """Return H of ordered answers in groups, corrected for ties."""
    return float(stats.kruskal(*groups.values()).statistic)


def permutation_p(groups: Groups, draws: int = DRAWS, seed: int = SEED) -> float:
    """Return how often roles dealt out anew among the answers give at least as large an H.

    H rises with the sum of squared rank sums over group sizes, which is all that changes.
    """
    sizes = np.array([len(values) for values in groups.values()])
    ranks = stats.rankdata(np.concatenate(list(groups.values())))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    random = np.random.default_rng(seed)
    dealt = random.permuted(np.tile(ranks, (draws, 1)), axis=1)
    drawn = (np.add.reduceat(dealt, starts, axis=1) ** 2 / sizes).sum(axis=1)
    seen = float((np.add.reduceat(ranks, starts) ** 2 / sizes).sum())
    return float((1 + (drawn >= seen - 1e-9).sum()) / (1 + draws))


def widest_gap(groups: Groups) -> dict[str, object]:
    """Return the roles farthest apart, their means, and the gap with Tukey–Kramer's interval.

    The interval ends where the scale does.
    """
    means = {role: float(values.mean()) for role, values in groups.items()}
    high, low = max(means, key=lambda role: means[role]), min(means, key=lambda role: means[role])
    gap = means[high] - means[low]
    pairs = sum(1 / len(groups[role]) for role in (high, low))
    within, df = pooled_deviation(groups)
    quantile = float(qsturng(1 - ALPHA, len(groups), df))  # scipy's takes a thousand times longer
    reach = quantile * within * math.sqrt(pairs / 2)
    return {
        "high_role": high,
        "low_role": low,
        "n_high": len(groups[high]),
        "n_low": len(groups[low]),
        "high_mean": means[high],
        "low_mean": means[low],
        "gap": gap,
        "ci_low": gap - reach,
        "ci_high": min(gap + reach, float(HIGHEST_LEVEL)),
    }


def smallest_detectable(groups: Groups, tests: int) -> float:
    """Return the gap of the roles farthest apart that shows in 80 percent of such groups."""
    within, df = pooled_deviation(groups)
    gap = widest_gap(groups)
    pairs = 1 / int(str(gap["n_high"])) + 1 / int(str(gap["n_low"]))
    reach = stats.t.ppf(1 - ALPHA / (2 * tests), df) + stats.t.ppf(POWER, df)
    return float(reach * within * math.sqrt(pairs))


def pooled_deviation(groups: Groups) -> tuple[float, int]:
    """Return the standard deviation within groups and its degrees of freedom."""
    df = _size(groups) - len(groups)
    squares = sum(float(((values - values.mean()) ** 2).sum()) for values in groups.values())
    return math.sqrt(squares / df), df


def _groups(known: pd.DataFrame, statement: str, roles: Sequence[str]) -> Groups:
    given = known[known["statement"].eq(statement)]
    return {role: given.loc[given["role"].eq(role), "level"].to_numpy("float64") for role in roles}


def _lacking(groups: Groups) -> str:
    if len(groups) < 2:
        return FEW_ROLES
    return ALIKE if len(np.unique(np.concatenate(list(groups.values())))) == 1 else ""


def _size(groups: Groups) -> int:
    return sum(len(values) for values in groups.values())


def _row(
    groups: Groups, p: Mapping[str, float], p_holm: Mapping[str, float], name: str
) -> dict[str, object]:
    if name not in p:
        return {"status": MISSING, "reason": _lacking(groups)}
    return {
        "h": kruskal_wallis(groups),
        "p": p[name],
        "p_holm": p_holm[name],
        **widest_gap(groups),
        "smallest_detectable": smallest_detectable(groups, len(p)),
        "verdict": DIFFER if p_holm[name] < ALPHA else UNDECIDED,
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }
