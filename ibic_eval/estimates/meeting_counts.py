"""How many of the planned meetings were held, by group and half-year, and how many came."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.estimates.clustered_shares import clustered_share, person_share
from ibic_eval.estimates.meeting_schemas import (
    ATTENDANCE,
    HALF_YEARS,
    HELD,
    HELD_SHARES,
    LIST,
    MISSING,
    NO_TARGET,
    NOT_REACHED,
    REACHED,
    SHOWN,
    UNDECIDED,
)
from ibic_eval.estimates.training_plans import Target

METHOD = (
    "räknat, alla möten i listan; Wilson (1927) för hur andelen kunde ha blivit med samma "
    "arbetssätt en annan gång"
)
ATTENDANCE_METHOD = "räknat; logit, klustrat på möte (t-fördelning)"
NO_LIST = "Listan över möten saknas eller har inget möte i gruppen."
NO_NUMBERS = "Antal kallade och närvarande saknas."
_HALF = 7
_TINY = 1e-9

Row = Mapping[Any, Any]


def held_shares(
    meetings: pd.DataFrame, planned: pd.DataFrame, targets: Mapping[str, Target | None]
) -> pd.DataFrame:
    """Return how many of each group's planned meetings were held (HELD_SHARES).

    `meetings` is the follow-up's table and `planned` in PLANNED. Every listed meeting is counted,
    so the share is exact; the interval is for the process. The verdict compares what was held with
    the target as it is. Where the plan has more meetings until then than the list, the unlisted may
    or may not have been held: if that decides, the verdict can't be told.
    """
    rows = [
        {"group": each["group"], "label": each["label"],
         **_held(_of(meetings, each), each, targets.get(each["group"]))}
        for each in planned.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(HELD_SHARES)).astype(HELD_SHARES)


def half_years(meetings: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return how many meetings were held in each half-year that had some planned (HALF_YEARS)."""
    rows = [
        {"group": each["group"], "label": each["label"], "half_year": begun, **_share(part)}
        for each in planned.to_dict("records")
        for begun, part in _by_half_year(_of(meetings, each))
    ]
    return pd.DataFrame(rows, columns=list(HALF_YEARS)).astype(HALF_YEARS)


def attendance(meetings: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return how many of those called came, over the meetings held that tell both (ATTENDANCE).

    The same persons are called again and again, and a day suits many or few; the interval takes
    meetings as clusters.
    """
    rows = [
        {"group": each["group"], "label": each["label"], **_present(_of(meetings, each))}
        for each in planned.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(ATTENDANCE)).astype(ATTENDANCE)


def meeting_list(meetings: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return each meeting and what became of it, without how many came (LIST)."""
    labels = dict(zip(planned["group"], planned["label"], strict=True))
    rows = meetings.assign(label=meetings["group"].map(labels), meeting_status=meetings["status"])
    return rows.sort_values(["group", "date"])[list(LIST)].astype(LIST)


def verdict(held: int, listed: int, planned: int | None, target: float | None) -> str:
    """Compare what was held with a target (a share); see `held_shares`."""
    if target is None:
        return NO_TARGET
    unlisted = max((planned or 0) - listed, 0)
    of = listed + unlisted
    low, high = (held + more >= target * of - _TINY for more in (0, unlisted))
    return (REACHED if low else NOT_REACHED) if low == high else UNDECIDED


def _of(meetings: pd.DataFrame, planned: Row) -> pd.DataFrame:
    return meetings[meetings["group"].eq(planned["group"])]


def _held(rows: pd.DataFrame, planned: Row, target: Target | None) -> dict[str, object]:
    level = target.level if target else None
    so_far = int(planned["so_far"]) if bool(pd.notna(planned["so_far"])) else None
    known: dict[str, object] = {
        "planned": so_far,
        "target": level,
        "indicator": target.indicator if target else None,
        "verdict": NO_TARGET if level is None else UNDECIDED,
    }
    if rows.empty:
        return {**known, "status": MISSING, "reason": NO_LIST}
    held = int(rows["status"].eq(HELD).sum())
    return {
        **known,
        **_share(rows),
        "unlisted": None if so_far is None else max(so_far - len(rows), 0),
        "first": rows["date"].min(),
        "last": rows["date"].max(),
        "verdict": verdict(held, len(rows), so_far, level),
    }


def _share(rows: pd.DataFrame) -> dict[str, object]:
    found = person_share(int(rows["status"].eq(HELD).sum()), len(rows))
    return {
        "count": found.count,
        "n": found.n,
        "estimate": found.share,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "method": METHOD,
        "status": SHOWN,
        "reason": "",
    }


def _by_half_year(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.DataFrame]]:
    second = rows["date"].dt.month.ge(_HALF)
    begun = pd.to_datetime(
        {"year": rows["date"].dt.year, "month": second.map({True: _HALF, False: 1}), "day": 1}
    )
    return [(pd.Timestamp(str(day)), part) for day, part in rows.groupby(begun)]


def _present(rows: pd.DataFrame) -> dict[str, object]:
    told = rows[rows["status"].eq(HELD) & rows["called"].gt(0) & rows["present"].notna()]
    if told.empty:
        return {"status": MISSING, "reason": NO_NUMBERS}
    called, present = told["called"].to_numpy("int64"), told["present"].to_numpy("int64")
    row: dict[str, object] = {
        "count": int(present.sum()),
        "n": int(called.sum()),
        "meetings": len(told),
        "estimate": present.sum() / called.sum(),
        "status": SHOWN,
        "reason": "",
    }
    if len(told) == 1 or present.sum() > called.sum():
        return {**row, "method": "räknat"}
    found = clustered_share(told.reset_index().index.to_numpy(), present, called)
    ends = (found.ci_low, found.ci_high)
    known = not any(map(math.isnan, ends))
    return {**row, **({"ci_low": ends[0], "ci_high": ends[1]} if known else {}),
            "method": ATTENDANCE_METHOD}  # fmt: skip
