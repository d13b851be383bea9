"""Were a goal's level and main measure set before its data could be seen?"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ibic_eval.codebook.thresholds import GOAL, LEVEL, TARGET
from ibic_eval.estimates import final_schemas as s

Days = Mapping[str, str | None]


def set_on(goal: Mapping[Any, Any], days: Days) -> str:
    """Return the day (ISO) on which all that decides a goal was registered, "" where any isn't.

    `days` has the day of every level, target and choice (`codebook.thresholds`), None where it
    isn't registered as it stands now.
    """
    names = [f"{kind}:{goal[key]}" for kind, key in
             ((GOAL, "goal"), (LEVEL, "main"), (TARGET, "main"))]  # fmt: skip
    known = [days[name] for name in names if name in days]
    return max(map(str, known)) if known and all(known) else ""


def set_when(day: str, first: str, last: str) -> str:
    """Return when a day lies against the first and the last day of the data (ISO, "" unknown).

    Before the first day nothing can have been seen. After the last everything can.
    """
    if not day:
        return s.NOT_REGISTERED
    if first and day < first:
        return s.SET_BEFORE
    return s.SET_AFTER if last and day > last else s.SET_DURING


def set_days(
    chosen: pd.DataFrame, days: Days, started: str, last_days: Mapping[str, Iterable[str]]
) -> pd.DataFrame:
    """Return the chosen measures with `set_on` and `set_when`.

    The data of a goal begin when IBIC was taken into use (`started`), and end with the last day of
    its main measure (`last_days`, by goal).
    """
    told = [set_on(goal, days) for goal in chosen.to_dict("records")]
    when = [
        set_when(day, started, max(last_days.get(goal, ()), default=""))
        for goal, day in zip(chosen["goal"], told, strict=True)
    ]
    return chosen.assign(set_on=told, set_when=when)
