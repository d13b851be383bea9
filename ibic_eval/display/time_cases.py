"""The cases that the chapter rests on, how long they take and how many are decided in time."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    decimal,
    integer,
    interval,
    is_missing,
    month_of,
    percent,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.time_words import (
    AREAS,
    CLOCKS,
    FEW,
    NOTHING,
    SHOWN,
    Context,
    chosen,
    hidden_or,
    in_order,
    source,
    span,
)
from ibic_eval.display.time_words import Row as Record

_PERIODS: Mapping[str, str] = {
    "fore": "Före",
    "overgang": "Övergång",
    "efter": "Efter",
    "utan_start": "Utan startdatum",
}
_RULES: Mapping[str, str] = {
    "garanti": "Inom garantin",
    "tre_dagar": "Inom tre dagar efter utskrivning",
}


def extent_table(extent: pd.DataFrame, context: Context) -> Shown:
    """Show how many cases there are by area and period. `extent` is the table `extent`."""
    rows = [
        {
            "Period": _PERIODS[row["period"]],
            "Område": AREAS[row["area"]],
            "Inledda": _months(row),
            "Ärenden": hidden_or(row, integer(row["n"])),
            "varav öppna": _count(row, "n_open"),
            "Personer": _count(row, "n_persons"),
            "Handläggare": _count(row, "n_case_workers"),
        }
        for row in row_dicts(chosen(extent))
    ]
    if not extent["status"].eq(SHOWN).any():
        return NOTHING
    frame = pd.DataFrame(rows)
    return table(
        frame,
        slug="tid-arenden",
        caption="Ärendena i underlaget, efter när utredningen inleddes.",
        source=source(context),
        group_by="Område",
        words=["Inledda"],
        notes=("Ärenden och personer är i tiotal.", *_legend(frame)),
    )


def _months(row: Record) -> str:
    if is_missing(row["first"]) or is_missing(row["last"]):
        return hidden_or(row, MISSING)
    first, last = (month_of(row[end].date().isoformat()) for end in ("first", "last"))
    return f"{first}–{last}"


def _count(row: Record, name: str) -> str:
    """Write a count; one of one to four is hidden though its row is shown."""
    return hidden_or(row, HIDDEN if is_missing(row[name]) else integer(row[name]))


def _legend(frame: pd.DataFrame) -> tuple[str, ...]:
    return (FEW,) if frame.isin([HIDDEN]).any(axis=None) else ()


def lead_time_table(lead_times: pd.DataFrame, context: Context) -> Shown:
    """Show quartiles of the days to decision by area and year, from application and from start.

    `lead_times` is the table `lead_times`.
    """
    if not lead_times["status"].eq(SHOWN).any():
        return NOTHING
    rows = [
        _lead_line(name, year, group, in_order(lead_times))
        for clock, name in CLOCKS.items()
        for year, group in chosen(lead_times, clock=clock).groupby("year", dropna=False)
    ]
    frame = pd.DataFrame(rows)
    return table(
        frame,
        slug="tid-till-beslut",
        caption="Dagar till beslut, efter område och år då utredningen inleddes.",
        source=source(context),
        group_by="Klocka",
        notes=(
            "Hälften av ärendena avgörs inom mediantiden, med 95 procents konfidensintervall (KI). "
            "Hälften ligger mellan talen under 25–75 %: den fjärdedel som går fortast avgörs inom "
            "det första och den som går långsammast tar längre än det andra. Samma dag är 0 dagar. "
            "n är antalet ärenden, med öppna, i tiotal.",
            *_legend(frame),
        ),
    )


def _lead_line(
    clock: str, year: object, rows: pd.DataFrame, areas: Sequence[str]
) -> dict[str, str]:
    found = rows.set_index("area").to_dict("index")
    cells: dict[str, str] = {}
    for area in areas:
        row = found.get(area, {"status": "saknas"})
        shown = row["status"] == SHOWN
        numbers = {
            "Median (KI)": _median(row) if shown else "",
            "25–75 %": span(row["q25"], row["q75"]) if shown else "",
            "n": integer(row["n"]) if shown else "",
        }
        cells |= {f"{AREAS[area]}{UNDER}{head}": hidden_or(row, t) for head, t in numbers.items()}
    return {"År": _year(year), "Klocka": clock, **cells}


def _year(year: object) -> str:
    return "Alla år" if is_missing(year) else str(year)


def _median(row: Record) -> str:
    """Write the median with its interval; an open end is a limit that isn't reached yet."""
    if is_missing(row["median"]):
        return MISSING
    low, high = (decimal(row[f"median_{end}"], 0) for end in ("low", "high"))
    return f"{decimal(row['median'], 0)} ({low}–{'' if high == MISSING else high})"


def limits_table(within: pd.DataFrame, context: Context) -> Shown:
    """Show how many were decided within the municipality's guarantee and the law's three days.

    `within` is the table `within_limits`.
    """
    known = within[within["status"].ne("saknas")]
    if not known["status"].eq(SHOWN).any():
        return NOTHING
    rows = [
        _limit_line(name, year, group, in_order(known))
        for rule, name in _RULES.items()
        for year, group in known[known["rule"].eq(rule)].groupby("year", dropna=False)
    ]
    frame = pd.DataFrame(rows)
    return table(
        frame,
        slug="tid-grans",
        caption="Andel beslut inom kommunens garanti, och inom tre dagar efter utskrivning.",
        source=source(context),
        group_by="Gräns",
        notes=(
            *_guarantee(context),
            "Tre dagar gäller ärenden efter utskrivning från sjukhus (lagen 2017:612, LUS), från "
            "ansökan eller, där den saknas, från start. KI är 95 procents konfidensintervall "
            "(Wilson) och n antalet ärenden, i tiotal. Öppna ärenden äldre än gränsen "
            "räknas som inte inom den; de som började senare än så före uttaget räknas inte.",
            *_legend(frame),
        ),
    )


def _guarantee(context: Context) -> tuple[str, ...]:
    days = context.get("guarantee_days") or {}
    told = ", ".join(f"{AREAS[area]} {days[area]} dagar" for area in AREAS if area in days)
    return (f"Kommunens garanti från ansökan till beslut: {told}.",) if told else ()


def _limit_line(
    rule: str, year: object, rows: pd.DataFrame, areas: Sequence[str]
) -> dict[str, str]:
    found = rows.set_index("area").to_dict("index")
    cells: dict[str, str] = {}
    for area in areas:
        row = found.get(area, {"status": "saknas"})
        shown = row["status"] == SHOWN
        limits = interval(row["ci_low"], row["ci_high"]) if shown else ""
        share = f"{percent(row['share'])} ({limits})" if shown else ""
        cells[f"{AREAS[area]}{UNDER}Andel (KI)"] = hidden_or(row, share)
        cells[f"{AREAS[area]}{UNDER}n"] = hidden_or(row, integer(row["n"]) if shown else "")
    return {"År": _year(year), "Gräns": rule, **cells}
