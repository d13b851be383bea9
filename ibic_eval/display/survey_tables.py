"""The survey's tables: which columns each has and how its numbers are written."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    MISSING,
    integer,
    interval,
    is_missing,
    p_value,
    percent,
    percent_span,
    points,
    points_interval,
)
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, GROUPS_SHORT, answer_label

Labels = Mapping[str, str]
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
    rows = pd.DataFrame([_published_row(row, names) for row in shown.to_dict("records")])
    words = ["Område", "Svar", "Plats i källan"]
    return table(rows, slug=slug, caption=caption, source=source, words=words)


def table_6(tests: pd.DataFrame, *, slug: str, caption: str, source: str) -> Shown:
    """Show table 6 with exact tests; `tests` is the frame of `estimates.table6.table6_tests`."""
    rows = pd.DataFrame(
        {
            "Område": tests["area"].map(dict(TABLE_6_AREAS)),
            "Använder IBIC": tests["users"].map(integer),
            "Använder inte": tests["others"].map(integer),
            "Andel med IBIC": tests["users_share"].map(percent),
            "95 % KI": list(map(interval, tests["ci_low"], tests["ci_high"])),
            "p, jämn fördelning": tests["p_even_holm"].map(p_value),
            "p, som i landet": tests["p_published_holm"].map(p_value),
        }
    )
    notes = (
        "Antalet kommuner som har använt resultat från systematisk uppföljning för att utveckla "
        "verksamheten. p är exakta binomialtest, justerade för fyra områden (Holm).",
        *tests["note"].unique(),
    )
    return table(rows, slug=slug, caption=caption, source=source, notes=notes)


def difference_table(
    differences: pd.DataFrame, labels: Labels, *, slug: str, caption: str, source: str
) -> Shown:
    """Show group differences in numbers, with the smallest difference that could have been seen.

    Shows nothing where there are none: the forest before it says so.
    """
    known = differences.dropna(subset=["difference"])
    if known.empty:
        return Prose(())
    rows = pd.DataFrame([_difference_row(row, labels) for row in known.to_dict("records")])
    notes = (
        "Minsta synliga skillnad är den minsta som undersökningen med 80 procents säkerhet hade "
        "upptäckt med dessa antal, sedan hänsyn tagits till antalet jämförelser.",
        "n är antalet svarande i den första och den andra gruppen.",
    )
    words = ["Område", "Omdöme"]
    return table(rows, slug=slug, caption=caption, source=source, notes=notes, words=words)


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


def _difference_row(row: Mapping[Any, Any], labels: Labels) -> dict[str, str]:
    return {
        "Fråga": f"{labels[row['item']]}: {answer_label(row['answer']).lower()}",
        "Område": AREAS[row["area"]] or "Alla",
        GROUPS_SHORT[row["group_a"]]: percent(row["share_a"]),
        GROUPS_SHORT[row["group_b"]]: percent(row["share_b"]),
        "n": f"{integer(row['n_a'])} och {integer(row['n_b'])}",
        "Skillnad": points(row["difference"], "").strip(),
        "95 % KI": points_interval(row["ci_low"], row["ci_high"]),
        "p, justerat": p_value(row["p_holm"]),
        "Minsta synliga": points(row["smallest_detectable"], "").strip().lstrip("+"),
        "Omdöme": row["verdict"],
    }
