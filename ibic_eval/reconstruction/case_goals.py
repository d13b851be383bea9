"""Draws states on the scale 0 to 4: at the assessment, intended, and reached at the follow-up.

Every goal is such that it can be both reached and not, so that the planted chance is the share.
"""

import numpy as np
import numpy.typing as npt

from ibic_eval.reconstruction.case_investigations import Flags, Floats, Integers

NOTHING = -1
WORST = 4
PRESENT = (0.05, 0.20, 0.30, 0.30, 0.15)
# Share of goals to improve three steps, two, one or none (keep), or to worsen no more than one;
# what a state has no room for is moved to the nearest that it has.
AIMS = {-3: 0.10, -2: 0.32, -1: 0.25, 0: 0.27, 1: 0.06}
BETTER_THAN_INTENDED = 0.1  # of the successes
WORSE_THAN_BEFORE = 0.25  # of the failures to improve
WITHOUT_GOAL = {-1: 0.15, 0: 0.65, 1: 0.20}


def draw_present(count: int, random: np.random.Generator) -> Integers:
    """Return states at the assessment."""
    return np.asarray(random.choice(WORST + 1, size=count, p=PRESENT), dtype="int64")


def draw_intended(present: Integers, random: np.random.Generator) -> Integers:
    """Return an intended state for each, that can both be reached and not."""
    aim = random.choice(list(AIMS), size=len(present), p=list(AIMS.values()))
    aim = np.maximum(aim, -present)
    # At 4 nothing worse is possible, so keeping it could never fail; at 3 nor could worsening.
    aim = np.where(present == WORST, np.minimum(aim, -1), aim)
    return np.asarray(present + np.where(present == WORST - 1, np.minimum(aim, 0), aim))


def draw_reached(
    present: Integers,
    intended: Integers,
    chance: Floats,
    partly: float,
    random: np.random.Generator,
) -> Integers:
    """Return the states at follow-up; where nothing was intended, something near the present one.

    A goal succeeds with its `chance`: partly for the share `partly` of those with room for it, else
    wholly.
    """
    success = random.uniform(size=len(present)) < chance
    some = (random.uniform(size=len(present)) < partly) & (present - intended >= 2)
    more = random.uniform(size=len(present))
    wholly = np.maximum(intended - (more < BETTER_THAN_INTENDED), 0)
    between = intended + 1
    succeeded = np.where(some, between, wholly)
    failed = _failed(present, intended, more < WORSE_THAN_BEFORE)
    drift = random.choice(list(WITHOUT_GOAL), size=len(present), p=list(WITHOUT_GOAL.values()))
    without = np.clip(present + drift, 0, WORST)
    reached: npt.NDArray[np.int64] = np.where(success, succeeded, failed)
    return np.where(intended == NOTHING, without, reached)


def _failed(present: Integers, intended: Integers, worse: Flags) -> Integers:
    """Return states that count as not reached: no better than before, or worse than intended."""
    improving = np.minimum(present + worse, WORST)
    return np.where(intended < present, improving, np.minimum(intended + 1, WORST))
