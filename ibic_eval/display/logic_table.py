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
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration
from ibic_eval.estimates.logic_paths import ACTIVITIES, LACKING, arrows, plan_goals

CAPTION = "Programlogiken i ord: vad underlaget säger om varje pil."
_GOAL, _ARROWS, _HAPPENED, _KIND = "Mål", "Vad pilarna säger", "Hände det?", "Slag"
NOTHING_KNOWN = "Programlogiken i ord: underlag saknas för alla pilar."
_WOULD = "Pilarna"
_NOTES = (
    "Siffrorna är antalet resultat. Oavgjort: resultatet är osäkert, eller rymmer båda svaren. "
    "Avgör aldrig: bedömningar, och för ett mål alla andra mått än dess huvudmått. Vad som räknas "
    "som för och emot står i bilagan.",
)


def logic_table(final: Final) -> Shown:
    """Show what the figure of the programme logic shows, one row a goal; nothing without goals.

    Where evidence is lacking for every arrow, the caption says so and the statuses are left out.
    """
    if final.goals.empty:
        return NOTHING
    paths = arrows(final.evidence, final.goals, final.goal_evidence, final.measures)
    lines = [
        _first(paths),
        *(_line(row, paths) for row in row_dicts(plan_goals(final.goals))),
    ]
    found = pd.DataFrame(lines)
    lacking = bool(paths["verdict"].eq(LACKING).all())
    return table(
        found.drop(columns=_HAPPENED).rename(columns={_ARROWS: _WOULD}) if lacking else found,
        slug="slutrapport-programlogik-i-ord",
        caption=NOTHING_KNOWN if lacking else CAPTION,
        source=source_of(final.context),
        notes=() if lacking else _NOTES,
        words=(_ARROWS, _WOULD, _HAPPENED),
        group_by=_KIND,
    )


def _first(paths: pd.DataFrame) -> dict[str, str]:
    return {
        _GOAL: "Arbetet i varje del",
        _ARROWS: _told(paths[paths["origin"].eq(ACTIVITIES)], "target"),
        _HAPPENED: "",
        _KIND: f"Från {ORIGINS[ACTIVITIES].lower()}",
    }


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
    for row in row_dicts(found):
        alike.setdefault(_words(row), []).append(STAGES[str(row[column])].lower())
    sentences = (f"{enumeration(stages)}: {words}." for words, stages in alike.items())
    return " ".join(f"{each[:1].upper()}{each[1:]}" for each in sentences)


def _words(row: Row) -> str:
    details = arrow_details(row)
    told = VERDICTS[str(row["verdict"])].lower()
    return f"{told} ({details})" if details else told
