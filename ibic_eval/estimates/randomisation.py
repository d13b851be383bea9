"""Randomisation inference: what if others had been those that began?"""

from collections.abc import Callable
from functools import lru_cache
from math import comb, prod

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates.contrasts import CONTRAST_SCHEMA, PLAIN, Contrast, contrasts, too_few
from ibic_eval.estimates.panels import EDITION, ESTIMATED, NOT_ESTIMATED
from ibic_eval.tables.adoption import BEGAN, NOT_USED

# So many that the least p that can come out, corrected for all questions, isn't near 5 %.
DRAWS = 4_999
SEED = 2021
METHOD = "permutationstest av vilka kommuner som började, inom SKR:s huvudgrupper"
NO_STRATA = "permutationstest av vilka kommuner som började"
ONE_WAY = "Kommunerna kan bara delas på ett sätt: det finns inget att jämföra med."

RANDOMISATION_SCHEMA = {
    **CONTRAST_SCHEMA,
    **dict.fromkeys(["estimate", "ci_low", "ci_high", "p"], "Float64"),
    **dict.fromkeys(["draws", "n_municipalities", "n_treated"], "Int64"),
    "smallest_p": "Float64",
    **dict.fromkeys(["method", "status", "reason"], "string"),
}

Floats = npt.NDArray[np.float64]
_STEPS = 40


