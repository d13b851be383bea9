"""An index of complexity, never without its parts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ibic_eval.estimates.case_schemas import AFTER, ALL_AREAS, COMPLEXITY_INDEX, MISSING, SHOWN
from ibic_eval.estimates.case_waits import NO_START, why_not_compared
from ibic_eval.estimates.clustered_models import combination, full_rank, least_squares
from ibic_eval.estimates.complexity import LENGTHS, MEASURES, Subject, adjusted_design, areas_of
from ibic_eval.estimates.time_changes import MIXED_UP

INDEX = "index"
METHOD = (
    "Medel av delarnas z-värden mot tiden före, lika vikt; minsta kvadrat, justerat för ingång "
    "och område"
)
FEWEST_PARTS = 2
TOO_FEW_PARTS = "Ett index behöver minst två mått som finns i ärendena både före och efter."


def index_rows(subject: Subject, starts: Mapping[str, object]) -> pd.DataFrame:
    """Return the adjusted change of the index and of each part, in standard deviations of before.

    The parts are the measures recorded before and after (COMPLEXITY_INDEX), of lengths the one
    recorded most; rows that lack one are left out.
    """
    rows = [
        {"area": area, "subject": subject.name, **row}
        for area, some in areas_of(subject, starts)
        for row in _index(subject, some, area, starts)
    ]
    return pd.DataFrame(rows, columns=list(COMPLEXITY_INDEX)).astype(COMPLEXITY_INDEX)


def parts_of(subject: Subject, rows: pd.DataFrame) -> list[str]:
    """Return the measures that an index of these rows can have."""
    usable = [name for name in MEASURES[subject.name] if _usable(rows, name)]
    lengths = sorted((name for name in usable if name in LENGTHS), key=lambda n: -rows[n].count())
    return [name for name in usable if name not in lengths[1:]]


def _usable(rows: pd.DataFrame, name: str) -> bool:
    known = rows[rows[name].notna()]
    later = known["period"].eq(AFTER)
    if why_not_compared(known[~later], known[later]):
        return False
    return bool(known.loc[~later, name].std() > 0)


def _index(
    subject: Subject, rows: pd.DataFrame, area: str, starts: Mapping[str, object]
) -> list[dict[str, object]]:
    parts = parts_of(subject, rows)
    known = rows.dropna(subset=parts) if parts else rows.head(0)
    later = known["period"].eq(AFTER)
    reason = "" if area in starts or area == ALL_AREAS else NO_START
    reason = reason or ("" if len(parts) >= FEWEST_PARTS else TOO_FEW_PARTS)
    reason = reason or why_not_compared(known[~later], known[later])
    reason = reason or ("" if full_rank(adjusted_design(known)) else MIXED_UP)
    clusters = subject.clusters(known)
    reason = reason or clusters.reason
    if reason:
        return [{"part": INDEX, "method": METHOD, "status": MISSING, "reason": reason}]
    before = known.loc[~later, parts]
    scores = (known[parts] - before.mean()) / before.std()
    design = adjusted_design(known)
    columns = {INDEX: scores.mean(axis=1), **{name: scores[name] for name in parts}}
    return [
        {
            "part": part,
            "n_before": int((~later).sum()),
            "n_after": int(later.sum()),
            "n_clusters": pd.NA if clusters.number is None else clusters.number,
            **combination(
                least_squares(values.to_numpy(dtype="float64"), design, clusters),
                np.eye(design.shape[1])[0],
            ),
            "method": f"{METHOD}; {clusters.method}",
            "status": SHOWN,
            "reason": clusters.reason,
        }
        for part, values in columns.items()
    ]
