"""The survey's tables: which columns each has and how its numbers are written."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import (
    MISSING,
    integer,
    interval,
    is_missing,
    p_value,
    percent,
    percent_span,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, answer_label

TABLE_6_AREAS: Mapping[str, str] = {
    "lss": "LSS",
    "psykisk_sol": "Psykisk funktionsnedsättning, SoL",
    "aldreomsorg_ordinart": "Äldreomsorg, ordinärt boende",
    "aldreomsorg_sarskilt": "Äldreomsorg, särskilt boende",
}


def published_table(
    published: pd.DataFrame, names: Mapping[str, str], *, slug: str, caption: str, source: str
) -> Shown:
    """Show figures as printed, one row a figure, for items that the survey did not ask itself.

    `published` holds rows of the table of published figures; `names` the words of its items.
    """
    shown = published[published["item"].isin(list(names))]
    rows = pd.DataFrame([_published_row(row, names) for row in row_dicts(shown)])
    words = ["Område", "Svar", "Plats i källan"]
    return table(rows, slug=slug, caption=caption, source=source, words=words, common=True)


def table_6(tests: pd.DataFrame, *, slug: str, caption: str, source: str) -> Shown:
    """Show table 6 with exact tests; `tests` is the frame of `estimates.table6.table6_tests`."""
    rows = pd.DataFrame(
        {
            "Område": tests["area"].map(dict(TABLE_6_AREAS)),
            "Använder IBIC": tests["users"].map(integer),
            "Använder inte": tests["others"].map(integer),
            "Andel med IBIC": tests["users_share"].map(percent),
            "95 % KI": list(map(interval, tests["ci_low"], tests["ci_high"])),
            "p, mot hälften": tests["p_even_holm"].map(p_value),
            "p, mot tabell 4": tests["p_published_holm"].map(p_value),
        }
    )
    notes = (
        "Antalet kommuner som har använt resultat från systematisk uppföljning för att utveckla "
        "verksamheten. p är hur ofta slumpen ensam skulle ge en minst så stor avvikelse från "
        "hälften (jämn fördelning) respektive från andelen som använder IBIC i tabell 4 (exakta "
        "binomialtest, justerade för fyra områden).",
        *tests["note"].unique(),
    )
    return table(rows, slug=slug, caption=caption, source=source, notes=notes, common=True)


def _published_row(row: Mapping[Any, Any], names: Mapping[str, str]) -> dict[str, str]:
    percentage = row["unit"] == "procent"
    low, high = float(row["low"]), float(row["high"])
    value = percent_span(low / 100, high / 100) if percentage else integer(high)
    return {
        "Uppgift": names[row["item"]],
        "Område": AREAS.get(row["area"], row["area"]) or "Alla",
        "Svar": answer_label(row["answer"]),
        "Värde": value,
        "n": MISSING if is_missing(row["n"]) else integer(row["n"]),
        "År": str(row["year"]),
        "Plats i källan": row["section"],
    }