def randomisation_tests(
    satisfaction: pd.DataFrame,
    adoption: pd.DataFrame,
    register: pd.DataFrame,
    *,
    treated: str = BEGAN,
    control: str = NOT_USED,
    edition: str = EDITION,
    draws: int = DRAWS,
    seed: int = SEED,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Test each effect of `difference_in_differences` by permutation (RANDOMISATION_SCHEMA).

    Who began is drawn anew `draws` times among the municipalities of the contrast, within SKR's
    main groups where any of these has both kinds, and the same least-squares effect computed.
    `p` = (1 + number at least as far from 0) / (1 + draws): exact for the hypothesis that no
    municipality was affected, if adoption was as good as drawn (Fisher 1935; Rosenbaum 2002). The
    interval holds the constant effects that the same draws don't reject; a limit that no effect
    reaches is NA. `smallest_p` is the least that could come out, 1 / number of ways to choose.
    Needs one treated municipality; draws come anew from `seed` for each contrast.
    """
    every = contrasts(
        satisfaction, adoption, register, treated=treated, control=control, edition=edition
    )
    rows = [_tested(contrast, draws, seed, confidence) for contrast in every]
    return pd.DataFrame(rows, columns=list(RANDOMISATION_SCHEMA)).astype(RANDOMISATION_SCHEMA)


def with_permutation(effects: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """Return effects with `p_permutation`, and as `p` the larger of it and their own.

    `effects` are those of `difference_in_differences`, `tests` those of `randomisation_tests`. The
    t-test holds where the groups' spreads differ, the permutation test whatever the shape of the
    errors; a verdict needs both. Where the test couldn't be made, there is no `p`.
    """
    keys = list(CONTRAST_SCHEMA)
    drawn = tests[[*keys, "p"]].rename(columns={"p": "p_permutation"})
    both = effects.merge(drawn, on=keys, how="left", validate="one_to_one")
    return both.assign(p=both[["p", "p_permutation"]].max(axis="columns", skipna=False))


def drawn_assignments(
    treated: npt.NDArray[np.bool_], strata: npt.NDArray[np.str_], draws: int, seed: int
) -> Floats:
    """Return `draws` columns of 0/1: the treated drawn anew within each stratum."""
    return _drawn(tuple(treated.tolist()), tuple(strata.tolist()), draws, seed)


@lru_cache(maxsize=4)
def _drawn(treated: tuple[bool, ...], strata: tuple[str, ...], draws: int, seed: int) -> Floats:
    """Draw once for all the questions that the same municipalities answered."""
    random = np.random.default_rng(seed)
    drawn = np.empty((len(treated), draws))
    for stratum in sorted(set(strata)):
        rows = np.flatnonzero(np.array(strata) == stratum)
        deck = np.tile(np.array(treated, dtype="float64")[rows], (draws, 1))
        drawn[rows] = random.permuted(deck, axis=1).T
    drawn.flags.writeable = False
    return drawn


def _tested(contrast: Contrast, draws: int, seed: int, confidence: float) -> dict[str, object]:
    row = {
        **contrast.key,
        "n_municipalities": len(contrast.changes),
        "n_treated": contrast.n_treated,
    }
    reason = too_few(contrast, 1)
    if reason:
        return {**row, "method": METHOD, "status": NOT_ESTIMATED, "reason": reason}
    treated = contrast.changes["treated"].to_numpy(dtype=bool)
    strata = _strata(contrast.changes)
    method = METHOD if len(np.unique(strata)) > 1 else NO_STRATA
    smallest = 1 / _ways(treated, strata)
    row = {**row, "method": method, "smallest_p": smallest}
    if smallest == 1:
        return {**row, "status": NOT_ESTIMATED, "reason": ONE_WAY}
    drawn = drawn_assignments(treated, strata, draws, seed)
    numbers = _inference(contrast, treated, drawn, confidence)
    return {**row, **numbers, "draws": draws, "status": ESTIMATED, "reason": ""}


def _inference(
    contrast: Contrast, treated: npt.NDArray[np.bool_], drawn: Floats, confidence: float
) -> dict[str, float]:
    actual = treated.astype("float64")[:, None]
    change = contrast.changes["change"].to_numpy(dtype="float64")
    outcomes = np.column_stack([change, actual])
    estimate = float(_coefficients(contrast, actual, outcomes)[0, 0])
    of_change, of_treatment = _coefficients(contrast, drawn, outcomes).T

    def p_of(effect: float) -> float:
        far = np.abs(of_change - effect * of_treatment)
        return float((1 + np.sum(far >= abs(estimate - effect) - 1e-12)) / (1 + len(far)))

    alpha = 1 - confidence
    low, high = (_limit(p_of, estimate, sign, alpha) for sign in (-1, 1))
    return {"estimate": estimate, "ci_low": low, "ci_high": high, "p": p_of(0.0)}


def _coefficients(contrast: Contrast, drawn: Floats, outcomes: Floats) -> Floats:
    """Return the least-squares coefficient of each column of `drawn` on each of the outcomes.

    Effects of year, or of main group by year, are taken out of the columns first (Frisch & Waugh
    1933).
    """
    weight = contrast.changes["weight"].to_numpy(dtype="float64")[:, None]
    strata = _keys(contrast.changes)
    if contrast.key["model"] == PLAIN:
        strata = np.full(len(strata), "")
    centred = drawn.copy()
    for stratum in np.unique(strata):
        rows = strata == stratum
        centred[rows] -= np.average(drawn[rows], axis=0, weights=weight[rows, 0])
    pull = weight * centred
    coefficients: Floats = (pull.T @ outcomes) / np.sum(pull * centred, axis=0)[:, None]
    return coefficients


def _keys(changes: pd.DataFrame) -> npt.NDArray[np.str_]:
    return changes["stratum"].fillna("").to_numpy(dtype=str)


def _strata(changes: pd.DataFrame) -> npt.NDArray[np.str_]:
    """Return each municipality's stratum, one and the same where no stratum has both kinds."""
    strata = _keys(changes)
    mixed = changes["treated"].groupby(strata).nunique().eq(2).any()
    return strata if mixed else np.full(len(strata), "")


def _ways(treated: npt.NDArray[np.bool_], strata: npt.NDArray[np.str_]) -> float:
    """Return in how many ways the treated could have been chosen, at most the largest float."""
    parts = [treated[strata == stratum] for stratum in np.unique(strata)]
    ways = prod(comb(len(part), int(part.sum())) for part in parts)
    return float(min(ways, 10**300))


def _limit(p_of: Callable[[float], float], estimate: float, sign: int, alpha: float) -> float:
    """Return the farthest effect in one direction that isn't rejected, nan where all hold.

    Effects on shares lie within ±1; bisection ends within 2 / 2**40.
    """
    kept, rejected = estimate, estimate + 2.0 * sign
    if p_of(rejected) > alpha:
        return float("nan")
    for _ in range(_STEPS):
        middle = (kept + rejected) / 2
        kept, rejected = (middle, rejected) if p_of(middle) > alpha else (kept, middle)
    return kept
