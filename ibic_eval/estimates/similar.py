"""Municipalities that are like one: same SKR group, near in population and in earlier results."""

import math

import numpy as np
import pandas as pd

from ibic_eval.estimates.panels import EDITION, EVERYONE, shown_results

# Kolada's own "liknande kommuner" are seven.
NEAREST = 7

SIMILAR_SCHEMA = {
    **dict.fromkeys(["municipality", "service"], "string"),
    **dict.fromkeys(["rank", "n_waves"], "Int64"),
    **dict.fromkeys(["population", "level", "distance"], "Float64"),
    "within": "string",
}
SAME_GROUP, SAME_MAIN_GROUP, ANY_GROUP = "samma SKR-grupp", "samma huvudgrupp", "hela landet"


def similar_municipalities(
    satisfaction: pd.DataFrame,
    register: pd.DataFrame,
    code: str,
    *,
    before: int,
    nearest: int = NEAREST,
    edition: str = EDITION,
) -> pd.DataFrame:
    """Return the municipalities most like `code`, for each service (SIMILAR_SCHEMA).

    Candidates have the same SKR group (in `edition`); where these are fewer than `nearest`, the
    same main group, and else any group (`within` says which). Distance is Euclidean in two
    standardised measures: the logarithm of the population, and `level`, the mean of the service's
    results over all questions in waves before the year `before`, each question measured from its
    national mean that year so that a question that is missing doesn't move the level. Choose
    `before` no later than the start of what is to be compared, or the likeness is an effect.
    A service without results for `code` in those waves has no rows. Rank 1 is nearest; ties are in
    order of code.
    """
    levels = service_levels(satisfaction, before)
    return nearest_municipalities(levels, register, code, nearest=nearest, edition=edition)


def service_levels(satisfaction: pd.DataFrame, before: int) -> pd.DataFrame:
    """Return each municipality's `level` in each service before a year, and its `n_waves`."""
    results = shown_results(satisfaction)
    early = results[results["year"].lt(before) & results["gender"].eq(EVERYONE)]
    national = early.groupby(["service", "question", "year"])["share"].transform("mean")
    centred = early.assign(level=early["share"] - national)
    return centred.groupby(["service", "municipality"], as_index=False).agg(
        level=("level", "mean"), n_waves=("year", "nunique")
    )


def nearest_municipalities(
    levels: pd.DataFrame,
    register: pd.DataFrame,
    code: str,
    *,
    nearest: int = NEAREST,
    edition: str = EDITION,
) -> pd.DataFrame:
    """Return what `similar_municipalities` does, from the `service_levels` of its results."""
    traits = levels.merge(
        register[["code", edition, "population"]], left_on="municipality", right_on="code"
    )
    tables = [
        _nearest(part, code, nearest, edition) for _, part in traits.groupby("service", sort=True)
    ]
    found = pd.concat(tables) if tables else pd.DataFrame(columns=list(SIMILAR_SCHEMA))
    return found[list(SIMILAR_SCHEMA)].astype(SIMILAR_SCHEMA).reset_index(drop=True)


def _nearest(traits: pd.DataFrame, code: str, nearest: int, edition: str) -> pd.DataFrame:
    own = traits[traits["municipality"].eq(code)]
    if own.empty:
        return traits.iloc[:0].reindex(columns=list(SIMILAR_SCHEMA))
    pool, within = _candidates(traits, own.iloc[0], nearest, edition)
    gaps = [
        _standardised(traits["population"].astype("float64").map(math.log)),
        _standardised(traits["level"]),
    ]
    place = own.index[0]
    distance = np.sqrt(sum((gap - gap.loc[place]) ** 2 for gap in gaps))
    ranked = pool.assign(distance=distance.loc[pool.index], within=within)
    ranked = ranked.sort_values(["distance", "municipality"]).head(nearest)
    return ranked.assign(rank=range(1, len(ranked) + 1))


def _candidates(
    traits: pd.DataFrame, own: pd.Series, nearest: int, edition: str
) -> tuple[pd.DataFrame, str]:
    others = traits[traits["municipality"].ne(own["municipality"])]
    group = others[edition].eq(own[edition])
    main = others[edition].str[0].eq(str(own[edition])[0])
    for kept, name in ((group, SAME_GROUP), (main, SAME_MAIN_GROUP)):
        if kept.sum() >= nearest:
            return others[kept], name
    return others, ANY_GROUP


def _standardised(values: pd.Series) -> pd.Series:
    spread = values.std(ddof=0)
    return (values - values.mean()) / (spread if spread > 0 else 1.0)
