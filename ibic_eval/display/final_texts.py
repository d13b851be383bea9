"""What the final report rests on, and what it says where there is no plan."""

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.final_words import CI, NOTHING, Final
from ibic_eval.display.numbers import NBSP, integer
from ibic_eval.display.share_bars import interval_text, value_text
from ibic_eval.display.texts import ranking
from ibic_eval.display.wording import enumeration

_HOW = (
    "Lägg projektplanen som project.yml i kommunens mapp; ibic-eval init skapar en mall, och "
    "docs/project-plan.md beskriver varje del. Skriv i slutrapport.yml vad planens mål handlar om."
)


def basis(final: Final) -> Prose:
    """Tell which plan the report judges, and whose the mapping of its goals is."""
    context = final.context
    if not context["has_plan"]:
        return Prose((f"Någon projektplan för {context['name']} finns inte i underlaget.", _HOW),
                     kind="saknas")  # fmt: skip
    sentences = [f"Rapporten utgår från planen så som den står i {context['plan_title']}."]
    if context["fictional"]:
        sentences.append("Kommunen, planen och alla uppgifter är påhittade.")
    return Prose((*sentences, *_link(final)))


def _link(final: Final) -> tuple[str, ...]:
    context = final.context
    if not context["has_report"]:
        return (
            "Kommunen har inte skrivit vad målen handlar om (slutrapport.yml), så bara planens "
            "egna indikatorer kan bedömas mot dem.",
        )
    if context["link"] == "var_tolkning":
        return (
            "Vad varje mål handlar om är vår tolkning av planens ord, inte kommunens. Kommunen kan "
            "ändra den i slutrapport.yml.",
        )
    return ("Vad varje mål handlar om har kommunen själv angett i slutrapport.yml.",)


def extent(final: Final) -> Prose:
    """Tell how much evidence there is, and of which it is judgement only."""
    told = final.evidence[final.evidence["status"].eq("visas")]
    if not final.context["has_plan"]:
        return NOTHING
    if told.empty:
        wanted = final.lacks["file"].tolist()
        return Prose(
            (
                f"Inget av kommunens eget utfall finns i underlaget. {integer(len(wanted))} slags "
                f"uppgifter skulle kunna avgöra mål men saknas: {enumeration(wanted)}. Varje "
                "kapitel säger vad som saknas där." if wanted else
                "Inget av kommunens eget utfall finns i underlaget.",
            ),
            kind="saknas",
        )  # fmt: skip
    judged = int(told["kind"].isin(["egen_enkat", "personal"]).sum())
    opinions = (
        f"{integer(judged)} av dem är bedömningar, som aldrig ensamma visar att ett mål är nått. "
        if judged
        else ""
    )
    return Prose(
        (
            f"Underlaget är {integer(len(told))} resultat ur rapportens kapitel. {opinions}"
            "Andra kommuners siffror används inte som underlag om kommunen.",
        )
    )


def national(final: Final, shares: pd.DataFrame) -> Prose:
    """Tell how many municipalities would recommend IBIC, and that this says nothing of this one.

    `shares` are the survey's released shares.
    """
    found = ranking(shares, ["q10"], "ja", "anvandare")
    if not found:
        return NOTHING
    share = found[0]
    return Prose(
        (
            f"I landet skulle {value_text(share).rstrip('*').strip()} av kommunerna som använder "
            f"IBIC rekommendera andra att införa det ({CI} {interval_text(share)}; "
            f"{'högst ' if share.n_is_maximum else ''}{integer(share.n)}{NBSP}svarande). "
            f"Det säger inget om {final.context['name']}.",
        )
    )
