"""Who answered the self-assessment, how much that says, and what stands where nobody has."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import HIDDEN, integer
from ibic_eval.display.readiness_words import (
    EVERYONE,
    FEW,
    NOTHING,
    SUPPRESSED,
    Chapter,
    Context,
    month_of_round,
    own_source,
    quoted,
    round_of,
    short_names,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

FILE_LACKS = "fil_saknas"


def lacks_sentences(context: Context) -> tuple[str, ...]:
    """Say why there is nothing to show, and which file to put where."""
    if context["lacks"] == FILE_LACKS:
        return (
            f"{context['name']} har inga svar på självskattningen av beredskapen.",
            f"Lägg dem i filen {context['file']}, en rad per person; så gör ni står i "
            "surveys/beredskap/README.md.",
        )
    return (
        f"Färre än {_MINIMUM[context['minimum']]} personer har svarat på självskattningen av "
        "beredskapen, och därför visas inga svar.",
        f"Be fler svara och lägg till dem i filen {context['file']}.",
    )


_MINIMUM = {5: "fem"}


def basis(context: Context) -> Prose:
    """Tell who answered and when, and how far that reaches."""
    if not context["available"]:
        return Prose(lacks_sentences(context), kind="saknas")
    invented = ("Alla svar är påhittade.",) if context["fictional"] else ()
    answered = round_of(context)
    return Prose(
        (
            *invented,
            f"I den senaste omgången svarade {integer(answered['n'])} personer, från "
            f"{answered['first']} till {answered['last']}.",
            *_earlier(context),
            "Det är inte känt hur många som fick frågan. Resultatet beskriver dem som svarade, och "
            "intervallen gäller om de kan ses som ett slumpmässigt urval av alla som berörs.",
        )
    )


def _earlier(context: Context) -> tuple[str, ...]:
    before = [each for each in context["rounds"] if each["round"] != context["latest"]]
    told = [f"{integer(each['n'])} i {month_of_round(context, each['round'])}" for each in before]
    return (f"Tidigare svarade {enumeration(told)}.",) if told else ()


def extent_table(chapter: Chapter) -> Shown:
    """Show how many of each role answered in each round."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    cells = {
        (row["role"], row["round"]): HIDDEN if row["status"] == SUPPRESSED else integer(row["n"])
        for row in row_dicts(chapter.extent)
    }
    roles = {**context["roles"], EVERYONE: "Alla"}
    held = {role for role, _ in cells}
    lines = [
        {
            "Roll": label,
            **{
                month_of_round(context, each["round"]).capitalize(): cells.get(
                    (role, each["round"]), "0"
                )
                for each in context["rounds"]
            },
        }
        for role, label in roles.items()
        if role in held
    ]
    hidden = (FEW,) if HIDDEN in cells.values() else ()
    return table(
        pd.DataFrame(lines), slug="beredskap-svarande", source=own_source(context),
        caption="Antal som har svarat på självskattningen, efter roll.", notes=hidden,
    )  # fmt: skip


def awaiting(context: Context, what: str) -> Prose:
    """Say what will stand in a section once enough have answered; `what` begins the sentence."""
    if context["available"]:
        return NOTHING
    return Prose((f"{what} visas här när minst {_MINIMUM[context['minimum']]} har svarat.",))


def one_round(chapter: Chapter) -> Prose:
    """Say how a change could be seen, where only one round has enough answers."""
    if not chapter.context["available"] or not chapter.changes.empty:
        return NOTHING
    return Prose(
        (
            "Det finns inte två omgångar att jämföra. Låt samma personer svara igen, med samma "
            "beteckning och nästa nummer i kolumnen omgang.",
        )
    )


def order_from_nothing(chapter: Chapter) -> Prose:
    """Say where the rule begins where nothing is known to be in place."""
    if chapter.context["available"]:
        return NOTHING
    names = short_names(chapter)
    first = enumeration(quoted(names[each]) for each in chapter.context["from_nothing"])
    return Prose(
        (
            "Utan svar går det inte att säga vad som är lågt här. Om ingenting var gjort skulle "
            f"regeln börja med {first}, som mest annat väntar på.",
        )
    )


def statement_table(chapter: Chapter) -> Shown:
    """Show statements as they are asked, what should come before them, and where they come from.

    Those that are low where there are answers, else all.
    """
    low = chapter.statements["statement"].isin(chapter.first_steps["statement"])
    rows = chapter.statements[low if chapter.context["available"] else low | True]
    which = "De låga påståendena" if chapter.context["available"] else "Påståendena"
    lines = pd.DataFrame(
        {
            "Tema": rows["theme_label"] + " (" + rows["step"].str.lower() + ")",
            "Påstående": rows["label"],
            "Bör finnas före, och varför": rows["needs"].mask(rows["needs"].eq(""), "Inget annat"),
            "Källor": rows["sources"],
        }
    )
    return table(
        lines, slug="beredskap-pastaenden", group_by="Tema", common=True,
        caption=f"{which} i sin helhet, vad som bör finnas före och var de kommer ifrån.",
        source="instrumentet i surveys/beredskap",
        words=("Bör finnas före, och varför", "Källor"),
        notes=("Påståendena är formulerade här efter källorna; alla står i surveys/beredskap. "
               f"{_documents(chapter.context)}",),
    )  # fmt: skip


def _documents(context: Context) -> str:
    return " ".join(
        f"{name[:1].upper() + name[1:]}: {full}." for name, full in context["documents"].items()
    )
