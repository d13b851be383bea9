"""An attack on a finished report: can anything hidden in its tables be worked out?

The attacker has the report, and perhaps an earlier one. Which counts are sums of others is learnt
from the report itself: what adds up wherever all is shown is taken to add up where something is
hidden.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from bs4 import BeautifulSoup, Tag

from ibic_eval.disclosure.bounds import Span, told_by_sums
from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.errors import RunError
from ibic_eval.reports.drawings import take_out
from ibic_eval.reports.released import (
    HIDDEN_SIGN,
    ReportTable,
    headed_cells,
    in_words,
    report_tables,
)

TOTALS = ("alla", "totalt", "summa", "samtliga")
_ENOUGH = 2
"""Lines that must add up before a sum is believed without being called one."""

Place = tuple[int, int]  # row, column
Sum = tuple[tuple[Place, ...], Place]
Line = Sequence[Place]
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


@dataclass(frozen=True)
class _Grid:
    """A table's counts by place, None where hidden, and the words of its heads."""

    counts: Mapping[Place, int | None]
    rows: Mapping[int, tuple[str, ...]]
    columns: Mapping[int, tuple[str, ...]]


def audit_report(html: str, earlier: str | None = None) -> Audit:
    """Attack every table of a report with all that the table shows, and with an earlier report.

    A hidden count leaks if it can be one number only, if it certainly is of somebody and can be
    fewer numbers than the threshold rule's minimum demands, or if the earlier report shows it in a
    row that is otherwise the same.
    """
    before = _shown_rows(earlier) if earlier else {}
    found = [_attack(table, before) for table in _tables(html)]
    return Audit(
        hidden=sum(each.hidden for each in found),
        attacked=sum(each.attacked for each in found),
        leaks=tuple(chain.from_iterable(each.leaks for each in found)),
    )


def _tables(html: str) -> list[ReportTable]:
    return report_tables(BeautifulSoup(take_out(html)[0], "html.parser"))


def _attack(table: ReportTable, before: Mapping[Row, Mapping[str, int | None]]) -> Audit:
    grid = _grid(table.html)
    hidden = [place for place, count in grid.counts.items() if count is None]
    if not hidden:
        return Audit(0, 0, ())
    spans = _told(table, grid)
    told = {place: span for place, span in spans.items() if _leaks(span)}
    numbers = {place: int(span.high - span.low) + 1 for place, span in told.items()}
    rows = {place[0] for place in hidden}
    numbers |= {
        (row, column): 1
        for row in rows
        for column in _shown_before(grid, row, before.get(_row(table, grid, row), {}))
    }
    leaks = (
        Leak(table.label, in_words(grid.rows[row]), in_words(grid.columns[column]), n)
        for (row, column), n in sorted(numbers.items())
    )
    return Audit(len(hidden), len(spans), tuple(leaks))


def _told(table: ReportTable, grid: _Grid) -> dict[Place, Span]:
    """Return what the sums tell; where those that were learnt contradict others, without them.

    Raises RunError where even those that are called sums can't be.
    """
    for learnt in (True, False):
        with suppress(ValueError):
            return told_by_sums(grid.counts, sorted(_sums(grid, learnt)))
    raise RunError(f"Summorna i {table.label} går inte ihop: publicera inte rapporten.")


def _shown_rows(html: str) -> dict[Row, dict[str, int | None]]:
    """Return the counts of each row of a report by the words of their columns."""
    found: dict[Row, dict[str, int | None]] = {}
    for table in _tables(html):
        grid = _grid(table.html)
        for (row, column), count in grid.counts.items():
            words = in_words(grid.columns[column])
            found.setdefault(_row(table, grid, row), {})[words] = count
    return found


def _row(table: ReportTable, grid: _Grid, row: int) -> Row:
    return table.caption, in_words(grid.rows[row])


def _shown_before(grid: _Grid, row: int, before: Mapping[str, int | None]) -> Iterator[int]:
    """Yield the columns of hidden counts that a row of an earlier report shows.

    It tells only if all else that both show is the same; else the row is of other data.
    """
    now = {column: count for (each, column), count in grid.counts.items() if each == row}
    words = {column: in_words(grid.columns[column]) for column in now}
    both = [
        count == before[words[column]]
        for column, count in now.items()
        if count is not None and before.get(words[column]) is not None
    ]
    if both and all(both):
        hidden = (column for column, count in now.items() if count is None)
        yield from (column for column in hidden if before.get(words[column]) is not None)


def _leaks(span: Span) -> bool:
    width = span.high - span.low
    return width < 1 or (span.low > 0 and width < MINIMUM)


def _grid(table: Tag) -> _Grid:
    cells = list(headed_cells(table))
    counts = {
        each.place: None if each.words == HIDDEN_SIGN else int(re.sub(r"\s", "", each.words))
        for each in cells
        if each.words == HIDDEN_SIGN or re.fullmatch(r"\d[\d\s]*", each.words)
    }
    rows = {each.place[0]: each.row for each in cells}
    return _Grid(counts, rows, {each.place[1]: each.column for each in cells})


def _sums(grid: _Grid, learnt: bool) -> set[Sum]:
    """Return what adds up: along the rows to some column, and down the columns to some row.

    Those that nobody calls sums are among them if they may be `learnt`.
    """
    rows = sorted({row for row, _ in grid.counts})
    columns = sorted({column for _, column in grid.counts})
    across = (
        ([[(row, each) for each in (*parts, total)] for row in rows], called)
        for parts, total, called in _candidates(grid.columns, columns)
    )
    down = (
        ([[(each, column) for each in (*parts, total)] for column in columns], called)
        for parts, total, called in _candidates(grid.rows, rows)
    )
    return {
        found
        for lines, called in (*across, *down)
        if called or learnt
        for found in _believed(lines, grid, called)
    }


def _candidates(
    heads: Mapping[int, Sequence[str]], every: Sequence[int]
) -> Iterator[tuple[list[int], int, bool]]:
    """Yield parts with what could be their total: those below one head, or all, with another.

    Also yielded is whether the other is called a total, of just these.
    """
    named = [each for each in every if each in heads]
    groups = {each: tuple(filter(None, heads[each][:-1])) for each in named}
    for total in named:
        sets = [[each for each in named if groups[each] == group] for group in {*groups.values()}]
        for parts in (*sets, named):
            others = [each for each in parts if each != total and not _is_total(heads[each])]
            near = groups[total] == () or all(groups[each] == groups[total] for each in others)
            if len(others) > 1:
                yield others, total, near and _is_total(heads[total])


def _believed(lines: Sequence[Line], grid: _Grid, called: bool) -> Iterator[Sum]:
    """Yield the lines as sums if none is against it, and enough add up or it is called a sum."""
    there = [line for line in lines if all(place in grid.counts for place in line)]
    values = [[grid.counts[place] for place in line] for line in there]
    whole = [line for line in values if None not in line]
    telling = [line for line in whole if sum(1 for each in line[:-1] if each) > 1]
    if all(map(_possible, values)) and (called or len(telling) >= _ENOUGH):
        yield from ((tuple(line[:-1]), line[-1]) for line in there)


def _possible(line: Sequence[int | None]) -> bool:
    """Tell whether a line's last number can be the sum of the others, some of which are hidden."""
    *parts, total = line
    least = sum(each or 0 for each in parts)
    return total is None or (least <= total if None in parts else least == total)


def _is_total(heads: Sequence[str]) -> bool:
    return heads[-1].casefold() in TOTALS
