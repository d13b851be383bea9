"""What the plan is, what it wants to reach, and what it leaves open."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.outcome_words import (
    NOTHING,
    Chapter,
    Context,
    counted,
    lacking,
    source,
    written,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

KINDS = {
    "syfte": "Syfte",
    "effektmal": "Effektmål",
    "projektmal": "Projektmål",
    "prioriteringar": "Prioriteringar",
}
_QUOTED = "forvantade_effekter"
_SECTIONS = {
    "syfte": "Syfte", "effektmal": "Effektmål", "projektmal": "Projektmål",
    "indikatorer": "Indikatorer", "grupper": "Grupper", "utbildning": "Utbildning",
    "aktiviteter": "Tidsplan", "resurser": "Resurser", "budget": "Budget", "risker": "Risker",
    "intressenter": "Intressenter", "kommunikation": "Kommunikation", "beslut": "Beslut",
    "avslutskriterier": "Avslut", "forvaltning": "Förvaltning", "uppfoljning": "Uppföljning",
    "projekt": "Projektet", "summor": "Andra summor", "beroenden": "Beroenden",
}  # fmt: skip


def basis(plan: Chapter) -> Prose:
    """Tell which plan it is and what of its outcome is missing."""
    context = plan.context
    if not context["available"]:
        return Prose(
            (
                f"Underlag saknas: {context['name']} har ingen projektplan i {context['folder']}.",
                "Skriv av planen i project.yml (så här: docs/project-plan.md) så visas vad den "
                "lovade och vad som blev av det.",
            ),
            kind="saknas",
        )
    papers = context["documents"]
    dated = f", daterad {context['plan_date']}" if len(papers) == 1 else ""
    told = [f"Planen är {enumeration(papers)}{dated}."]
    if context["lacks"]:
        told.append(
            f"Utfallet är inte känt i allt: {lacking(context)} saknas i {context['folder']}. "
            "Det som inte är rapporterat är inte detsamma som att det inte är gjort."
        )
    return Prose(tuple(told))


def goal_table(plan: Chapter) -> Shown:
    """Show the plan's own goals with their ids; effects quoted from others stand in a note."""
    if not plan.context["available"]:
        return NOTHING
    own = plan.goals[plan.goals["kind"].isin(list(KINDS))]
    lines = [
        {"Slag": KINDS[row["kind"]], "Nr": row["id"], "Mål": row["text"],
         "Källa": _place(row["source"], plan.context)}
        for row in row_dicts(own)
    ]  # fmt: skip
    quoted = plan.goals[plan.goals["kind"].eq(_QUOTED)]
    notes = (
        (f"Planen återger också {counted(len(quoted), 'effekt', 'effekter')} "
         f"({quoted['id'].iloc[0]}–{quoted['id'].iloc[-1]}) som någon annan än kommunen väntar sig "
         "av IBIC. De är inte kommunens mål och bedöms inte.",)
        if len(quoted) else ()
    )  # fmt: skip
    return table(
        pd.DataFrame(lines), slug="plan-mal", caption="Planens syfte och mål.",
        source=source(plan.context), words=("Mål", "Källa"), group_by="Slag", notes=notes,
    )  # fmt: skip


def gap_table(plan: Chapter) -> Shown:
    """Show what the plan refers to or should hold that can't be read in it."""
    if not plan.context["available"] or plan.gaps.empty:
        return NOTHING
    lines = [
        {"Del": _SECTIONS.get(row["section"], written(row["section"])), "Vad som fattas":
         row["text"], "Källa": _place(row["source"], plan.context)}
        for row in row_dicts(plan.gaps)
    ]  # fmt: skip
    return table(
        pd.DataFrame(lines), slug="plan-luckor", caption="Vad som inte går att läsa i planen.",
        source=source(plan.context), words=("Vad som fattas", "Källa"),
    )  # fmt: skip


def _place(text: str, context: Context) -> str:
    """Return where something stands, with the document's title where there are several."""
    place = str(text).rpartition(": ")[2]
    alone = place.partition(", ")[2] if len(context["documents"]) == 1 else ""
    return alone or place
