"""Makes a municipality's released tables on time, complexity and cost out of its case records."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import case_schemas as schemas
from ibic_eval.estimates import case_waits, kaplan_meier, lead_times, learning_curve
from ibic_eval.estimates.case_extent import extent
from ibic_eval.estimates.complexity import Subject, complexity_rows, investigations, plans
from ibic_eval.estimates.complexity_index import index_rows
from ibic_eval.estimates.confounding import confounders
from ibic_eval.estimates.costs import cost_rows
from ibic_eval.estimates.ratio_verdicts import (
    HIGHER,
    LONGER,
    RISES,
    Words,
    as_ratios,
    judged_ratios,
)
from ibic_eval.estimates.series_tables import JUDGED_TERM, interrupted_series
from ibic_eval.estimates.time_changes import (
    Compared,
    compared,
    pace_rows,
    quartile_rows,
    ratio_rows,
)
from ibic_eval.estimates.time_direction import directions
from ibic_eval.runs import time_release as release
from ibic_eval.runs.time_context import context_of
from ibic_eval.runs.time_verdicts import chapter_verdicts, with_attribution
from ibic_eval.sources.introductions import Introduction
from ibic_eval.tables.case_records import CaseRecords

# What each table holds is said in estimates/case_schemas.py.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "extent": schemas.EXTENT,
    "lead_times": schemas.LEAD_TIMES,
    "within_limits": schemas.WITHIN_LIMITS,
    "time_changes": schemas.TIME_CHANGES,
    "survival_tests": schemas.SURVIVAL_TESTS,
    "curves": schemas.CURVES,
    "series": schemas.SERIES,
    "interrupted": schemas.INTERRUPTED,
    "learning": schemas.LEARNING,
    "learning_fit": schemas.LEARNING_FIT,
    "complexity": schemas.COMPLEXITY,
    "complexity_index": schemas.COMPLEXITY_INDEX,
    "costs": schemas.COSTS,
    "confounders": schemas.CONFOUNDERS,
    "verdicts": schemas.VERDICTS,
}
_QUARTILES = [name for name in schemas.LEAD_TIMES if name[:3] in ("q25", "med", "q75")]
_JUDGED = ("time_changes", "interrupted", "learning_fit", "complexity")


class TimeAndComplexity(NamedTuple):
    """The chapter's released tables by name (SCHEMAS), and a context that JSON can hold."""

    context: dict[str, Any]
    tables: dict[str, pd.DataFrame]


def time_and_complexity(records: CaseRecords, introduction: Introduction) -> TimeAndComplexity:
    """Return the tables on time, complexity and cost; small groups are hidden, no case is in them.

    Without cases every table has the rows that say why, or none, and `context["available"]` is
    false.
    """
    waits = {
        clock: case_waits.waits(
            records.cases,
            introduction.starts,
            introduction.transition_months,
            records.extracted,
            clock,
        )
        for clock in schemas.CLOCKS
    }
    other = confounders(introduction)
    tables = {
        **_description(waits, introduction),
        **_changes(waits, introduction),
        **_series(waits, introduction),
        **_learning(waits, introduction),
        **_complexity(waits, records, introduction),
        "costs": _costs(waits, records, introduction),
        "confounders": other,
    }
    tables["time_changes"] = directions(tables["time_changes"], tables["interrupted"])
    tables |= {name: with_attribution(tables[name], other) for name in _JUDGED}
    tables["verdicts"] = chapter_verdicts(tables, other)
    typed = {
        name: _typed(release.in_tens(tables[name]), schema) for name, schema in SCHEMAS.items()
    }
    return TimeAndComplexity(context_of(records, introduction, waits), typed)


def _description(
    waits: Mapping[str, pd.DataFrame], introduction: Introduction
) -> dict[str, pd.DataFrame]:
    started = waits[schemas.FROM_START]
    times = release.released_parts(
        lead_times.lead_times(waits), "year", ["area", "clock"], ["n", "n_open", *_QUARTILES]
    )
    within = release.released_parts(
        lead_times.within_limits(waits, introduction.guarantee_days),
        "year",
        ["area", "rule"],
        ["n", "n_not_yet", "share", "ci_low", "ci_high"],
    )
    return {"extent": _extent(started), "lead_times": times, "within_limits": within}


def _extent(started: pd.DataFrame) -> pd.DataFrame:
    numbers = [name for name in schemas.EXTENT if name not in ("area", "period", "status")]
    return release.released_parts(extent(started), "period", ["area"], numbers)


def _changes(
    waits: Mapping[str, pd.DataFrame], introduction: Introduction
) -> dict[str, pd.DataFrame]:
    every = list(compared(waits, introduction.starts))
    pace, tests = pace_rows(every)
    ratios = _judged(ratio_rows(every), LONGER)
    changes = [ratios, quartile_rows(every), pace]
    return {
        "time_changes": _joined(changes, schemas.TIME_CHANGES),
        "survival_tests": tests,
        "curves": _curves(every),
    }


