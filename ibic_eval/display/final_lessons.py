"""Risks that became real, what is confounded, and what the municipality has learnt."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_words import NOTHING, Final, has_outcomes
from ibic_eval.display.numbers import integer
from ibic_eval.display.plan_findings import finding_sentences
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.estimates.plan_checks import NEARLY

UNCLEAR = "oklarhet"
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
        return Prose(("Planen återger inga risker.",))
    untold = int(final.risks["occurred"].eq("").sum())
    if untold == len(final.risks):
        return Prose((f"Planen tar upp {integer(untold)} risker. Om någon av dem har blivit "
                      "verklighet finns inte i underlaget (risklage.csv).",))  # fmt: skip
    real = final.risks[final.risks["occurred"].isin(_OCCURRED)]
    told = [f"{row['text']}: {_OCCURRED[row['occurred']]}." for row in row_dicts(real)]
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


def contradictions(final: Final, findings: pd.DataFrame) -> Prose:
    """List what doesn't add up in the plan, where there is no outcome yet to judge instead.

    `findings` are those of the chapter on the introduction, which shows them with their sources.
    """
    if not final.context["has_plan"] or has_outcomes(final) or findings.empty:
        return NOTHING
    against = findings[~findings["status"].isin([UNCLEAR, NEARLY])]
    unclear = int(findings["status"].eq(UNCLEAR).sum())
    told = [str(each) for each in finding_sentences(against)["sentence"]]
    rest = (
        [f"Därtill är {integer(unclear)} uppgifter oklara; de står i kapitlet om införandet."]
        if unclear
        else []
    )
    return Prose((*told, *rest), as_list=True)


def observations(final: Final) -> Prose:
    """Tell what the report itself can see that a later project could learn from."""
    if not final.context["has_plan"] or final.indicators.empty:
        return NOTHING
    targets = _count(int(final.indicators["target"].notna().sum()))
    values = _count(
        int((final.indicators["status"].ne("saknas") | final.indicators["reason"].ne("")).sum())
    )
    return Prose(
        (
            f"Av planens {integer(len(final.indicators))} indikatorer har {targets} en målnivå och "
            f"{values} ett utfall i underlaget.",
        )
    )


def _count(number: int) -> str:
    return integer(number) if number else "ingen"
