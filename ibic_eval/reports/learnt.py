"""What adds up in a report's tables, as a reader can learn it from the tables themselves.

A sum is believed where it is called one ("alla", "totalt") and nothing is against it, or where it
adds up in all lines that show all of it, and in so many that it can hardly be by accident.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from ibic_eval.disclosure.bounds import Span
from ibic_eval.reports.released import HIDDEN_SIGN, ReportTable, headed_cells, in_words, share_in

TOTALS = ("alla", "totalt", "summa", "samtliga")
_ENOUGH = 2
"""Lines that must add up within a table before a sum is believed without being called one."""
_SURE = 7.0
"""How many powers of ten to one must be against an accident, between tables and for shares."""
_LEAST_LINES = 3

Place = tuple[int, int, int]  # table, row, column
Sum = tuple[tuple[Place, ...], Place]
Line = Sequence[Place]


@dataclass(frozen=True)
class Grid:
    """A table's counts by place, None where hidden, its shares in percent, and its heads' words.

    A share is the number and how many decimals it is shown with.
    """

    counts: Mapping[Place, int | None]
    shares: Mapping[Place, tuple[float, int]]
    rows: Mapping[int, tuple[str, ...]]
    columns: Mapping[int, tuple[str, ...]]


def grid_of(table: ReportTable, number: int) -> Grid:
    """Read a table that is the report's `number`."""
    cells = list(headed_cells(table.html))
    counts = {
        (number, *each.place): _count(each.words)
        for each in cells
        if each.words == HIDDEN_SIGN or re.fullmatch(r"\d[\d\s]*", each.words)
    }
    shares = {(number, *each.place): found for each in cells if (found := share_in(each.words))}
    rows = {each.place[0]: each.row for each in cells}
    return Grid(counts, shares, rows, {each.place[1]: each.column for each in cells})


def _count(words: str) -> int | None:
    return None if words == HIDDEN_SIGN else int(re.sub(r"\s", "", words))