def _curves(every: list[Compared]) -> pd.DataFrame:
    curves = [
        kaplan_meier.weekly_curve(rows, MINIMUM).assign(
            area=one.key["area"], clock=one.key["clock"], period=period
        )
        for one in every
        if not one.reason
        for period, rows in zip((schemas.BEFORE, schemas.AFTER), one.sides(one.rows), strict=True)
    ]
    return _joined(curves, schemas.CURVES)


def _series(
    waits: Mapping[str, pd.DataFrame], introduction: Introduction
) -> dict[str, pd.DataFrame]:
    months, terms = interrupted_series(waits, introduction.starts, introduction.transition_months)
    judged = []
    if len(terms):
        main = terms["term"].eq(JUDGED_TERM)
        models = [rows for _, rows in terms[main].groupby("model", sort=True)]
        judged = [_judged(rows, LONGER) for rows in models]
        judged.append(as_ratios(_with_numbers(terms[~main])))
    return {
        "series": _joined([months], schemas.SERIES),
        "interrupted": _joined(judged, schemas.INTERRUPTED),
    }


def _learning(
    waits: Mapping[str, pd.DataFrame], introduction: Introduction
) -> dict[str, pd.DataFrame]:
    every = list(learning_curve.learners(waits, introduction.starts))
    quarters = learning_curve.quarter_rows(every)
    if len(quarters):
        counted = _with_numbers(quarters, "from_month", "to_month", "n", "n_persons")
        quarters = release.released_parts(
            as_ratios(counted),
            "from_month",
            ["area", "clock"],
            ["n", "estimate", "ci_low", "ci_high"],
        )
    fits = learning_curve.decline_rows(every)
    judged = []
    if len(fits):
        change = fits["term"].eq("andring")
        judged = [_judged(fits[change], RISES), as_ratios(_with_numbers(fits[~change]))]
    return {
        "learning": _joined([quarters], schemas.LEARNING),
        "learning_fit": _joined(judged, schemas.LEARNING_FIT),
    }


def _complexity(
    waits: Mapping[str, pd.DataFrame], records: CaseRecords, introduction: Introduction
) -> dict[str, pd.DataFrame]:
    day = records.plans["date"].to_numpy(dtype="datetime64[D]")
    # A plan whose area nobody has given belongs to no area's start.
    area = records.plans["area"].astype("string").fillna("").to_numpy(dtype=object)
    period = case_waits.periods(area, day, introduction.starts, introduction.transition_months)
    subjects = (
        investigations(waits[schemas.FROM_START], records.cases),
        plans(records.plans, period),
    )
    judged = [part for subject in subjects for part in _measures(subject, introduction)]
    index = [index_rows(subject, introduction.starts) for subject in subjects]
    return {
        "complexity": _joined(judged, schemas.COMPLEXITY),
        "complexity_index": _joined(index, schemas.COMPLEXITY_INDEX),
    }


def _measures(subject: Subject, introduction: Introduction) -> list[pd.DataFrame]:
    """Return the judged measures: the areas one family, all together another."""
    rows = complexity_rows(subject, introduction.starts)
    if rows.empty:
        return []
    total = rows["area"].eq(schemas.ALL_AREAS)
    named = {"estimate": "ratio", "ci_low": "ratio_low", "ci_high": "ratio_high"}
    parts = [rows[side] for side in (~total, total) if side.any()]
    return [_judged(part, HIGHER).rename(columns=named) for part in parts]


def _costs(
    waits: Mapping[str, pd.DataFrame], records: CaseRecords, introduction: Introduction
) -> pd.DataFrame:
    return cost_rows(waits[schemas.FROM_START], records.cases["hours"], introduction)


def _judged(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    return judged_ratios(_with_numbers(rows), words) if len(rows) else rows


def _with_numbers(rows: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Return the rows with the columns that every estimate has, typed, where none had one."""
    names = ("estimate", "se", "df", "ci_low", "ci_high", "p", *more)
    wide = rows.reindex(columns=[*rows, *(name for name in names if name not in rows)])
    return wide.astype({name: "Float64" for name in names})


def _joined(parts: list[pd.DataFrame], schema: Mapping[str, str]) -> pd.DataFrame:
    typed = [_typed(part, schema) for part in parts if len(part)]
    return pd.concat(typed, ignore_index=True) if typed else _typed(pd.DataFrame(), schema)


def _typed(table: pd.DataFrame, schema: Mapping[str, str]) -> pd.DataFrame:
    return table.reindex(columns=list(schema)).astype(dict(schema)).reset_index(drop=True)
