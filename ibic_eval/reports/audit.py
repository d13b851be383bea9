"""An attack on a finished report: can anything hidden in its tables be worked out?

The attacker has the report, and perhaps an earlier one. Which counts are sums of others, the same
as others or shares of them is learnt from the report itself (`learnt`): what adds up wherever all
is shown is taken to add up where something is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from bs4 import BeautifulSoup

from ibic_eval.disclosure.bounds import Span, connected, told_by_sums
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.errors import RunError
from ibic_eval.reports.drawings import take_out
from ibic_eval.reports.learnt import (
    Grid,
    Place,
    Sum,
    grid_of,
    spans_by_shares,
    sums_between,
    sums_within,
)
from ibic_eval.reports.released import ReportTable, in_words, report_tables

Row = tuple[str, str]  # a table's caption and the words of a row's heads


@dataclass(frozen=True)
class Leak:
    """A hidden cell that can be worked out: where it is, and how many numbers it could be."""

    table: str
    row: str
    column: str
    numbers: int


@dataclass(frozen=True)
class Audit:
    """What an attack found: hidden cells in all, those in some sum, and those that leak."""

    hidden: int
    attacked: int
    leaks: tuple[Leak, ...]


def audit_report(html: str, earlier: str | None = None) -> Audit:
    """Attack the tables of a report with all that they show together, and with an earlier report.

    A hidden count leaks if it can be one number only, if it certainly is of somebody and can be
    fewer numbers than the threshold rule's minimum demands, or if the earlier report shows it in a
    row that is otherwise the same.
    """
    tables = _tables(html)
    grids = [grid_of(table, number) for number, table in enumerate(tables)]
    spans = _told(tables, grids)
    numbers = {
        place: int(span.high - span.low) + 1 for place, span in spans.items() if _leaks(span)
    }
    numbers |= dict.fromkeys(_shown_before(tables, grids, earlier), 1) if earlier else {}
    hidden = sum(count is None for grid in grids for count in grid.counts.values())
    leaks = (_leak(tables, grids, place, n) for place, n in sorted(numbers.items()))
    return Audit(hidden, len(spans), tuple(leaks))


def _tables(html: str) -> list[ReportTable]:
    return report_tables(BeautifulSoup(take_out(html)[0], "html.parser"))


def _leak(tables: Sequence[ReportTable], grids: Sequence[Grid], place: Place, n: int) -> Leak:
    table, row, column = place
    grid = grids[table]
    return Leak(tables[table].label, in_words(grid.rows[row]), in_words(grid.columns[column]), n)


def _told(tables: Sequence[ReportTable], grids: Sequence[Grid]) -> dict[Place, Span]:
    """Return what sums and shares tell; where those that were learnt contradict, without them.

    Raises RunError where even those that are called sums can't be.
    """
    counts = dict(chain.from_iterable(grid.counts.items() for grid in grids))
    called = {each for grid in grids for each in sums_within(grid, learnt=False)}
    every = called | {each for grid in grids for each in sums_within(grid, learnt=True)}
    every |= sums_between(grids)
    shares = dict(chain.from_iterable(spans_by_shares(grid).items() for grid in grids))
    told: dict[Place, Span] = {
        place: span for place, span in shares.items() if span.low <= span.high
    }
    for group in connected(counts, sorted(every)):
        told |= _solved(tables, counts, group, [each for each in group if each in called], told)
    return told


def _solved(
    tables: Sequence[ReportTable],
    counts: Mapping[Place, int | None],
    every: Sequence[Sum],
    called: Sequence[Sum],
    shares: Mapping[Place, Span],
) -> dict[Place, Span]:
    used = {place for parts, total in every for place in (*parts, total)}
    known = {place: span for place, span in shares.items() if place in used}
    for sums, spans in ((every, known), (called, {})):
        with suppress(ValueError):
            return told_by_sums(counts, sums, spans)
    label = tables[called[0][1][0]].label
    raise RunError(f"Summorna i {label} går inte ihop: publicera inte rapporten.")


def _leaks(span: Span) -> bool:
    width = span.high - span.low
    return width < 1 or (span.low > 0 and width < MINIMUM)


def _shown_before(
    tables: Sequence[ReportTable], grids: Sequence[Grid], earlier: str
) -> Iterator[Place]:
    """Yield the hidden counts that a row of an earlier report shows.

    It tells only if all else that both show is the same; else the row is of other data.
    """
    then = _tables(earlier)
    before = dict(_rows(then, [grid_of(table, number) for number, table in enumerate(then)]))
    for row, now in _rows(tables, grids):
        shown = {words: count for words, (_, count) in before.get(row, {}).items()
                 if count is not None}  # fmt: skip
        both = [count == shown[words] for words, (_, count) in now.items()
                if count is not None and words in shown]  # fmt: skip
        if both and all(both):
            yield from (place for words, (place, n) in now.items() if n is None and words in shown)


def _rows(
    tables: Sequence[ReportTable], grids: Sequence[Grid]
) -> Iterator[tuple[Row, dict[str, tuple[Place, int | None]]]]:
    """Yield the counts of each row and where they stand, by the words of their columns."""
    for table, grid in zip(tables, grids, strict=True):
        rows: dict[int, dict[str, tuple[Place, int | None]]] = {}
        for place, count in grid.counts.items():
            rows.setdefault(place[1], {})[in_words(grid.columns[place[2]])] = (place, count)
        yield from (
            ((table.caption, in_words(grid.rows[row])), counts) for row, counts in rows.items()
        )
