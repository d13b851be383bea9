"""The sections on meetings, each in one piece for the notebook."""

from ibic_eval.display import meeting_figures, meeting_summary, meeting_tables
from ibic_eval.display.exhibits import Gallery, Prose
from ibic_eval.display.meeting_words import NOTHING, Chapter, missing_file


def overview(chapter: Chapter) -> Gallery:
    """Tell in sentences which meetings were held, what is missing, and what the plan says."""
    return Gallery(
        (
            missing_file(chapter.context),
            meeting_summary.sentences(chapter),
            meeting_tables.planned_table(chapter),
        )
    )


def held(chapter: Chapter) -> Gallery:
    """Show the meetings one by one and in numbers, and how many came."""
    waiting = Prose(("Mötena visas här när det finns en lista i moten.csv.",))
    return Gallery(
        (
            NOTHING if chapter.context["available"] else waiting,
            meeting_figures.meeting_figure(chapter),
            meeting_tables.held_table(chapter),
            meeting_tables.attendance_table(chapter),
            meeting_tables.half_year_table(chapter),
        )
    )
