"""Which items the report's figures and tables hold, in the order they are shown."""

from collections.abc import Mapping, Sequence

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
# What is compared between those who use IBIC and others (7.2.3).
REGULARLY = "arligen+vartannat_ar+mer_sallan"
FOLLOW_UP_HABITS: Mapping[str, str] = {
    "q2a_1": REGULARLY,
    "q2a_2": REGULARLY,
    "q2a_3": REGULARLY,
    "q2_3": "ja",
}
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
# What cannot be done where only published figures are known, and what a round of one's own gives.
GAPS: Mapping[str, Mapping[str, str]] = {
    "uppföljning": {
        "cannot": "skillnaderna mellan kommuner med och utan IBIC kan inte prövas",
        "gives": "en sådan prövning",
    },
    "etablerade": {
        "cannot": "skillnaderna mellan etablerade och kommuner i inlärning kan inte prövas",
        "gives": "skillnader med intervall, test och den minsta skillnad som hade kunnat upptäckas",
    },
}
# Who marks one of these uses IBIC (1.2.2).
USER_ITEMS = ("q1_1", "q1_2", "q1_3")
# What each question is about, as headings in tables of many questions.
HEADINGS: Mapping[str, str] = {
    "q1": "Arbetssätt i kommunen",
    "q1a": "Arbetssätt i kommunen",
    "q1b": "Livsområden där stöd inte kan ges",
    "q2": "När förändringar i funktionstillståndet följs upp",
    "q2a": "Hur ofta förändringar följs upp",
    "fas": "Införandet",
    "q4": "För den som söker eller får stöd",
    "q5": "I verksamheten",
    "q6": "Påståenden",
    "q6a": "Påståenden",
    "q7": "Verksamhetssystemet",
    "q8": "Utmaningar när IBIC infördes",
    "q9": "Framgångsfaktorer när IBIC infördes",
    "q10": "Rekommendation",
    "n3": "Skäl att inte använda IBIC",
}
# The municipality's own answers beside others': name, caption, questions, and the group that a
# municipality is compared with if it uses IBIC and if it doesn't.
OWN_TABLES = (
    (
        "arbetssatt",
        "Kommunens arbetssätt bredvid andras.",
        ("q1", "q1a", "q1b", "q2", "q2a", "q10"),
        "anvandare",
        "svarande",
    ),
    (
        "effekter",
        "Kommunens svar om förändringar, per område, bredvid andras.",
        ("fas", "q4", "q5", "q6"),
        "anvandare",
        "anvandare",
    ),
    (
        "inforande",
        "Kommunens svar om systemet och införandet bredvid andras.",
        ("q7", "q8", "q9"),
        "anvandare",
        "anvandare",
    ),
    (
        "skal",
        "Kommunens skäl att inte använda IBIC bredvid andras.",
        ("n3",),
        "ej_anvandare",
        "ej_anvandare",
    ),
)
_COMPARED_ANSWERS = ("okat", "stammer", "ja")


def compared(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that groups are compared on: one answer of each of `COMPARED`, in order."""
    return _one_answer(counts, {item: _COMPARED_ANSWERS for item in COMPARED})


def followed_up(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that users of IBIC are compared with others on: how they follow up."""
    return _one_answer(counts, {item: (answer,) for item, answer in FOLLOW_UP_HABITS.items()})


def _one_answer(counts: pd.DataFrame, answers: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    wanted = [
        answer in answers.get(item, ())
        for item, answer in zip(counts["item"], counts["answer"], strict=True)
    ]
    chosen = counts[pd.Series(wanted, index=counts.index, dtype=bool)]
    places = chosen["item"].map({item: place for place, item in enumerate(answers)})
    return chosen.loc[places.sort_values(kind="stable").index]
