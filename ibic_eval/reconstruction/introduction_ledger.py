"""Meetings, activities, costs, risks and indicators of a fictional municipality."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ibic_eval.reconstruction.introduction_truth import Ledger, Meetings, Row

ACTIVITIES = ["aktivitet", "datum", "lage", "start", "slut", "ny_slut"]
COSTS = ["post", "slag", "ar", "datum", "belopp"]
RISKS = ["risk", "datum", "sannolikhet", "konsekvens", "intraffat"]
INDICATORS = ["indikator", "datum", "taljare", "namnare", "varde", "enhet"]
_BOOKED = (3, 6, 9, 12)  # months that costs are booked in


def draw_meetings(groups: tuple[Meetings, ...], random: np.random.Generator) -> pd.DataFrame:
    """Draw which of the planned meetings were held, and how many came."""
    rows: list[list[str]] = []
    for group in groups:
        held = set(random.permutation(len(group.days))[: group.held].tolist())
        for place, day in enumerate(group.days):
            rows.append(_meeting(group, day, place in held, random))
    return pd.DataFrame(rows, columns=["grupp", "datum", "status", "kallade", "narvarande"])


def _meeting(group: Meetings, day: dt.date, held: bool, random: np.random.Generator) -> list[str]:
    came = str(random.binomial(group.called, group.present)) if held else ""
    status = "genomfort" if held else "installt"
    return [group.group, day.isoformat(), status, str(group.called), came]


def activities(ledger: Ledger) -> pd.DataFrame:
    """Return the states of the activities."""
    return _rows(ledger.activities, ACTIVITIES)


def risks(ledger: Ledger) -> pd.DataFrame:
    """Return how the risks were assessed again."""
    return _rows(ledger.risks, RISKS)


def indicators(ledger: Ledger) -> pd.DataFrame:
    """Return the measurements of the indicators."""
    return _rows(ledger.indicators, INDICATORS)


def draw_costs(ledger: Ledger, random: np.random.Generator) -> pd.DataFrame:
    """Share each post's cost between the bookings of its year, in whole kronor."""
    rows: list[list[str]] = []
    for post, amount in ledger.spent.items():
        rows += [[post, "", *booked] for booked in _bookings(int(post[-4:]), amount, random)]
    for (kind, year), amount in ledger.outside.items():
        rows += [["", kind, *booked] for booked in _bookings(year, amount, random)]
    return pd.DataFrame(rows, columns=COSTS)


def _bookings(year: int, amount: float, random: np.random.Generator) -> Iterator[list[str]]:
    shares = random.dirichlet([8.0] * len(_BOOKED))
    parts = np.floor(shares[:-1] * amount).astype(int).tolist()
    for month, part in zip(_BOOKED, [*parts, round(amount) - sum(parts)], strict=True):
        yield [str(year), dt.date(year, month, 20).isoformat(), str(part)]


def _rows(rows: tuple[Row, ...], columns: list[str]) -> pd.DataFrame:
    """Lay out rows whose last cells may be left out."""
    width = len(columns)
    return pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], columns=columns)
