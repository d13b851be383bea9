"""Verdicts on effects: better, worse, equivalent within a margin, or can't tell."""

import numpy as np
import pandas as pd
from scipy import stats

from ibic_eval.estimates.differences import holm
from ibic_eval.estimates.panels import ESTIMATED

BETTER, WORSE = "bättre", "sämre"
EQUIVALENT, UNDECIDED = "likvärdig", "kan inte avgöras"

# Two percentage points. A municipality's own result rests on some hundred respondents and moves by
# more than that from wave to wave by chance alone (90 % of 200: ±4 points), and the report saw
# "inga tydliga skillnader" in figures that are read in whole points. The least that matters is
# more than rounding, yet less than any municipality could notice in its own results.
MARGIN = 0.02
POWER = 0.80

FAMILY = ("gender", "treated", "control", "model", "weighting")
VERDICT_SCHEMA = {
    **dict.fromkeys(["p_holm", "margin", "equivalence_low", "equivalence_high"], "Float64"),
    **dict.fromkeys(["equivalence_p", "equivalence_p_holm", "smallest_detectable"], "Float64"),
    "n_family": "Int64",
    "verdict": "string",
}


def judged_effects(
    effects: pd.DataFrame,
    *,
    margin: float = MARGIN,
    confidence: float = 0.95,
    family: tuple[str, ...] = FAMILY,
) -> pd.DataFrame:
    """Return the effects with their verdicts: the columns of VERDICT_SCHEMA are added.

    `effects` has `estimate, se, df, p, status`; rows alike in the columns `family` (those that are
    there) make a family, so that with the default all services' questions are corrected together by
    Holm (1979). `equivalence_low` and `equivalence_high` are the 90 % interval, which lies within
    ±`margin` exactly when both one-sided tests at 5 % say so (TOST, Schuirmann 1987);
    `equivalence_p` is the larger of their p-values, for that question alone, and
    `equivalence_p_holm` corrected over the family as `p_holm` is: to say of one question among many
    that it is the same is a claim of its own. (That all are the same would need no correction, an
    intersection-union test: Berger 1982.) `verdict` is bättre or sämre where p_holm < 1 -
    `confidence` (also where the difference is within the margin), else likvärdig where
    equivalence_p_holm is, else kan inte avgöras. Higher is better in every question.
    `smallest_detectable` is the effect that would have been found with 80 % power at Holm's first,
    strictest step. Rows that couldn't be estimated can't be told.
    """
    alpha = 1 - confidence
    known = effects[effects["status"].eq(ESTIMATED)]
    keys = [name for name in family if name in known]
    numbers = _margins(known, margin, alpha)
    families = known.assign(**numbers).groupby(keys, dropna=False)
    numbers = numbers.assign(
        p_holm=families["p"].transform(holm),
        equivalence_p_holm=families["equivalence_p"].transform(holm),
        n_family=families["p"].transform("size"),
    )
    step = alpha / numbers["n_family"]
    numbers = numbers.assign(smallest_detectable=_detectable(known, step))
    table = effects.join(numbers).assign(margin=margin)
    return table.assign(verdict=_verdicts(table, alpha)).astype(VERDICT_SCHEMA)


def _margins(effects: pd.DataFrame, margin: float, alpha: float) -> pd.DataFrame:
    estimate, se, df = (_numbers(effects[name]) for name in ("estimate", "se", "df"))
    reach = stats.t.ppf(1 - alpha, df) * se
    below = stats.t.sf((margin - estimate) / se, df)
    above = stats.t.sf((margin + estimate) / se, df)
    return pd.DataFrame(
        {
            "equivalence_low": estimate - reach,
            "equivalence_high": estimate + reach,
            "equivalence_p": np.maximum(below, above),
        },
        index=effects.index,
    )


def _detectable(effects: pd.DataFrame, step: pd.Series) -> pd.Series:
    df, se = _numbers(effects["df"]), _numbers(effects["se"])
    reach = stats.t.ppf(1 - step / 2, df) + stats.t.ppf(POWER, df)
    return pd.Series(reach * se, index=effects.index)


def _verdicts(table: pd.DataFrame, alpha: float) -> pd.Series:
    found = table["p_holm"].lt(alpha).fillna(False)
    inside = table["equivalence_p_holm"].lt(alpha)
    up = table["estimate"].gt(0).fillna(False)
    verdict = pd.Series(UNDECIDED, index=table.index).mask(inside.fillna(False), EQUIVALENT)
    return verdict.mask(found & up, BETTER).mask(found & ~up, WORSE)


def _numbers(values: pd.Series) -> np.ndarray:
    """Return floats; a missing number of degrees of freedom stays nan, infinity stays infinite."""
    return values.to_numpy(dtype="float64", na_value=np.nan)
