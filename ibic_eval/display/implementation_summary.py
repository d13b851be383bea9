"""The chapter's answer to a board: was it done as the plan said?"""

from types import SimpleNamespace

from ibic_eval.display import (
    meeting_summary,
    outcome_summary,
    review_summary,
    staff_summary,
    training_summary,
)
from ibic_eval.display.exhibits import Prose


def summary(parts: SimpleNamespace) -> Prose:
    """Tell of plan, training, meetings, staff and reviews, a point each; all sentences are theirs.

    `parts` is a municipality's `implementation`, a namespace a part.
    """
    told = {
        "Planen": outcome_summary.sentences(parts.plan),
        "Utbildning": training_summary.brief(parts.training),
        "Möten": meeting_summary.brief(parts.meetings),
        "Medarbetarna": staff_summary.brief(parts.staff),
        "Granskning": review_summary.brief(parts.reviews),
    }
    invented = "Påhittade data. " if parts.plan.context["fictional"] else ""
    first, *others = (f"{topic}: {' '.join(said)}" for topic, said in told.items() if said)
    return Prose((f"{invented}{first}", *others), as_list=True, kind="sammanfattning")
