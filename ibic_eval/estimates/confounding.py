"""What else changed when IBIC began, and whether a difference can then be put down to IBIC."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ibic_eval.estimates.case_schemas import ALL_AREAS, ALONE, CONFOUNDED, CONFOUNDERS, UNSURE
from ibic_eval.sources.introductions import Introduction, SystemChange

SYSTEM, OTHER, NATIONAL = "systembyte", "annat", "nationellt"

# Three months: within that, months of transition and of training overlap, and a monthly series has
# too few points between the two to tell one break from the other.
CLOSE_MONTHS = 3

# Days from which the whole country's case work changed, of themselves.
NATIONAL_CHANGES = (
    (dt.date(2018, 1, 1), "lagen om samverkan vid utskrivning (2017:612) började gälla"),
    (dt.date(2020, 3, 11), "pandemin covid-19 började"),
    (dt.date(2025, 7, 1), "den nya socialtjänstlagen (2025:400) började gälla"),
)


def confounders(introduction: Introduction) -> pd.DataFrame:
    """Return what changed within three months of each area's start (CONFOUNDERS).

    A change of case system so near is `sammanblandad`: both would make the same break. So is one
    that the source says came together with IBIC, whatever its day. Other changes, and a change of
    system on an unknown day, make the cause `osaker`. Where no area's start is known, a change that
    came with IBIC stands once, for `alla`.
    """
    rows = [
        row
        for area, start in sorted(introduction.starts.items())
        for row in _near(introduction, area, start)
    ]
    rows += _without_start(introduction)
    return pd.DataFrame(rows, columns=list(CONFOUNDERS)).astype(CONFOUNDERS)


def attribution(table: pd.DataFrame, area: str) -> tuple[str, str]:
    """Return what is known of the cause in an area (all areas' worst for `alla`) and a sentence."""
    mine = table if area == "alla" else table[table["area"].eq(area)]
    for worst in (CONFOUNDED, UNSURE):
        found = mine[mine["attribution"].eq(worst)]
        if len(found):
            return worst, str(found["sentence"].iloc[0])
    return ALONE, ""


def _near(introduction: Introduction, area: str, start: dt.date) -> Iterator[dict[str, object]]:
    system = introduction.system_change
    if system is not None:
        yield from _system(introduction, system, area, start)
    stated = introduction.other_changes
    for change in stated:
        if change.date is None or _close(change.date, start):
            yield _other(area, OTHER, change.what, change.date, start)
    for day, what in NATIONAL_CHANGES:
        if _close(day, start) and day not in {change.date for change in stated}:
            yield _other(area, NATIONAL, what, day, start)


def _system(
    introduction: Introduction, system: SystemChange, area: str, start: dt.date
) -> Iterator[dict[str, object]]:
    row = {"area": area, "kind": SYSTEM, "what": _what(system), **_when(system.date, start)}
    planned = introduction.from_plan
    if system.simultaneous or (system.date is not None and _close(system.date, start)):
        sentence = _mixed_up(system, _time(system, start, planned), planned)
        yield {**row, "attribution": CONFOUNDED, "sentence": sentence}
    elif system.date is None:
        sentence = (
            f"{_changed(system, planned)}, men det är inte angivet när. Om det var nära införandet "
            "går de inte att skilja åt."
        )
        yield {**row, "attribution": UNSURE, "sentence": sentence}


def _without_start(introduction: Introduction) -> Iterator[dict[str, object]]:
    """Yield the change of system that came with IBIC where no area's first day is known."""
    system = introduction.system_change
    if introduction.starts or system is None or not system.simultaneous:
        return
    when = _at_once(introduction.from_plan)
    yield {
        "area": ALL_AREAS,
        "kind": SYSTEM,
        "what": _what(system),
        "date": pd.NaT if system.date is None else pd.Timestamp(system.date),
        "days_from_start": pd.NA,
        "attribution": CONFOUNDED,
        "sentence": _mixed_up(system, when, introduction.from_plan),
    }


def _what(system: SystemChange) -> str:
    return f"byte av verksamhetssystem från {system.before} till {system.after}"


def _changed(system: SystemChange, planned: bool) -> str:
    verb = "skulle enligt planen bytas" if planned else "byttes"
    return f"Verksamhetssystemet {verb} från {system.before} till {system.after}"


def _mixed_up(system: SystemChange, when: str, planned: bool) -> str:
    return (
        f"{_changed(system, planned)} {when}. En ändring i tid eller omfattning kan därför bero på "
        "IBIC, på det nya systemet eller på båda, och det går inte att skilja dem åt. En "
        "jämförelse med ett annat område hjälper inte heller: det går inte att pröva om "
        "systembytet påverkade områdena lika."
    )


def _other(
    area: str, kind: str, what: str, date: dt.date | None, start: dt.date
) -> dict[str, object]:
    named = what[:1].upper() + what[1:].rstrip(".")
    when = "en dag som inte är angiven" if date is None else f"{date.isoformat()}"
    sentence = (
        f"{named} ({when}), nära införandet. En del av ändringen kan bero på det."
        if date is not None
        else f"{named} ({when}). Om det var nära införandet kan en del av ändringen bero på det."
    )
    row = {"area": area, "kind": kind, "what": what, **_when(date, start)}
    return {**row, "attribution": UNSURE, "sentence": sentence}


def _at_once(planned: bool) -> str:
    return f"samtidigt som IBIC {'skulle införas' if planned else 'infördes'}"


def _time(system: SystemChange, start: dt.date, planned: bool) -> str:
    begun = "IBIC skulle börja användas" if planned else "IBIC började användas"
    if system.date is None:
        return _at_once(planned)
    days = (system.date - start).days
    if days == 0:
        return f"samma dag som {begun}"
    if not _close(system.date, start):
        return f"{system.date.isoformat()}, som enligt kommunen hörde ihop med införandet"
    side = "efter" if days > 0 else "före"
    unit = "dag" if abs(days) == 1 else "dagar"
    return f"{abs(days)} {unit} {side} att {begun}"


def _when(date: dt.date | None, start: dt.date) -> dict[str, object]:
    if date is None:
        return {"date": pd.NaT, "days_from_start": pd.NA}
    return {"date": pd.Timestamp(date), "days_from_start": (date - start).days}


def _close(date: dt.date, start: dt.date) -> bool:
    reach = pd.DateOffset(months=CLOSE_MONTHS)
    first, last = pd.Timestamp(start) - reach, pd.Timestamp(start) + reach
    return bool(first <= pd.Timestamp(date) <= last)
