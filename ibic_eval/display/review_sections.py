"""The sections on reviews, each in one piece for the notebook."""

from ibic_eval.display import (
    review_agreement,
    review_chart_words,
    review_charts,
    review_profile,
    review_profile_words,
    review_sizes,
    review_texts,
)
from ibic_eval.display.exhibits import Gallery
from ibic_eval.display.review_words import Chapter


def overview(chapter: Chapter) -> Gallery:
    """Tell what the reviews rest on, what is missing, and what the plan says."""
    return Gallery((review_texts.basis(chapter), review_texts.plan_words(chapter)))


def coverage(chapter: Chapter) -> Gallery:
    """Show how many of the new documents were reviewed, against what was promised."""
    return Gallery(
        (
            review_texts.lacks_counts(chapter),
            review_texts.coverage_sentences(chapter),
            review_texts.coverage_table(chapter),
        )
    )


def sizes(chapter: Chapter) -> Gallery:
    """Show how many documents must be reviewed for a wanted precision."""
    return Gallery((review_sizes.size_sentences(chapter), review_sizes.size_table(chapter)))


def profile(chapter: Chapter) -> Gallery:
    """Show how many documents have each part of IBIC, first and last."""
    return Gallery(
        (
            review_profile_words.profile_words(chapter),
            review_profile.profile_figure(chapter),
            review_profile_words.change_sentences(chapter),
            review_profile.profile_table(chapter),
        )
    )


def weeks(chapter: Chapter) -> Gallery:
    """Show the weeks in control charts, with what they signal."""
    return Gallery(
        (
            review_chart_words.chart_sentences(chapter),
            review_charts.kind_charts(chapter),
            review_charts.part_charts(chapter),
            review_chart_words.chart_table(chapter),
        )
    )


def agreement(chapter: Chapter) -> Gallery:
    """Show whether reviewers judge alike."""
    return Gallery(
        (
            review_agreement.agreement_sentences(chapter),
            review_agreement.agreement_table(chapter),
        )
    )
