"""The share of goals reached when also those that nobody has judged are counted."""

import pandas as pd

from ibic_eval.display.goal_words import ALL, Row, only
from ibic_eval.display.numbers import integer, percent


def bound_sentences(bounds: pd.DataFrame) -> tuple[str, ...]:
    """Tell how many goals nobody has judged, and what the share would be with them at worst, best.

    `bounds` is the table with that name.
    """
    row = only(bounds, area=ALL)
    if row is None or not row["n"] or row["n"] == row["n_judged"]:
        return ()
    rest = integer(row["n"] - row["n_judged"])
    return (
        f"Av {integer(row['n'])} mål som går att följa upp är {rest} inte uppföljda eller går inte "
        f"att bedöma. {bound_words(row)}",
        "De som har följts upp kan skilja sig från de andra, och en del av målen är ännu inte "
        "gamla nog att följa upp. Var mellan gränserna andelen ligger går inte att säga.",
    )


def bound_words(row: Row) -> str:
    """Tell the share of all goals in the worst and the best case."""
    return (
        f"Räknas alla mål är andelen som nåtts helt eller delvis minst {percent(row['worst'])} (om "
        f"inget av de övriga har nåtts) och högst {percent(row['best'])} (om alla har det)."
    )
