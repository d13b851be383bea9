"""What was reviewed, how much of all that is, and what stands where files are missing."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import HIDDEN, integer, percent
from ibic_eval.display.review_words import (
    EVERY,
    FEW,
    KINDS,
    LACKING,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Context,
    Row,
    hidden_or,
    number,
    one,
    records,
    source,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import UNDER, table
from ibic_eval.display.wording import lower_first

REVIEWS, DOCUMENTS = "granskningar.csv", "granskningsunderlag.csv"
_GIVES = {
    REVIEWS: (
        "{name} har inga granskningar av utredningar, planer och uppföljningar i underlaget. Lägg "
        "dem i filen {folder}/granskningar.csv, en rad per dokument och granskare: då visas hur "
        "stor andel som har varje del av IBIC, när något ändras och om granskarna bedömer lika."
    ),
    DOCUMENTS: (
        "Det framgår inte hur många nya dokument som har gjorts. Lägg antalen i filen "
        "{folder}/granskningsunderlag.csv, en rad per slag och vecka: då visas hur stor andel som "
        "har granskats och hur många som behöver granskas."
    ),
}
_UNKNOWN = "okänt"
_UNKNOWN_NOTE = "Okänt betyder att antalet nya dokument inte är känt för alla veckor."


def basis(chapter: Chapter) -> Prose:
    """Tell what is reviewed and how far the shares reach, or what is missing."""
    context = chapter.context
    if not context["available"]:
        return lacks(chapter)
    invented = ("Alla granskningar är påhittade.",) if context["fictional"] else ()
    return Prose(
        (
            *invented,
            _reviewed(chapter),
            "Ett dokument räknas en gång. Har flera granskat det gäller den vars beteckning står "
            "först i filen; de andras granskningar används bara för att se om de bedömer lika. "
            "Intervallen gäller om dokumenten har lottats. Har någon valt ut dem kan andelarna "
            "vara för höga eller för låga, och det syns inte i intervallet.",
        )
    )


def lacks(chapter: Chapter) -> Prose:
    """Tell which files are missing, and what each would show; nothing where none is."""
    context = chapter.context
    missing = [REVIEWS] if REVIEWS in context["lacks"] else context["lacks"]
    told = tuple(
        _GIVES[name].format(name=context["name"], folder=context["folder"]) for name in missing
    )
    return Prose(told, kind="saknas")


def lacks_counts(chapter: Chapter) -> Prose:
    """Say what the number of new documents would give, where only that is missing."""
    return lacks(chapter) if chapter.context["available"] else NOTHING


def plan_words(chapter: Chapter) -> Prose:
    """Tell in the plan's own words what it says of reviews; nothing where it says nothing."""
    told = tuple(
        f"”{each['text'].rstrip('.')}” ({each['source']})." for each in chapter.context["plan"]
    )
    return Prose(("Planen säger om granskningen:", *told)) if told else NOTHING


def coverage_table(chapter: Chapter) -> Shown:
    """Show how many of the new documents were reviewed, by quarter and kind."""
    rows = chapter.coverage
    if rows.empty:
        return NOTHING
    kinds = [kind for kind in KINDS if rows["kind"].eq(kind).any()]
    periods = [*sorted(set(rows["period"]) - {EVERY}), EVERY]
    lines = pd.DataFrame(
        [
            {
                "Kvartal": _period(period),
                **{
                    f"{KINDS[kind]}{UNDER}{head}": text
                    for kind in kinds
                    for head, text in _cells(one(rows, kind=kind, period=period)).items()
                },
            }
            for period in periods
        ]
    )
    hidden = (FEW,) if rows["status"].eq(SUPPRESSED).any() else ()
    unknown = (
        (_UNKNOWN_NOTE,) if (rows["produced"].isna() & rows["status"].eq(LACKING)).any() else ()
    )
    return table(
        lines, slug="granskning-tackning", source=source(chapter.context),
        caption="Granskade dokument av alla nya, efter kvartal och slag.",
        notes=("Alla dokument är räknade, så andelen har ingen osäkerhet. En vecka hör till det "
               "kvartal som dess torsdag ligger i.", *unknown, *hidden),
    )  # fmt: skip


def coverage_sentences(chapter: Chapter) -> Prose:
    """Tell how many were reviewed of each kind, and of what the plan says are all reviewed."""
    told = [*map(_covered, _totals(chapter)), *_promised(chapter)]
    return Prose(tuple(filter(None, told)))


def _promised(chapter: Chapter) -> list[str]:
    words = {each["id"]: each["text"].rstrip(".") for each in chapter.context["plan"]}
    return [
        f"Planen säger ”{words[row['indicator']]}”, {row['first'].date()} till "
        f"{row['last'].date()}: {_kept(row)}"
        for row in row_dicts(chapter.promises)
    ]


def _kept(row: Row) -> str:
    if row["status"] == SUPPRESSED:
        return "antalet är för litet för att visas."
    if row["status"] != SHOWN:
        return lower_first(str(row["reason"])) or "inga dokument gjordes då."
    return (
        f"{integer(row['n'])} av {integer(row['produced'])} granskades, {percent(row['estimate'])}."
    )


def _totals(chapter: Chapter) -> list[Row]:
    rows = records(chapter.coverage, period=EVERY)
    order = list(KINDS)
    return sorted(rows, key=lambda row: order.index(str(row["kind"])))


def _covered(row: Row) -> str:
    if row["kind"] == EVERY:
        return ""
    name = KINDS[str(row["kind"])]
    if row["status"] == SUPPRESSED:
        return f"{name}: antalet är för litet för att visas."
    if row["status"] != SHOWN:
        reason = lower_first(str(row["reason"]))
        return f"{name}: {integer(row['n'])} är granskade, men {reason}" if reason else ""
    return (
        f"{name}: {integer(row['n'])} av {integer(row['produced'])} är granskade, "
        f"{percent(row['estimate'])}."
    )


def _reviewed(chapter: Chapter) -> str:
    total = one(chapter.coverage, kind=EVERY, period=EVERY)
    context: Context = chapter.context
    if total is None or total["status"] == SUPPRESSED:
        return "Antalet granskade dokument är för litet för att visas."
    days = [each["first"] for each in context["periods"].values()]
    span = f"från {min(days)} till {context['last_day']}"
    if total["status"] != SHOWN:
        return f"{integer(total['n'])} dokument är granskade, {span}."
    return (
        f"{integer(total['n'])} av {integer(total['produced'])} nya dokument är granskade, "
        f"{percent(total['estimate'])}, {span}."
    )


def _period(period: str) -> str:
    return "Alla kvartal" if period == EVERY else period


def _cells(row: Row | None) -> dict[str, str]:
    if row is None:
        return {"Granskade": "0", "Andel": "–"}
    known = row["produced"]
    reviewed = number(row["n"])
    if row["status"] == SUPPRESSED:
        return {"Granskade": f"{reviewed} av {number(known)}", "Andel": HIDDEN}
    made: str = _UNKNOWN if pd.isna(known) else integer(known)
    return {"Granskade": f"{reviewed} av {made}", "Andel": hidden_or(row, percent(row["estimate"]))}
