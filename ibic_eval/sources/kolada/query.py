"""What is asked of Kolada, and in which batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

# More ids in one segment of an address are answered with 422.
LARGEST_SEGMENT = 25
Id = TypeVar("Id")


@dataclass(frozen=True)
class Query:
    """Indicators, municipalities (codes of four digits) and years."""

    kpis: tuple[str, ...]
    municipalities: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def address(self) -> str:
        """The address of the values, below the API's own."""
        kpis, municipalities = ",".join(self.kpis), ",".join(self.municipalities)
        years = ",".join(str(year) for year in self.years)
        return f"data/kpi/{kpis}/municipality/{municipalities}/year/{years}"

    def batches(self) -> tuple["Query", ...]:
        """Split into queries small enough for one address each; together they ask the same."""
        parts = product(segments(self.kpis), segments(self.municipalities), segments(self.years))
        return tuple(Query(*part) for part in parts)


def segments(ids: Sequence[Id]) -> Iterator[tuple[Id, ...]]:
    """Yield the ids in order, at most 25 at a time."""
    for start in range(0, len(ids), LARGEST_SEGMENT):
        yield tuple(ids[start : start + LARGEST_SEGMENT])
