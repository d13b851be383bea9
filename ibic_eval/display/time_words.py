"""The words, numbers and source lines of the chapter on time and complexity."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd

from ibic_eval.display import wording
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import (
    HIDDEN,
    MINUS,
    MISSING,
    NBSP,
    decimal,
    integer,
    is_missing,
    month_of,
    rounded,
)

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
CI = f"95{NBSP}%{NBSP}KI"
SHOWN, SUPPRESSED, LACKING = "visas", "dold", "saknas"
LONGER, SHORTER, HIGHER, LOWER = "längre", "kortare", "högre", "lägre"
RISES, FALLS = "stiger", "faller"
EQUIVALENT, UNDECIDED = "likvärdig", "kan inte avgöras"
COMPATIBLE = "förenligt med"
# What a verdict on time rests on, or why it gives no direction (`case_schemas`)
COMPARED, TREND = "jamforelse", "trend"
NO_SERIES, NOT_AGREED, TOO_SHORT = "ingen_serie", "serien_haller_inte_med", "kort_uppfoljning"
CONFOUNDED, UNSURE = "sammanblandad", "osaker"
EVERY_AREA = "alla"
AREAS: Mapping[str, str] = {**wording.AREAS, EVERY_AREA: "Alla som har börjat"}
_WITHIN: Mapping[str, str] = {
    **{area: f"inom {name}" for area, name in wording.AREAS_IN_TEXT.items()},
    EVERY_AREA: "i de områden som har börjat",
}
CLOCKS: Mapping[str, str] = {"ansokan": f"Från{NBSP}ansökan", "start": f"Från{NBSP}start"}
CLOCKS_IN_TEXT: Mapping[str, str] = {
    "ansokan": "från ansökan till beslut",
    "start": "från att utredningen inleds till beslut",
}
MEASURES: Mapping[str, str] = {
    "livsomraden": "Livsområden",
    "fordjupningskoder": "Fördjupningskoder",
    "mal": "Mål",
    "delmal": "Delmål",
    "sidor": "Sidor",
    "tecken": "Tecken",
}
SUBJECTS: Mapping[str, str] = {"utredning": "Utredningar", "plan": "Genomförandeplaner"}
FEW = f"{HIDDEN} = dold, för få ärenden eller personer för att visas."
_MILLION = 1_000_000
_THOUSANDS = 3


class Chapter(Protocol):
    """The released tables that several parts of the chapter rest on (`case_schemas`)."""

    @property
    def context(self) -> Context: ...
    @property
    def time_changes(self) -> pd.DataFrame: ...
    @property
    def interrupted(self) -> pd.DataFrame: ...
    @property
    def learning_fit(self) -> pd.DataFrame: ...
    @property
    def complexity(self) -> pd.DataFrame: ...
    @property
    def costs(self) -> pd.DataFrame: ...
    @property
    def confounders(self) -> pd.DataFrame: ...


def within(area: str) -> str:
    """Say in which area, for a sentence: "inom äldreomsorgen"."""
    return _WITHIN[area]


def known(value: Any) -> float | None:
    """Return a number, or nothing where there is none."""
    return None if is_missing(value) else float(value)


def change(ratio: float | None, unit: str = f"{NBSP}%") -> str:
    """Write a ratio as the change that it is: 1.384 is "+38 %"."""
    if ratio is None or is_missing(ratio):
        return MISSING
    value = int(rounded(100 * float(ratio) - 100))
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    return f"{sign}{integer(abs(value))}{unit}"


def change_interval(low: float | None, high: float | None) -> str:
    """Write the interval of a ratio as changes in percent: "+27 till +50"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{change(low, '')} till {change(high, '')}"


def in_percent(ratio: float) -> str:
    """Write a change without its sign, for a sentence that says which way: "38 procent"."""
    return f"{change(ratio, '').lstrip(f'+{MINUS}±')} procent"


def signed(number: float | None, decimals: int = 1) -> str:
    """Write a difference with its sign: 2.04 is "+2,0"."""
    if number is None or is_missing(number):
        return MISSING
    value = rounded(float(number), decimals)
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    return f"{sign}{decimal(abs(value), decimals)}"


