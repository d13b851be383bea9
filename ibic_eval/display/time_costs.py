"""What the change in working hours costs a year, and what must be saved for it to pay."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import MISSING, decimal, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.time_words import (
    AREAS,
    CI,
    EVERY_AREA,
    NOTHING,
    SHOWN,
    Context,
    caveats,
    chosen,
    counts,
    in_order,
    kronor,
    kronor_interval,
    signed,
    signed_interval,
    source,
    within,
)
from ibic_eval.display.time_words import Row as Record

HOURS, HOURS_A_YEAR, KRONOR = "timmar_per_arende", "timmar_per_ar", "kronor_per_ar"
TO_SAVE, TO_SAVE_HOURS = "att_spara_kronor_per_ar", "att_spara_timmar_per_arende"
CASES_A_YEAR, ONE_OFF = "arenden_per_ar", "engangskostnad_per_ar"
_QUANTITIES: Mapping[str, str] = {
    HOURS: "Extra timmar per ärende",
    CASES_A_YEAR: "Ärenden per år",
    HOURS_A_YEAR: "Extra timmar per år",
    KRONOR: "Extra kostnad per år, tusen kronor",
    ONE_OFF: "Införandets kostnad per år, tusen kronor",
    TO_SAVE: "Att spara per år för att gå ihop, tusen kronor",
    TO_SAVE_HOURS: "Att spara per ärende för att gå ihop, timmar",
}
# What must be saved is told where the introduction's cost is part of it.
_FOR_ALL = (ONE_OFF, TO_SAVE, TO_SAVE_HOURS)
_THOUSAND = 1000


def cost_table(costs: pd.DataFrame, context: Context) -> Shown:
    """Show hours and kronor a year with intervals, by area.

    `costs` is the table `costs`.
    """
    shown = chosen(costs, status=SHOWN)
    areas = [area for area in in_order(shown) if _of(shown, area, HOURS) is not None]
    if not areas:
        return NOTHING
    lines = [
        {"Uppgift": name, **{_head(area): _cell(shown, area, quantity) for area in areas}}
        for quantity, name in _QUANTITIES.items()
        if any(_cell(shown, area, quantity) != MISSING for area in areas)
    ]
    return table(
        pd.DataFrame(lines),
        slug="tid-kostnad",
        caption="Vad den ändrade arbetstiden kostar per år.",
        source=source(context),
        notes=(
            "Ett plus är mer arbetstid än före. Registrerade timmar efter mot före, justerat för "
            "hur ärendet kom in, bland ärenden som avgjordes inom de dagar som de följs. Antalet "
            "ärenden och timkostnaden tas som säkra, så 95 procents konfidensintervall (KI) gäller "
            "bara timmarna. Införandets kostnad är fördelad på fem år, ett antagande.",
            *_bases(shown, areas, context),
            *caveats(shown),
        ),
    )


def _head(area: str) -> str:
    return f"{AREAS[area]} (KI)"


def _of(shown: pd.DataFrame, area: str, quantity: str) -> Record | None:
    found = row_dicts(chosen(shown, area=area, quantity=quantity))
    return found[0] if found else None


def _cell(shown: pd.DataFrame, area: str, quantity: str) -> str:
    row = _of(shown, area, quantity)
    if row is None or (quantity in _FOR_ALL and _of(shown, area, ONE_OFF) is None):
        return MISSING
    in_kronor = str(row["unit"]).startswith("kronor")
    decimals = 1 if quantity in (HOURS, TO_SAVE_HOURS) else 0
    ends = [
        None if is_missing(row[name]) else float(row[name]) / (_THOUSAND if in_kronor else 1)
        for name in ("estimate", "ci_low", "ci_high")
    ]
    if ends[1] is None:
        return decimal(ends[0], decimals)
    limits = signed_interval(ends[1], ends[2], decimals)
    return f"{signed(ends[0], decimals)} ({limits})"


def _bases(shown: pd.DataFrame, areas: Sequence[str], context: Context) -> tuple[str, ...]:
    """Tell what the number of cases a year rests on, the hourly cost, and how many had hours."""
    each = [_of(shown, area, CASES_A_YEAR) for area in areas]
    bases = dict.fromkeys(str(row["basis"]) for row in each if row is not None)
    price = context.get("hourly_cost")
    hourly = (f"Timkostnaden är {decimal(price, 0)} kronor.",) if price else ()
    counted = [(area, _of(shown, area, HOURS)) for area in areas]
    told = "; ".join(f"{AREAS[area]} {counts(row)}" for area, row in counted if row is not None)
    return (*bases, *hourly, f"Ärenden med registrerad tid före, efter: {told}.")


def cost_sentences(costs: pd.DataFrame) -> Prose:
    """Tell what it costs where it can be told, for all areas together or else for each."""
    return Prose(tuple(f"{clause[:1].upper()}{clause[1:]}." for clause in cost_clauses(costs)))


def cost_clauses(costs: pd.DataFrame) -> list[str]:
    """Return clauses on hours, kronor and break-even, in lower case; none where unknown."""
    shown = chosen(costs, status=SHOWN)
    areas = in_order(shown[shown["quantity"].eq(HOURS)])
    told = [EVERY_AREA] if EVERY_AREA in areas else areas
    return [
        clause
        for area in told
        for clause in _clauses(
            {str(row["quantity"]): row for row in row_dicts(chosen(shown, area=area))}
        )
    ]


def _clauses(rows: Mapping[str, Record]) -> list[str]:
    case = rows[HOURS]
    where = "" if case["area"] == EVERY_AREA else f" {within(case['area'])}"
    sure = f"{CI} {signed_interval(case['ci_low'], case['ci_high'])}"
    n = f"{integer(case['n_before'])} ärenden före, {integer(case['n_after'])} efter"
    if float(case["ci_low"]) <= 0 <= float(case["ci_high"]):
        return [f"om arbetstiden{where} har ändrats kan inte avgöras: {signed(case['estimate'])} "
                f"timmar per ärende ({sure}; {n})"]  # fmt: skip
    more = "mer" if float(case["estimate"]) > 0 else "mindre"
    size = f"{decimal(abs(float(case['estimate'])))} timmar {more} per ärende"
    told = [f"arbetstiden{where} är {size} än före ({sure}; {n}){_a_year(rows)}"]
    saved = rows.get(TO_SAVE)
    if saved is not None and float(saved["estimate"]) > 0 and ONE_OFF in rows:
        told.append(
            f"för att det ska gå ihop behöver {kronor(saved['estimate'])} per år sparas någon "
            "annanstans, om införandets kostnad fördelas på fem år"
        )
    return told


def _a_year(rows: Mapping[str, Record]) -> str:
    year, money = rows.get(HOURS_A_YEAR), rows.get(KRONOR)
    if year is None:
        return ""
    if money is None:
        return f", eller {integer(abs(float(year['estimate'])))} timmar per år"
    ends = sorted(abs(float(money[name])) for name in ("ci_low", "ci_high"))
    return (
        f", vilket motsvarar {kronor(abs(float(money['estimate'])))} per år "
        f"({kronor_interval(*ends)})"
    )
