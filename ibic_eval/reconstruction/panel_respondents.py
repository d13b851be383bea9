"""How many answer a user survey in each fictional municipality and year."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.reconstruction.panel_truth import SCALES, Truth

TOTAL, WOMEN, MEN = GENDERS = ("T", "K", "M")
LSS_SERVICES = ("gruppbostad", "servicebostad", "daglig_verksamhet")
SIZE_SPREAD = 0.2  # of the logarithm of a service's size
RATE_SPREAD = 0.05


@dataclass(frozen=True)
class Respondents:
    """Who answered, each array municipalities by years.

    `counts` by gender, `response` in percent, `took_part` tells who made the survey at all.
    """

    counts: dict[str, npt.NDArray[np.int64]]
    response: npt.NDArray[np.float64]
    took_part: npt.NDArray[np.bool_]

    @property
    def numbers(self) -> dict[str, npt.NDArray[np.float64]]:
        """The numbers of respondents as the indicator gives them: women and men together only."""
        return {TOTAL: self.counts[TOTAL].astype("float64")}

    @property
    def rates(self) -> dict[str, npt.NDArray[np.float64]]:
        """The response rates as the indicator gives them, in percent."""
        return {TOTAL: self.response}


def draw_respondents(
    municipalities: pd.DataFrame,
    service: str,
    years: tuple[int, ...],
    truth: Truth,
    random: np.random.Generator,
) -> Respondents:
    """Draw who is asked, takes part and answers, after population and the service's scale."""
    scale = SCALES[service]
    shape = len(municipalities), len(years)
    people = municipalities["population"].to_numpy("float64")
    size = people / 1000 * scale.users * np.exp(random.normal(0, SIZE_SPREAD, shape[0]))
    asked = np.maximum(np.round(size), 1).astype("int64")[:, None] * np.ones(shape, dtype="int64")
    rate = np.clip(random.normal(scale.answering, RATE_SPREAD, shape), 0.1, 0.9)
    answered = random.binomial(asked, rate)
    women = random.binomial(answered, scale.women)
    part = truth.lss_part if service in LSS_SERVICES else 1.0
    return Respondents(
        counts={TOTAL: answered, WOMEN: women, MEN: answered - women},
        response=np.round(100 * answered / asked, 0),
        took_part=random.uniform(size=shape) < part,
    )
