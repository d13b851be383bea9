"""What the same municipalities answered in two rounds, released."""

from collections.abc import Sequence

import pandas as pd

from ibic_eval.disclosure.counts import MINIMUM
from ibic_eval.estimates.round_changes import CHANGES, round_changes
from ibic_eval.runs.collected import Collected
from ibic_eval.runs.part_round import PartRound

_NUMBERS = ["n", "before", "after", "change", "low", "high"]


def released_changes(after: PartRound, rounds: Sequence[PartRound]) -> pd.DataFrame:
    """Return the changes since the latest earlier round that shares municipalities (CHANGES).

    Where either round is secret, a change is hidden if it is of few, or if it and what the rounds
    themselves show would tell of few.
    """
    earlier = (each for each in rounds if each.about.date < after.about.date)
    before = next(
        (each for each in earlier if each.population.codes & after.population.codes), None
    )
    if before is None:
        return pd.DataFrame(columns=list(CHANGES)).astype(CHANGES)
    both = before.population.codes & after.population.codes
    given = [_given(each.collected, both) for each in (before, after)]
    changes = round_changes(given[0], given[1], _units(after.collected, both))
    if not (before.secret or after.secret):
        return changes
    hidden = changes["n"].lt(MINIMUM)
    for each in (before, after):
        hidden |= _tells(changes, each)
    return changes.assign(
        **{name: changes[name].mask(hidden) for name in _NUMBERS},
        status=changes["status"].mask(hidden, "dold"),
    )


def _given(collected: Collected, codes: frozenset[str]) -> pd.DataFrame:
    places = collected.typed.respondents[["respondent", "municipality", "unit"]]
    answers = collected.typed.answers.dropna(subset=["answer"]).merge(places, on="respondent")
    mine = answers[answers["municipality"].isin(codes)]
    return mine.assign(unit=mine["unit"].fillna(""))[
        ["municipality", "unit", "item", "area", "answer"]
    ]


def _units(collected: Collected, codes: frozenset[str]) -> int:
    """Return how many were asked in the municipalities; one each where nobody knows."""
    asked = collected.asked
    return len(codes) if asked is None else int(asked["kommunkod"].isin(codes).sum())


def _tells(changes: pd.DataFrame, round_: PartRound) -> pd.Series:
    """Tell which changes, beside all that answered in a round, would tell of fewer than it may."""
    answers = round_.collected.typed.answers
    sizes = answers.dropna(subset=["answer"]).groupby(["item", "area"]).size()
    cells = pd.MultiIndex.from_frame(changes[["item", "area"]].astype(object))
    rest = sizes.reindex(cells).fillna(0).to_numpy() - changes["n"].fillna(0).to_numpy(int)
    return pd.Series((rest > 0) & (rest < MINIMUM), index=changes.index)
