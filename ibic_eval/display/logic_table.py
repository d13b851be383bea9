"""The programme logic in words: every goal with its full text, and what each arrow says."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.final_words import GOAL_KINDS, NOTHING, Final, Row, source_of
from ibic_eval.display.logic_words import (
    ORIGINS,
    STAGES,
    VERDICTS,
    arrow_details,
    status_words,
)
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration
from ibic_eval.estimates.logic_paths import ACTIVITIES, arrows, plan_goals

CAPTION = "Programlogiken i ord: vad underlaget säger om varje pil."
_GOAL, _ARROWS, _HAPPENED, _KIND = "Mål", "Vad pilarna säger", "Hände det?", "Slag"
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
        _GOAL: "Arbetet i varje del",
        _ARROWS: _told(paths[paths["origin"].eq(ACTIVITIES)], "target"),
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
        words=(_ARROWS, _HAPPENED),
        group_by=_KIND,
    )


def _line(row: Row, paths: pd.DataFrame) -> dict[str, str]:
    return {
        _GOAL: f"{row['goal']}. {row['text']}",
        _ARROWS: _told(paths[paths["target"].eq(str(row["goal"]))], "origin"),
        _HAPPENED: status_words(row),
        _KIND: f"Till {GOAL_KINDS[str(row['kind'])]}",
    }


def _told(found: pd.DataFrame, column: str) -> str:
    """Tell what arrows say, those that say the same together."""
    alike: dict[str, list[str]] = {}
    for row in found.to_dict("records"):
        alike.setdefault(_words(row), []).append(STAGES[str(row[column])].lower())
    sentences = (f"{enumeration(stages)}: {words}." for words, stages in alike.items())
    return " ".join(f"{each[:1].upper()}{each[1:]}" for each in sentences)


def _words(row: Row) -> str:
    details = arrow_details(row)
    told = VERDICTS[str(row["verdict"])].lower()
    return f"{told} ({details})" if details else told
