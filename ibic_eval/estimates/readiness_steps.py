"""What to take on first: what is low, can begin now, and lets most else begin."""

from collections.abc import Mapping, Sequence, Set
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.readiness_schemas import (
    FIRST_STEPS,
    HIGHEST_LOW,
    LOW_SHARE,
    SEED,
)

DRAWS = 1000
FIRST = 3

Floats = npt.NDArray[np.float64]


class Step(NamedTuple):
    """A low statement: what it waits for, and what low statements wait for it, in order."""

    statement: str
    waits_for: tuple[str, ...]
    waiting: tuple[str, ...]


def first_steps(
    answers: pd.DataFrame,
    needs: Mapping[str, Sequence[str]],
    judged: Sequence[str],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return the low statements of one round in the order to take them on (FIRST_STEPS).

    `judged` are the statements that enough have taken a stand on to be shown. A statement is low
    where at least half of those who took a stand say not begun or begun. It can begin where nothing
    it needs is low. Those that can begin come first; then those that most low statements wait for,
    directly or through other low statements; then the larger share that say it is low; then the
    order of the instrument. Persons are drawn anew for `among_first`.
    """
    known = answers[answers["level"].notna() & answers["statement"].isin(list(judged))]
    if known.empty:
        return pd.DataFrame(columns=list(FIRST_STEPS)).astype(FIRST_STEPS)
    order = [name for name in needs if name in set(judged)]
    low, given = _tables(known, order)
    shares = _shares(low.sum(axis=0), given.sum(axis=0), order)
    steps = ordered_steps(needs, shares)
    often = _among_first(low, given, needs, order, draws, seed)
    counts = dict(zip(order, low.sum(axis=0).astype(int), strict=True))
    sizes = dict(zip(order, given.sum(axis=0).astype(int), strict=True))
    rows = [
        {
            "rank": rank,
            "statement": step.statement,
            "can_begin": not step.waits_for,
            "n_waiting": len(step.waiting),
            "waiting": " ".join(step.waiting),
            "waits_for": " ".join(step.waits_for),
            "n_known": sizes[step.statement],
            "low_share": shares[step.statement],
            **_ends(counts[step.statement], sizes[step.statement]),
            "among_first": often[step.statement],
        }
        for rank, step in enumerate(steps, start=1)
    ]
    return pd.DataFrame(rows, columns=list(FIRST_STEPS)).astype(FIRST_STEPS)


def ordered_steps(
    needs: Mapping[str, Sequence[str]], shares: Mapping[str, float]
) -> tuple[Step, ...]:
    """Order the statements whose share of low answers is at least half, as `first_steps` says.

    `shares` has a share for each statement that can be judged, nan where nobody took a stand.
    """
    return _in_order(_steps(needs, _low(shares)), shares)


def _low(shares: Mapping[str, float]) -> frozenset[str]:
    return frozenset(name for name, share in shares.items() if share >= LOW_SHARE)


def _steps(needs: Mapping[str, Sequence[str]], low: Set[str]) -> tuple[Step, ...]:
    """Return the low statements in the order of the instrument."""
    after = {name: [each for each in needs if name in needs[each] and each in low] for name in low}
    return tuple(
        Step(
            name,
            tuple(each for each in needs[name] if each in low),
            tuple(each for each in needs if each in _reached(name, after)),
        )
        for name in needs
        if name in low
    )


def _in_order(steps: Sequence[Step], shares: Mapping[str, float]) -> tuple[Step, ...]:
    return tuple(
        sorted(steps, key=lambda step: (bool(step.waits_for), -len(step.waiting),
                                        -shares[step.statement]))
    )  # fmt: skip


def _reached(name: str, after: Mapping[str, Sequence[str]]) -> Set[str]:
    found: set[str] = set()
    waiting = list(after[name])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += after[each]
    return found


def _tables(known: pd.DataFrame, order: Sequence[str]) -> tuple[Floats, Floats]:
    """Return who called what low and who took a stand, both (persons, statements) of 0 and 1."""
    grid = known.pivot_table(index="person", columns="statement", values="level", aggfunc="first")
    levels = grid.reindex(columns=list(order)).astype("Float64")
    given = levels.notna().to_numpy("float64")
    return levels.le(HIGHEST_LOW).fillna(False).to_numpy("float64"), given


def _shares(low: Floats, given: Floats, order: Sequence[str]) -> dict[str, float]:
    with np.errstate(invalid="ignore"):
        return dict(zip(order, (low / given).tolist(), strict=True))


def _among_first(
    low: Floats,
    given: Floats,
    needs: Mapping[str, Sequence[str]],
    order: Sequence[str],
    draws: int,
    seed: int,
) -> dict[str, float]:
    random = np.random.default_rng(seed)
    people = len(low)
    weights = random.multinomial(people, np.full(people, 1 / people), size=draws)
    times = dict.fromkeys(order, 0)
    steps_of = cache(partial(_steps, needs))  # the same are low in many draws
    for lows, givens in zip(weights @ low, weights @ given, strict=True):
        shares = _shares(lows, givens, order)
        steps = _in_order(steps_of(_low(shares)), shares)
        for step in [each for each in steps if not each.waits_for][:FIRST]:
            times[step.statement] += 1
    return {name: count / draws for name, count in times.items()}


def _ends(count: int, n: int) -> dict[str, float]:
    low, high = proportion_confint(count, n, alpha=0.05, method="wilson")
    return {"low_ci_low": float(low), "low_ci_high": float(high)}
