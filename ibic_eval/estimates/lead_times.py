"""How long decisions take, by area and year, and how many are made within the limits."""

from collections.abc import Iterator, Mapping

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.estimates.case_schemas import (
    FROM_APPLICATION,
    FROM_START,
    LEAD_TIMES,
    MISSING,
    SHOWN,
    WITHIN_LIMITS,
)
from ibic_eval.estimates.kaplan_meier import METHOD, quantiles

GUARANTEE, THREE_DAYS = "garanti", "tre_dagar"
# The law (2017:612) 5 kap. 4 § counts from the hospital's notice; the application comes with it.
DISCHARGE_DAYS = 3
DISCHARGE = "utskrivning"
QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}

NO_GUARANTEE = (
    "Kommunens egen garanti för området står inte i inforande.yml (garanti_dagar), så det går "
    "inte att räkna andelen inom den."
)
NO_DISCHARGES = "Det finns inga ärenden efter utskrivning från sjukhus i området."
NO_APPLICATIONS = "Det finns inga ärenden med ansökningsdatum i området."
NOT_DUE = "Inga ärenden började så tidigt att gränsen har passerats."
WILSON = (
    "Öppna ärenden äldre än gränsen räknas som inte inom den; ärenden som började senare än så "
    "före uttaget räknas inte; intervall enligt Wilson"
)

_COUNTED = {"n_persons": "Int64"}


def lead_times(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return quartiles of the days to decision by area, year of start and clock.

    `tables` has a frame of `case_waits.waits` by clock. The schema is LEAD_TIMES with `n_persons`,
    for the release; rows with fewer than ten cases have numbers too, and must be hidden there.
    """
    rows = [
        {"area": area, "year": year, "clock": clock, **_quartiles(cases)}
        for clock, table in tables.items()
        for area, year, cases in by_year(table)
    ]
    schema = {**LEAD_TIMES, **_COUNTED}
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)


def within_limits(
    tables: Mapping[str, pd.DataFrame], guarantee_days: Mapping[str, int]
) -> pd.DataFrame:
    """Return the share of decisions within the guarantee and within three days at discharge.

    The guarantee runs from the application; the three days too, where there is one, else from the
    start. An open case past the limit counts as not within. Cases that began less than the limit
    before the extract aren't counted but stand in `n_not_yet`, the decided ones too: of them only
    those in time can be known yet. The schema is WITHIN_LIMITS with `n_persons`.
    """
    rows = [*_guarantee(tables[FROM_APPLICATION], tables[FROM_START], guarantee_days)]
    rows += _discharges(tables)
    schema = {**WITHIN_LIMITS, **_COUNTED}
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)


def by_year(table: pd.DataFrame) -> Iterator[tuple[str, object, pd.DataFrame]]:
    """Yield each area's cases, all years (NA) and then year by year."""
    for area, cases in table.groupby("area", observed=True, sort=True):
        yield str(area), pd.NA, cases
        for year, some in cases.groupby("year", sort=True):
            yield str(area), year, some


def _quartiles(cases: pd.DataFrame) -> dict[str, object]:
    found = quantiles(cases["days"], cases["decided"], list(QUARTILES.values()))
    numbers = {
        f"{name}{end}": value
        for name, values in zip(QUARTILES, found, strict=True)
        for end, value in zip(("", "_low", "_high"), values, strict=True)
    }
    return {
        **numbers,
        "n": len(cases),
        "n_open": int((~cases["decided"]).sum()),
        "n_persons": cases["person"].nunique(),
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }


def _guarantee(
    applied: pd.DataFrame, started: pd.DataFrame, guarantee_days: Mapping[str, int]
) -> Iterator[dict[str, object]]:
    for area in sorted(set(started["area"].astype(str)) | set(guarantee_days)):
        cases = applied[applied["area"].eq(area)]
        days = guarantee_days.get(area)
        if days is None or cases.empty:
            reason = NO_GUARANTEE if days is None else NO_APPLICATIONS
            yield _nothing(area, GUARANTEE, days, reason)
            continue
        for _, year, some in by_year(cases):
            yield {"area": area, "year": year, "rule": GUARANTEE, **_share(some, days)}


def _discharges(tables: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, object]]:
    every = _discharged(tables)
    for area in sorted(set(tables[FROM_START]["area"].astype(str))):
        cases = every[every["area"].eq(area)]
        if cases.empty:
            yield _nothing(area, THREE_DAYS, DISCHARGE_DAYS, NO_DISCHARGES)
            continue
        for _, year, some in by_year(cases):
            yield {"area": area, "year": year, "rule": THREE_DAYS, **_share(some, DISCHARGE_DAYS)}


def _discharged(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the cases after discharge, by the application where there is one, else the start."""
    applied, started = (
        table[table["way_in"].eq(DISCHARGE)]
        for table in (tables[FROM_APPLICATION], tables[FROM_START])
    )
    without = started[~started["case"].isin(applied["case"])]
    known = [table for table in (applied, without) if len(table)]
    return pd.concat(known) if known else applied


def _share(cases: pd.DataFrame, limit: int) -> dict[str, object]:
    within = cases["decided"] & cases["days"].le(limit)
    counted = cases["age"].gt(limit)
    n, count = int(counted.sum()), int((within & counted).sum())
    row: dict[str, object] = {"limit_days": limit, "n": n, "n_not_yet": int((~counted).sum())}
    if n == 0:
        return {**row, "n_persons": 0, "method": WILSON, "status": MISSING, "reason": NOT_DUE}
    low, high = proportion_confint(count, n, method="wilson")
    return {
        **row,
        "n_persons": cases.loc[counted, "person"].nunique(),
        "share": count / n,
        "ci_low": low,
        "ci_high": high,
        "method": WILSON,
        "status": SHOWN,
        "reason": "",
    }


def _nothing(area: str, rule: str, limit: int | None, reason: str) -> dict[str, object]:
    return {
        "area": area,
        "year": pd.NA,
        "rule": rule,
        "limit_days": limit if limit is not None else pd.NA,
        "n": 0,
        "n_persons": 0,
        "method": WILSON,
        "status": MISSING,
        "reason": reason,
    }