def sums_within(grid: Grid, learnt: bool) -> set[Sum]:
    """Return what adds up: along the rows to some column, and down the columns to some row.

    Those that nobody calls sums are among them if they may be `learnt`.
    """
    table = next((place[0] for place in grid.counts), 0)
    rows = sorted({row for _, row, _ in grid.counts})
    columns = sorted({column for _, _, column in grid.counts})
    across = (
        ([[(table, row, each) for each in (*parts, total)] for row in rows], called)
        for parts, total, called in _candidates(grid.columns, columns)
    )
    down = (
        ([[(table, each, column) for each in (*parts, total)] for column in columns], called)
        for parts, total, called in _candidates(grid.rows, rows)
    )
    return {
        found
        for lines, called in (*across, *down)
        if called or learnt
        for found in _believed(lines, grid.counts, called)
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


def _believed(
    lines: Sequence[Line], counts: Mapping[Place, int | None], called: bool
) -> Iterator[Sum]:
    """Yield the lines as sums if none is against it, and enough add up or it is called a sum."""
    there = [line for line in lines if all(place in counts for place in line)]
    values = [[counts[place] for place in line] for line in there]
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


@dataclass(frozen=True)
class _Strip:
    """The counts of a column in one group of a table's rows, by the rows' own words."""

    source: tuple[int, str]
    places: Mapping[str, Place]


def sums_between(grids: Sequence[Grid]) -> set[Sum]:
    """Return what is the same, or the sum of two, in tables or groups with rows of the same words.

    Only sums with something hidden are looked for.
    """
    counts = dict(chain.from_iterable(grid.counts.items() for grid in grids))
    strips = [strip for grid in grids for strip in _strips(grid)]
    hiding = [strip for strip in strips if None in map(counts.get, strip.places.values())]
    found: set[Sum] = set()
    for one in hiding:
        near = [each for each in strips if each is not one and len(_common(one, each)) > 1]
        apart = (each for each in near if each.source != one.source)
        found |= set(chain.from_iterable(_same(one, each, counts) for each in apart))
        for two, three in combinations(near, 2):
            if len({one.source, two.source, three.source}) > 1:
                for parts, total in (((one, two), three), ((one, three), two), ((two, three), one)):
                    found |= set(_between(parts, total, counts))
    return found


def _strips(grid: Grid) -> Iterator[_Strip]:
    groups: dict[tuple[int, str, int], dict[str, Place]] = {}
    for place in grid.counts:
        table, row, column = place
        group, *own = grid.rows[row]
        groups.setdefault((table, group, column), {})[in_words(own)] = place
    for (table, group, _), places in groups.items():
        yield _Strip((table, group), places)


def _common(one: _Strip, other: _Strip) -> list[str]:
    return [words for words in one.places if words in other.places]


def _same(one: _Strip, other: _Strip, counts: Mapping[Place, int | None]) -> Iterator[Sum]:
    lines = [(one.places[words], other.places[words]) for words in _common(one, other)]
    return _by_no_accident(lines, counts)


def _between(
    parts: tuple[_Strip, _Strip], total: _Strip, counts: Mapping[Place, int | None]
) -> Iterator[Sum]:
    words = [each for each in _common(*parts) if each in total.places]
    lines = [tuple(strip.places[each] for strip in (*parts, total)) for each in words]
    return _by_no_accident(lines, counts)


def _by_no_accident(lines: Sequence[Line], counts: Mapping[Place, int | None]) -> Iterator[Sum]:
    """Yield the lines as sums if those that show everything can't be so by accident.

    A total of some size is hit by chance about one time in as many.
    """
    values = [[counts[place] for place in line] for line in lines]
    whole = [line for line in values if None not in line and all(line)]
    odds = sum(math.log10(line[-1] or 1) for line in whole)
    hides = any(None in line for line in values)
    if hides and len(whole) >= _LEAST_LINES and odds >= _SURE and all(map(_possible, values)):
        yield from ((tuple(line[:-1]), line[-1]) for line in lines)


def spans_by_shares(grid: Grid) -> dict[Place, Span]:
    """Return what shown shares tell of hidden counts in their rows.

    That a column of shares is one column's part of another's is learnt where all three are shown.
    """
    columns = sorted({column for _, _, column in grid.counts})
    told: dict[Place, Span] = {}
    for share in sorted({column for _, _, column in grid.shares}):
        for part in columns:
            for whole in columns:
                if part != whole:
                    for place, span in _told_by_share(grid, share, part, whole):
                        before = told.get(place, Span(0, math.inf))
                        told[place] = Span(max(before.low, span.low), min(before.high, span.high))
    return told


def _told_by_share(grid: Grid, share: int, part: int, whole: int) -> Iterator[tuple[Place, Span]]:
    table = next(iter(grid.counts))[0]
    lines = [
        (grid.shares[table, row, share], (table, row, part), (table, row, whole))
        for row in grid.rows
        if (table, row, share) in grid.shares
        and {(table, row, part), (table, row, whole)} <= set(grid.counts)
    ]
    shown = [
        (percent, grid.counts[first], grid.counts[second])
        for percent, first, second in lines
        if grid.counts[first] is not None and grid.counts[second]
    ]
    fits = all(_is_share(percent, one or 0, all_ or 0) for percent, one, all_ in shown)
    odds = sum(2 + decimals for (_, decimals), *_ in shown)
    if not fits or len(shown) < _LEAST_LINES or odds < _SURE:
        return
    for (percent, decimals), first, second in lines:
        low, high = ((percent + sign * _half(decimals)) / 100 for sign in (-1, 1))
        one, all_ = grid.counts[first], grid.counts[second]
        if one is None and all_ is not None:
            yield first, Span(math.ceil(all_ * low), math.floor(all_ * high))
        elif all_ is None and one:
            yield (
                second,
                Span(math.ceil(one / high), math.floor(one / low) if low > 0 else math.inf),
            )


def _half(decimals: int) -> float:
    return math.pow(10, -decimals) / 2


def _is_share(percent: tuple[float, int], part: int, whole: int) -> bool:
    number, decimals = percent
    return abs(100 * part / whole - number) <= _half(decimals) + 1e-9
