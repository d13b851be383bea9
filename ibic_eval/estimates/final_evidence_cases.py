"""Evidence from the municipality's own case records: time, extent, goals and follow-up."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ibic_eval.codebook.final_catalogue import Measure
from ibic_eval.estimates import final_schemas as s
from ibic_eval.estimates.final_rows import Levels, Row, Tables, compared, levelled, row

TIME, GOALS = "time_and_complexity", "goal_attainment"
EVERYWHERE = "alla"
REACHED = "mal_natt"
_WORST = (s.ALONE, s.UNCERTAIN, s.CONFOUNDED)
Measures = Mapping[str, Measure]
_NONE = pd.DataFrame()


def attributions(tables: Tables) -> dict[str, str]:
    """Return what is known of the cause of changes in each area: the most doubtful that is told."""
    told = [tables.get(f"{TIME}_{name}", _NONE) for name in ("verdicts", "confounders")]
    rows = pd.concat([each[["area", "attribution"]] for each in told if len(each)] or [_NONE])
    if rows.empty:
        return {}
    order = rows["attribution"].map(_WORST.index)
    return {str(area): _WORST[place] for area, place in order.groupby(rows["area"]).max().items()}


def time_evidence(tables: Tables, measures: Measures) -> list[Row]:
    """Return evidence of time and extent after against before, one row a measure and area."""
    changes = tables.get(f"{TIME}_time_changes", _NONE)
    complexity = tables.get(f"{TIME}_complexity", _NONE)
    return [
        *_changed(
            measures["tid_ansokan"],
            _held_to_the_series(_chosen(changes, clock="ansokan", measure="tidskvot"), tables),
        ),
        *_hours(measures["timmar_per_arende"], tables),
        *_changed(
            measures["livsomraden"], _chosen(complexity, subject="utredning", measure="livsomraden")
        ),
        *_changed(measures["delmal"], _chosen(complexity, subject="plan", measure="delmal")),
    ]


def goal_evidence(tables: Tables, measures: Measures, levels: Levels) -> list[Row]:
    """Return evidence of goals, follow-up and the quality questions, as levels."""
    indicators = tables.get(f"{GOALS}_indicators", _NONE)
    follow_up = tables.get(f"{GOALS}_follow_up", _NONE)
    quality = tables.get(f"{GOALS}_quality", _NONE)
    sub_goals = tables.get(f"{GOALS}_sub_goals", _NONE)
    whole = {
        "uppfoljda_12": (_chosen(follow_up, level="person", months=12), "personer"),
        "mal_natt": (
            _all_years(_chosen(indicators, indicator="mal_helt_eller_delvis")), "mål"
        ),
        "fraga_beslut": (_all_years(_chosen(quality, question="decision")), "personer"),
        "fraga_hansyn": (_all_years(_chosen(quality, question="regard")), "personer"),
        "fraga_nojd": (_all_years(_chosen(quality, question="satisfied")), "personer"),
        "delmal_andel": (sub_goals, "mål"),
        "utredningar_ibic": (
            _latest(_chosen(indicators, indicator="utredningar_ibic")), "utredningar"
        ),
        "uppfoljningar_ibic": (
            _latest(_chosen(indicators, indicator="uppfoljningar_ibic")), "uppföljningar"
        ),
    }  # fmt: skip
    rows = [
        levelled(measures[name], _share(measures[name], part, unit), levels)
        for name, (table, unit) in whole.items()
        for part in _records(_everywhere(table))
    ]
    bounds = _records(_everywhere(tables.get(f"{GOALS}_bounds", _NONE)))
    whole_rows = [_with_dropout(each, bounds) if each["measure"] == REACHED else each
                  for each in rows]  # fmt: skip
    return [*whole_rows, *_goals_set(tables, measures["mal_satt"], levels)]


def _with_dropout(found: Row, bounds: list[dict[str, Any]]) -> Row:
    """Doubt a share of the judged whose level lies between the worst and the best case of all."""
    open_ = [each for each in bounds if each["n"] and _between(found["level"], each)]
    return {**found, "doubts": s.DROPOUT} if open_ else found


def _between(level: Any, bounds: Mapping[str, Any]) -> bool:
    return bool(pd.notna(level) and bounds["worst"] < level <= bounds["best"])


def _held_to_the_series(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return changes of time where none is left without doubt that the monthly series doesn't show.

    The series sets the months after against the trend before (its term `skift`). A change that
    isn't seen there may be that trend going on.
    """
    if rows.empty:
        return rows
    series = tables.get(f"{TIME}_interrupted", _NONE)
    means = _chosen(series, clock="ansokan", model="egen", term="skift")
    told = {} if means.empty else dict(zip(means["area"], means["verdict"], strict=True))
    unlike = rows["area"].map(told).fillna("").ne(rows["verdict"].fillna(""))
    doubted = rows["attribution"].eq(s.ALONE) & unlike
    return rows.assign(attribution=rows["attribution"].mask(doubted, s.TREND))


