"""Mean results of groups of municipalities, by year and as change between waves, as in 6.2.6."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from ibic_eval.estimates.panels import (
    UNWEIGHTED,
    WEIGHTED,
    in_both_waves,
    shown_results,
    wave_pairs,
)
from ibic_eval.estimates.shares import MISSING, SHOWN
from ibic_eval.tables.adoption import AREA_OF_SERVICE, GROUPS

METHOD = {
    UNWEIGHTED: "medel av kommunerna, t-intervall",
    WEIGHTED: "medel viktat med svarande, linearisering, t-intervall",
}
ALONE = "En kommun ger inget mått på spridningen."
NOBODY = "Ingen kommun i gruppen har värden."
NUMBERS_UNKNOWN = "Antalet svarande är inte känt."

_CELL = ["service", "question", "gender", "group"]
_NUMBERS = {
    **dict.fromkeys(["estimate", "se", "ci_low", "ci_high"], "Float64"),
    **dict.fromkeys(["n_municipalities", "n_group", "n_respondents"], "Int64"),
    **dict.fromkeys(["method", "status", "reason"], "string"),
}
MEANS_SCHEMA = {**dict.fromkeys([*_CELL, "weighting"], "string"), "year": "Int64", **_NUMBERS}
CHANGES_SCHEMA = {
    **dict.fromkeys([*_CELL, "weighting"], "string"),
    **dict.fromkeys(["first", "second"], "Int64"),
    **_NUMBERS,
}


def group_means(
    satisfaction: pd.DataFrame, adoption: pd.DataFrame, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the mean share of each group by service, question, gender and year (MEANS_SCHEMA).

    Once with each municipality counted alike, as the report did, and once weighted by respondents.
    Proportions. The interval takes the municipalities as a sample of what such municipalities
    could have got: t with one degree of freedom less than their number, the standard error that of
    a ratio (`svymean` with weights in R's survey; Cochran 1977, section 6.3). Municipalities whose
    result is hidden or missing are in `n_group` but not in `n_municipalities`. `n_respondents`
    sums what is known.
    """
    members = adoption.loc[adoption["group"].isin(GROUPS), ["municipality", "area", "group"]]
    results = shown_results(satisfaction).merge(members, on=["municipality", "area"])
    tables = [_means(_weighed(results, weighting), confidence) for weighting in METHOD]
    wanted = _with_sizes(_wanted(satisfaction, members, ["year"]), members)
    return _complete(wanted, tables, MEANS_SCHEMA, [*_CELL, "year"])


