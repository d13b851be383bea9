"""Post-stratification by SKR main group: what the skew in who answered does to a share.

The answers are weighted up to the municipalities asked in each main group (A, B, C), and set beside
the unweighted share. Estimates are those of a post-stratified simple random sample without
replacement (Särndal, Swensson & Wretman 1992, section 7.6), through `svy`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pandas as pd
import polars as pl
import svy

from ibic_eval.errors import InputError
from ibic_eval.estimates.intervals import share_interval
from ibic_eval.estimates.shares import CELL

SMALLEST_STRATUM = 10
METHOD = "efterstratifierad på SKR:s huvudgrupper, logit, ändlig population"

_NUMBERS = [
    "share",
    "ci_low",
    "ci_high",
    "weighted_share",
    "weighted_ci_low",
    "weighted_ci_high",
    "difference",
    "design_effect",
]
WEIGHTED_SCHEMA = {
    **dict.fromkeys([*CELL, "answer"], "string"),
    "n": "Int64",
    **dict.fromkeys(_NUMBERS, "Float64"),
    **dict.fromkeys(["method", "strata"], "string"),
}


@dataclass(frozen=True)
class Strata:
    """The post-strata: each respondent's, and how many units were asked in each."""

    of_respondent: Mapping[str, str]
    population: Mapping[str, int]

    @property
    def size(self) -> int:
        """Return the number of units asked."""
        return sum(self.population.values())


def post_strata(
    groups: pd.Series, population: Mapping[str, int], smallest: int = SMALLEST_STRATUM
) -> Strata:
    """Return the strata, with groups of few answers joined to a neighbour.

    `groups` has the group of each respondent (index: respondent), `population` how many were asked
    in each group. In the order of their letters, a group with fewer than `smallest` answers is
    joined with the neighbour that has fewer, until none is left or all are one (`A+B`). Raises
    InputError where more answered than were asked.
    """
    answered = {name: int(groups.eq(name).sum()) for name in sorted(population)}
    for name, count in answered.items():
        if count > population[name]:
            raise InputError(
                f"I grupp {name} har {count} svarat men {population[name]} tillfrågats; "
                "rätta utskick.csv."
            )
    joined = _joined([(name,) for name in answered], answered, smallest)
    label = {name: "+".join(names) for names in joined for name in names}
    return Strata(
        of_respondent={str(who): label[group] for who, group in groups.items()},
        population={"+".join(names): sum(population[name] for name in names) for names in joined},
    )


def weighted_shares(
    answers: pd.DataFrame, membership: pd.DataFrame, counts: pd.DataFrame, strata: Strata
) -> pd.DataFrame:
    """Return each share unweighted and weighted, with their intervals (WEIGHTED_SCHEMA).

    `counts` is `answer_counts` of the same `answers` and `membership`; its rows come back, except
    those of cells nobody answered. `difference` is weighted less unweighted (proportions).
    `design_effect` compares the variance with that of the same number drawn without weights; it is
    NA where the share is 0 or 1 or where everybody asked has answered. There both intervals are
    those of `share_interval`.
    """
    sample = _weighted_sample(answers, membership, strata)
    fraction = len(strata.of_respondent) / strata.size
    cells = [
        _cell(part, sample, fraction)
        for _, part in counts[counts["n"] > 0].groupby(CELL, sort=False)
    ]
    table = pd.concat(cells) if cells else counts.iloc[:0].reindex(columns=list(WEIGHTED_SCHEMA))
    described = table.assign(method=METHOD, strata=" ".join(strata.population))
    return described[list(WEIGHTED_SCHEMA)].astype(WEIGHTED_SCHEMA).reset_index(drop=True)


def _joined(
    strata: list[tuple[str, ...]], answered: Mapping[str, int], smallest: int
) -> list[tuple[str, ...]]:
    """Join the smallest stratum with its smaller neighbour until none is too small."""
    sizes = [sum(answered[name] for name in names) for names in strata]
    if len(strata) == 1 or min(sizes) >= smallest:
        return strata
    at = sizes.index(min(sizes))
    left = at - 1 if at == len(strata) - 1 or (at > 0 and sizes[at - 1] < sizes[at + 1]) else at
    merged = strata[left] + strata[left + 1]
    return _joined([*strata[:left], merged, *strata[left + 2 :]], answered, smallest)


def _weighted_sample(answers: pd.DataFrame, membership: pd.DataFrame, strata: Strata) -> svy.Sample:
    """Return all respondents with one column for each item and area and one for each group."""
    people = pd.DataFrame({"stratum": dict(strata.of_respondent)})
    people = people.assign(asked=strata.size, weight=strata.size / len(people))
    answered = _wide(answers, "item", "answer").astype("string")
    members = _wide(membership.assign(member=True), "group", "member").astype("boolean")
    sample = svy.Sample(
        pl.from_pandas(people.join(answered).join(members)),
        svy.Design(wgt="weight", pop_size="asked"),
    )
    controls: dict[str | int | float | bool, int | float] = dict(strata.population.items())
    weighted: svy.Sample = sample.weighting.poststratify(
        controls, cells="stratum", wgt_name="post_weight"
    )
    return weighted


def _wide(rows: pd.DataFrame, name: str, value: str) -> pd.DataFrame:
    """Return one row a respondent with a column for each name and area."""
    columns = [_column(*pair) for pair in zip(rows[name], rows["area"], strict=True)]
    return rows.assign(column=columns).pivot_table(
        index="respondent", columns="column", values=value, aggfunc="first"
    )


def _cell(counts: pd.DataFrame, sample: svy.Sample, fraction: float) -> pd.DataFrame:
    """Return one cell's rows with their unweighted and weighted numbers."""
    share = (counts["count"] / counts["n"]).astype("float64")
    limits = [share_interval(p, n, fraction) for p, n in zip(share, counts["n"], strict=True)]
    plain = pd.DataFrame(limits, columns=["ci_low", "ci_high"], index=counts.index)
    weighted = _weighted(counts, sample, fraction).reindex(counts["answer"])
    unweighted = plain.add_prefix("weighted_").assign(weighted_share=share)
    weighted = weighted.set_axis(counts.index).combine_first(unweighted)
    difference = weighted["weighted_share"] - share
    return counts.assign(share=share, difference=difference).join(plain).join(weighted)


def _weighted(counts: pd.DataFrame, sample: svy.Sample, fraction: float) -> pd.DataFrame:
    """Return the weighted estimates by answer, for answers that some but not all gave."""
    names = ["weighted_share", "weighted_ci_low", "weighted_ci_high", "design_effect"]
    given = counts.loc[counts["count"] > 0, "answer"]
    if len(given) < 2:
        return pd.DataFrame(columns=names, dtype="float64")
    item, area, group = counts.iloc[0][CELL]
    column = _column(item, area)
    # One column at a time: given a list, svy 0.35 leaves the post-strata out of the variance.
    estimate = sample.estimation.prop(
        column,
        where=pl.col(column).is_not_null() & pl.col(_column(group, area)),
        ci_method="logit",
        deff="wor" if fraction < 1 else None,
    )
    rows = cast(svy.Estimate, estimate).to_polars().to_pandas().set_index(column)
    found = rows.reindex(columns=["est", "lci", "uci", "deff"])
    return found.set_axis(names, axis="columns")


def _column(name: str, area: str) -> str:
    return f"{name}|{area}"
