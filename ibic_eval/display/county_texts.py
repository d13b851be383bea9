"""What the chapter rests on, when the municipalities began, and what it would take to know more."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.county_words import (
    NOTHING,
    PARTS,
    Chapter,
    Context,
    Row,
    group_name,
    in_area,
    municipalities,
    names_of,
    nouns,
    own_is_member,
    part_row,
    whole,
)
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import NBSP, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration, lower_first

_MOST_NAMED = 12
_MOST_STARTS = 4


def lacking(context: Context) -> Prose:
    """Say that nothing is known of the group, and which file to put where."""
    if context["available"]:
        return NOTHING
    return Prose((lacking_sentence(context),), kind="saknas")


def lacking_sentence(context: Context) -> str:
    """Return the one sentence that stands where nothing is known of the group."""
    return (
        f"Det finns ingen kartläggning av hur långt kommunerna i {group_name(context)} har kommit "
        f"med IBIC {in_area(context)}; lägg en rad per kommun i {context['shared_file']}, eller "
        f"den egna kommunens rad i {context['own_file']}, så visas de här."
    )


def basis(chapter: Chapter) -> Prose:
    """Tell of how many municipalities something is known, from when, and what the bounds are."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    told = told_of(chapter)
    years = mapped_years(chapter)
    invented = ("Alla uppgifter är påhittade.",) if context["fictional"] else ()
    when = f" Uppgifterna gäller {years}; mycket kan ha ändrats sedan dess." if years else ""
    return Prose(
        (
            *invented,
            f"Kartläggningen säger något om {integer(len(told))} av "
            f"{municipalities(context['n'])} i {group_name(context)} när det gäller "
            f"{AREAS_IN_TEXT[context['area']]}.{when}",
            f"Alla kommuner i {whole(context)} ingår, så det finns inget urval och därför inga "
            "konfidensintervall. Det som är osäkert är det okända, och det ger det lägsta och det "
            "högsta antalet.",
        )
    )


def told_of(chapter: Chapter) -> pd.DataFrame:
    """Return the rows of the area that tell of at least one part."""
    rows = chapter.answers[chapter.answers["area"].eq(chapter.context["area"])]
    return rows[rows[list(PARTS)].notna().any(axis=1)]


def mapped_years(chapter: Chapter) -> str:
    """Return the years that the answers and statements are about, as a sentence lists them."""
    years = {*told_of(chapter)["year"].dropna(), *chapter.statements["year"].dropna()}
    return enumeration(map(str, sorted(years))) if years else ""


def start_sentences(chapter: Chapter) -> Prose:
    """Tell when the own municipality and the others began, as far as it is known."""
    if not chapter.context["available"]:
        return NOTHING
    own = chapter.starts["municipality"].eq(chapter.context["code"])
    known = chapter.starts["years"].notna()
    told = (
        _own_start(chapter, chapter.starts[own]),
        _other_starts(chapter, chapter.starts[known & ~own]),
        _planned(chapter),
        _use(chapter.starts[known]),
    )
    return Prose(tuple(filter(None, told)))


def _own_start(chapter: Chapter, own: pd.DataFrame) -> str:
    if own.empty:
        return ""
    row = row_dicts(own)[0]
    name = chapter.context["name"]
    return f"{name} började {_since(row)}." if known_start(row) else _unknown_start(chapter, name)


def known_start(row: Row) -> bool:
    """Tell whether a municipality had begun in a known year when it was mapped."""
    return not is_missing(row["years"])


def _unknown_start(chapter: Chapter, name: str) -> str:
    answer = part_row(chapter.counts, "start")["own"]
    begun = f"{name} har börjat, men startåret är inte känt."
    return begun if answer == "ja" else f"För {name} är inget startår känt."


def _since(row: Row) -> str:
    when = f"{'' if row['exact'] else 'senast '}{row['year']}"
    years = int(row["years"])
    if not years:
        return f"{when}, samma år som kartläggningen gäller"
    return f"{when}, {integer(years)}{NBSP}år före kartläggningen"


