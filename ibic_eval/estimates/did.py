"""Difference-in-differences of two waves: did those that began change otherwise than the rest?"""

import numpy as np
import pandas as pd
from scipy import stats

from ibic_eval.estimates.contrasts import (
    BY_MAIN_GROUP,
    CONTRAST_SCHEMA,
    PLAIN,
    Contrast,
    contrasts,
    too_few,
)
from ibic_eval.estimates.panels import EDITION, ESTIMATED, NOT_ESTIMATED
from ibic_eval.estimates.small_clusters import SmallClusters, small_clusters
from ibic_eval.tables.adoption import BEGAN, NOT_USED

# The errors below reject at most 6 of 100 true nulls from three in the smaller group on, in every
# setting of benchmarks/few_treated.py. With less than five no effect that could be would be found.
FEWEST = 5

_ERRORS = "klustrat på kommun (CR2, Satterthwaites frihetsgrader)"
METHODS = {
    PLAIN: f"DiD, fasta effekter för kommun och år, {_ERRORS}",
    BY_MAIN_GROUP: f"DiD, fasta effekter för kommun och SKR-grupp × år, {_ERRORS}",
}
NO_SPREAD = "Kommunernas resultat ändras lika mycket: det finns ingen spridning att räkna på."

ESTIMATE_SCHEMA = {
    **dict.fromkeys(["estimate", "se", "df", "ci_low", "ci_high", "p"], "Float64"),
    **dict.fromkeys(["n_municipalities", "n_treated", "n_respondents"], "Int64"),
    **dict.fromkeys(["method", "status", "reason"], "string"),
}
EFFECTS_SCHEMA = {**CONTRAST_SCHEMA, **ESTIMATE_SCHEMA}

_TINY = 1e-10


def difference_in_differences(
    satisfaction: pd.DataFrame,
    adoption: pd.DataFrame,
    register: pd.DataFrame,
    *,
    treated: str = BEGAN,
    control: str = NOT_USED,
    edition: str = EDITION,
    confidence: float = 0.95,
    fewest: int = FEWEST,
) -> pd.DataFrame:
    """Return the effect on each question, in every model and weighting (EFFECTS_SCHEMA).

    `estimate` is how much more the share rose in `treated` than in `control` (proportions), from
    least squares with effects of municipality and year, or of municipality and SKR's main group by
    year, unweighted and weighted by respondents. Standard errors are clustered on the municipality
    by CR2 with Satterthwaite's degrees of freedom (Pustejovsky & Tipton 2018), at most one less
    than the smaller group, which hold with few in one group and many in the other, where the common
    CR1 and the wild cluster bootstrap don't (MacKinnon & Webb 2018, The Econometrics Journal
    21:114-135). Each gender in `satisfaction` has
    its rows. Where a group has fewer than `fewest` municipalities, or nothing varies, the row has
    the status "kan inte skattas" and a reason.
    """
    every = contrasts(
        satisfaction, adoption, register, treated=treated, control=control, edition=edition
    )
    rows = [_effect(contrast, confidence, fewest) for contrast in every]
    return pd.DataFrame(rows, columns=list(EFFECTS_SCHEMA)).astype(EFFECTS_SCHEMA)


def _effect(contrast: Contrast, confidence: float, fewest: int) -> dict[str, object]:
    model = str(contrast.key["model"])
    row = {**contrast.key, **_numbers(contrast), "method": METHODS[model]}
    reason = too_few(contrast, fewest)
    if reason:
        return {**row, "status": NOT_ESTIMATED, "reason": reason}
    if contrast.changes.groupby("treated")["change"].agg(np.ptp).max() < _TINY:
        return {**row, "status": NOT_ESTIMATED, "reason": NO_SPREAD}
    fit = _least_squares(contrast)
    se = float(np.sqrt(fit.covariance()[0, 0]))
    if not se > _TINY:
        return {**row, "status": NOT_ESTIMATED, "reason": NO_SPREAD}
    free = min(fit.degrees(np.eye(len(fit.coefficients))[0]), _fewest_free(contrast))
    inference = t_inference(float(fit.coefficients[0]), se, free, confidence)
    return {**row, **inference, "status": ESTIMATED, "reason": ""}


def t_inference(estimate: float, se: float, df: float, confidence: float) -> dict[str, float]:
    """Return `estimate, se, df, ci_low, ci_high, p` by Student's t (df may be infinite)."""
    reach = float(stats.t.ppf(0.5 + confidence / 2, df)) * se
    return {
        "estimate": estimate,
        "se": se,
        "df": df,
        "ci_low": estimate - reach,
        "ci_high": estimate + reach,
        "p": 2 * float(stats.t.sf(abs(estimate) / se, df)),
    }


def _fewest_free(contrast: Contrast) -> int:
    """Return the degrees of freedom that remain where all spread is in the smaller group.

    Satterthwaite's are those of equal spread.
    """
    return min(contrast.n_treated, contrast.n_control) - 1


def _numbers(contrast: Contrast) -> dict[str, object]:
    respondents = contrast.changes[["n_first", "n_second"]].sum().sum()
    return {
        "n_municipalities": len(contrast.changes),
        "n_treated": contrast.n_treated,
        "n_respondents": round(float(respondents)) or pd.NA,
    }


def _least_squares(contrast: Contrast) -> SmallClusters:
    """Fit the changes on having begun (the first coefficient) and the second wave's effects.

    With two waves and effects of municipality this is the regression of both waves' results, and a
    municipality a row.
    """
    changes = contrast.changes
    plain = contrast.key["model"] == PLAIN
    strata = pd.Series("", index=changes.index) if plain else changes["stratum"].astype(str)
    late = [strata.eq(stratum) for stratum in sorted(strata.unique())]
    design = np.column_stack([changes["treated"], *late]).astype("float64")
    root = np.sqrt(changes["weight"].to_numpy(dtype="float64"))
    outcome = changes["change"].to_numpy(dtype="float64")
    return small_clusters(outcome * root, design * root[:, None], np.arange(len(changes)))
