"""The interrupted time series of every area, alone and against an area that hadn't begun."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates.autoregression import METHOD as AUTOREGRESSION
from ibic_eval.estimates.autoregression import Autoregressive, autoregressive_combination
from ibic_eval.estimates.case_follow_up import NONE, follow_up_of, followed
from ibic_eval.estimates.case_schemas import AFTER, BEFORE, HIDDEN, MISSING, SHOWN
from ibic_eval.estimates.case_waits import FEWEST_PERSONS, NO_START, TOO_SOON, month_start
from ibic_eval.estimates.clustered_models import NO_SPREAD, category_columns
from ibic_eval.estimates.interrupted_series import (
    TERMS,
    Break,
    Interrupted,
    break_of,
    interrupted,
    lines,
    phase,
    term_estimates,
    why_not_fitted,
)

OWN, COMPARATIVE = "egen", "jamforande"
SHIFT = JUDGED_TERM = "skift"
METHOD = (
    "Avbruten tidsserie av månadernas geometriska medelvärden, dagar räknade högst till "
    "uppföljningens slut, justerade för ingång; "
    f"{AUTOREGRESSION} (Turner m.fl. 2021); {{season}}"
)
SEASONS = ("utan säsong: färre än 24 månader", "säsong med ett Fourierpar", "två Fourierpar")
PLANNED = "Avbruten tidsserie av månadernas geometriska medelvärden"
NO_CONTROL = (
    "Det finns inget område som ännu inte hade börjat med IBIC och har tillräckligt många ärenden "
    "i samma månader, så det finns inget att jämföra tidsserien med."
)
# The places of the change of level and of trend among a fit's coefficients
LEVEL, SLOPE = 2, 3
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
    `se` and `df`, and estimates as logs, of TERMS and `skift`. The control of an area is the one
    with the most months in common before its own start, if any; then the series is the ratio of
    the two.
    """
    months, terms = [], []
    for one in _every(tables, starts, transition_months):
        fit = None if one.reason else interrupted(one.levels[one.enough], one.at)
        months.append(_months(one, fit))
        terms.append(pd.DataFrame(_terms(one, fit)))
    known = [table for table in months if len(table)]
    joined = pd.concat(known, ignore_index=True) if known else pd.DataFrame()
    return joined, pd.concat(terms, ignore_index=True) if terms else pd.DataFrame()


def monthly(counted: pd.DataFrame) -> pd.DataFrame:
    """Return `n, enough, log_days` by month of start, from an area's followed cases.

    `log_days` is the mean of log(days + 1), adjusted for way in; `enough` whether at least five
    persons, and so five cases, stand behind it. So may a month be of which only the first days are
    old enough to count: what is known of them is known of all.
    """
    by_month = counted.assign(log_days=_adjusted_log_days(counted)).groupby("month")
    table = by_month.agg(
        n=("person", "size"), persons=("person", "nunique"), log_days=("log_days", "mean")
    )
    return table.assign(enough=table["persons"].ge(FEWEST_PERSONS))


def _adjusted_log_days(counted: pd.DataFrame) -> pd.Series:
    """Return log(days + 1) as if all had come in by the area's own mix of ways.

    What a way in takes more or less is learnt within months, so that no change over time is.
    """
    log_days = pd.Series(np.log1p(counted["days"].to_numpy(dtype="float64")), counted.index)
    ways = pd.DataFrame(category_columns(counted["way_in"]), index=counted.index)
    if not ways.shape[1]:
        return log_days
    month = counted["month"]
    inside = ways - ways.groupby(month).transform("mean")
    longer = np.linalg.lstsq(inside, log_days - log_days.groupby(month).transform("mean"))[0]
    more = (ways - ways.mean()).to_numpy() @ longer
    return log_days - pd.Series(more, counted.index)


def _every(
    tables: Mapping[str, pd.DataFrame], starts: Mapping[str, dt.date], transition: int
) -> Iterator[Series]:
    for clock, table in tables.items():
        present = sorted(set(table["area"].astype(str)) | set(starts))
        for area in present:
            key: dict[str, object] = {"area": area, "clock": clock, "control_area": pd.NA}
            mine = table[table["area"].eq(area)]
            limit = follow_up_of(mine)
            reason = "" if area in starts else NO_START
            if reason or (len(mine) and limit == NONE):
                nowhere = Break(0, 0)
                none = pd.Series(dtype="float64")
                told = reason or TOO_SOON
                yield Series({**key, "model": OWN}, none, none.astype(bool), nowhere, told)
                continue
            at = break_of(starts[area], transition)
            # the control is followed as long as the area that it is compared with
            by_area = {
                one: monthly(followed(table[table["area"].eq(one)], limit)) for one in present
            }
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
        return [{**row, "term": term} for term in (*TERMS, SHIFT)]
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
    found = {**term_estimates(fit), SHIFT: _shift(fit.fit)}
    return [{**common, "term": term, **estimate} for term, estimate in found.items()]


def _shift(fit: Autoregressive) -> dict[str, float]:
    """Return the change of level where the trend is taken to be the same before and after.

    It is the level's estimate given that the change of trend is nought, from their covariance (as
    if the model had been fitted without it). The mean after against a line drawn on from the time
    before is so unsure that hardly any change could be told from the trend.
    """
    weights = np.zeros(len(fit.coefficients))
    weights[LEVEL] = 1.0
    if fit.covariance[SLOPE, SLOPE] > 0:
        weights[SLOPE] = -fit.covariance[LEVEL, SLOPE] / fit.covariance[SLOPE, SLOPE]
    return autoregressive_combination(fit, weights)
