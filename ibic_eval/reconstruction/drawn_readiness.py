"""Draws the true levels behind a fictional municipality's self-assessment in the large demo."""

from dataclasses import replace

import numpy as np

from ibic_eval.reconstruction.drawn_settings import Setting, add_months, stream
from ibic_eval.reconstruction.readiness_answers import DEMO, ReadinessTruth

USUAL = (1.2, 2.6)  # the level of most statements in the last round
LOW = (0.4, 1.6)  # of those that are lower
LOWER = 6  # statements
_STREAM = 3


def draw_readiness_truth(setting: Setting, seed: int) -> ReadinessTruth:
    """Draw a municipality's readiness: people by role as in 9001 times the scale, its own levels.

    The rounds are two months before the start with IBIC and before the end of the project.
    """
    random = stream(seed, setting.code, _STREAM)
    lower = random.permutation(list(DEMO.levels))[:LOWER].tolist()
    return replace(
        DEMO,
        code=setting.code,
        people={role: setting.people(count, 1) for role, count in DEMO.people.items()},
        opened=tuple(add_months(day, -2) for day in (setting.begun, setting.last)),
        usual=float(random.uniform(*USUAL)),
        levels=dict(zip(lower, random.uniform(*LOW, size=LOWER).tolist(), strict=True)),
        earlier={},
        usual_earlier=float(np.clip(random.normal(0.4, 0.3), 0.0, 1.0)),
        role_shifts=DEMO.role_shifts if random.uniform() < 0.5 else {},
    )
