"""How large a part of each unit has been trained, in a table."""

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import HIDDEN, interval, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.training_words import (
    FEW,
    NOTHING,
    Chapter,
    cell,
    count_cell,
    own_source,
)


def unit_table(chapter: Chapter) -> Shown:
    """Show how large a part of each unit has been trained, where units are named."""
    context = chapter.context
    if not context["available"] or chapter.units.empty:
        return NOTHING
    lines = pd.DataFrame(
        [
            {
                "Grupp": row["label"],
                "Enhet": row["unit"],
                "Utbildade": count_cell(row),
                "Andel": cell(row, percent(row["estimate"])),
                "95 % KI": cell(row, interval(row["ci_low"], row["ci_high"])),
            }
            for row in row_dicts(chapter.units)
        ]
    )
    hidden = (FEW,) if lines.isin([HIDDEN]).any(axis=None) else ()
    return table(
        lines, slug="utbildning-enheter", caption="Utbildade i varje enhet.", group_by="Grupp",
        source=own_source(context, "utbildning.csv", "bemanning.csv"),
        notes=("Utbildade har gått minst de planerade timmarna, eller någon del där planen inte "
               "anger timmar. Den som bytt enhet räknas där utbildningen avslutades.", *hidden),
    )  # fmt: skip
