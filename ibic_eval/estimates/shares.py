"""Counts of answers and the shares they make, in the schema that all displays use."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.estimates.intervals import CENSUS_METHOD, interval_method, share_interval

SHOWN = "visas"
HIDDEN = "dold"
MISSING = "saknas"

NATION = "riket"
ROUND = "omgang"
SPAN = "spann"
EVERY_AREA = "alla"

CELL = ["item", "area", "group"]
COUNTS_SCHEMA = {
    "item": "string",
    "area": "string",
    "group": "string",
    "answer": "string",
    "count": "Int64",
    "n": "Int64",
    "n_asked": "Int64",
}
SHARES_SCHEMA = {
    "item": "string",
    "area": "string",
    "group": "string",
    "level": "string",
    "level_name": "string",
    "answer": "string",
    "count": "Int64",
    "n": "Int64",
    "n_asked": "Int64",
    "share_low": "Float64",
    "share_high": "Float64",
    "ci_low": "Float64",
    "ci_high": "Float64",
    "method": "string",
    "basis": "string",
    "status": "string",
    "source": "string",
}


def answer_counts(
    answers: pd.DataFrame, membership: pd.DataFrame, instrument: Instrument
) -> pd.DataFrame:
    """Count every answer of every item, area and group.

    `answers` has a row for each respondent, item and area that was asked (answer NA where left
    blank); `membership` a row for each respondent, group and area. Returns COUNTS_SCHEMA: one row
    for each code on the item's scale, zero counts too. `n` answered (don't know and not applicable
    are answers), `n_asked` were asked. Free text has no codes and no rows.
    """
    grouped = answers.merge(membership, on=["respondent", "area"])
    base = grouped.groupby(CELL, as_index=False).agg(
        n=("answer", "count"), n_asked=("respondent", "size")
    )
    scale = _scales(base["item"].unique().tolist(), instrument)
    tally = grouped.groupby([*CELL, "answer"], as_index=False).agg(count=("respondent", "size"))
    counts = base.merge(scale, on="item").merge(tally, on=[*CELL, "answer"], how="left")
    return counts.fillna({"count": 0})[list(COUNTS_SCHEMA)].astype(COUNTS_SCHEMA)


def joined_counts(counts: pd.DataFrame, answer: str) -> pd.DataFrame:
    """Return the rows that joining answers makes, for example `ja+delvis`.

    Only cells that have every code named give a row; the parts stay in `counts`. Hidden counts
    give a hidden sum.
    """
    codes = answer.split("+")
    parts = counts[counts["answer"].isin(codes)]
    keys = [name for name in counts.columns if name not in ("answer", "count")]
    cells = parts.groupby(keys, as_index=False, dropna=False, sort=False).agg(
        count=("count", _sum_of_shown), parts=("answer", "size")
    )
    whole = cells[cells["parts"].eq(len(codes))].assign(answer=answer)
    return whole[list(counts.columns)].astype(counts.dtypes.to_dict()).reset_index(drop=True)


def shares_from_counts(
    counts: pd.DataFrame,
    fraction: float,
    *,
    level: str = NATION,
    level_name: str = "Riket",
    source: str = "",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return each count as a share of those who answered, with its interval (SHARES_SCHEMA).

    `fraction` is the survey's sampling fraction n/N, 0 where the population is unknown. Where all
    of the population answered (1), only those who left an item blank are unknown, and an item that
    nobody left blank has no sampling interval: its limits are missing. Rows that disclosure control
    has hidden (`status` dold) stay hidden; a cell nobody answered is `saknas`.
    """
    status = counts["status"] if "status" in counts else pd.Series(SHOWN, index=counts.index)
    status = status.mask(status.ne(HIDDEN) & counts["n"].fillna(0).eq(0), MISSING)
    shown = status.eq(SHOWN)
    share = (counts["count"] / counts["n"]).where(shown).astype("Float64")
    shares = counts.assign(
        level=level,
        level_name=level_name,
        share_low=share,
        share_high=share,
        basis="svarande",
        status=status,
        source=source,
    ).join(_intervals(share[shown], counts[shown], fraction, confidence))
    return shares[list(SHARES_SCHEMA)].astype(SHARES_SCHEMA).reset_index(drop=True)


