"""Numbers as a Swedish reader expects them, rounded half up and only here."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
HIDDEN = "x"
MISSING = DASH
HIDDEN_LEGEND = f"{HIDDEN} = dold, för få svarande för att visas."
MISSING_LEGEND = f"{MISSING} = uppgift saknas."
_MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
_SMALLEST_P = 0.001
_LIMITS = (Decimal("0.01"), Decimal("0.05"))


def is_missing(value: Any) -> bool:
    """Tell whether a single value stands for nothing (None, NaN or NA)."""
    return value is None or bool(pd.isna(value))


def rounded(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round half away from zero on the shortest decimal that means this float: 0.285 is 0.29."""
    exact = Decimal(str(value))
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result.is_zero() else result


def whole_percent(share: float) -> int:
    """Return a share (0–1) as whole percent, rounded half up."""
    return int(rounded(_as_percent(share)))


def decimal(value: float | Decimal | None, decimals: int = 1) -> str:
    """Write a number with decimal comma and thousands apart: 1234.55 is "1 234,6"."""
    if value is None or is_missing(value):
        return MISSING
    result = rounded(value, decimals)
    text = f"{abs(result):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if result < 0 else text


def integer(value: float | None) -> str:
    """Write a whole number with thousands apart: 1234 is "1 234"."""
    return decimal(value, 0)


def percent(share: float | None, decimals: int = 0) -> str:
    """Write a share (0–1) as percent: 0.524 is "52 %"."""
    if share is None or is_missing(share):
        return MISSING
    return f"{decimal(_as_percent(share), decimals)}{NBSP}%"


def percent_span(low: float | None, high: float | None) -> str:
    """Write two shares (0–1) as a span, "59–64 %", or as one figure when they round alike."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    first, last = percent(low), percent(high)
    return last if first == last else f"{first.removesuffix(f'{NBSP}%')}{DASH}{last}"


def reading(low: float, high: float) -> str:
    """Write what words were read as; open ends become limits: "> 50 %", "≥ 50 %", "< 10 %"."""
    if high == 1 and low < 1:
        sign = ">" if whole_percent(low) < _as_percent(low) else "≥"
        return f"{sign}{NBSP}{percent(low)}"
    if low == 0 and whole_percent(high) > _as_percent(high):
        return f"<{NBSP}{percent(high)}"
    return percent_span(low, high)


def reading_in_words(low: float, high: float) -> str:
    """Write what words were read as for a sentence: "mer än 50 %", "minst 50 %", "under 10 %"."""
    signs = {">": "mer än", "≥": "minst", "<": "under"}
    sign, _, number = reading(low, high).partition(NBSP)
    return f"{signs[sign]} {number}" if sign in signs else reading(low, high)


def interval(low: float | None, high: float | None) -> str:
    """Write a confidence interval of a share; both ends always stand: "45–59 %", "0–0 %"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{percent(low).removesuffix(f'{NBSP}%')}{DASH}{percent(high)}"


def points(difference: float | None, unit: str = "procentenheter") -> str:
    """Write a difference of shares with its sign: 0.12 is "+12 procentenheter"."""
    if difference is None or is_missing(difference):
        return MISSING
    return f"{_signed(difference)}{NBSP}{unit}"


def points_interval(low: float | None, high: float | None) -> str:
    """Write the interval of a difference of shares: "−3 till +21"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{_signed(low)} till {_signed(high)}"


def p_value(p: float | None) -> str:
    """Write a p-value with two decimals, three below 0,01 and just under 0,05."""
    if p is None or is_missing(p):
        return MISSING
    if p < _SMALLEST_P:
        return f"<{NBSP}0,001"
    just_under = any(rounded(p, 2) == limit and p < limit for limit in _LIMITS)
    return decimal(p, 3 if p < _LIMITS[0] or just_under else 2)


def month_of(day: str) -> str:
    """Write the month of an ISO date: "2020-10-31" is "oktober 2020"."""
    date = dt.date.fromisoformat(day)
    return f"{_MONTHS[date.month - 1]} {date.year}"


def _as_percent(share: float) -> Decimal:
    return Decimal(str(share)) * 100


def _signed(difference: float) -> str:
    value = int(rounded(_as_percent(difference)))
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    return f"{sign}{abs(value)}"
