"""What the change in working hours costs a year, and what would have to be saved elsewhere."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates.case_follow_up import decided_in_time
from ibic_eval.estimates.case_schemas import AFTER, ALL_AREAS, BEFORE, COSTS, MISSING, SHOWN
from ibic_eval.estimates.case_waits import NO_START, why_not_compared
from ibic_eval.estimates.clustered_models import (
    NO_SPREAD,
    Clusters,
    Fit,
    Floats,
    case_worker_clusters,
    combination,
    full_rank,
    least_squares,
    without_spread,
)
from ibic_eval.estimates.complexity import adjusted_design
from ibic_eval.estimates.time_changes import MIXED_UP
from ibic_eval.sources.introductions import Introduction

HOURS, CASES, HOURS_A_YEAR = "timmar_per_arende", "arenden_per_ar", "timmar_per_ar"
KRONOR_A_YEAR, ONE_OFF = "kronor_per_ar", "engangskostnad_per_ar"
SAVE_KRONOR, SAVE_HOURS = "att_spara_kronor_per_ar", "att_spara_timmar_per_arende"
YEARS_OF_BENEFIT = 5
FEWEST_YEARLY = 5

UNITS = {
    HOURS: "timmar per ärende",
    CASES: "ärenden per år",
    HOURS_A_YEAR: "timmar per år",
    KRONOR_A_YEAR: "kronor per år",
    ONE_OFF: "kronor per år",
    SAVE_KRONOR: "kronor per år",
    SAVE_HOURS: "timmar per ärende",
}
METHOD = "Skillnad i medeltimmar efter mot före; minsta kvadrat, justerat för ingång"
NO_HOURS = (
    "Arbetstiden per ärende (timmar) är inte registrerad i tillräckligt många ärenden före och "
    "efter införandet, så kostnaden går inte att räkna. Dagar till beslut säger inget om timmar."
)
NO_YEARLY = (
    "Antalet ärenden per år står inte i inforande.yml (arenden_per_ar), och uttaget har inget helt "
    "år före införandet att räkna dem i."
)
NO_HOURLY = "Timkostnaden står inte i inforande.yml (timkostnad_kr), så bara timmar kan räknas."
NO_ONE_OFF = "Kostnaden för införandet står inte i inforande.yml (inforandekostnad_kr)."
ONE_AREA = "Införandets kostnad gäller hela kommunen och räknas bara för alla områden tillsammans."


class Extra(NamedTuple):
    """The extra hours a case: `number` (estimate, low, high), the numbers behind, or `reason`."""

    sizes: Mapping[str, object]
    number: tuple[float, float, float]
    yearly: float | None
    basis: str
    method: str
    reason: str


def cost_rows(waits: pd.DataFrame, hours: pd.Series, introduction: Introduction) -> pd.DataFrame:
    """Return hours and kronor a year by area, and what must be saved elsewhere (COSTS).

    `waits` are the cases by their start, `hours` theirs. Extra hours a case are the difference in
    means after against before, adjusted for way in and clustered on the case worker, among cases
    decided within the follow-up; they are multiplied by the cases a year (stated, else those begun
    in the last whole calendar year before) and the hourly cost, which are taken as certain. `alla`
    is the sum of the areas that have hours, with the case workers' dependence between areas. The
    introduction's own cost is spread over five years.
    """
    known = _known(waits, hours)
    areas = sorted(set(waits["area"].astype(str)) | set(introduction.starts))
    each = {area: _extra(waits, known, area, introduction) for area in areas}
    rows = [
        row
        for area, extra in each.items()
        for row in _quantities(area, extra, introduction, whole=_alone(introduction))
    ]
    if len(introduction.starts) > 1:
        total = _total(known, each)
        rows += list(_quantities(ALL_AREAS, total, introduction, whole=True))
    return pd.DataFrame(rows, columns=list(COSTS)).astype(COSTS)


def _alone(introduction: Introduction) -> bool:
    return len(introduction.starts) == 1


def _known(waits: pd.DataFrame, hours: pd.Series) -> pd.DataFrame:
    recorded = hours.notna().to_numpy(dtype=bool)
    kept = recorded & decided_in_time(waits) & waits["period"].isin([BEFORE, AFTER]).to_numpy()
    values = hours.to_numpy(dtype="float64", na_value=np.nan)[kept]
    rows: pd.DataFrame = waits.loc[kept]
    return rows.assign(hours=values)


def _extra(
    waits: pd.DataFrame, known: pd.DataFrame, area: str, introduction: Introduction
) -> Extra:
    rows = known[known["area"].eq(area)]
    later = rows["period"].eq(AFTER)
    reason = "" if area in introduction.starts else NO_START
    if not reason and why_not_compared(rows[~later], rows[later]):
        reason = NO_HOURS
    if not reason and not full_rank(adjusted_design(rows)):
        reason = MIXED_UP
    clusters = case_worker_clusters(rows["worker"])
    reason = reason or clusters.reason
    if reason:
        return Extra({}, (np.nan,) * 3, None, "", METHOD, reason)
    design = adjusted_design(rows)
    fit = least_squares(rows["hours"].to_numpy(dtype="float64"), design, clusters)
    if without_spread(fit):
        return Extra({}, (np.nan,) * 3, None, "", METHOD, NO_SPREAD)
    found = combination(fit, np.eye(design.shape[1])[0])
    yearly, basis = cases_a_year(waits, area, introduction)
    return Extra(
        _sizes(later, clusters),
        (found["estimate"], found["ci_low"], found["ci_high"]),
        yearly,
        basis,
        f"{METHOD}; {clusters.method}",
        "",
    )


def cases_a_year(
    waits: pd.DataFrame, area: str, introduction: Introduction
) -> tuple[float | None, str]:
    """Return the number of cases a year, stated or observed, and what it rests on."""
    stated = introduction.cases_per_year.get(area)
    if stated:  # a nought is nobody's number of cases, but a template's
        return float(stated), "Antalet ärenden per år som kommunen har angett."
    cases = waits[waits["area"].eq(area)]
    year = introduction.starts[area].year - 1
    first = cases["month"].min()
    begun = int(cases["year"].eq(year).sum())
    whole = bool(first <= 12 * (year - 1970))
    if not whole or begun < FEWEST_YEARLY:
        return None, NO_YEARLY
    return float(begun), f"Antalet ärenden som började {year}, det sista hela året före."


def _total(known: pd.DataFrame, each: Mapping[str, Extra]) -> Extra:
    """Return all areas' extra hours a case (weighted by cases a year) from one joint model.

    The areas' models stand beside each other in one, so that a case worker in two areas makes
    their estimates dependent.
    """
    counted = {area: one for area, one in each.items() if not one.reason and one.yearly is not None}
    if not counted:
        reasons = {one.reason for one in each.values()} - {"", NO_START}
        reason = NO_HOURS if NO_HOURS in reasons or not reasons else sorted(reasons)[0]
        if any(not one.reason for one in each.values()):
            reason = NO_YEARLY
        return Extra({}, (np.nan,) * 3, None, "", METHOD, reason)
    rows = known[known["area"].isin(list(counted))]
    clusters = case_worker_clusters(rows["worker"])
    yearly = sum(one.yearly or 0.0 for one in counted.values())
    fit, weights = _joint(
        rows, {area: one.yearly or 0.0 for area, one in counted.items()}, clusters
    )
    found = combination(fit, weights / yearly)
    left_out = sorted(set(each) - set(counted))
    basis = "Summan av områdenas ärenden per år."
    return Extra(
        _sizes(rows["period"].eq(AFTER), clusters),
        (found["estimate"], found["ci_low"], found["ci_high"]),
        yearly,
        f"{basis} Områden utan uppgifter är inte med." if left_out else basis,
        f"{METHOD} och område; {clusters.method}",
        "",
    )


def _joint(
    rows: pd.DataFrame, yearly: Mapping[str, float], clusters: Clusters
) -> tuple[Fit, Floats]:
    blocks, weights = [], []
    for area, cases in yearly.items():
        mine = rows["area"].eq(area).to_numpy()
        block = adjusted_design(rows[mine])
        wide = np.zeros((len(rows), block.shape[1]))
        wide[mine] = block
        blocks.append(wide)
        weights += [cases, *[0.0] * (block.shape[1] - 1)]
    outcome = rows["hours"].to_numpy(dtype="float64")
    return least_squares(outcome, np.column_stack(blocks), clusters), np.array(weights)


def _quantities(
    area: str, extra: Extra, introduction: Introduction, *, whole: bool
) -> Iterator[dict[str, object]]:
    """Yield a row for each quantity, with a number or the reason why there is none."""
    hourly, cost = introduction.hourly_cost, introduction.introduction_cost
    no_kronor = NO_HOURLY if hourly is None else ""
    no_yearly = "" if extra.yearly is not None else NO_YEARLY
    no_cost = (NO_ONE_OFF if cost is None else "") if whole else ONE_AREA
    yearly, price = extra.yearly or 0.0, hourly or 0.0
    each_year = (cost or 0.0) / YEARS_OF_BENEFIT if not no_cost else 0.0
    spread = f"Införandekostnaden fördelad på {YEARS_OF_BENEFIT} år, ett antagande."
    hours, kronor = _scaled(extra, yearly), _scaled(extra, yearly * price)
    per_case = each_year / (yearly * price) if yearly * price else 0.0
    priced = f"Timkostnaden som kommunen har angett. {extra.basis}"
    saved = f"{spread} {priced}" if not no_cost else f"Utan införandekostnad. {priced}"
    found: dict[str, tuple[tuple[float, ...], str, str]] = {
        HOURS: (extra.number, "Registrerad arbetstid.", ""),
        CASES: ((yearly,), extra.basis, no_yearly),
        HOURS_A_YEAR: (hours, extra.basis, no_yearly),
        KRONOR_A_YEAR: (kronor, priced, no_yearly or no_kronor),
        ONE_OFF: ((each_year,), spread, no_cost),
        SAVE_KRONOR: (
            tuple(value + each_year for value in kronor),
            saved,
            no_yearly or no_kronor,
        ),
        SAVE_HOURS: (
            tuple(value + per_case for value in extra.number),
            saved,
            no_yearly or no_kronor,
        ),
    }
    for quantity, (numbers, basis, reason) in found.items():
        base = {"area": area, "quantity": quantity, "unit": UNITS[quantity]}
        missing = reason if quantity == ONE_OFF else extra.reason or reason
        if missing:
            yield {**base, "method": extra.method, "status": MISSING, "reason": missing}
            continue
        ends = numbers if len(numbers) == 3 else (numbers[0], pd.NA, pd.NA)
        yield {
            **base,
            **extra.sizes,
            **dict(zip(("estimate", "ci_low", "ci_high"), ends, strict=True)),
            "basis": basis,
            "method": extra.method,
            "status": SHOWN,
            "reason": "",
        }


def _scaled(extra: Extra, factor: float) -> tuple[float, ...]:
    return tuple(value * factor for value in extra.number)


def _sizes(later: pd.Series, clusters: Clusters) -> dict[str, object]:
    return {
        "n_before": int((~later).sum()),
        "n_after": int(later.sum()),
        "n_clusters": pd.NA if clusters.number is None else clusters.number,
    }
