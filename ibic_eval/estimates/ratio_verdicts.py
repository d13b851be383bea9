"""Verdicts on ratios: longer, shorter, equivalent within a margin, or can't tell."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ibic_eval.estimates.case_schemas import MISSING, SHOWN
from ibic_eval.estimates.equivalence import BETTER, EQUIVALENT, UNDECIDED, WORSE, judged_effects
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED

# A tenth of a month's wait is three days, the least that the report's interviewees would notice:
# they speak of twice the time (avsnitt 5.2.2). The margin is the same up and down as a ratio.
RATIO_MARGIN = 0.9

_LOGS = ["estimate", "ci_low", "ci_high", "equivalence_low", "equivalence_high"]
_TAKEN = ["p_holm", "n_family", "smallest_detectable", "verdict"]


class Words(NamedTuple):
    """What a ratio above one and one below are called."""

    up: str
    down: str


LONGER = Words("längre", "kortare")
HIGHER = Words("högre", "lägre")
RISES = Words("stiger", "faller")


def judged_ratios(
    effects: pd.DataFrame, words: Words, margin: float = RATIO_MARGIN, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return log ratios as judged ratios; all rows are one family, corrected by Holm (1979).

    `effects` has `estimate, se, df, ci_low, ci_high, p` on the log scale and `status` (visas or
    saknas). Added are `p_holm, n_family, margin_low, margin_high, equivalence_low,
    equivalence_high` (90 % interval), `smallest_detectable` (the ratio above one that would have
    been found with 80 % power) and `verdict`, as in `estimates.equivalence`: the change is found
    where p_holm < 5 %, else likvärdig where the 90 % interval lies within the margin, else kan
    inte avgöras. The row's estimates become ratios.
    """
    told = effects["status"].eq(SHOWN)
    numbers = {name: effects[name].astype("Float64") for name in ("estimate", "se", "df", "p")}
    judged = judged_effects(
        effects.assign(
            **numbers, status=told.map({True: ESTIMATED, False: NOT_ESTIMATED}).astype("string")
        ),
        margin=-np.log(margin),
        confidence=confidence,
        family=("status",),
    )
    ratios = {name: np.exp(judged[name].astype("Float64")) for name in _LOGS}
    names = {BETTER: words.up, WORSE: words.down, EQUIVALENT: EQUIVALENT, UNDECIDED: UNDECIDED}
    return effects.assign(
        **{name: judged[name] for name in _TAKEN},
        **ratios,
        margin_low=margin,
        margin_high=1 / margin,
    ).assign(
        smallest_detectable=np.exp(judged["smallest_detectable"]),
        verdict=judged["verdict"].map(names),
    )


def not_estimated(reason: str) -> dict[str, object]:
    """Return the columns of a row that has no estimate."""
    return {"status": MISSING, "reason": reason}


def as_ratios(effects: pd.DataFrame) -> pd.DataFrame:
    """Return log ratios as ratios without any verdict."""
    ends = {
        name: np.exp(effects[name].astype("Float64")) for name in ("estimate", "ci_low", "ci_high")
    }
    return effects.assign(**ends)