def spans(shares: pd.DataFrame) -> pd.DataFrame:
    """Return each answer's span over the areas, as the report prints it (SHARES_SCHEMA).

    The span runs from the area with the lowest share to that with the highest; its interval from
    the lowest lower limit to the highest upper one. Only answers with at least two areas have a
    span; where an area is hidden or missing the span is too, with its status. Counts differ
    between areas and are left out; `basis` tells how many answered.
    """
    by_area = shares[~shares["area"].isin([SPAN, EVERY_AREA])]
    keys = ["item", "group", "level", "level_name", "answer"]
    rows: dict[tuple[str, ...], list[Mapping[Any, Any]]] = {}
    for row in by_area.to_dict("records"):
        rows.setdefault(tuple(row[key] for key in keys), []).append(row)
    found = [_span(areas) for areas in rows.values() if len(areas) > 1]
    return pd.DataFrame(found, columns=list(SHARES_SCHEMA)).astype(SHARES_SCHEMA)


def _intervals(
    shares: pd.Series, counts: pd.DataFrame, fraction: float, confidence: float
) -> pd.DataFrame:
    """Return the columns ci_low, ci_high and method, with the rows of `shares`."""
    rows = [
        _interval(share, n, n / asked if fraction == 1 else fraction, confidence)
        for share, n, asked in zip(shares, counts["n"], counts["n_asked"], strict=True)
    ]
    return pd.DataFrame(rows, index=shares.index, columns=["ci_low", "ci_high", "method"])


def _interval(share: float, n: int, fraction: float, confidence: float) -> tuple[object, ...]:
    if fraction == 1:
        return pd.NA, pd.NA, CENSUS_METHOD
    return *share_interval(share, n, fraction, confidence), interval_method(share)


def _sum_of_shown(counts: pd.Series) -> object:
    return counts.sum(skipna=False)


def _span(areas: list[Mapping[Any, Any]]) -> dict[str, object]:
    """Return the span of one answer's areas, two or more rows."""

    def every(name: str) -> list[Any]:
        return [area[name] for area in areas]

    same = ("item", "group", "level", "level_name", "answer", "source")
    row = {**{key: areas[0][key] for key in same}, "area": SPAN, "method": ""}
    unseen = {*every("status")} - {SHOWN}
    if unseen:
        status = HIDDEN if HIDDEN in unseen else MISSING
        return {**row, "basis": f"{len(areas)} områden", "status": status}
    answered = f"{min(every('n'))}–{max(every('n'))} svarande i varje"
    return {
        **row,
        "share_low": min(every("share_low")),
        "share_high": max(every("share_high")),
        "ci_low": _end(min, every("ci_low"), every("share_low")),
        "ci_high": _end(max, every("ci_high"), every("share_high")),
        "method": " / ".join(sorted({*every("method")})),
        "basis": f"{len(areas)} områden, {answered}",
        "status": SHOWN,
    }


def _end(choose: Callable[..., float], limits: list[Any], shares: list[Any]) -> object:
    """Return the outermost limit; none where all of every area answered, so that none has any."""
    if all(pd.isna(limit) for limit in limits):
        return pd.NA
    pairs = zip(limits, shares, strict=True)
    return choose(share if pd.isna(limit) else limit for limit, share in pairs)


def _scales(items: list[str], instrument: Instrument) -> pd.DataFrame:
    """Return one row for each code that each item can be answered with."""
    rows = [(item, answer) for item in items for answer in instrument.item(item).answers]
    return pd.DataFrame(rows, columns=["item", "answer"])
