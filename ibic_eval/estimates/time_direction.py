"""Which way times went: what the ratio says must agree with the monthly series."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.estimates.case_schemas import (
    COMPARED,
    NO_SERIES,
    NOT_AGREED,
    SHOWN,
    TOO_SHORT,
    TREND,
)
from ibic_eval.estimates.equivalence import EQUIVALENT, UNDECIDED
from ibic_eval.estimates.ratio_verdicts import LONGER
from ibic_eval.estimates.series_tables import COMPARATIVE, JUDGED_TERM, OWN
from ibic_eval.estimates.time_changes import RATIO

DIRECTIONS = tuple(LONGER)
# With more than one case in ten still waiting at its end, a follow-up can't show times alike.
ALIKE_FROM = 0.9


def directions(changes: pd.DataFrame, interrupted: pd.DataFrame) -> pd.DataFrame:
    """Return judged ratios (TIME_CHANGES) whose verdicts also rest on the series, with `design`.

    A ratio knows nothing of where times were heading: where they fell all along the time after is
    shorter without any effect. So a direction stands only where the judged series (INTERRUPTED)
    has found the same. Against an area that hadn't begun (`jamforelse`) it stands as it is, against
    the area's own trend (`trend`) it is what was seen to be compatible with an effect, no more.
    Alike are times that the series doesn't contradict, if nine in ten were decided in time.
    """
    rows = changes.to_dict("records")
    found = [_judged(row, interrupted) for row in rows]
    verdicts, designs = zip(*found, strict=True) if found else ((), ())
    return changes.assign(
        verdict=pd.array(verdicts, dtype="string"), design=pd.array(designs, dtype="string")
    )


def _judged(row: Mapping[Any, Any], interrupted: pd.DataFrame) -> tuple[object, object]:
    """Return the verdict and what it rests on, NA where that needs no saying."""
    verdict = row["verdict"]
    if row["measure"] != RATIO or row["status"] != SHOWN:
        return verdict, pd.NA
    own, against = (_series(row, interrupted, model) for model in (OWN, COMPARATIVE))
    if verdict in DIRECTIONS:
        return _direction(str(verdict), own, against)
    if verdict == EQUIVALENT and {own, against} & set(DIRECTIONS):
        return UNDECIDED, NOT_AGREED
    if verdict == EQUIVALENT and not float(row["decided_share"]) >= ALIKE_FROM:
        return UNDECIDED, TOO_SHORT
    return verdict, pd.NA


def _direction(verdict: str, own: str | None, against: str | None) -> tuple[str, str]:
    if against == verdict:
        return verdict, COMPARED
    if own is None and against is None:
        return UNDECIDED, NO_SERIES
    if own == verdict and against in (None, UNDECIDED):
        return verdict, TREND
    return UNDECIDED, NOT_AGREED


def _series(row: Mapping[Any, Any], interrupted: pd.DataFrame, model: str) -> str | None:
    """Return the verdict of a series' mean after, None where there is no series."""
    mine = interrupted["area"].eq(row["area"]) & interrupted["clock"].eq(row["clock"])
    kept = mine & interrupted["model"].eq(model) & interrupted["term"].eq(JUDGED_TERM)
    told = interrupted.loc[kept & interrupted["status"].eq(SHOWN), "verdict"]
    return str(told.iloc[0]) if len(told) else None
