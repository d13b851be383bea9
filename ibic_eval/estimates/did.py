"""Difference-in-differences of two waves: did those that began change otherwise than the rest?"""

import numpy as np
import pandas as pd
import pyfixest
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
from ibic_eval.tables.adoption import BEGAN, NOT_USED

# Below five municipalities in a group the clustered standard error is far too small, whatever the
# number in the other (MacKinnon & Webb 2018, The Econometrics Journal 21:114-135). The
# randomisation test has no such limit.
FEWEST = 5

METHODS = {
    PLAIN: "DiD, fasta effekter för kommun och år, klustrat på kommun (CR1)",
    BY_MAIN_GROUP: "DiD, fasta effekter för kommun och SKR-grupp × år, klustrat på kommun (CR1)",
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
    with the factor G/(G-1), which doesn't count the effects absorbed, and t(G-1), as
    `vcovHC(type = "sss", cluster = "group")` of R's plm does. Each gender in `satisfaction` has
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
    estimate, se = _least_squares(contrast)
    if not se > _TINY:
        return {**row, "status": NOT_ESTIMATED, "reason": NO_SPREAD}
    free = len(contrast.changes) - 1
    inference = t_inference(estimate, se, free, confidence)
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


def _numbers(contrast: Contrast) -> dict[str, object]:
    respondents = contrast.changes[["n_first", "n_second"]].sum().sum()
    return {
        "n_municipalities": len(contrast.changes),
        "n_treated": contrast.n_treated,
        "n_respondents": round(float(respondents)) or pd.NA,
    }


def _least_squares(contrast: Contrast) -> tuple[float, float]:
    """Return the coefficient of having begun and its standard error.

    The second wave's effects stand as indicators, so that only the municipalities are absorbed,
    which is exact: with two fixed effects pyfixest iterates, and the last digits follow
    PYTHONHASHSEED. So does the whole standard error, without `ssc`.
    """
    rows, times = _two_rows_each(contrast)
    fit = pyfixest.feols(
        f"share ~ began + {' + '.join(times)} | municipality",
        rows,
        weights="weight",
        vcov={"CRV1": "municipality"},
        ssc=pyfixest.ssc(k_adj=False, k_fixef="none"),
    )
    return float(fit.coef()["began"]), float(fit.se()["began"])


def _two_rows_each(contrast: Contrast) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each municipality and wave, and the columns of the second wave's effects."""
    changes = contrast.changes
    plain = contrast.key["model"] == PLAIN
    strata = pd.Series("", index=changes.index) if plain else changes["stratum"].astype(str)
    late = {f"late_{stratum}": strata.eq(stratum) for stratum in sorted(strata.unique())}
    waves = [
        pd.DataFrame(
            {
                "municipality": changes["municipality"].astype(str),
                "share": changes[f"share_{wave}"],
                "weight": changes[f"weight_{wave}"],
                "began": (changes["treated"] & (wave == "second")).astype("float64"),
                **{name: (which & (wave == "second")).astype(int) for name, which in late.items()},
            }
        )
        for wave in ("first", "second")
    ]
    return pd.concat(waves, ignore_index=True), list(late)