def group_changes(
    satisfaction: pd.DataFrame, adoption: pd.DataFrame, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the change of each group's mean between the two waves (CHANGES_SCHEMA).

    Only municipalities with results in both waves are in; the standard error is that of paired
    results. Proportions: 0.03 is three percentage points up. `n_respondents` counts both waves.
    """
    members = adoption.loc[adoption["group"].isin(GROUPS)]
    pairs = in_both_waves(wave_pairs(satisfaction, adoption))
    tables = [_changes(_weighed_pairs(pairs, weighting), confidence) for weighting in METHOD]
    wanted = _with_sizes(_wanted(satisfaction, members, ["first", "second"]), members)
    return _complete(wanted, tables, CHANGES_SCHEMA, [*_CELL, "first", "second"])


def _weighed(results: pd.DataFrame, weighting: str) -> pd.DataFrame:
    if weighting == UNWEIGHTED:
        return results.assign(weighting=weighting, weight=1.0)
    return results.assign(weighting=weighting, weight=results["n"])[results["n"].gt(0)]


def _weighed_pairs(pairs: pd.DataFrame, weighting: str) -> pd.DataFrame:
    if weighting == UNWEIGHTED:
        return pairs.assign(weighting=weighting, weight_first=1.0, weight_second=1.0)
    known = pairs[pairs["n_first"].gt(0) & pairs["n_second"].gt(0)]
    return known.assign(
        weighting=weighting, weight_first=known["n_first"], weight_second=known["n_second"]
    )


def _means(results: pd.DataFrame, confidence: float) -> pd.DataFrame:
    cell = [*_CELL, "year", "weighting"]
    mean, pull = _mean_and_pull(results, cell, "share", "weight")
    table = results.assign(mean=mean, square=pull**2).groupby(cell, as_index=False)
    sums = table.agg(
        estimate=("mean", "first"),
        squares=("square", "sum"),
        n_municipalities=("municipality", "size"),
        n_respondents=("n", _known_sum),
    )
    limits = _with_interval(sums, confidence)
    return limits.assign(ci_low=limits["ci_low"].clip(0), ci_high=limits["ci_high"].clip(upper=1))


def _changes(pairs: pd.DataFrame, confidence: float) -> pd.DataFrame:
    cell = [*_CELL, "first", "second", "weighting"]
    first, pull_first = _mean_and_pull(pairs, cell, "share_first", "weight_first")
    second, pull_second = _mean_and_pull(pairs, cell, "share_second", "weight_second")
    table = pairs.assign(
        change=second - first,
        square=(pull_second - pull_first) ** 2,
        n=pairs["n_first"].add(pairs["n_second"]),
    ).groupby(cell, as_index=False)
    sums = table.agg(
        estimate=("change", "first"),
        squares=("square", "sum"),
        n_municipalities=("municipality", "size"),
        n_respondents=("n", _known_sum),
    )
    return _with_interval(sums, confidence)


def _mean_and_pull(
    rows: pd.DataFrame, cell: Sequence[str], share: str, weight: str
) -> tuple[pd.Series, pd.Series]:
    """Return the weighted mean of each row's cell, and how far the row alone pulls it."""
    keys = [rows[name] for name in cell]
    total = rows[weight].groupby(keys).transform("sum")
    mean = (rows[weight] * rows[share]).groupby(keys).transform("sum") / total
    return mean, rows[weight] * (rows[share] - mean) / total


def _with_interval(sums: pd.DataFrame, confidence: float) -> pd.DataFrame:
    k = sums["n_municipalities"].astype("float64")
    free = (k - 1).where(k > 1)
    se = np.sqrt(k / free * sums["squares"])
    reach = se * stats.t.ppf(0.5 + confidence / 2, free)
    low, high = sums["estimate"] - reach, sums["estimate"] + reach
    return sums.assign(se=se, ci_low=low, ci_high=high).drop(columns="squares")


def _wanted(satisfaction: pd.DataFrame, members: pd.DataFrame, time: list[str]) -> pd.DataFrame:
    """Return every cell that a table should have a row for, also the empty ones."""
    source = satisfaction if time == ["year"] else satisfaction.drop(columns="year")
    known = ["service", "question", "gender", *[name for name in time if name in source]]
    asked = source[known].drop_duplicates()
    asked = asked.assign(area=asked["service"].map(AREA_OF_SERVICE))
    waves = members[["area", *[name for name in time if name in members]]].drop_duplicates()
    groups = pd.DataFrame({"group": GROUPS})
    cells = asked.merge(waves, on="area").merge(groups, how="cross")
    return cells.merge(pd.DataFrame({"weighting": list(METHOD)}), how="cross")


def _with_sizes(cells: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    sizes = members.groupby(["area", "group"], as_index=False).agg(
        n_group=("municipality", "nunique")
    )
    return cells.merge(sizes, on=["area", "group"], how="left").fillna({"n_group": 0})


def _complete(
    wanted: pd.DataFrame, tables: list[pd.DataFrame], schema: dict[str, str], keys: list[str]
) -> pd.DataFrame:
    found = pd.concat(tables, ignore_index=True)
    full = wanted.merge(found, on=[*keys, "weighting"], how="left")
    count = full["n_municipalities"].fillna(0)
    unknown = count.eq(0) & full["weighting"].eq(WEIGHTED) & _others_found(full, keys)
    reason = pd.Series("", index=full.index).mask(count.eq(1), ALONE).mask(count.eq(0), NOBODY)
    full = full.assign(
        n_municipalities=count,
        method=full["weighting"].map(METHOD),
        status=pd.Series(SHOWN, index=full.index).mask(count.eq(0), MISSING),
        reason=reason.mask(unknown, NUMBERS_UNKNOWN),
    )
    sorted_rows = full[list(schema)].astype(schema).sort_values([*keys, "weighting"])
    return sorted_rows.reset_index(drop=True)


def _others_found(full: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Tell which rows have a sister row, with the other weighting, that has municipalities."""
    most = full.groupby(keys)["n_municipalities"].transform("max")
    return most.fillna(0).gt(0)


def _known_sum(numbers: pd.Series) -> float:
    return float(numbers.sum(min_count=1))
