"""The interrupted time series of every area, alone and against an area that hadn't begun."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates.autoregression import METHOD as AUTOREGRESSION
from ibic_eval.estimates.case_schemas import AFTER, BEFORE, HIDDEN, MISSING, SHOWN
from ibic_eval.estimates.case_waits import NO_START, month_start
from ibic_eval.estimates.clustered_models import NO_SPREAD
from ibic_eval.estimates.interrupted_series import (
    TERMS,
    Break,
    Interrupted,
    break_of,
    interrupted,
    lines,
    monthly,
    phase,
    term_estimates,
    why_not_fitted,
)

OWN, COMPARATIVE = "egen", "jamforande"
JUDGED_TERM = "medel"
METHOD = (
    "Avbruten tidsserie av månadernas geometriska medelvärden; "
    f"{AUTOREGRESSION} (Turner m.fl. 2021); {{season}}"
)
SEASONS = ("utan säsong: färre än 24 månader", "säsong med ett Fourierpar", "två Fourierpar")
PLANNED = "Avbruten tidsserie av månadernas geometriska medelvärden"
NO_CONTROL = (
    "Det finns inget område som ännu inte hade börjat med IBIC och har tillräckligt många ärenden "
    "i samma månader, så det finns inget att jämföra tidsserien med."
)
_TINY = 1e-10


class Series(NamedTuple):
    """A series to fit: `levels` (log) by month, which months are `enough`, and where it breaks."""

    key: dict[str, object]
    levels: pd.Series
    enough: pd.Series
    at: Break
    reason: str


def interrupted_series(
    tables: Mapping[str, pd.DataFrame], starts: Mapping[str, dt.date], transition_months: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the months with their lines, and the terms on the log scale.

    The first frame has the columns of SERIES; the second those of INTERRUPTED before judging, with
    `se` and `df`, and estimates as logs. The control of an area is the one with the most months in
    common before its own start, if any; then the series is the ratio of the two.
    """
    months, terms = [], []
    for one in _every(tables, starts, transition_months):
        fit = None if one.reason else interrupted(one.levels[one.enough], one.at)
        months.append(_months(one, fit))
        terms.append(pd.DataFrame(_terms(one, fit)))
    known = [table for table in months if len(table)]
    joined = pd.concat(known, ignore_index=True) if known else pd.DataFrame()
    return joined, pd.concat(terms, ignore_index=True) if terms else pd.DataFrame()


def _every(
    tables: Mapping[str, pd.DataFrame], starts: Mapping[str, dt.date], transition: int
) -> Iterator[Series]:
    for clock, table in tables.items():
        present = sorted(set(table["area"].astype(str)) | set(starts))
        by_area = {area: monthly(table[table["area"].eq(area)]) for area in present}
        for area in present:
            key: dict[str, object] = {"area": area, "clock": clock, "control_area": pd.NA}
            if area not in starts:
                nowhere = Break(0, 0)
                none = pd.Series(dtype="float64")
                yield Series({**key, "model": OWN}, none, none.astype(bool), nowhere, NO_START)
                continue
            at = break_of(starts[area], transition)
            yield _own(key, by_area[area], at)
            yield _against(key, by_area, at, starts)


def _own(key: dict[str, object], series: pd.DataFrame, at: Break) -> Series:
    usable = series.index[series["enough"]].to_numpy(dtype="int64")
    reason = why_not_fitted(usable, at)
    if not reason and not series.loc[series["enough"], "log_days"].std() > _TINY:
        reason = NO_SPREAD
    return Series({**key, "model": OWN}, series["log_days"], series["enough"], at, reason)


def _against(
    key: dict[str, object],
    by_area: Mapping[str, pd.DataFrame],
    at: Break,
    starts: Mapping[str, dt.date],
) -> Series:
    own = by_area[str(key["area"])]
    best: Series | None = None
    for area, control in by_area.items():
        if area == key["area"]:
            continue
        until = break_of(starts[area], 0).start if area in starts else np.inf
        both = own.join(control[control.index < until], rsuffix="_control", how="inner")
        enough = both["enough"] & both["enough_control"].astype(bool)
        usable = both.index[enough].to_numpy(dtype="int64")
        ratio = both["log_days"] - both["log_days_control"]
        if why_not_fitted(usable, at) or not ratio[enough].std() > _TINY:
            continue
        if best is None or len(usable) > int(best.enough.sum()):
            named = {**key, "model": COMPARATIVE, "control_area": area}
            best = Series(named, ratio, enough, at, "")
    if best is not None:
        return best
    none = pd.Series(dtype="float64")
    return Series({**key, "model": COMPARATIVE}, none, none.astype(bool), at, NO_CONTROL)


def _months(one: Series, fit: Interrupted | None) -> pd.DataFrame:
    """Return a row for each month from the first known to the last, also where few began."""
    if one.levels.empty:
        return pd.DataFrame()
    months = np.arange(one.levels.index.min(), one.levels.index.max() + 1)
    shown = one.levels.where(one.enough).reindex(months)
    table = pd.DataFrame(
        {
            **one.key,
            "month": [month_start(int(month)) for month in months],
            "period": phase(months, one.at),
            "days": np.exp(shown.to_numpy(dtype="float64")),
            "status": np.where(shown.notna(), SHOWN, HIDDEN),
        }
    )
    if fit is None:
        return table
    fitted = np.exp(lines(fit, months).reset_index(drop=True))
    return table.assign(**{name: fitted[name] for name in fitted})


def _terms(one: Series, fit: Interrupted | None) -> list[dict[str, object]]:
    if fit is None:
        row = {**one.key, "method": PLANNED, "status": MISSING, "reason": one.reason}
        return [{**row, "term": term} for term in TERMS]
    side = phase(fit.months, one.at)
    common = {
        **one.key,
        "n_months_before": int((side == BEFORE).sum()),
        "n_months_after": int((side == AFTER).sum()),
        "n_transition": one.at.after - one.at.start,
        "autocorrelation": fit.fit.correlation,
        "harmonics": fit.harmonics,
        "method": METHOD.format(season=SEASONS[fit.harmonics]),
        "status": SHOWN,
        "reason": "",
    }
    return [{**common, "term": term, **found} for term, found in term_estimates(fit).items()]
