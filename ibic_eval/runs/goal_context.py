"""What the chapter on goals and follow-up rests on, for its notebook's words."""

from typing import Any

import numpy as np
import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates.goal_rows import AREA_LABELS, UNKNOWN_AREA
from ibic_eval.estimates.providers import FEWEST_PROVIDERS
from ibic_eval.estimates.transitions import MARGIN
from ibic_eval.sources.introductions import Introduction
from ibic_eval.tables.case_records import CaseRecords

# Vårdanalys 2021:2, section 6.1.4 (p155 in data/published/vardanalys-2021-2.csv): of the
# municipalities that use IBIC, those that ticked q1_5, "I samband med planeringen av stödets
# genomförande bryter utföraren ned målen för önskat funktionstillstånd i delmål".
NATIONAL_SUB_GOALS = 0.44
NATIONAL_UNIT = (
    "Rikets 44 procent är en andel av kommuner, inte av mål: så många av de kommuner som använder "
    "IBIC svarade i enkäten att utförarna bryter ned målen i delmål. Kommunens egen andel är en "
    "andel av målen i genomförandeplanerna, så de två talen mäter inte samma sak."
)
INTERVAL_CENSORING = (
    "Ett mål nåddes någon gång före uppföljningen då det syntes, så tiderna är övre gränser och "
    "beror på hur ofta man följer upp."
)


def context_of(
    records: CaseRecords,
    introduction: Introduction,
    rows: pd.DataFrame,
    life_areas: pd.DataFrame,
) -> dict[str, Any]:
    """Return the context of the chapter; `rows` are `goal_rows`.

    Days are ISO dates. Numbers below five are missing. `missing_tables` lists which of cases,
    assessments and plans have no rows.
    """
    tables = {
        "cases": records.cases,
        "assessments": records.assessments,
        "plans": records.plans,
    }
    area = rows["area"].to_numpy()
    unknown = int((area == AREA_LABELS.index(UNKNOWN_AREA)).sum())
    return {
        "available": bool(len(rows) or len(records.plans)),
        "extracted": records.extracted.isoformat(),
        **{f"n_{name}": _enough(len(table)) for name, table in tables.items()},
        "n_persons": _enough(int(np.count_nonzero(np.bincount(rows["person"])))),
        "n_without_area": _enough(unknown),
        "missing_tables": [name for name, table in tables.items() if table.empty],
        "no_follow_ups": bool(len(rows) and rows["followed"].lt(0).all()),
        "areas": [AREA_LABELS[place] for place in np.unique(area) if place < len(AREA_LABELS) - 1],
        "starts": {name: day.isoformat() for name, day in introduction.starts.items()},
        "from_plan": introduction.from_plan,
        "source": introduction.source,
        "left_out": {
            str(file): int(n)
            for file, n in zip(
                records.left_out["file"], records.left_out["left_out"].fillna(0), strict=True
            )
        },
        "life_areas_in_use": None
        if life_areas["in_use"].isna().any()
        else int(life_areas["in_use"].sum()),
        "national_sub_goals": NATIONAL_SUB_GOALS,
        "national_sub_goals_note": NATIONAL_UNIT,
        "time_to_goal_note": INTERVAL_CENSORING,
        "margin": MARGIN,
        "minimum": MINIMUM,
        "minimum_providers": FEWEST_PROVIDERS,
    }


def _enough(n: int) -> int | None:
    return n if n == 0 or n >= MINIMUM else None
