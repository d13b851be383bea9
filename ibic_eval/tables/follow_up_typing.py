"""The files of what happened when IBIC was introduced, typed and looked through for faults."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd
import polars as pl

from ibic_eval.codebook.variables import Codebook
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.case_headings import heading_issues
from ibic_eval.tables.case_repeats import without_repeats
from ibic_eval.tables.case_typing import type_table
from ibic_eval.tables.cells import personal_number_issues
from ibic_eval.tables.follow_up import FollowUp, follow_up
from ibic_eval.tables.follow_up_checks import checks
from ibic_eval.tables.follow_up_links import link_issues
from ibic_eval.tables.follow_up_references import PlanIds, reference_issues
from ibic_eval.tables.follow_up_tables import follow_up_tables
from ibic_eval.tables.follow_up_warnings import warning_issues
from ibic_eval.tables.issues import Issue, has_errors, issues_table


class TypedFollowUp(NamedTuple):
    """The typed tables and everything that is wrong; with any error the tables have no rows."""

    follow_up: FollowUp
    issues: pd.DataFrame


class _File(NamedTuple):
    """The sound rows of one file under its codebook's names, and what is wrong with the others."""

    rows: pl.DataFrame
    issues: pd.DataFrame


def type_follow_up(
    raws: Mapping[str, RawTable],
    codebooks: Mapping[str, Codebook],
    plan: PlanIds | None,
    themes: Iterable[str] | None,
    today: dt.date,
    unread: Collection[str] = (),
    names: Collection[str] = (),
) -> TypedFollowUp:
    """Type the files, by their names without ending, and gather everything that is wrong in them.

    `plan` has the ids that the files may refer to, and `themes` those of the codings; None leaves
    the references unchecked. Nothing but an expected end may lie after `today`. A file with errors,
    and those `unread`, which are there but can't be read, are left out of what is compared between
    files. `names`, such as the municipality's own, may stand in quotes. Raises nothing.
    """
    files = {name: _file(raw, codebooks[name], plan, today, names) for name, raw in raws.items()}
    sound = {name: file.rows for name, file in files.items() if not has_errors(file.issues)}
    faulty = {*files, *unread} - set(sound)
    linked = issues_table(link_issues(sound, faulty, themes))
    issues = _joined([*(file.issues for file in files.values()), linked])
    if has_errors(issues):
        return TypedFollowUp(follow_up(), issues)
    return TypedFollowUp(follow_up(**follow_up_tables(sound)), issues)


def _file(
    raw: RawTable,
    codebook: Codebook,
    plan: PlanIds | None,
    today: dt.date,
    names: Collection[str],
) -> _File:
    headings = issues_table(heading_issues(list(raw.frame.columns), codebook, raw.file))
    numbers = issues_table(_numbers(raw, codebook))
    if has_errors(headings) or has_errors(numbers):
        return _File(pl.DataFrame(), _joined([headings, numbers]))
    typed = type_table(_texts(raw), codebook, checks(codebook, plan, today))
    rows, repeated = _once(typed.rows, codebook)
    found = [typed.issues, repeated, issues_table(reference_issues(raw, codebook, plan))]
    if not any(has_errors(each) for each in found):
        found.append(issues_table(warning_issues(rows, codebook, raw.file, names)))
    return _File(rows, _joined(found))


def _numbers(raw: RawTable, codebook: Codebook) -> Iterator[Issue]:
    """Find personal numbers where `type_table` doesn't look: in numbers of that size."""
    numeric = [each.name for each in codebook.variables if each.type == "tal"]
    return personal_number_issues(raw.frame[[n for n in numeric if n in raw.frame]], raw.file)


def _once(rows: pl.DataFrame, codebook: Codebook) -> tuple[pl.DataFrame, pd.DataFrame]:
    if not codebook.key:
        return rows, issues_table([])
    kept, repeated = without_repeats(rows, codebook)
    return kept, issues_table(repeated)


def _texts(raw: RawTable) -> pl.LazyFrame:
    cells = {
        name: pl.Series([None if pd.isna(each) else each for each in texts], dtype=pl.String)
        for name, texts in raw.frame.items()
    }
    rows = pl.Series(raw.frame.index.to_numpy(), dtype=pl.Int64)
    return pl.DataFrame({**cells, "row": rows}).with_columns(pl.lit(raw.file).alias("file")).lazy()


def _joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else issues_table([])
