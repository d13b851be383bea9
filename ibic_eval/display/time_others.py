"""Beside the cases: what municipalities answered on time and complexity, and waits in Kolada."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display import figures
from ibic_eval.display.exhibits import Exhibit, Shown
from ibic_eval.display.numbers import HIDDEN, HIDDEN_LEGEND, MISSING, decimal, integer
from ibic_eval.display.own_answers import own_answer_table
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.time_words import NOTHING, SHOWN, SUPPRESSED
from ibic_eval.display.time_words import Row as Record

Labels = Mapping[str, str]
# How long an investigation takes, how demanding it is, and how demanding the plan is.
ITEMS = ("q5_1", "q5_2", "q5_7")
_OWN = "kommunen"
_OTHERS = ("lan", "riket")


def survey_answers(own_answers: pd.DataFrame, shares: pd.DataFrame, labels: Labels) -> Shown:
    """Show the municipality's answers beside others', or only others' where it has none."""
    slug, caption = "tid-enkat", "Vad kommunerna svarade om tid och komplexitet."
    own = own_answer_table(own_answers, shares, labels, ITEMS, slug=slug, caption=caption)
    if isinstance(own, Exhibit):
        return own
    return figures.answers(shares, labels, ITEMS, slug=slug, caption=caption)


def waiting_table(waiting_times: pd.DataFrame, years: int) -> Shown:
    """Show the last years' waiting times from Kolada beside the county's and the country's.

    `waiting_times` has the columns of `runs.waiting_times.SCHEMA`. Shows nothing where nothing is
    fetched.
    """
    known = waiting_times[waiting_times["status"].ne("saknas")]
    if known.empty:
        return NOTHING
    latest = sorted(known["year"].unique())[-years:]
    rows = [
        _line(str(label), year, group)
        for label, some in known[known["year"].isin(latest)].groupby("label_sv", sort=False)
        for year, group in some.groupby("year")
    ]
    frame = pd.DataFrame(rows)
    hidden = (HIDDEN_LEGEND,) if frame.isin([HIDDEN]).any(axis=None) else ()
    return table(
        frame,
        slug="tid-kolada",
        caption="Väntetider och utredningstider i Kolada, i dagar.",
        source="; ".join(dict.fromkeys(map(str, known["source"]))),
        group_by="Mått",
        notes=(
            "Länet och riket är medianen av kommunernas värden, med antalet kommuner (n). "
            "Måtten är kommunernas egna och gäller alla ärenden, med eller utan IBIC.",
            *hidden,
        ),
    )


def _line(label: str, year: object, rows: pd.DataFrame) -> dict[str, str]:
    found = rows.set_index("level").to_dict("index")
    cells = {"År": str(year), "Mått": label, "Kommunen": _days(found.get(_OWN))}
    for level in _OTHERS:
        row = found.get(level)
        name = {"lan": "Länet", "riket": "Riket"}[level]
        cells[f"{name}{UNDER}Median"] = _days(row)
        cells[f"{name}{UNDER}n"] = MISSING if row is None else integer(row["n_municipalities"])
    return cells


def _days(row: Record | None) -> str:
    if row is None or row["status"] not in (SHOWN, SUPPRESSED):
        return MISSING
    return HIDDEN if row["status"] == SUPPRESSED else decimal(row["days"], 0)
