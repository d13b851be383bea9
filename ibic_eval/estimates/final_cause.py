"""Can IBIC be the cause? What each design may say, held by its type.

An uncontrolled before-and-after can't tell a change from the trend that was there, from regression
to the mean or from who happened to come (ROBINS-I, Sterne et al. 2016, BMJ 355:i4919: at least
serious risk of bias by confounding). The most it may say is that the data agree with IBIC having
contributed. Only a comparison with others may say that IBIC is the likely cause.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import pandas as pd

from ibic_eval.codebook import final_catalogue as c
from ibic_eval.codebook.sorts import USE
from ibic_eval.estimates import final_schemas as s

# The words of each design, weakest first. A type checker refuses a function that says more.
Level = Literal["kan_inte_avgoras"]
Uncontrolled = Literal["kan_inte_avgoras", "forenligt"]
Compared = Literal["kan_inte_avgoras", "forenligt", "trolig"]
_WEAKEST = (s.CAUSE_UNKNOWN, s.CONSISTENT, s.LIKELY)


def of_level(_attribution: str) -> Level:
    """Return what a level can say of its cause: nothing, since it is compared with nothing."""
    return "kan_inte_avgoras"


def of_before_after(attribution: str) -> Uncontrolled:
    """Return what a change since before can say: at most that it agrees with IBIC as a cause."""
    return "forenligt" if attribution == s.ALONE else "kan_inte_avgoras"


def of_comparison(attribution: str) -> Compared:
    """Return what a difference against others can say; something that coincided rules it out."""
    if attribution == s.ALONE:
        return "trolig"
    return "forenligt" if attribution == s.UNCERTAIN else "kan_inte_avgoras"


_OF_DESIGN: Mapping[str, Callable[[str], str]] = {
    c.BEFORE_AFTER: of_before_after,
    c.QUASI: of_comparison,
}


def cause_of(about: str, status: str, main: pd.DataFrame) -> tuple[str, str]:
    """Return whether IBIC can be the cause, and the attribution or reason that says so.

    `main` is the part of the main measure that speaks for the goal; the part that can say least
    decides. How far the method is used is no effect of it, so there the question isn't asked.
    """
    if status not in (s.REACHED, s.PARTLY):
        return s.NO_CAUSE, ""
    if about == USE:
        return s.NO_CAUSE, USE
    said = [
        (_OF_DESIGN.get(str(each["kind"]), of_level)(str(each["attribution"])), each)
        for each in main.to_dict("records")
    ]
    cause, each = min(said, key=lambda pair: _WEAKEST.index(pair[0]))
    contrast = each["kind"] in _OF_DESIGN
    return cause, (str(each["attribution"]) if contrast else s.NO_CONTRAST)
