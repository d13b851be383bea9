"""The whole reconstruction: from published figures to a round's files."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument
from ibic_eval.reconstruction.count_model import SEED, Cell
from ibic_eval.reconstruction.figures import IN_BETWEEN, survey_figures
from ibic_eval.reconstruction.frame import Invited, invite
from ibic_eval.reconstruction.respondents import Respondent, deal_answers
from ibic_eval.reconstruction.solve import item_groups, solve_item, solve_structure

SENT_IN = "2020-10-15"
REASONS = {
    "mellangrupp": "Påhittad: fritextsvaret säger att införandet planeras eller just har börjat.",
    "anvander_inte": "Påhittad: fritextsvaret säger att kommunen inte använder IBIC.",
}
COMMENTS = {
    "mellangrupp": "Påhittat svar: vi har beslutat att införa IBIC och börjar nästa år.",
    "anvander_inte": "Påhittat svar: vi använder bara några rubriker, inte IBIC.",
}


@dataclass(frozen=True)
class Reconstruction:
    """A round's frames, all text: `responses`, `asked`, `corrections`, and the `register`.

    `relaxed` names the published figures that could not hold together with the others.
    """

    responses: pd.DataFrame
    asked: pd.DataFrame
    corrections: pd.DataFrame
    register: pd.DataFrame
    relaxed: tuple[str, ...]


def reconstruct(
    instrument: Instrument,
    published: pd.DataFrame,
    register: pd.DataFrame,
    columns: list[str],
    progress: Callable[[str], None] = lambda _: None,
) -> Reconstruction:
    """Solve for 164 answers that agree with every published figure that can hold at once.

    `published` is the table of `sources.published`, `register` the real municipalities, of which
    only the mix of SKR groups is used, and `columns` the export's columns in order. The same input
    gives the same output, to the byte, with the locked version of the solver.
    """
    figures = survey_figures(published, frozenset(item.id for item in instrument.items))
    structure = solve_structure(instrument, figures)
    counts: dict[Cell, int] = {}
    relaxed: list[str] = []
    for group in item_groups(instrument):
        progress(group[0].id)
        solved, let_go = solve_item(instrument, group, figures, structure)
        counts |= solved
        relaxed += let_go
    respondents = deal_answers(instrument, structure, counts, SEED)
    invited = invite(register, respondents, SEED)
    order = sorted(range(len(respondents)), key=lambda index: invited.codes[index])
    return Reconstruction(
        responses=_responses(instrument, respondents, invited, order, columns),
        asked=invited.asked,
        corrections=_corrections(respondents, order),
        register=invited.register,
        relaxed=tuple(sorted(relaxed)),
    )


def _responses(
    instrument: Instrument,
    respondents: list[Respondent],
    invited: Invited,
    order: list[int],
    columns: list[str],
) -> pd.DataFrame:
    """Write the answers as an export does: the shortcut hides what it stands for."""
    rows = []
    for place, index in enumerate(order):
        respondent = respondents[index]
        row = {
            item.column(area): respondent.answers.get((item.id, area), "")
            for item in instrument.items
            for area in item.areas
            if not _stands_for_another(instrument, respondent, item.question, area)
        }
        row |= {"svarsid": _name(place), "kommunkod": invited.codes[index], "inskickad": SENT_IN}
        if class_ := corrected_class(respondent):
            row["q1_kommentar"] = COMMENTS[class_]
        rows.append(row)
    return pd.DataFrame(rows).reindex(columns=columns).fillna("")


def _stands_for_another(
    instrument: Instrument, respondent: Respondent, question: str, area: str
) -> bool:
    if area == ALL_AREAS or question not in instrument.same_as.covers:
        return False
    return area in respondent.shared[1:]


def corrected_class(respondent: Respondent) -> str:
    """Return the class that free text gives where the boxes give another, else nothing."""
    if respondent.class_ == IN_BETWEEN:
        return "mellangrupp"
    return "anvander_inte" if respondent.misrouted else ""


def _corrections(respondents: list[Respondent], order: list[int]) -> pd.DataFrame:
    rows = [
        (_name(place), class_, REASONS[class_])
        for place, index in enumerate(order)
        if (class_ := corrected_class(respondents[index]))
    ]
    return pd.DataFrame(rows, columns=["svarsid", "klass", "skal"])


def _name(place: int) -> str:
    return f"R{place + 1:03}"