def _other_starts(chapter: Chapter, known: pd.DataFrame) -> str:
    """Say when the others began: by name where they are few, else the first and the last year."""
    if known.empty:
        return "Startåret är inte känt för någon annan kommun."
    names = dict(zip(chapter.members["code"], chapter.members["name"], strict=True))
    if len(known) <= _MOST_STARTS:
        told = enumeration(
            f"{names[row['municipality']]} ({'' if row['exact'] else 'senast '}{row['year']})"
            for row in row_dicts(known)
        )
        return f"Bland de andra är startåret känt för {told}."
    years = known["year"]
    return (
        f"Bland de andra är startåret känt för {municipalities(len(known))}, som började mellan "
        f"{years.min()} och {years.max()}."
    )


def _planned(chapter: Chapter) -> str:
    """Name those that plan a start, with the administration where a source names one."""
    rows = chapter.answers[chapter.answers["start"].eq("planerat").fillna(False)]
    names = dict(zip(chapter.members["code"], chapter.members["name"], strict=True))
    told = [_planning(row, names) for row in row_dicts(rows)]
    return f"En start var planerad för {enumeration(told)}." if told else ""


def _planning(row: Row, names: Mapping[str, str]) -> str:
    name = str(names[row["municipality"]])
    unit = row["administration"]
    whose = name if is_missing(unit) else f"{lower_first(str(unit))} i {name}"
    return whose if is_missing(row["start_year"]) else f"{whose} ({row['start_year']})"


def _use(known: pd.DataFrame) -> str:
    filled = int(known["basis"].ne("kartlaggning").sum())
    if not filled:
        return ""
    return (
        f"För {municipalities(filled)} står startåret inte i kartläggningen, utan är året då "
        "kommunen enligt ibic_use.csv började använda IBIC."
    )


def needs(chapter: Chapter) -> Prose:
    """Say what it would take to know more: of the own municipality, and of the others."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    told = set(told_of(chapter)["municipality"])
    silent = [str(code) for code in chapter.members["code"]
              if code not in told and code != context["code"]]  # fmt: skip
    return Prose(tuple(filter(None, (_own_needs(chapter), _others(chapter, silent)))))


def unknown_parts(chapter: Chapter) -> list[str]:
    """Return the parts that aren't known of the own municipality."""
    own = chapter.counts.loc[chapter.counts["own"].isna(), "part"]
    return [part for part in PARTS if part in set(own)]


def _own_needs(chapter: Chapter) -> str:
    unknown = unknown_parts(chapter)
    if not own_is_member(chapter) or not unknown:
        return ""
    context = chapter.context
    parts = "alla delar" if len(unknown) == len(PARTS) else nouns(unknown)
    return (
        f"För {context['name']} saknas uppgift om {parts}. Det som är känt fylls i på en rad i "
        f"{context['own_file']}."
    )


def _others(chapter: Chapter, silent: list[str]) -> str:
    if not silent:
        return ""
    named = (
        names_of(chapter, silent)
        if len(silent) <= _MOST_NAMED
        else f"{integer(len(silent))} kommuner"
    )
    return (
        f"Kartläggningen säger inget om {named}. Med en rad per kommun i "
        f"{chapter.context['shared_file']} går det att säga mer säkert."
    )


def methods(chapter: Chapter) -> Prose:
    """Say how the numbers are made."""
    if not chapter.context["available"]:
        return NOTHING
    return Prose(
        (
            "Delarna är de som FoU Socialtjänst i Uppsala län frågade länets kommuner om 2020.",
            "En tom cell är okänd och räknas aldrig som nej. Det lägsta möjliga antalet är de "
            "kända som har delen, och det högsta är de kända och alla okända tillsammans (Manskis "
            "gränser, 2003).",
            "Säger en källa hur många i länet som har eller saknar en del, utan att nämna dem, "
            "snävar det in gränserna. Det görs bara för hela länet, och bara när det som är känt "
            "om enskilda kommuner gäller samma år.",
            "Säger kartläggningen inte om införandet har börjat, men ibic_use.csv att IBIC "
            "används, räknas det som börjat.",
            "Uppgifterna är vad kommuner eller källor har sagt, inte vad någon har kontrollerat.",
        )
    )
