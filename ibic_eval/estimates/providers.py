"""The spread between providers: expected shares, control limits and shrunken shares.

A funnel plot shows providers against what chance, and what providers commonly differ, give around
the municipality's mean (Spiegelhalter 2005, *Statistics in Medicine* 24:1185-1202, section 6).
Providers are never ranked.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from scipy.special import logit

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates import shrinkage
from ibic_eval.estimates.control_limits import (
    common_spread,
    control_limits,
    funnel_limits,
    positions,
)
from ibic_eval.estimates.goal_rows import Ints, outcome_in
from ibic_eval.estimates.goal_schemas import MISSING, SHOWN
from ibic_eval.estimates.person_counts import Labelled, cross_counts

FEWEST_PROVIDERS = 3
FEWEST_IN_CELL = 20  # goals of a life area and present state, for a rate of its own
NO_PROVIDER = "utan_utforare"
SUCCESS_LABELS = ("inte_nadda", "nadda")
METHOD = (
    "Indirekt standardisering på livsområde och nuläge; kontrollgränser ur "
    "betabinomialfördelningen på det effektiva antalet mål, vidgade för hur mycket utförarna i "
    "allmänhet skiljer sig (Spiegelhalter 2005, 10 % winsoriserat; 0 ger binomialens); "
    + shrinkage.METHOD
)
FEW_PROVIDERS = (
    f"Färre än {FEWEST_PROVIDERS} utförare har så många personer att de får visas, så spridningen "
    "går inte att uppskatta."
)
NO_SPREAD = "Alla mål, eller inget, är nådda: det finns ingen spridning att räkna på."

Floats = npt.NDArray[np.float64]


class Spread(NamedTuple):
    """PROVIDERS, FUNNEL and PROVIDER_SPREAD of one area."""

    providers: pd.DataFrame
    funnel: pd.DataFrame
    spread: pd.DataFrame


def judged_goals(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the goals that can be judged: `person, area, provider, cell, success`.

    `cell` is a number for life area and present state; `rows` are `goal_rows`.
    """
    judged = rows[outcome_in(rows, codes.JUDGED)]
    return pd.DataFrame(
        {
            "person": judged["person"].to_numpy(),
            "area": judged["area"].to_numpy(),
            "provider": judged["provider"].to_numpy(),
            "cell": judged["life_area"].to_numpy("int16") * 5 + judged["present"].to_numpy(),
            "success": outcome_in(judged, codes.REACHED),
        }
    )


