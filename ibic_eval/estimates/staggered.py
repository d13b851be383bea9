"""Staggered adoption: effects since each municipality began (Callaway & Sant'Anna 2021)."""

import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from diff_diff import CallawaySantAnna

from ibic_eval.estimates.breakdown import breakdown_value
from ibic_eval.estimates.did import ESTIMATE_SCHEMA, FEWEST, NO_SPREAD, t_inference
from ibic_eval.estimates.event_study import Treated, event_rows, event_study, pretrend_test
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED, shown_results

NEVER, NOT_YET = "never_treated", "not_yet_treated"
METHODS = {
    NEVER: "Callaway och Sant'Anna 2021, jämfört med kommuner som aldrig börjat",
    NOT_YET: "Callaway och Sant'Anna 2021, jämfört med kommuner som ännu inte börjat",
}

# Farther from the start than this an event time rests on one or two starting years.
WINDOW = (-5, 5)
FEWEST_OF_A_YEAR = 2

_KEY = dict.fromkeys(["service", "question", "gender"], "string")
STAGGERED_SCHEMA = {
    **_KEY,
    **ESTIMATE_SCHEMA,
    "n_excluded": "Int64",
    **dict.fromkeys(["pretrend_p", "breakdown"], "Float64"),
}
EVENTS_SCHEMA = {
    **_KEY,
    "event_time": "Int64",
    **dict.fromkeys(["estimate", "se", "ci_low", "ci_high", "band_low", "band_high"], "Float64"),
    "reference": "boolean",
    "method": "string",
}

_TINY = 1e-10


class _Panel(NamedTuple):
    """The results that can be compared, with `start` (0: never), and how many were left out."""

    rows: pd.DataFrame
    excluded: int

    def count(self, began: bool) -> int:
        start = self.rows["start"]
        kept = start.gt(0) if began else start.eq(0)
        return int(self.rows.loc[kept, "municipality"].nunique())


class _Began(NamedTuple):
    """Those that began: all, and those seen at each event time."""

    overall: Treated
    by_time: Mapping[int, Treated]


class StaggeredEffects(NamedTuple):
    """Overall effects (STAGGERED_SCHEMA) and event studies (EVENTS_SCHEMA), both in proportions."""

    overall: pd.DataFrame
    events: pd.DataFrame


def staggered_effects(
    satisfaction: pd.DataFrame,
    first_years: pd.DataFrame,
    *,
    control: str = NEVER,
    confidence: float = 0.95,
    window: tuple[int, int] = WINDOW,
    fewest: int = FEWEST,
) -> StaggeredEffects:
    """Estimate the effect of having begun, for each service, question and gender.

    `first_years` has a row for each municipality and area whose use is known: `municipality, area,
    first_year` (NA: never began; later than the last wave counts as never). Left out, and counted
    in `n_excluded`, are those that had begun at the first wave, which have no before, and those
    that began alone in a year, whose spread can't be known.
    `overall` is the mean of all effects by starting year and wave, weighted by the number of
    municipalities (R did's `aggte(type = "simple")`), each municipality counted alike. Standard
    errors are analytical, clustered on municipality and widened to few that began, with as many
    degrees of freedom as these are more than their starting years.
    The event study measures from the last wave before the start, before and after it alike
    (`base_period="universal"`; Roth 2024): `ci_*` hold for each event time alone, `band_*` for all
    of a question's at once (Bonferroni). `pretrend_p` tests that all event times before the start
    are zero; not being rejected is no proof of parallel trends (Roth 2022, American Economic
    Review: Insights 4:305-322). So `breakdown` says how wrong they may be: how many times the
    largest change from one event time to the next before the start there could be after it, before
    the interval of the mean after holds zero (`estimates.breakdown`). All but that keep to event
    times within `window`. Rows that can't be estimated say why; their event study has no rows.
    """
    joined = shown_results(satisfaction).merge(first_years, on=["municipality", "area"])
    by_key = dict(list(joined.groupby(list(_KEY))))
    overall, events = [], []
    for key in sorted(set(satisfaction[list(_KEY)].itertuples(index=False, name=None))):
        panel = _panel(by_key.get(key, joined.iloc[:0]))
        names = {**dict(zip(_KEY, key, strict=True)), "method": METHODS[control]}
        row, study = _effects(panel, control, confidence, window, fewest)
        overall.append({**names, **_sizes(panel), **row})
        events += [{**names, **event} for event in study]
    return StaggeredEffects(_table(overall, STAGGERED_SCHEMA), _table(events, EVENTS_SCHEMA))


