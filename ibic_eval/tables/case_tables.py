"""The three files from a case system, typed together and with what is wrong in them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import polars as pl

from ibic_eval.codebook.variables import Codebook
from ibic_eval.tables.case_checks import ASSESSMENTS, CASES, PLANS, checks
from ibic_eval.tables.case_codes import as_pandas, numbered, with_numbers
from ibic_eval.tables.case_records import (
    ASSESSMENT_TYPES,
    CASE_TYPES,
    LEFT_OUT_TYPES,
    NAMES,
    PLAN_TYPES,
    CaseRecords,
    empty_records,
)
from ibic_eval.tables.case_repeats import without_repeats
from ibic_eval.tables.case_typing import type_table
from ibic_eval.tables.case_warnings import long_waits, many_assessments
from ibic_eval.tables.issues import Issue, issues_table

TABLES = (CASES, ASSESSMENTS, PLANS)
_TYPES = {CASES: CASE_TYPES, ASSESSMENTS: ASSESSMENT_TYPES, PLANS: PLAN_TYPES}


def case_records(
    texts: Mapping[str, pl.LazyFrame],
    codebooks: Mapping[str, Codebook],
    extracted: dt.date | None,
    today: dt.date,
) -> CaseRecords:
    """Type the tables of texts by their codebooks; each of the three may be absent.

    The keys of both mappings are `arenden`, `bedomningar` and `planer`; the frames have text
    columns under the codebook's names and `row` (in the file, the header being 1) and `file`.
    Rows with an error are left out and stand among the issues, the first `MOST_ROWS` of a table
    one by one. Nothing may have happened after `extracted`, or `today` where that is not known;
    the records then count as extracted on the latest day in them.
    """
    last = extracted or today
    typed = {
        name: type_table(frame, codebooks[name], checks(codebooks[name], last, bool(extracted)))
        for name, frame in texts.items()
    }
    found = [each.issues for each in typed.values()]
    rows: dict[str, pl.DataFrame] = {}
    for name, frame in _with_person_numbers({n: each.rows for n, each in typed.items()}).items():
        rows[name], repeated = without_repeats(frame, codebooks[name])
        found.append(issues_table(repeated))
    found.append(issues_table(_warnings(rows)))
    nothing = empty_records(extracted or _latest(rows, codebooks) or today)
    tables = {name: _table(name, frame) for name, frame in _with_areas(rows).items()}
    return CaseRecords(
        cases=tables.get(CASES, nothing.cases),
        assessments=tables.get(ASSESSMENTS, nothing.assessments),
        plans=tables.get(PLANS, nothing.plans),
        issues=pd.concat([each for each in found if len(each)] or found[-1:], ignore_index=True),
        left_out=_left_out([each.sizes for each in typed.values()], rows.values()),
        extracted=nothing.extracted,
    )


def _with_person_numbers(rows: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Give a person the same number in all tables; the texts are let go of one table at a time."""
    if not rows:
        return {}
    people = numbered(rows.values(), "person")
    return {name: with_numbers(frame, "person", people) for name, frame in rows.items()}


def _with_areas(rows: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Fill the empty areas of assessments and plans from the person's latest case."""
    if CASES not in rows:
        return dict(rows)
    latest = rows[CASES].sort("start", "row").group_by("person").agg(pl.col("omrade").last())
    return {
        name: frame if name == CASES else _filled(frame, latest) for name, frame in rows.items()
    }


def _filled(frame: pl.DataFrame, latest: pl.DataFrame) -> pl.DataFrame:
    if not frame["omrade"].has_nulls():
        return frame
    known = frame.select("person").join(latest, on="person", how="left", maintain_order="left")
    return frame.with_columns(pl.col("omrade").fill_null(known["omrade"]))


def _latest(rows: Mapping[str, pl.DataFrame], codebooks: Mapping[str, Codebook]) -> dt.date | None:
    days = [
        frame[variable.name].max()
        for name, frame in rows.items()
        for variable in codebooks[name].variables
        if variable.type == "datum"
    ]
    return max((day for day in days if isinstance(day, dt.date)), default=None)


def _table(name: str, frame: pl.DataFrame) -> pd.DataFrame:
    own = {CASES: ("arende", "handlaggare"), PLANS: ("plan",)}.get(name, ())
    for column in own:
        frame = with_numbers(frame, column, numbered([frame], column))
    return as_pandas(frame, NAMES[name], _TYPES[name])


def _left_out(sizes: Iterable[pl.DataFrame], rows: Iterable[pl.DataFrame]) -> pd.DataFrame:
    size = {str(file): int(n) for each in sizes for file, n in each.iter_rows()}
    kept = {
        str(file): int(n)
        for frame in rows
        for file, n in frame.group_by("file").agg(pl.len()).iter_rows()
    }
    told = [(file, n, n - kept.get(file, 0)) for file, n in sorted(size.items())]
    return pd.DataFrame(told, columns=list(LEFT_OUT_TYPES)).astype(LEFT_OUT_TYPES)


def _warnings(rows: Mapping[str, pl.DataFrame]) -> Iterator[Issue]:
    if CASES in rows:
        yield from long_waits(rows[CASES])
    if ASSESSMENTS in rows:
        yield from many_assessments(rows[ASSESSMENTS])
