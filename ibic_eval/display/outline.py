"""Which items the report's figures and tables hold, in the order they are shown."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.share_bars import HALF, THIRD

# Figures 13, 16 and the text of chapter 7: what has increased, decreased or stayed.
INVESTIGATION = ("q5_3", "q5_2", "q5_1", "q5_4", "q4_1", "q4_3", "q4_2")
DELIVERY = ("q4_4", "q5_7", "q4_6", "q5_8", "q4_5", "q5_10", "q5_9", "q5_6", "q4_7")
FOLLOW_UP = ("q5_5", "q5_11", "q5_12")
EFFECTS = (*INVESTIGATION, *DELIVERY, *FOLLOW_UP)
# Figures 14 and 17 and the statements that the report tells in text: what holds or does not.
INVESTIGATION_STATEMENTS = ("q6_2", "q6_1")
DELIVERY_STATEMENTS = ("q6_5", "q6_6", "q6_3", "q6_4", "q6_8", "q6_9")
CONTINUITY = ("q6_6a",)
FOLLOW_UP_STATEMENTS = ("q6_7",)
STATEMENTS = (*INVESTIGATION_STATEMENTS, *DELIVERY_STATEMENTS, *FOLLOW_UP_STATEMENTS)
# What the report compares between all users and the established (5.2.5, 6.2, 7.2.3 and 8.2.1).
COMPARED = ("q4_1", "q4_4", "q4_5", "q4_6", "q5_3", "q5_5", "q5_7", "q5_8", "q6_3", "q6_5", "q10")
# The limits of the report's verdicts (8.2.5).
LIMITS = (THIRD, HALF)
# The agency's own words for the areas of table 4.
SUPPORT_AREAS: Mapping[str, str] = {
    "aldreomsorg": "Äldreomsorg",
    "annan_sol": "Funktionsnedsättning, SoL",
    "lss": "Funktionsnedsättning, LSS",
}
# What the report says in text of figures 5 and 6, whose other numbers stand only in drawings.
DOCUMENTATION: Mapping[str, str] = {
    "dokumenterar_icf_handlaggare": "Handläggarna dokumenterar enligt IBIC",
}
# The municipality's own answers beside others': name, caption, questions and group of each table.
OWN_TABLES = (
    (
        "arbetssatt",
        "Kommunens arbetssätt bredvid andras.",
        ("q1", "q1a", "q2", "q2a", "fas", "q10"),
        "anvandare",
    ),
    (
        "effekter",
        "Kommunens svar om förändringar bredvid andras.",
        (*EFFECTS, *STATEMENTS, *CONTINUITY),
        "anvandare",
    ),
    (
        "inforande",
        "Kommunens svar om systemet och införandet bredvid andras.",
        ("q7", "q8", "q9"),
        "anvandare",
    ),
    ("skal", "Kommunens skäl att inte använda IBIC bredvid andras.", ("n3",), "ej_anvandare"),
)
_COMPARED_ANSWERS = ("okat", "stammer", "ja")


def compared(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that groups are compared on: one answer of each of `COMPARED`, in order."""
    chosen = counts[
        counts["item"].isin(list(COMPARED)) & counts["answer"].isin(list(_COMPARED_ANSWERS))
    ]
    places = chosen["item"].map({item: place for place, item in enumerate(COMPARED)})
    return chosen.loc[places.sort_values(kind="stable").index]
