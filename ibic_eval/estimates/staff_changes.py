"""What changed between the first and the latest round, among the same persons and among all."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from scipy.stats import norm

from ibic_eval.estimates.differences import holm, smallest_detectable
from ibic_eval.estimates.staff_intervals import (
    Change,
    Pairs,
    correlation,
    mcnemar_p,
    overlapping_difference,
    paired_difference,
    smallest_paired,
)
from ibic_eval.estimates.staff_schemas import (
    ALL_ANSWERS,
    CHANGES,
    EQUIVALENT,
    HIDDEN,
    HIGH,
    HIGHER,
    LOWER,
    MARGIN,
    MISSING,
    PAIRED,
    QUESTIONS,
    SHOWN,
    UNDECIDED,
)

PAIRED_METHOD = "Newcombe 1998, parade andelar (metod 10); exakt McNemar; Holm 1979"
ALL_METHOD = "Newcombe 1998, med hänsyn till att några svarat båda gångerna; normaltest; Holm 1979"
NOBODY = "Ingen tog ställning i båda omgångarna."
ALPHA = 0.05
FEW = 5


def changes(answers: pd.DataFrame, minimum: int = FEW) -> pd.DataFrame:
    """Return the change of each question's share from the first round to the latest (CHANGES).

    No rows where there is one round. The two kinds are families of their own, adjusted by Holm.
    `equivalence_low` and `equivalence_high` are the 90 percent interval, widened for the number of
    questions (Bonferroni): the verdict is likvärdig where it lies within ±MARGIN and no change was
    seen (TOST, Schuirmann 1987). No finite
    population correction, which errs on the side of caution. What would tell of fewer than
    `minimum` is hidden here, before anything is adjusted for it. Where `linked` says so, nothing is
    told of those in both rounds, and `alla_svarande` takes the rounds as separate, which commonly
    makes the interval wider.
    """
    rounds = sorted(answers["round"].unique())
    if len(rounds) < 2:
        return pd.DataFrame(columns=list(CHANGES)).astype(CHANGES)
    grids = [_high(answers[answers["round"].eq(each)]) for each in (rounds[0], rounds[-1])]
    asked = [each for each in QUESTIONS if all(each in grid for grid in grids)]
    level = 1 - 2 * ALPHA / max(len(asked), 1)
    rows = [
        {"question": question, "first_round": rounds[0], "second_round": rounds[-1], **row}
        for question in asked
        for first, second in [[grid[question].dropna() for grid in grids]]
        for row in _both_kinds(first, second, minimum, level)
    ]
    return _judged(pd.DataFrame(rows, columns=list(CHANGES)).astype(CHANGES))


def linked(n_first: int, n_second: int, n_both: int, minimum: int) -> bool:
    """Tell whether what those in both rounds said may be told beside what all said.

    It may not where they are fewer than `minimum`, nor where so few (but somebody) took part in one
    round only that subtraction would tell what those said.
    """
    alone = (n_first - n_both, n_second - n_both)
    return n_both >= minimum and not any(0 < each < minimum for each in alone)


def _high(answers: pd.DataFrame) -> pd.DataFrame:
    """Return who said high (1) or not (0), persons in rows and questions in columns."""
    grid = answers.pivot_table(index="person", columns="question", values="level", aggfunc="first")
    return grid.astype("Float64").ge(HIGH).astype("Float64")


def _both_kinds(
    first: pd.Series, second: pd.Series, minimum: int, level: float
) -> list[dict[str, object]]:
    together = pd.concat([first, second], axis=1, join="inner", keys=["first", "second"])
    pairs = _pairs(together)
    if min(len(first), len(second)) < minimum:
        return [{"kind": kind, "status": HIDDEN} for kind in (PAIRED, ALL_ANSWERS)]
    sizes: dict[str, object] = {"n_first": len(first), "n_second": len(second)}
    if not pairs.n:
        lacks = {"status": MISSING, "reason": NOBODY, "n": 0}
        return [
            {**sizes, "kind": PAIRED, **lacks},
            {**sizes, "kind": ALL_ANSWERS, "n": 0, **_all(first, second, None, level)},
        ]
    if not linked(len(first), len(second), pairs.n, minimum):
        return [
            {**sizes, "kind": PAIRED, "status": HIDDEN},
            {**sizes, "kind": ALL_ANSWERS, **_all(first, second, None, level)},
        ]
    shared: dict[str, object] = {**sizes, "n": pairs.n}
    return [
        {**shared, "kind": PAIRED, **_paired(pairs, level)},
        {**shared, "kind": ALL_ANSWERS, **_all(first, second, pairs, level)},
    ]


def _pairs(together: pd.DataFrame) -> Pairs:
    first, second = together["first"].eq(1), together["second"].eq(1)
    return Pairs(*(int(each.sum()) for each in (
        first & second, first & ~second, ~first & second, ~first & ~second)))  # fmt: skip


def _paired(pairs: Pairs, level: float) -> dict[str, object]:
    return {
        "gained": pairs.gained,
        "lost": pairs.lost,
        "share_first": (pairs.both + pairs.lost) / pairs.n,
        "share_second": (pairs.both + pairs.gained) / pairs.n,
        **_ends(paired_difference(pairs), paired_difference(pairs, level)),
        "p": mcnemar_p(pairs),
        "method": PAIRED_METHOD,
        "status": SHOWN,
        "reason": "",
    }


def _all(
    first: pd.Series, second: pd.Series, pairs: Pairs | None, level: float
) -> dict[str, object]:
    before, after = ((int(each.sum()), len(each)) for each in (first, second))
    common = 0.0
    if pairs is not None:
        common = correlation(pairs) * pairs.n / math.sqrt(before[1] * after[1])
    return {
        "share_first": before[0] / before[1],
        "share_second": after[0] / after[1],
        **_ends(
            overlapping_difference(before, after, common),
            overlapping_difference(before, after, common, level),
        ),
        "p": overlapping_p(before, after, common),
        "method": ALL_METHOD,
        "status": SHOWN,
        "reason": "",
    }


def overlapping_p(first: tuple[int, int], second: tuple[int, int], correlated: float) -> float:
    """Return the two-sided p of equal shares in two groups of (count, n) with persons in common.

    The normal test with the pooled share; `correlated` as in `overlapping_difference` (Derrick
    et al. 2017, *Journal of Modern Applied Statistical Methods* 16:137-157).
    """
    pooled = (first[0] + second[0]) / (first[1] + second[1])
    each = pooled * (1 - pooled)
    variance = each / first[1] + each / second[1]
    variance -= 2 * correlated * each / math.sqrt(first[1] * second[1])
    difference = second[0] / second[1] - first[0] / first[1]
    if variance <= 0:
        return 1.0
    return float(2 * norm.sf(abs(difference) / math.sqrt(variance)))


def _ends(wide: Change, narrow: Change) -> dict[str, object]:
    return {
        "estimate": wide.difference,
        "ci_low": wide.low,
        "ci_high": wide.high,
        "equivalence_low": narrow.low,
        "equivalence_high": narrow.high,
    }


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["status"].eq(SHOWN)]
    families = known.groupby("kind")["p"]
    p_holm = families.transform(holm).reindex(rows.index)
    steps = (ALPHA / families.transform("size")).reindex(rows.index)
    judged = rows.assign(p_holm=p_holm)
    told = pd.Series([_verdict(row) for row in judged.to_dict("records")], dtype="string")
    seen = [
        _detectable(row, float(step)) if row["status"] == SHOWN else None
        for row, step in zip(judged.to_dict("records"), steps, strict=True)
    ]
    detectable = pd.Series(seen, dtype="Float64")
    return judged.assign(verdict=told, smallest_detectable=detectable).astype(CHANGES)


def _verdict(row: Mapping[Any, Any]) -> str | None:
    if row["status"] != SHOWN:
        return None
    if row["p_holm"] < ALPHA:
        return HIGHER if row["estimate"] > 0 else LOWER
    inside = row["equivalence_low"] > -MARGIN and row["equivalence_high"] < MARGIN
    return EQUIVALENT if inside else UNDECIDED


def _detectable(row: Mapping[Any, Any], step: float) -> float:
    if row["kind"] == PAIRED:
        return smallest_paired(row["n"], row["gained"] + row["lost"], step)
    return smallest_detectable(row["share_first"], row["n_second"], row["n_first"], step)
