"""How much investigations and plans hold after the introduction against before."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates.case_follow_up import decided_in_time
from ibic_eval.estimates.case_schemas import AFTER, ALL_AREAS, BEFORE, MISSING, SHOWN
from ibic_eval.estimates.case_waits import NO_START, why_not_compared
from ibic_eval.estimates.clustered_models import (
    Clusters,
    Fit,
    Floats,
    case_worker_clusters,
    category_columns,
    combination,
    full_rank,
    least_squares,
    person_clusters,
)
from ibic_eval.estimates.count_models import (
    NEGATIVE_BINOMIAL,
    POISSON,
    count_model,
    marginal_difference,
)
from ibic_eval.estimates.time_changes import MIXED_UP

INVESTIGATION, PLAN = "utredning", "plan"
LOG_LINEAR = "log_linjar"
LENGTHS = ("tecken", "sidor")
MEASURES: Mapping[str, Mapping[str, str]] = {
    INVESTIGATION: {
        "livsomraden": "life_areas",
        "fordjupningskoder": "codes",
        "mal": "goals",
        "tecken": "characters",
        "sidor": "pages",
    },
    PLAN: {"mal": "goals", "delmal": "subgoals", "sidor": "pages"},
}
MODEL_NAMES = {
    NEGATIVE_BINOMIAL: "negativ binomialmodell, för antalen sprider sig mer än i en Poissonmodell",
    POISSON: "Poissonmodell, för antalen sprider sig inte mer än den medger",
    LOG_LINEAR: "minsta kvadrat på logaritmen av längden; skillnaden av längden själv",
}
NOT_RECORDED = "Uppgiften finns inte i tillräckligt många av ärendena, före eller efter."
ALL_ZERO = "Alla antal är noll före eller efter införandet, så det finns ingen kvot att räkna."


class Subject(NamedTuple):
    """What is measured of: `rows` has area, person, worker, way_in, period and the measures."""

    name: str
    rows: pd.DataFrame
    clusters: Callable[[pd.DataFrame], Clusters]


def investigations(waits: pd.DataFrame, cases: pd.DataFrame) -> Subject:
    """Return the cases decided within the follow-up, with their numbers; `waits` by the start.

    The simple ones are decided first: a case that took longer counts neither before nor after, and
    one that isn't old enough to have taken so long isn't counted either.
    """
    kept = decided_in_time(waits)
    names = MEASURES[INVESTIGATION]
    numbers = cases.loc[kept, list(names.values())].set_axis(list(names), axis=1)
    rows = waits.loc[kept, ["area", "person", "worker", "way_in", "period"]].reset_index(drop=True)
    return Subject(INVESTIGATION, rows.join(_floats(numbers)), _by_worker)


def plans(table: pd.DataFrame, period: pd.Categorical) -> Subject:
    """Return the plans (not the follow-ups) with their numbers; `period` by the plan's date."""
    kept = table["kind"].eq("genomforandeplan").to_numpy(dtype=bool)
    names = MEASURES[PLAN]
    numbers = table.loc[kept, list(names.values())].set_axis(list(names), axis=1)
    rows = pd.DataFrame(
        {
            "area": table.loc[kept, "area"].astype("string").to_numpy(dtype=object),
            "person": table.loc[kept, "person"].to_numpy(),
            "way_in": "plan",
            "period": period[kept],
        }
    )
    return Subject(PLAN, rows.join(_floats(numbers)), lambda some: person_clusters(some["person"]))


