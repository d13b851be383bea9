"""How answers changed between two rounds, for the same municipalities."""

import math

import pandas as pd

from ibic_eval.estimates.intervals import CENSUS_METHOD, share_interval

KEYS = ["municipality", "unit", "item", "area"]
CELL = ["item", "area"]
METHOD = "Newcombe 1998, parade andelar"
CHANGES = {
    **dict.fromkeys(("item", "area", "answer"), "string"),
    "n": "Int64",
    **dict.fromkeys(("before", "after", "change", "low", "high"), "Float64"),
    **dict.fromkeys(("method", "status"), "string"),
}


def round_changes(before: pd.DataFrame, after: pd.DataFrame, population: int) -> pd.DataFrame:
    """Return the change in the share of each answer among those that answered both times (CHANGES).

    `before` and `after` have `municipality, unit, item, area, answer`, a row for each answer given;
    `population` is how many units both rounds were about. Where all of them answered both times
    there is no sampling interval. Else it is Newcombe's for paired shares (1998, *Statistics in
    Medicine* 17:2635-2650, method 8), of intervals that know the population.
    """
    pairs = before.merge(after, on=KEYS, suffixes=("_before", "_after"))
    rows = [
        {"item": item, "area": area, "answer": answer, **_change(cell, str(answer), population)}
        for (item, area), cell in pairs.groupby(CELL, sort=False)
        for answer in sorted({*cell["answer_before"], *cell["answer_after"]})
    ]
    return pd.DataFrame(rows, columns=list(CHANGES)).astype(CHANGES)


def _change(cell: pd.DataFrame, answer: str, population: int) -> dict[str, object]:
    first, second = cell["answer_before"].eq(answer), cell["answer_after"].eq(answer)
    n, old, new = len(cell), float(first.mean()), float(second.mean())
    told = {"n": n, "before": old, "after": new, "change": new - old, "status": "visas"}
    if n == population:
        return {**told, "low": pd.NA, "high": pd.NA, "method": CENSUS_METHOD}
    together = float((first & second).mean())
    low, high = paired_interval(old, new, together, n, n / population)
    return {**told, "low": low, "high": high, "method": METHOD}


def paired_interval(
    old: float, new: float, together: float, n: int, fraction: float
) -> tuple[float, float]:
    """Return the interval of new - old, of which `together` is the share with both.

    Square-and-add with the correlation of the two (phi, 0 where a share is 0 or 1).
    """
    spread = math.sqrt(old * (1 - old) * new * (1 - new))
    phi = (together - old * new) / spread if spread else 0.0
    old_low, old_high = share_interval(old, n, fraction)
    new_low, new_high = share_interval(new, n, fraction)

    def reach(one: float, other: float) -> float:
        return math.sqrt(max(one**2 - 2 * phi * one * other + other**2, 0.0))

    change = new - old
    return (
        change - reach(new - new_low, old_high - old),
        change + reach(new_high - new, old - old_low),
    )
