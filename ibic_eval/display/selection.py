"""Which rows of the released shares a figure, table or sentence is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ibic_eval.display.numbers import is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import GROUPS, answer_order, area_order, enumeration

NATIONAL = "riket"
SHOWN = "visas"
HIDDEN = "dold"
_COMPLETE = "svarande"
_MAXIMUM = "högsta"
_READ = "tolkning"


@dataclass(frozen=True)
class Share:
    """One released share, as a span `low`–`high` with its interval; all shares are 0–1."""

    item: str
    area: str
    group: str
    answer: str
    low: float | None
    high: float | None
    ci_low: float | None
    ci_high: float | None
    n: int | None
    n_is_maximum: bool
    read_from_words: bool
    status: str
    source: str

    @property
    def hidden(self) -> bool:
        """Tell whether the figure exists but is too small a cell to be shown."""
        return self.status == HIDDEN

    @property
    def shown(self) -> bool:
        """Tell whether there is a number to show."""
        return self.status == SHOWN and self.low is not None and self.high is not None


def items_of(labels: Mapping[str, str], question: str) -> tuple[str, ...]:
    """Return the ids of a question's rows in the order asked: `q4` gives q4_1, q4_2 ..."""
    return tuple(item for item in labels if item == question or item.startswith(f"{question}_"))


def national(
    shares: pd.DataFrame, items: Sequence[str], groups: Iterable[str] = ("anvandare",)
) -> list[Share]:
    """Return the national shares of some items and groups, in reading order."""
    chosen = shares[
        shares["level"].eq(NATIONAL)
        & shares["item"].isin(list(items))
        & shares["group"].isin(list(groups))
    ]
    return in_order([share_of(row) for row in row_dicts(chosen)], items)


def in_order(shares: Iterable[Share], items: Sequence[str]) -> list[Share]:
    """Sort by item as given, then by area, answer and group as the survey asks them."""
    listed = list(shares)
    answers = answer_order(share.answer for share in listed)
    areas = area_order(share.area for share in listed)
    groups = list(GROUPS)
    return sorted(
        listed,
        key=lambda share: (
            list(items).index(share.item),
            areas.index(share.area),
            answers.index(share.answer),
            groups.index(share.group),
        ),
    )


def distributions(shares: Iterable[Share]) -> dict[tuple[str, str], list[Share]]:
    """Gather whole distributions by (item, area): every answer of the scale, none joined."""
    gathered: dict[tuple[str, str], list[Share]] = {}
    for share in _whole(shares):
        gathered.setdefault((share.item, share.area), []).append(share)
    return gathered


def has_distributions(shares: pd.DataFrame) -> bool:
    """Tell whether the frame holds counted answers rather than figures read from print."""
    return bool(shares["basis"].eq(_COMPLETE).any())


def first_answers(shares: Iterable[Share]) -> list[Share]:
    """Keep the first answer of each distribution: increased, yes, true, established."""
    first: dict[tuple[str, str, str], Share] = {}
    for share in _whole(shares):
        first.setdefault((share.item, share.area, share.group), share)
    return list(first.values())


def in_several_groups(shares: Iterable[Share]) -> dict[tuple[str, str, str], list[Share]]:
    """Gather by (item, area, answer) what at least two groups have a figure of."""
    gathered: dict[tuple[str, str, str], list[Share]] = {}
    for share in shares:
        gathered.setdefault((share.item, share.area, share.answer), []).append(share)
    return {line: row for line, row in gathered.items() if len(row) > 1}


def without_repetition(shares: Sequence[Share]) -> list[Share]:
    """Leave out what was only read from words where the same item has a part of it printed."""
    printed = {
        (share.item, share.group, answer)
        for share in shares
        if not share.read_from_words
        for answer in share.answer.split("+")
    }
    return [
        share
        for share in shares
        if not share.read_from_words
        or all((share.item, share.group, part) not in printed for part in share.answer.split("+"))
    ]


def sources(shares: Iterable[Share]) -> str:
    """Join the sources of shares, the places of one publication after its name once."""
    places: dict[str, list[str]] = {}
    for share in shares:
        title, _, place = share.source.partition(", ")
        known = places.setdefault(title, [])
        known.extend([place] if place and place not in known else [])
    return "; ".join(", ".join([title, *_gathered(found)]) for title, found in places.items())


def _gathered(places: Iterable[str]) -> list[str]:
    """Say "avsnitt" once for all sections, in their order."""
    kinds: dict[str, list[str]] = {}
    for kind, _, number in (place.partition(" ") for place in places):
        kinds.setdefault(kind, []).append(number)
    return [
        f"{kind} {enumeration(sorted(numbers, key=_in_parts))}".strip()
        for kind, numbers in sorted(kinds.items())
    ]


def _in_parts(number: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in number.split(".")]


def strongest_first(items: Sequence[str], shares: Iterable[Share]) -> list[str]:
    """Sort items by the low end of their shown share, the largest first; others fall away."""
    lowest = {share.item: share.low for share in shares if share.shown and share.low is not None}
    return sorted((item for item in items if item in lowest), key=lambda item: -lowest[item])


def _whole(shares: Iterable[Share]) -> list[Share]:
    return [share for share in shares if "+" not in share.answer]


def share_of(row: Mapping[Any, Any]) -> Share:
    """Read one row of the released shares."""
    return Share(
        item=row["item"],
        area=row["area"],
        group=row["group"],
        answer=row["answer"],
        low=_float(row["share_low"]),
        high=_float(row["share_high"]),
        ci_low=_float(row["ci_low"]),
        ci_high=_float(row["ci_high"]),
        n=None if is_missing(row["n"]) else int(row["n"]),
        n_is_maximum=str(row["basis"]).startswith(_MAXIMUM),
        read_from_words=str(row["method"]).startswith(_READ),
        status=row["status"],
        source=str(row["source"]),
    )


def _float(value: Any) -> float | None:
    return None if is_missing(value) else float(value)
