"""Risks that became real, what is confounded, and what the municipality has learnt."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_words import NOTHING, Final
from ibic_eval.display.numbers import integer

_OCCURRED: Mapping[str, str] = {"ja": "inträffade", "delvis": "inträffade delvis"}


def confounded_sentences(final: Final, confounders: pd.DataFrame) -> Prose:
    """Tell what else changed near the start (CONFOUNDERS of the chapter on time), each once."""
    if not final.context["has_plan"]:
        return NOTHING
    told = list(dict.fromkeys(confounders["sentence"].dropna())) if len(confounders) else []
    if not told:
        return Prose(("Inget annat som kommunen har angett sammanföll med införandet.",))
    return Prose(tuple(map(str, told)), as_list=len(told) > 1)


def risk_sentences(final: Final) -> Prose:
    """Name the plan's risks that have become real; what nobody has told isn't ruled out."""
    if not final.context["has_plan"]:
        return NOTHING
    if final.risks.empty:
        return Prose(("Planen nämner inga risker.",))
    untold = int(final.risks["occurred"].eq("").sum())
    if untold == len(final.risks):
        return Prose((f"Planen nämner {integer(untold)} risker. Om någon av dem har blivit "
                      "verklighet finns inte i underlaget (risklage.csv).",))  # fmt: skip
    real = final.risks[final.risks["occurred"].isin(_OCCURRED)]
    told = [f"{row['text']}: {_OCCURRED[row['occurred']]}." for row in real.to_dict("records")]
    return Prose((*told, _not_real(final.risks, untold)), as_list=True)


def _not_real(risks: pd.DataFrame, untold: int) -> str:
    ruled_out = integer(risks["occurred"].eq("nej").sum())
    rest = f" och för {integer(untold)} finns ingen uppgift" if untold else ""
    return f"Av planens {integer(len(risks))} risker inträffade {ruled_out} inte{rest}."


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
