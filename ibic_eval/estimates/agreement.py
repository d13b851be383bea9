"""How far people agree on an ordered scale: van der Eijk's A."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

METHOD = "van der Eijks A (2001), intervall ur Dirichletfördelning (Perks)"

Floats = npt.NDArray[np.float64]


def agreement(counts: npt.ArrayLike) -> Floats:
    """Return A of each row of answers counted by category: 1 agree, 0 spread evenly, -1 two camps.

    `counts` is (..., categories) with at least three categories in order. Each distribution is
    taken apart into layers of categories equally often chosen, and the layers' agreement is
    weighted by their answers (van der Eijk 2001, *Quality & Quantity* 35:325-341). A row without
    answers gives nan.
    """
    answers = np.asarray(counts, dtype="float64")
    categories = answers.shape[-1]
    scores = _pattern_scores(categories)
    powers = 2 ** np.arange(categories)
    levels = np.sort(answers, axis=-1)
    steps = np.diff(levels, axis=-1, prepend=0.0)
    total = np.zeros(answers.shape[:-1])
    for place in range(categories):
        chosen = answers >= levels[..., [place]]
        weight = steps[..., place] * chosen.sum(axis=-1)
        total += weight * scores[(chosen * powers).sum(axis=-1)]
    with np.errstate(invalid="ignore"):
        return np.asarray(total / answers.sum(axis=-1))


def pattern_agreement(pattern: Sequence[int]) -> float:
    """Return A of categories either empty (0) or equally often chosen (1).

    A = U · (1 - (S - 1)/(K - 1)), S of K categories chosen. U weighs every three categories: those
    that rise or fall (110, 011) against those with a gap (101); it is 1 where there are neither.
    """
    size, chosen = len(pattern), sum(pattern)
    triples = list(combinations(pattern, 3))
    unimodal = sum(triple in ((1, 1, 0), (0, 1, 1)) for triple in triples)
    gap = sum(triple == (1, 0, 1) for triple in triples)
    weighed = (size - 2) * (unimodal + gap)
    score = ((size - 2) * unimodal - (size - 1) * gap) / weighed if weighed else 1.0
    return score * (1 - (chosen - 1) / (size - 1))


def _pattern_scores(categories: int) -> Floats:
    """Return the agreement of every pattern, numbered with the first category as the lowest bit."""
    patterns = ([(number >> bit) & 1 for bit in range(categories)] for number in
                range(2**categories))  # fmt: skip
    return np.array([pattern_agreement(pattern) if any(pattern) else 0.0 for pattern in patterns])
