"""One of the tables from a case system: texts in, typed rows and what is wrong with the rest out.

Millions of rows pass through here, so that everything is done on columns. Only the first faulty
rows become Python objects, since a sentence is written on each.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
import polars as pl

from ibic_eval.codebook.variables import Codebook
from ibic_eval.tables.case_checks import Check
from ibic_eval.tables.case_columns import TYPED, text, typed
from ibic_eval.tables.case_headings import heading_issues
from ibic_eval.tables.case_numbers import may_hold_one, number_issues
from ibic_eval.tables.issues import WARNING, Issue, has_errors, issues_table

MOST_ROWS = 1000
_TEXT_TYPES = ("text", "beteckning")


class TypedTable(NamedTuple):
    """The sound rows of a table, typed, under the codebook's names and with `row` and `file`.

    `issues` is the table of issues and `sizes` the number of rows in each file, also the faulty.
    """

    rows: pl.DataFrame
    issues: pd.DataFrame
    sizes: pl.DataFrame


def type_table(texts: pl.LazyFrame, codebook: Codebook, rules: Sequence[Check]) -> TypedTable:
    """Type a table of texts (null or "" where nothing stands) with the columns `row` and `file`.

    A table with an unknown column, without a required one, or with a personal number anywhere
    gives no rows at all.
    """
    columns = [name for name in texts.collect_schema().names() if name not in ("row", "file")]
    headings = issues_table(heading_issues(columns, codebook, _file(texts, codebook)))
    if has_errors(headings):
        return TypedTable(_no_rows(codebook), headings, _sizes(texts))
    prepared = _prepared(texts, columns, codebook)
    rows = prepared.select(*_kept(codebook), *_flags(codebook, rules)).collect(engine="streaming")
    if not rows.select(pl.any_horizontal(pl.col("faulty", "suspect").any())).item():
        return TypedTable(rows.drop("faulty", "suspect"), headings, _sizes(rows.lazy()))
    flagged = _flagged(prepared, codebook, rules)
    numbers = issues_table(number_issues(flagged.lazy(), codebook.variables))
    if len(numbers):
        return TypedTable(_no_rows(codebook), numbers, _sizes(rows.lazy()))
    sound = rows.filter(~pl.col("faulty")).drop("faulty", "suspect")
    faults = issues_table(_row_issues(flagged, rules))
    issues = pd.concat([each for each in (headings, faults) if len(each)] or [faults])
    return TypedTable(sound, issues.reset_index(drop=True), _sizes(rows.lazy()))


def _file(texts: pl.LazyFrame, codebook: Codebook) -> str:
    first = texts.select("file").head(1).collect(engine="streaming").to_series()
    return str(first[0]) if len(first) else codebook.id


def _sizes(rows: pl.LazyFrame) -> pl.DataFrame:
    return rows.group_by("file").agg(pl.len().alias("rows")).collect(engine="streaming")


def _flagged(prepared: pl.LazyFrame, codebook: Codebook, rules: Sequence[Check]) -> pl.DataFrame:
    """Return the texts of the rows to look into, with a mark `rule_…` for each rule they break.

    This reads the file a second time: keeping all texts from the first would take the memory.
    """
    marks = [rule.broken.fill_null(value=False).alias(_mark(n)) for n, rule in enumerate(rules)]
    looked_into = prepared.filter(pl.any_horizontal(_flags(codebook, rules)))
    return looked_into.select("row", "file", *codebook.names, *marks).collect(engine="streaming")


def _mark(number: int) -> str:
    return f"rule_{number}"


def _prepared(texts: pl.LazyFrame, columns: Sequence[str], codebook: Codebook) -> pl.LazyFrame:
    cells = [text(variable, variable.name in columns) for variable in codebook.variables]
    values = [typed(variable) for variable in codebook.variables]
    return texts.select("row", "file", *cells).with_columns(values)


def _kept(codebook: Codebook) -> list[pl.Expr]:
    values = [pl.col(TYPED + name).alias(name) for name in codebook.names]
    return [pl.col("row").cast(pl.UInt32), pl.col("file").cast(pl.Categorical), *values]


def _flags(codebook: Codebook, rules: Sequence[Check]) -> list[pl.Expr]:
    """Mark the rows that break a rule, and those to look for personal numbers in.

    What stands in a sound cell of a day, number or code is no personal number.
    """
    open_to_any = [each for each in codebook.variables if each.type in _TEXT_TYPES]
    broken = pl.any_horizontal([rule.broken for rule in rules]).fill_null(value=False)
    return [broken.alias("faulty"), may_hold_one(open_to_any).alias("suspect")]


def _no_rows(codebook: Codebook) -> pl.DataFrame:
    nothing = pl.LazyFrame(schema={"row": pl.Int64, "file": pl.String})
    return _prepared(nothing, (), codebook).select(_kept(codebook)).collect()


def _row_issues(flagged: pl.DataFrame, rules: Sequence[Check]) -> Iterator[Issue]:
    """Yield the breaks of the first `MOST_ROWS` faulty rows, and a count of the others."""
    marks = [_mark(number) for number in range(len(rules))]
    faulty = flagged.filter(pl.any_horizontal(marks))
    for row in faulty.head(MOST_ROWS).iter_rows(named=True):
        for rule, mark in zip(rules, marks, strict=True):
            if row[mark]:
                yield _row_issue(row["file"], row["row"], rule, row)
    if len(faulty) > MOST_ROWS:
        counts = faulty.select(pl.col(marks).sum()).row(0)
        yield _the_rest(str(faulty["file"][-1]), len(faulty) - MOST_ROWS, rules, counts)


def _row_issue(file: str, row: int, rule: Check, texts: dict[str, str | None]) -> Issue:
    message = f"Filen {file}: rad {row} {rule.says(texts)}"
    return Issue(file, message, row=row, column=rule.column, value=rule.shows(texts))


def _the_rest(file: str, number: int, rules: Sequence[Check], counts: Sequence[int]) -> Issue:
    worst = max(range(len(rules)), key=lambda place: counts[place])
    message = (
        f"Filen {file} har fler felaktiga rader än de {MOST_ROWS} som räknas upp här, {number} "
        f"till; vanligast är fel i kolumnen {rules[worst].column} ({counts[worst]} rader)."
    )
    return Issue(file, message, WARNING, column=rules[worst].column)
