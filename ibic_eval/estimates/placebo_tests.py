"""Placebo tests of gaps to a synthetic control: one question's, its interval, and several's."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

CONFIDENCE = 0.95
OWN = "egen"  # the municipality's own column, the first
_TINY = 1e-18

Floats = npt.NDArray[np.float64]


class PlaceboGaps(NamedTuple):
    """Waves by municipality, OWN before the donors: gaps to each one's mix, and how it moved.

    `moves` are the results less the donors' mean, `after` says which waves are after the start.
    """

    gaps: pd.DataFrame
    moves: pd.DataFrame
    after: npt.NDArray[np.bool_]

    @property
    def donors(self) -> list[str]:
        """Return the donors' names."""
        return [str(name) for name in self.gaps if name != OWN]

    def squares(self, donors: Sequence[str]) -> tuple[Floats, Floats]:
        """Return what is expected of each by chance, squared, and the squared mean gap after.

        By chance a gap is as large as those before, and as the results moved then: with few waves
        and many donors the gaps before are nearly nought, whatever the chance.
        """
        names = [OWN, *donors]
        gaps, moves = (table[names].to_numpy(dtype="float64") for table in (self.gaps, self.moves))
        missed = np.mean(gaps[~self.after] ** 2, axis=0)
        moved = np.var(moves[~self.after], axis=0, ddof=1)
        return np.maximum(missed + moved, _TINY), gaps[self.after].mean(axis=0) ** 2


def placebo_test(gaps: PlaceboGaps, confidence: float = CONFIDENCE) -> dict[str, float]:
    """Return `estimate, ci_low, ci_high, p` of one question.

    `estimate` is the mean gap after. `p` is the share of all, the municipality among them, whose
    mean gap is at least as large beside what is expected of each by chance: the placebo test of
    Abadie, Diamond & Hainmueller (2010), whose ratio of gaps after and before has no power where
    the gaps before are nearly nought. The interval holds the effects that the same test doesn't
    reject (Firpo & Possebom 2018, Journal of Causal Inference 6); missing where so few donors
    reject none.
    """
    before, after = gaps.squares(gaps.donors)
    ratios = np.sqrt(after / before)
    estimate = float(gaps.gaps.loc[gaps.after, OWN].mean())
    beaten_by = int((1 - confidence) * len(ratios) + 1e-9)
    limit = float(np.sort(ratios[1:])[-beaten_by]) if beaten_by else np.nan
    reach = limit * float(np.sqrt(before[0]))
    p = float(np.mean(ratios >= ratios[0]))
    return {"estimate": estimate, "ci_low": estimate - reach, "ci_high": estimate + reach, "p": p}


def adjusted_p(family: Sequence[PlaceboGaps]) -> Floats:
    """Return the questions' p corrected for how many they are, by closed testing.

    A question is corrected by the largest p of all sets of questions that hold it (Marcus, Peritz &
    Gabriel 1976, Biometrika 63:655-660), and a set is tested as one question is, with the squares
    of all its questions added up. So nineteen donors are enough where all questions moved, while
    Holm's correction would need twenty times as many as there are questions. Only donors with
    results in all the questions take part; the number of sets doubles with each question.
    """
    shared = set.intersection(*(set(gaps.donors) for gaps in family))
    squares = [gaps.squares(sorted(shared)) for gaps in family]
    before, after = (np.array(side) for side in zip(*squares, strict=True))
    sets = (np.arange(1, 2 ** len(family))[:, None] >> np.arange(len(family))) & 1
    ratios = (sets @ after) / (sets @ before)
    p = np.mean(ratios >= ratios[:, :1], axis=1)
    return np.array([p[sets[:, place] == 1].max() for place in range(len(family))])
