"""What the chapter on time and complexity rests on, for its notebook's words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates import case_waits
from ibic_eval.estimates.case_extent import follow_ups
from ibic_eval.estimates.case_schemas import FROM_START
from ibic_eval.estimates.interrupted_series import FEWEST_MONTHS
from ibic_eval.estimates.ratio_verdicts import RATIO_MARGIN
from ibic_eval.runs.time_release import in_ten
from ibic_eval.sources.introductions import Introduction
from ibic_eval.tables.case_records import CaseRecords


def context_of(
    records: CaseRecords, introduction: Introduction, waits: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """Return the context of the chapter; `waits` has the cases by each clock.

    Days are ISO dates. `follow_up` is by clock and area the `days` that cases are followed and the
    share `decided` by then, None where no number will do; `no_open_cases` warns that the extract
    may hold decided cases only. Numbers are in tens, as in the tables, and below five missing.
    """
    started = waits[FROM_START]
    system = introduction.system_change
    areas = sorted(set(started["area"].astype(str)))
    return {
        "available": bool(len(started)),
        "extracted": records.extracted.isoformat(),
        "n_cases": _in_ten(len(started)),
        "n_plans": _in_ten(len(records.plans)),
        "areas": areas,
        "starts": {area: day.isoformat() for area, day in introduction.starts.items()},
        "from_plan": introduction.from_plan,
        "transition_months": introduction.transition_months,
        "areas_without_start": [area for area in areas if area not in introduction.starts],
        "follow_up": {clock: follow_ups(table) for clock, table in waits.items()},
        "no_open_cases": bool(len(started) and started["decided"].all()),
        "system_change": None
        if system is None
        else {
            "date": system.date and system.date.isoformat(),
            "before": system.before,
            "after": system.after,
            "simultaneous": system.simultaneous,
        },
        "guarantee_days": dict(introduction.guarantee_days),
        "cases_per_year": dict(introduction.cases_per_year),
        "hourly_cost": introduction.hourly_cost,
        "introduction_cost": introduction.introduction_cost,
        "source": introduction.source,
        "minimum_cases": case_waits.FEWEST_CASES,
        "minimum_months": FEWEST_MONTHS,
        "margin": RATIO_MARGIN,
    }


def _in_ten(count: int) -> int | None:
    return in_ten(count) if count >= MINIMUM else None
