"""Risks that became real, what is confounded, and what the municipality has learnt."""

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_words import NOTHING, Final
from ibic_eval.display.numbers import integer, month_of


def confounded_sentences(final: Final, confounders: pd.DataFrame) -> Prose:
    """Tell what else changed near the start (CONFOUNDERS of the chapter on time), each once."""
    if not final.context["has_plan"]:
        return NOTHING
    told = list(dict.fromkeys(confounders["sentence"].dropna())) if len(confounders) else []
    if not told:
        return Prose(("Inget annat som kommunen har angett sammanföll med införandet.",))
    return Prose(tuple(map(str, told)), as_list=len(told) > 1)


def risk_sentences(final: Final) -> Prose:
    """Name the plan's risks that have occurred, and when they were first told of."""
    if not final.context["has_plan"]:
        return NOTHING
    rows = final.risks.to_dict("records")
    if not rows:
        return Prose(
            ("Om någon av planens risker har blivit verklighet sägs inte i underlaget "
             "(risklage.csv).",)
        )  # fmt: skip
    words = {"ja": "inträffade", "delvis": "inträffade delvis"}
    told = tuple(
        f"{row['text']}: {words[row['occurred']]}, noterat första gången {month_of(row['first'])}."
        for row in rows
    )
    return Prose(told, as_list=True)


def lessons(final: Final) -> Prose:
    """Show the municipality's own lessons, as its own words."""
    if not final.context["has_plan"]:
        return NOTHING
    own = [f"”{text}”" for text in final.lessons["text"]]
    if not own:
        return Prose(("Kommunen har inte skrivit några lärdomar (slutrapport.yml).",))
    return Prose(tuple(own), as_list=True)


def observations(final: Final) -> Prose:
    """Tell what the report itself can see that a later project could learn from."""
    if not final.context["has_plan"]:
        return NOTHING
    targets = final.indicators["target"].notna().sum() if len(final.indicators) else 0
    total = len(final.indicators)
    told = []
    if total:
        told.append(
            f"Av planens {integer(total)} indikatorer har {integer(targets)} en målnivå, och "
            f"{integer(final.indicators['estimate'].notna().sum())} ett utfall i underlaget."
        )
    if final.context["n_findings"]:
        told.append(
            f"{integer(final.context['n_findings'])} uppgifter i planen är motsägande eller "
            "oklara; de står i kapitlet om införandet."
        )
    return Prose(tuple(told))
