"""The sections on the survey to staff, each in one piece for the notebook."""

from ibic_eval.display import staff_bars, staff_changes, staff_summary, staff_tables
from ibic_eval.display.exhibits import Gallery, Prose
from ibic_eval.display.staff_words import NOTHING, Chapter, missing_files


def overview(chapter: Chapter) -> Gallery:
    """Tell in sentences what the staff said, what is missing, and who answered."""
    return Gallery(
        (
            missing_files(chapter.context),
            staff_summary.sentences(chapter),
            staff_tables.response_table(chapter),
        )
    )


def answers(chapter: Chapter) -> Gallery:
    """Show the answers of the latest round, and what those who were silent could change."""
    return Gallery(
        (
            _awaiting(chapter, "Svaren"),
            staff_bars.answer_figure(chapter),
            staff_tables.share_table(chapter),
            staff_tables.bounds_table(chapter),
        )
    )


def differences(chapter: Chapter) -> Gallery:
    """Show where roles answer differently, and what changed between rounds."""
    return Gallery(
        (
            _awaiting(chapter, "Skillnader"),
            staff_changes.role_table(chapter),
            staff_changes.one_round(chapter),
            staff_changes.change_table(chapter),
        )
    )


def _awaiting(chapter: Chapter, what: str) -> Prose:
    if chapter.context["available"]:
        return NOTHING
    return Prose((f"{what} visas här när minst fem har svarat i medarbetarenkat.csv.",))
