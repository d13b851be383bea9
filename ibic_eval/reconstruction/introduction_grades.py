"""Answers in grades with a known share of high ones."""

from ibic_eval.reconstruction.introduction_truth import GRADES

# Of high answers, the share that is in a very high grade; of low ones, the share that is not at all
_VERY_HIGH, _NOT_AT_ALL = 0.35, 0.25


def grade(place: float, high: float) -> str:
    """Return the grade at a place from 0 to 1 among answers of which the share `high` is high."""
    bounds = ((1 - high) * _NOT_AT_ALL, 1 - high, 1 - high * _VERY_HIGH)
    return GRADES[sum(place >= bound for bound in bounds)]