def _changed(measure: Measure, rows: pd.DataFrame) -> list[Row]:
    named = {"ratio": "estimate", "ratio_low": "ci_low", "ratio_high": "ci_high"}
    kept = rows.rename(columns=named) if "ratio" in rows else rows
    return [
        row(
            measure,
            str(each["area"]),
            **{name: each[name] for name in ("estimate", "ci_low", "ci_high", "method")},
            n=each["n_before"] + each["n_after"],
            unit="ärenden" if measure.file == "arenden.csv" else "planer",
            verdict=compared(measure, each["verdict"]),
            attribution=each["attribution"],
            status=each["status"],
            reason=each["reason"] or "",
            margin=each.get("margin_high"),
        )
        for each in _records(kept)
        if each["area"] != EVERYWHERE
    ]


def _hours(measure: Measure, tables: Tables) -> list[Row]:
    costs = _chosen(tables.get(f"{TIME}_costs", _NONE), quantity="timmar_per_arende")
    causes = attributions(tables)
    return [
        row(
            measure,
            str(each["area"]),
            **{name: each[name] for name in ("estimate", "ci_low", "ci_high", "method", "status")},
            n=each["n_before"] + each["n_after"],
            unit="ärenden",
            verdict=compared(measure, _side(each["ci_low"], each["ci_high"])),
            attribution=causes.get(str(each["area"]), s.UNCERTAIN),
            reason=each["reason"] or "",
        )
        for each in _records(costs)
        if each["area"] != EVERYWHERE
    ]


def _side(low: Any, high: Any) -> str:
    if pd.isna(low) or pd.isna(high):
        return ""
    return "högre" if low > 0 else "lägre" if high < 0 else ""


def _goals_set(tables: Tables, measure: Measure, levels: Levels) -> list[Row]:
    """Return the share of persons with a goal, unless the few without one are hidden."""
    persons = _chosen(tables.get(f"{GOALS}_persons", _NONE), area=EVERYWHERE)
    known = persons[persons["status"].eq(s.SHOWN)] if len(persons) else persons
    counts = {} if known.empty else dict(zip(known["state"], known["n"], strict=True))
    n = counts.get(EVERYWHERE)
    if not n or "utan_mal" not in counts:
        return []
    reached = int(n - counts["utan_mal"])
    low, high = proportion_confint(reached, int(n), method="wilson")
    found = row(measure, estimate=reached / n, ci_low=low, ci_high=high, n=n, unit="personer",
                method="Wilson (1927)")  # fmt: skip
    return [levelled(measure, found, levels)]


def _share(measure: Measure, each: Mapping[str, Any], unit: str) -> Row:
    return row(
        measure,
        estimate=each["share"],
        **{name: each[name] for name in ("ci_low", "ci_high", "n", "method", "status")},
        unit=unit,
        label="" if pd.isna(each.get("year")) else str(each["year"]),
        reason=each["reason"] or "",
    )


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows that are shown or hidden; what couldn't be estimated is no evidence."""
    if rows.empty:
        return []
    kept = rows[rows["status"].isin([s.SHOWN, s.HIDDEN])]
    filled = kept.assign(reason=kept["reason"].fillna("") if "reason" in kept else "")
    return [{str(k): v for k, v in each.items()} for each in filled.to_dict("records")]


def _chosen(rows: pd.DataFrame, **wanted: Any) -> pd.DataFrame:
    for name, value in wanted.items():
        rows = rows[rows[name].eq(value)] if len(rows) else rows
    return rows


def _everywhere(rows: pd.DataFrame) -> pd.DataFrame:
    return _chosen(rows, area=EVERYWHERE)


def _all_years(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["year"].isna()] if len(rows) else rows


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["year"].notna() & rows["status"].eq(s.SHOWN)] if len(rows) else rows
    return rows[rows["year"].eq(rows["year"].max())] if len(rows) else rows