def _panel(results: pd.DataFrame) -> _Panel:
    """Return `unit, municipality, year, share, n, start` of those that can be compared."""
    start = results["first_year"].astype("Float64").fillna(0).astype("int64")
    rows = results.assign(
        start=start.where(start.le(results["year"].max()), 0),
        unit=pd.factorize(results["municipality"], sort=True)[0],
        year=results["year"].astype("int64"),
    )
    begun = rows["start"].gt(0)
    mates = rows.groupby("start")["municipality"].transform("nunique")
    left_out = begun & (rows["start"].le(rows["year"].min()) | mates.lt(FEWEST_OF_A_YEAR))
    excluded = int(rows.loc[left_out, "municipality"].nunique())
    columns = ["unit", "municipality", "year", "share", "n", "start"]
    return _Panel(rows.loc[~left_out, columns], excluded)


def _sizes(panel: _Panel) -> dict[str, object]:
    return {
        "n_municipalities": panel.count(True) + panel.count(False),
        "n_treated": panel.count(True),
        "n_respondents": round(float(panel.rows["n"].sum())) or pd.NA,
        "n_excluded": panel.excluded,
    }


def _effects(
    panel: _Panel, control: str, confidence: float, window: tuple[int, int], fewest: int
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Return the overall row and the rows of the event study."""
    reason = _too_few(panel, fewest)
    if reason:
        return {"status": NOT_ESTIMATED, "reason": reason}, []
    fit = _callaway_santanna(panel.rows, control)
    if not fit.overall_se > _TINY:
        return {"status": NOT_ESTIMATED, "reason": NO_SPREAD}, []
    aggregated, began = fit.aggregate("event_study"), _began(panel.rows)
    study = event_study(aggregated, window, began.by_time)
    error = float(fit.overall_se) * began.overall.widening
    inference = t_inference(float(fit.overall_att), error, began.overall.free, confidence)
    sensitive = inference["p"] < 1 - confidence
    row = {
        **inference,
        **pretrend_test(study),
        "breakdown": _breakdown(panel.rows, control) if sensitive else 0.0,
        "status": ESTIMATED,
        "reason": "",
    }
    return row, event_rows(study, confidence)


def _began(rows: pd.DataFrame) -> _Began:
    begun = rows[rows["start"].gt(0)]
    by_time = begun.groupby(begun["year"] - begun["start"])[["unit", "start"]].nunique()
    times = {int(str(time)): Treated(*map(int, row)) for time, *row in by_time.itertuples()}
    return _Began(Treated(begun["unit"].nunique(), begun["start"].nunique()), times)


def _too_few(panel: _Panel, fewest: int) -> str:
    for began, what in ((True, "började medan resultaten följdes"), (False, "har aldrig börjat")):
        count = panel.count(began)
        if count < fewest:
            noun = "kommun" if count == 1 else "kommuner"
            return f"Bara {count} {noun} {what} och kan jämföras; minst {fewest} behövs."
    return ""


def _breakdown(rows: pd.DataFrame, control: str) -> float:
    return breakdown_value(rows, lambda numbered: _callaway_santanna(numbered, control))


def _callaway_santanna(rows: pd.DataFrame, control: str) -> Any:
    """Fit the group-time effects without covariates.

    Where a municipality lacks a wave, each effect uses those seen at both its waves, which the
    library warns of.
    """
    model = CallawaySantAnna(
        control_group=control, estimation_method="reg", base_period="universal"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return model.fit(rows, outcome="share", unit="unit", time="year", first_treat="start")


def _table(rows: list[dict[str, object]], schema: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)
