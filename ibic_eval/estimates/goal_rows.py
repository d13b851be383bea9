"""Assessments as compact rows, with what came of each: five million take some 150 megabytes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates import goal_schemas as codes

NO_DAY = -1  # no date; other days are counted from 1970-01-01
NO_STATE = -1
UNKNOWN_AREA = codes.UNKNOWN
AREA_LABELS = (*codes.AREAS, UNKNOWN_AREA)

Ints = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]


def goal_rows(assessments: pd.DataFrame) -> pd.DataFrame:
    """Return one row an assessment, in whole numbers.

    `assessments` is `CaseRecords.assessments`. Columns: `person`; `area`, `life_area`, `outcome`
    and `direction`, places in AREA_LABELS, LIFE_AREAS, OUTCOMES and DIRECTIONS; `code` and
    `provider`, category codes (-1: none); `day` of assessment and of follow-up, `followed`;
    `present`, `intended` and `reached`, -1 where missing. `direction` is that of rows that aren't
    followed up too (cannot be judged).
    """
    rows = pd.DataFrame(
        {
            "person": assessments["person"].to_numpy("int32"),
            "area": _places(assessments["area"], codes.AREAS),
            "life_area": _places(assessments["life_area"], codes.LIFE_AREAS),
            "code": assessments["code"].cat.codes.to_numpy("int32"),
            "provider": assessments["provider"].cat.codes.to_numpy("int32"),
            "day": days(assessments["date"]),
            "followed": days(assessments["followed_up"]),
            "present": _states(assessments["present"]),
            "intended": _states(assessments["intended"]),
            "reached": _states(assessments["reached"]),
        },
        copy=False,
    )
    present, reached = rows["present"].to_numpy(), rows["reached"].to_numpy()
    outcome = _outcomes(present, rows["intended"].to_numpy(), reached, rows["followed"].to_numpy())
    return rows.assign(outcome=outcome, direction=_directions(present, reached))


def is_state(states: Ints) -> Flags:
    """Tell which are on the scale 0-4."""
    return (states >= 0) & (states <= 4)


def outcome_in(rows: pd.DataFrame, outcomes: Sequence[str]) -> Flags:
    """Tell which rows have one of these outcomes."""
    return np.isin(rows["outcome"].to_numpy(), [codes.OUTCOMES.index(name) for name in outcomes])


def latest(key: Ints, day: Ints, prefer: Flags | None = None) -> Ints:
    """Return the place of the latest row of each `key`, in the order of the keys.

    Of rows on the same day one that is `prefer`red is taken, else the last that stands.
    """
    if not len(key):
        return np.empty(0, dtype="int64")
    first = int(day.min())
    moment = (day.astype("int64") - first) * 2 + (0 if prefer is None else prefer)
    packed = key.astype("int64") * (int(moment.max()) + 1) + moment
    order = np.argsort(packed, kind="stable")
    ordered = key[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    return np.asarray(order[last])


def goal_key(rows: pd.DataFrame, *, by_code: bool = True) -> Ints:
    """Return one number for each person and life area, and code unless that is joined."""
    key = rows["person"].to_numpy("int64") * len(codes.LIFE_AREAS) + rows["life_area"].to_numpy()
    if not by_code:
        return np.asarray(key)
    code = rows["code"].to_numpy("int64") + 1
    return np.asarray(key * (int(code.max(initial=0)) + 1) + code)


def days(dates: pd.Series) -> npt.NDArray[np.int32]:
    """Return days since 1970-01-01, NO_DAY where there is no date."""
    values = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(values), NO_DAY, values.astype("int64")).astype("int32")


def year_of(day: Ints) -> npt.NDArray[np.int32]:
    """Return the calendar year of each day."""
    return (day.astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + 1970).astype(
        "int32"
    )


def _places(values: pd.Series, labels: Sequence[str]) -> npt.NDArray[np.int8]:
    """Return the place of each category among `labels`, after the last where it is missing."""
    place = {label: number for number, label in enumerate(labels)}
    by_code = [*(place[str(name)] for name in values.cat.categories), len(labels)]
    return np.array(by_code, dtype="int8")[values.cat.codes.to_numpy()]


def _states(values: pd.Series) -> npt.NDArray[np.int8]:
    return values.to_numpy(dtype="int8", na_value=NO_STATE)


def _outcomes(present: Ints, intended: Ints, reached: Ints, followed: Ints) -> npt.NDArray[np.int8]:
    met = reached <= intended
    cases = {
        codes.WITHOUT_GOAL: intended == NO_STATE,
        codes.UNSPECIFIED_GOAL: ~is_state(intended),
        codes.NOT_FOLLOWED: followed == NO_DAY,
        codes.CANNOT_JUDGE: ~(is_state(present) & is_state(reached)),
        codes.MAINTAINED: met & (intended == present),
        codes.WHOLLY: met,
        codes.PARTLY: reached < present,
    }
    places = [codes.OUTCOMES.index(name) for name in cases]
    return np.select(
        list(cases.values()), [np.int8(place) for place in places], codes.OUTCOMES.index(codes.NOT)
    ).astype("int8")


def _directions(present: Ints, reached: Ints) -> npt.NDArray[np.int8]:
    judged = is_state(present) & is_state(reached)
    direction = np.sign(reached - present) + 1  # battre, samma, samre
    return np.where(judged, direction, codes.DIRECTIONS.index(codes.CANNOT_JUDGE)).astype("int8")
