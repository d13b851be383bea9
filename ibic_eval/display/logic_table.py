"""The programme logic in words: every goal with its full text, and what each arrow says."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.final_words import GOAL_KINDS, NOTHING, Final, Row, source_of
from ibic_eval.display.logic_words import (
    ORIGINS,
    STAGES,
    arrow_details,
    arrow_words,
    status_words,
)
from ibic_eval.display.tables import table
from ibic_eval.estimates.logic_paths import ACTIVITIES, arrows, plan_goals

CAPTION = "Programlogiken i ord: vad underlaget säger om varje pil."
NO_ARROW = "inget mått"
_TO, _HAPPENED, _KIND = "Till", "Hände det?", "Slag"
_NOTES = (
    "Siffrorna är antalet resultat. Oavgjort: resultatet är osäkert, eller rymmer båda svaren. "
    "Avgör aldrig: bedömningar, och för effekter också vad projektet gjorde. Vad som räknas som "
    "för och emot står i bilagan.",
)


def logic_table(final: Final) -> Shown:
    """Show what the figure of the programme logic shows, one row a goal; nothing without goals."""
    if final.goals.empty:
        return NOTHING
    paths = arrows(final.evidence, final.goals, final.goal_evidence, final.measures)
    first = {
        _TO: "Arbetet i varje del",
        **_cells(paths[paths["origin"].eq(ACTIVITIES)], "target"),
        _HAPPENED: "",
        _KIND: f"Från {ORIGINS[ACTIVITIES].lower()}",
    }
    lines = [first, *(_line(row, paths) for row in plan_goals(final.goals).to_dict("records"))]
    return table(
        pd.DataFrame(lines),
        slug="slutrapport-programlogik-i-ord",
        caption=CAPTION,
        source=source_of(final.context),
        notes=_NOTES,
        words=(*STAGES.values(), _HAPPENED),
        group_by=_KIND,
    )


def _line(row: Row, paths: pd.DataFrame) -> dict[str, str]:
    return {
        _TO: f"{row['goal']}. {row['text']}",
        **_cells(paths[paths["target"].eq(str(row["goal"]))], "origin"),
        _HAPPENED: status_words(row),
        _KIND: f"Till {GOAL_KINDS[str(row['kind'])]}",
    }


def _cells(found: pd.DataFrame, column: str) -> dict[str, str]:
    told = {str(row[column]): _cell(row) for row in found.to_dict("records")}
    return {name: told.get(stage, NO_ARROW) for stage, name in STAGES.items()}


def _cell(row: Row) -> str:
    details = arrow_details(row)
    return f"{arrow_words(row)} ({details})" if details else arrow_words(row)
