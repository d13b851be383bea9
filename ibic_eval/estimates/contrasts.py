"""Comparisons of two groups' changes between two waves, one for each question and model."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from ibic_eval.estimates.panels import (
    EDITION,
    GROUP_NAMES,
    UNWEIGHTED,
    WEIGHTINGS,
    in_both_waves,
    main_groups,
    wave_pairs,
)
from ibic_eval.tables.adoption import BEGAN, NOT_USED

PLAIN, BY_MAIN_GROUP = "kommun_ar", "kommun_skr_ar"
MODELS = (PLAIN, BY_MAIN_GROUP)

CONTRAST_SCHEMA = {
    **dict.fromkeys(["service", "question", "gender"], "string"),
    **dict.fromkeys(["treated", "control", "model", "weighting"], "string"),
    **dict.fromkeys(["first", "second"], "Int64"),
}


class Contrast(NamedTuple):
    """One comparison: what names it (CONTRAST_SCHEMA), and a row for each municipality in it.

    `changes` has `municipality, treated (bool), stratum, change, n_first, n_second, weight_first,
    weight_second, weight` in order of municipality. `weight` is what the change counts for: with
    municipality effects and two waves, least squares on the two results is the same as on their
    change weighted by w1·w2/(w1+w2).
    """

    key: dict[str, object]
    changes: pd.DataFrame

    @property
    def n_treated(self) -> int:
        return int(self.changes["treated"].sum())

    @property
    def n_control(self) -> int:
        return len(self.changes) - self.n_treated


def contrasts(
    satisfaction: pd.DataFrame,
    adoption: pd.DataFrame,
    register: pd.DataFrame,
    *,
    treated: str = BEGAN,
    control: str = NOT_USED,
    edition: str = EDITION,
) -> Iterator[Contrast]:
    """Yield a contrast for every service, question, gender, model and weighting.

    Municipalities without a result in both waves are left out, and from the weighted ones those
    whose respondents aren't known. The model `kommun_skr_ar` compares within SKR's main groups (in
    `edition`); main groups that have only treated or only controls say nothing there and are left
    out. What remains may be empty.
    """
    pairs = wave_pairs(satisfaction, adoption)
    strata = main_groups(register, edition)
    sides = pairs[pairs["group"].isin([treated, control])]
    cells = ["service", "question", "gender", "first", "second"]
    every = pairs[cells].drop_duplicates()
    by_cell = dict(list(in_both_waves(sides).groupby(cells)))
    for cell in every.itertuples(index=False, name=None):
        changes = _changes(by_cell.get(cell, sides.iloc[:0]), treated, strata)
        names = {**dict(zip(cells, cell, strict=True)), "treated": treated, "control": control}
        yield from _variants(names, changes)


def too_few(contrast: Contrast, fewest: int) -> str:
    """Say in Swedish why a contrast has too few municipalities, "" where it has enough."""
    if contrast.changes.empty:
        return "Inga kommuner har värden båda åren."
    for side, count in (("treated", contrast.n_treated), ("control", contrast.n_control)):
        if count < fewest:
            name = GROUP_NAMES[str(contrast.key[side])]
            noun = "kommun" if count == 1 else "kommuner"
            had = f"Bara {count} {noun} i gruppen ”{name}” har värden båda åren"
            return f"{had}; minst {fewest} behövs."
    return ""


def _variants(names: dict[str, object], changes: pd.DataFrame) -> Iterator[Contrast]:
    for model in MODELS:
        kept = changes if model == PLAIN else _mixed_strata(changes)
        for weighting in WEIGHTINGS:
            key = {**names, "model": model, "weighting": weighting}
            yield Contrast(key, _weighed(kept, weighting))


def _changes(rows: pd.DataFrame, treated: str, strata: pd.Series) -> pd.DataFrame:
    changes = rows.assign(
        treated=rows["group"].eq(treated),
        stratum=rows["municipality"].map(strata),
        change=rows["share_second"] - rows["share_first"],
    )
    return changes.sort_values("municipality", ignore_index=True)


def _mixed_strata(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the municipalities of the strata that have both treated and controls."""
    known = changes[changes["stratum"].notna()]
    sides = known.groupby("stratum")["treated"].transform("nunique")
    return known[sides.eq(2)].reset_index(drop=True)


def _weighed(changes: pd.DataFrame, weighting: str) -> pd.DataFrame:
    if weighting == UNWEIGHTED:
        return changes.assign(weight_first=1.0, weight_second=1.0, weight=0.5)
    known = changes[changes["n_first"].gt(0) & changes["n_second"].gt(0)]
    first, second = known["n_first"], known["n_second"]
    weighed = known.assign(
        weight_first=first, weight_second=second, weight=first * second / (first + second)
    )
    return weighed.reset_index(drop=True)
