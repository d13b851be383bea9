"""The plan reckoned anew: which of its sums agree, and what in it contradicts itself."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.outcome_words import NOTHING, Chapter, counted, source
from ibic_eval.display.plan_findings import finding_sentences, plain, sum_in_figures
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

_STATUS = {
    "stammer": "stämmer",
    "ungefar": "stämmer ungefär",
    "skiljer": "skiljer",
    "gar_inte": "går inte att räkna om",
}
_KINDS = {
    "rakning": "Summor",
    "datum": "Datum",
    "motsagelse": "Motsägelser",
    "oklarhet": "Oklarheter",
}


def sum_sentences(plan: Chapter) -> Prose:
    """Tell how many sums were reckoned anew and how many agree, and how many places contradict."""
    return Prose(tuple(told_sums(plan)))


def told_sums(plan: Chapter) -> list[str]:
    """Return the sentences on sums and contradictions, none without a plan."""
    if not plan.context["available"]:
        return []
    found = plan.checks["status"].value_counts()
    known = int(len(plan.checks) - found.get("gar_inte", 0))
    parts = [
        f"{int(found[code])} {words}"
        for code, words in _STATUS.items()
        if code in found and code != "gar_inte"
    ]
    sums = f"{counted(known, 'summa', 'summor')} i planen går att räkna om: {enumeration(parts)}."
    unknown = int(found.get("gar_inte", 0))
    lost = (
        f"{counted(unknown, 'summa', 'summor')} går inte att räkna om, eftersom planen inte anger "
        "alla delar."
    )
    return [*([sums] if known else []), *([lost] if unknown else []), *_contradictions(plan)]


def _contradictions(plan: Chapter) -> list[str]:
    kinds = plan.findings["kind"].value_counts()
    contrary = int(kinds.get("motsagelse", 0) + kinds.get("datum", 0))
    unclear = int(kinds.get("oklarhet", 0))
    if not contrary and not unclear:
        return []
    return [
        f"Planen säger emot sig själv på {counted(contrary, 'ställe', 'ställen')} och är oklar på "
        f"{unclear}."
    ]


def check_table(plan: Chapter) -> Shown:
    """Show every sum with its parts, what the plan states and whether they agree."""
    if not plan.context["available"] or plan.checks.empty:
        return NOTHING
    lines = [
        {
            "Vad": row["subject"],
            "Ur planens delar": sum_in_figures(row),
            "Planen anger": plain(row["stated"]),
            "Enhet": row["unit"] or "–",
            "": _STATUS[row["status"]],
        }
        for row in row_dicts(plan.checks)
    ]
    return table(
        pd.DataFrame(lines).rename(columns={"": "Jämförelse"}), slug="plan-summor",
        caption="Planens summor, räknade om ur de delar som planen själv anger.",
        source=source(plan.context), words=("Enhet", "Jämförelse"),
        notes=("Okänt betyder att planen inte anger delen. Ungefär betyder att planen kallar talet "
               "ungefärligt och att avrundning kan förklara skillnaden.",),
    )  # fmt: skip


def finding_table(plan: Chapter) -> Shown:
    """Show what differs in the plan, both sides with their sources; sums come first."""
    if not plan.context["available"] or plan.findings.empty:
        return NOTHING
    told = finding_sentences(plan.findings)
    order = told["kind"].map({kind: place for place, kind in enumerate(_KINDS)})
    rows = told.loc[order.sort_values(kind="stable").index]
    lines = [
        {"Slag": _KINDS[row["kind"]], "Vad som skiljer sig": row["sentence"],
         "Var det står": _places(row)}
        for row in row_dicts(rows)
    ]  # fmt: skip
    return table(
        pd.DataFrame(lines), slug="plan-motsagelser", group_by="Slag",
        caption="Vad i planen som inte går ihop.", source=source(plan.context),
        words=("Var det står",),
        notes=("En skillnad behöver inte vara ett fel. Den bör redas ut innan utfallet jämförs med "
               "planen.",),
    )  # fmt: skip


def _places(row: object) -> str:
    sides = [row["stated_source"], row["other_source"]]  # type: ignore[index]
    places = [str(side).rpartition(": ")[2] for side in sides if isinstance(side, str)]
    return "; ".join(dict.fromkeys(places))
