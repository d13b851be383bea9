"""What to take on first, with the numbers that the rule rests on."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import integer, interval, percent
from ibic_eval.display.readiness_words import (
    LOW_IN_TEXT,
    NOTHING,
    Chapter,
    Row,
    low_share,
    named,
    number_word,
    own_source,
    quoted,
    short_names,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

FIRST = 3


def beginnings(chapter: Chapter) -> list[Row]:
    """Return the first three low statements that can begin now."""
    ready = chapter.first_steps[chapter.first_steps["can_begin"].fillna(False).astype(bool)]
    return row_dicts(ready.head(FIRST))


def step_sentences(chapter: Chapter) -> Prose:
    """Name the first three steps: how low they are, what waits for them, and what to do."""
    if not chapter.context["available"]:
        return NOTHING
    steps = beginnings(chapter)
    if not steps:
        return Prose(
            ("Inget påstående är så lågt att minst hälften säger inte påbörjat eller påbörjat.",)
        )
    names = short_names(chapter)
    words = chapter.statements.set_index("statement")["first"].to_dict()
    return Prose(
        tuple(
            f"{quoted(names[step['statement']])}: {_low(step)} {_waiting(step, names)} Börja så "
            f"här: {words[step['statement']]}"
            for step in steps
        ),
        as_list=True,
    )


def _low(step: Row) -> str:
    share, sure = low_share(step)
    return f"{share} ({sure}) säger {LOW_IN_TEXT}."


def _waiting(step: Row, names: dict[str, str]) -> str:
    count = int(step["n_waiting"])
    if not count:
        return "Inget annat lågt påstående väntar på det."
    told = enumeration(quoted(name) for name in named(step["waiting"], names))
    what = number_word(count, "lågt påstående väntar", "låga påståenden väntar")
    return f"{what.capitalize()} på det: {told}."


def step_table(chapter: Chapter) -> Shown:
    """Show every low statement in order, what it waits for, and how sure its place is."""
    if not chapter.context["available"] or chapter.first_steps.empty:
        return NOTHING
    names = short_names(chapter)
    lines = [
        {
            "Ordning": integer(row["rank"]),
            "Påstående": names[row["statement"]],
            "Lågt, KI": f"{percent(row['low_share'])} "
            f"({interval(row['low_ci_low'], row['low_ci_high'])})",
            "n": integer(row["n_known"]),
            "Väntar på": _joined(row["waits_for"], names),
            "Låga som väntar": integer(row["n_waiting"]),
            "Bland de tre första": percent(row["among_first"]),
        }
        for row in row_dicts(chapter.first_steps)
    ]
    return table(
        pd.DataFrame(lines), slug="beredskap-ordning", source=own_source(chapter.context),
        caption="De låga påståendena, i den ordning som regeln ger.",
        words=("Påstående", "Väntar på"),
        notes=(f"Lågt är andelen som säger {LOW_IN_TEXT}, av dem som tog ställning (n). Bland de "
               "tre första är hur ofta påståendet hamnar där när de svarande dras om på nytt "
               "tusen gånger: nära 100 procent betyder att platsen inte hänger på vilka som råkade "
               "svara.",),
    )  # fmt: skip


def _joined(ids: str, names: dict[str, str]) -> str:
    return "; ".join(named(ids, names)) or "Inget lågt"