def areas_of(subject: Subject, starts: Mapping[str, object]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each area's rows before and after, and those of all that have begun together."""
    compared = subject.rows[subject.rows["period"].isin([BEFORE, AFTER])]
    present = set(subject.rows["area"].dropna().astype(str)) | set(starts)
    for area in sorted(present):
        yield area, compared[compared["area"].eq(area)]
    if len(starts) > 1:
        yield ALL_AREAS, compared[compared["area"].isin(list(starts))]


def complexity_rows(subject: Subject, starts: Mapping[str, object]) -> pd.DataFrame:
    """Return log ratios and differences of each measure, by area and all together.

    Columns of COMPLEXITY before judging, with `estimate, se, df, ci_low, ci_high` of the log
    ratio. Measures nobody recorded anywhere have one row, with the area `alla`.
    """
    rows = []
    for measure in MEASURES[subject.name]:
        for area, some in areas_of(subject, starts):
            key = {"area": area, "subject": subject.name, "measure": measure}
            rows.append({**key, **_change(subject, some, measure, area, starts)})
    return pd.DataFrame(rows)


def adjusted_design(rows: pd.DataFrame) -> Floats:
    """Return the columns of having begun after, one, way in and area."""
    after = rows["period"].eq(AFTER).to_numpy(dtype="float64")
    mix = [category_columns(rows["way_in"]), category_columns(rows["area"])]
    return np.column_stack([after, np.ones(len(rows)), *mix])


def _change(
    subject: Subject, rows: pd.DataFrame, measure: str, area: str, starts: Mapping[str, object]
) -> dict[str, object]:
    known = rows[rows[measure].notna()]
    if measure in LENGTHS:
        known = known[known[measure].gt(0)]
    later = known["period"].eq(AFTER)
    reason = _why_not(subject, rows, known[~later], known[later], area, starts)
    if not reason and not full_rank(adjusted_design(known)):
        reason = MIXED_UP
    before, after = (known.loc[side, measure].mean() for side in (~later, later))
    if not reason and not min(before, after) > 0:
        reason = ALL_ZERO
    clusters = subject.clusters(known)
    if reason or clusters.reason:
        return {"status": MISSING, "reason": reason or clusters.reason}
    return {
        "n_before": int((~later).sum()),
        "n_after": int(later.sum()),
        "n_clusters": pd.NA if clusters.number is None else clusters.number,
        "mean_before": before,
        "mean_after": after,
        **_models(known, measure, clusters),
        "status": SHOWN,
        "reason": clusters.reason,
    }


def _why_not(
    subject: Subject,
    rows: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
    area: str,
    starts: Mapping[str, object],
) -> str:
    if area != ALL_AREAS and area not in starts:
        return NO_START
    overall = rows["period"].eq(AFTER)
    whole = why_not_compared(rows[~overall], rows[overall])
    if whole:
        return whole.replace("ärenden", "planer") if subject.name == PLAN else whole
    return NOT_RECORDED if why_not_compared(before, after) else ""


def _models(rows: pd.DataFrame, measure: str, clusters: Clusters) -> dict[str, object]:
    outcome = rows[measure].to_numpy(dtype="float64")
    design = adjusted_design(rows)
    first = np.eye(design.shape[1])[0]
    if measure in LENGTHS:
        fit = least_squares(np.log(outcome), design, clusters)
        plain = combination(least_squares(outcome, design, clusters), first)
        difference = (plain["estimate"], plain["ci_low"], plain["ci_high"])
        model, p = LOG_LINEAR, float("nan")
    else:
        counted = count_model(outcome, design, clusters)
        fit, model, p = counted.fit, counted.model, counted.overdispersion_p
        difference = _difference(fit, design)
    return {
        **combination(fit, first),
        **dict(zip(("difference", "difference_low", "difference_high"), difference, strict=True)),
        "model": model,
        "overdispersion_p": p,
        "method": f"{MODEL_NAMES[model]}; justerat för ingång och område; {clusters.method}",
    }


def _difference(fit: Fit, design: Floats) -> tuple[float, float, float]:
    estimate, se = marginal_difference(fit, design)
    moved = combination(Fit(np.array([estimate]), np.array([[se**2]]), fit.df), np.ones(1))
    return moved["estimate"], moved["ci_low"], moved["ci_high"]


def _by_worker(rows: pd.DataFrame) -> Clusters:
    return case_worker_clusters(rows["worker"])


def _floats(numbers: pd.DataFrame) -> pd.DataFrame:
    return numbers.astype("Float64").astype("float64").reset_index(drop=True)
