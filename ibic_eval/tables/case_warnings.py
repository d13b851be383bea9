"""What is odd in records although each row is sound by itself."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from ibic_eval.tables.issues import WARNING, Issue

MANY_ASSESSMENTS = 200  # of one person
LONGEST_WAIT = 730  # days from application, or start, to decision


def long_waits(cases: pl.DataFrame) -> Iterator[Issue]:
    """Yield one warning a file where decisions came more than two years after the application."""
    waited = (pl.col("beslut") - pl.coalesce("ansokan", "start")).dt.total_days()
    long = cases.filter(waited > LONGEST_WAIT)
    for file, number, first in _by_file(long, pl.len(), pl.col("row").min()):
        message = (
            f"Filen {file} har {number} ärende{'n' * (number > 1)} med mer än två år från ansökan "
            f"eller start till beslut, det första på rad {first}; kontrollera datumen."
        )
        yield Issue(file, message, WARNING, row=first, column="beslut")


def many_assessments(assessments: pl.DataFrame) -> Iterator[Issue]:
    """Yield one warning a file where one and the same person has an unlikely number of rows."""
    of_each = assessments.group_by("file", "person").agg(pl.len(), pl.col("row").min())
    many = of_each.filter(pl.col("len") > MANY_ASSESSMENTS)
    for file, people, most, first in _by_file(many, pl.len(), pl.col("len").max(), pl.min("row")):
        who = "en person" if people == 1 else f"{people} personer"
        message = (
            f"Filen {file}: {who} har fler än {MANY_ASSESSMENTS} bedömningar (som mest {most}), "
            f"den första på rad {first}; kontrollera att ingen beteckning delas av flera personer."
        )
        yield Issue(file, message, WARNING, row=first, column="person")


def _by_file(frame: pl.DataFrame, *found: pl.Expr) -> Iterator[tuple[Any, ...]]:
    numbered = [each.alias(f"found_{place}") for place, each in enumerate(found)]
    return frame.group_by("file").agg(numbered).sort("file").iter_rows()