def signed_interval(low: float | None, high: float | None, decimals: int = 1) -> str:
    """Write the interval of a difference: "+1,8 till +2,2"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{signed(low, decimals)} till {signed(high, decimals)}"


def span(low: float | None, high: float | None, decimals: int = 0) -> str:
    """Write an interval of numbers that aren't negative: "22–27"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    return f"{decimal(low, decimals)}–{decimal(high, decimals)}"


def kronor(amount: float | None) -> str:
    """Write an amount as exactly as it is worth: "1,24 miljoner kronor", "320 000 kronor"."""
    if amount is None or is_missing(amount):
        return MISSING
    if abs(amount) >= _MILLION:
        return f"{decimal(amount / _MILLION, 2)} miljoner kronor"
    return f"{integer(int(rounded(float(amount), -_THOUSANDS)))} kronor"


def kronor_interval(low: float | None, high: float | None) -> str:
    """Write the interval of an amount: "880 000 till 1,10 miljoner kronor"."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    first, last = kronor(low), kronor(high)
    same_unit = ("miljoner" in first) == ("miljoner" in last)
    unit = " miljoner kronor" if "miljoner" in first else " kronor"
    return f"{first.removesuffix(unit if same_unit else ' kronor')} till {last}"


def counts(row: Row) -> str:
    """Write how many a comparison rests on, before and after: "812, 1 034"."""
    return f"{integer(row['n_before'])}, {integer(row['n_after'])}"


def day_in_words(day: str) -> str:
    """Write an ISO date: "2017-09-01" is "1 september 2017"."""
    return f"{dt.date.fromisoformat(day).day} {month_of(day)}"


def verdict_words(row: Row) -> str:
    """Write a verdict on time; without another area to compare with it is no more than compatible.

    The second word group stands on a line of its own, for the narrow columns of figures.
    """
    verdict = str(row["verdict"])
    compatible = verdict in (LONGER, SHORTER) and row["design"] == TREND
    return f"{COMPATIBLE}\n{verdict}" if compatible else verdict


def follow_ups(context: Context, clock: str) -> tuple[str, ...]:
    """Tell how many days the cases of each area are followed: "90 dagar inom äldreomsorgen"."""
    known = (context.get("follow_up") or {}).get(clock) or {}
    return tuple(
        f"{integer(known[area]['days'])} dagar {within(area)}" for area in AREAS if known.get(area)
    )


def hidden_or(row: Row, text: str) -> str:
    """Return the text, or the sign for what is hidden or lacking."""
    return {SHOWN: text, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)


def source(context: Context) -> str:
    """Return the source line of what is computed from the municipality's own cases."""
    if context.get("fictional"):
        return "Egen bearbetning av påhittade ärenden"
    taken = context.get("extracted")
    when = f", uttag {taken}" if taken else ""
    return f"Egen bearbetning av kommunens ärenden i verksamhetssystemet{when}"


def chosen(frame: pd.DataFrame, **values: str | Sequence[str]) -> pd.DataFrame:
    """Return the rows with some values, areas in the order they are told elsewhere."""
    kept = np.full(len(frame), True)
    for column, value in values.items():
        wanted = [value] if isinstance(value, str) else list(value)
        kept &= frame[column].isin(wanted).to_numpy(dtype=bool)
    places = {area: place for place, area in enumerate(AREAS)}
    areas = frame["area"].tolist()
    order = sorted(np.flatnonzero(kept), key=lambda at: places[areas[at]])
    return frame.take(order).reset_index(drop=True)


def mixed_up(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the note on changes whose cause can't be told apart, where there are such."""
    if not rows["attribution"].eq(CONFOUNDED).fillna(False).any():
        return ()
    return ("Verksamhetssystemet byttes samtidigt, så ändringen kan inte tillskrivas IBIC.",)


def caveats(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return what is said of estimates that stand although something is amiss, each thing once."""
    amiss = rows[rows["status"].eq(SHOWN) & rows["reason"].fillna("").ne("")]
    return tuple(
        f"{wording.enumeration(AREAS[area] for area in in_order(some))}: "
        f"{wording.lower_first(str(reason))}"
        for reason, some in amiss.groupby("reason", sort=False)
    )


def in_order(frame: pd.DataFrame) -> list[str]:
    """Return the areas that a table has, in the order they are told."""
    present = set(frame["area"])
    return [area for area in AREAS if area in present]
