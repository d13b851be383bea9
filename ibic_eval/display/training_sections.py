"""The sections on training, each in one piece for the notebook."""

from ibic_eval.display import (
    training_coverage,
    training_curve,
    training_evaluations,
    training_hours,
    training_summary,
    training_units,
)
from ibic_eval.display.exhibits import Gallery, Prose
from ibic_eval.display.training_words import NOTHING, Chapter, missing_files


def overview(chapter: Chapter) -> Gallery:
    """Tell in sentences what came of the training, what is missing, and what the plan says."""
    return Gallery(
        (
            missing_files(chapter.context),
            training_summary.sentences(chapter),
            training_hours.planned_table(chapter),
        )
    )


def coverage(chapter: Chapter) -> Gallery:
    """Show how large a part of each group and unit was trained."""
    return Gallery(
        (
            _awaiting(chapter, "Andelen utbildade"),
            training_coverage.coverage_figure(chapter),
            training_coverage.coverage_table(chapter),
            training_units.unit_table(chapter),
        )
    )


def over_time(chapter: Chapter) -> Gallery:
    """Show how the trained became more month by month."""
    return Gallery(
        (
            _awaiting(chapter, "Utvecklingen månad för månad"),
            training_curve.curve_figure(chapter),
        )
    )


def hours(chapter: Chapter) -> Gallery:
    """Show hours and their worth, planned and attended."""
    return Gallery((_awaiting(chapter, "Timmarna"), training_hours.hours_table(chapter)))


def evaluations(chapter: Chapter) -> Gallery:
    """Show what those who were trained thought of it, and how many said so."""
    lacks = not chapter.context["has_evaluations"]
    told = "Deltagarnas omdöme visas här när det finns svar i kursutvardering.csv."
    return Gallery(
        (
            Prose((told,)) if lacks else NOTHING,
            training_evaluations.evaluation_figure(chapter),
            training_evaluations.evaluation_table(chapter),
            training_evaluations.rate_table(chapter),
        )
    )


def _awaiting(chapter: Chapter, what: str) -> Prose:
    if chapter.context["available"]:
        return NOTHING
    return Prose((f"{what} visas här när det finns deltagarlistor i utbildning.csv.",))