def provider_counts(goals: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return `provider, success, n, persons` with totals; `names` are the providers' by code."""
    labels = (*names, NO_PROVIDER)
    place = np.where(goals["provider"] < 0, len(names), goals["provider"])
    success = Labelled("success", goals["success"].to_numpy("int8"), SUCCESS_LABELS)
    return cross_counts(goals["person"].to_numpy(), Labelled("provider", place, labels), success)


def provider_spread(goals: pd.DataFrame, names: list[str], shown: list[str], area: str) -> Spread:
    """Compare the providers of one area that may be `shown` with the mean of all its goals.

    `goals` are the area's `judged_goals`, those of other providers too: they are part of the mean
    and of the rates that give what is expected. Fewer than three to show: status saknas.
    """
    base = {"area": area, "n_providers": len(shown), "method": METHOD, "status": MISSING}
    base["n_hidden"] = len(np.unique(goals["provider"][goals["provider"] >= 0])) - len(shown)
    if len(shown) < FEWEST_PROVIDERS:
        return _nothing({**base, "reason": FEW_PROVIDERS})
    mean = float(goals["success"].mean())
    if mean in (0, 1):
        return _nothing({**base, "reason": NO_SPREAD})
    numbers = {name: number for number, name in enumerate(shown)}
    places = np.array([*(numbers.get(name, -1) for name in names), -1])
    rated = goals.assign(
        expected=expected_shares(goals), provider=places[goals["provider"].to_numpy()]
    )
    return _compared(rated[rated["provider"] >= 0], shown, mean, base)


def expected_shares(goals: pd.DataFrame) -> Floats:
    """Return each goal's chance by its cell: the share reached among all goals alike.

    Cells with fewer than FEWEST_IN_CELL goals are joined, so that the sum stays what was observed.
    """
    cell = goals["cell"].to_numpy()
    n = np.bincount(cell)
    joined = np.where(n[cell] < FEWEST_IN_CELL, len(n), cell)
    reached = np.bincount(joined, weights=goals["success"])
    return np.asarray((reached / np.maximum(np.bincount(joined), 1))[joined])


def person_correlation(person: Ints, success: Floats, chance: Floats) -> float:
    """Return how alike one person's goals are: the mean product of standardised residuals.

    Over all pairs of goals of the same person; 0 without such pairs, and never below 0.
    """
    residual = (success - chance) / np.sqrt(chance * (1 - chance))
    pairs = (np.bincount(person).astype("float64") ** 2).sum() - len(person)
    products = (np.bincount(person, weights=residual) ** 2).sum() - (residual**2).sum()
    return float(np.clip(products / pairs, 0, 1)) if pairs > 0 else 0.0


def _compared(
    rated: pd.DataFrame, shown: list[str], mean: float, base: Mapping[str, object]
) -> Spread:
    table = _totals(rated, shown)
    within = _alike(rated, table)
    effective = (table["n"] / (1 + within * (table["squares"] / table["n"] - 1))).to_numpy()
    share, expected = table["share"].to_numpy(), table["expected"].to_numpy()
    alike = common_spread(effective, share, expected)
    chi2 = float((effective * (share - expected) ** 2 / (expected * (1 - expected))).sum())
    fit = shrinkage.shrunken_shares(share * effective, effective, logit(expected), mean)
    providers = _placed(table.assign(n_effective=effective), mean, alike).assign(
        area=str(base["area"]),
        **{"shrunken": fit.share, "shrunken_low": fit.low, "shrunken_high": fit.high},
        **{"method": METHOD, "status": SHOWN, "reason": ""},
    )
    spread = {
        **base,
        "n": len(rated),
        "n_persons": rated["person"].nunique(),
        "mean": mean,
        **_overdispersion(chi2, len(shown) - 1),
        "spread": fit.spread,
        "common_spread": alike,
        "person_correlation": within,
        "status": SHOWN,
        "reason": "",
    }
    funnel = funnel_limits(float(effective.max()), mean, alike).assign(area=str(base["area"]))
    return Spread(*_typed(providers, funnel, pd.DataFrame([spread])))


def _overdispersion(chi2: float, df: int) -> dict[str, float]:
    p = float(stats.chi2.sf(chi2, df))
    return {"chi2": chi2, "df": df, "p": p, "dispersion": chi2 / df}


def _placed(table: pd.DataFrame, mean: float, alike: float) -> pd.DataFrame:
    """Return the providers with their adjusted shares, control limits and positions."""
    scale = mean / table["expected"].to_numpy()
    effective, expected = table["n_effective"].to_numpy(), table["expected"].to_numpy()
    limits = {
        name: np.clip(scale * limit, 0, 1)
        for name, limit in control_limits(effective, expected, alike).items()
    }
    adjusted = np.clip(scale * table["share"].to_numpy(), 0, 1)
    return table.assign(adjusted=adjusted, position=positions(adjusted, limits), **limits)


def _totals(rated: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """Return one row a provider: goals, persons, shares, and the sum of squared goals a person."""
    provider, person = rated["provider"].to_numpy("int64"), rated["person"].to_numpy("int64")
    size = len(shown)
    n = np.bincount(provider, minlength=size)
    pairs, each = np.unique(person * size + provider, return_counts=True)
    return pd.DataFrame(
        {
            "provider": shown,
            "n": n,
            "n_persons": np.bincount(pairs % size, minlength=size),
            "squares": np.bincount(pairs % size, weights=each.astype("float64") ** 2),
            "share": np.bincount(provider, weights=rated["success"]) / n,
            "expected": np.bincount(provider, weights=rated["expected"]) / n,
        }
    )


def _alike(rated: pd.DataFrame, table: pd.DataFrame) -> float:
    """Return the correlation within persons, beside what the providers differ."""
    ratio = (table["share"] / table["expected"]).to_numpy()
    provider = rated["provider"].to_numpy("int64")
    chance = np.clip(rated["expected"].to_numpy() * ratio[provider], 0.02, 0.98)
    together = rated["person"].to_numpy("int64") * len(table) + provider
    person = np.unique(together, return_inverse=True)[1]
    return person_correlation(person, rated["success"].to_numpy("float64"), chance)


def _nothing(row: dict[str, object]) -> Spread:
    none = pd.DataFrame()
    return Spread(*_typed(none, none, pd.DataFrame([row])))


def _typed(*tables: pd.DataFrame) -> list[pd.DataFrame]:
    schemas = (codes.PROVIDERS, codes.FUNNEL, codes.PROVIDER_SPREAD)
    return [
        table.reindex(columns=list(schema)).astype(dict(schema))
        for table, schema in zip(tables, schemas, strict=True)
    ]
