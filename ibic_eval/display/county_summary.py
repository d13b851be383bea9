"""The chapter's answer to a board: how the own municipality stands beside the others."""

from collections.abc import Mapping, Sequence

from ibic_eval.display.county_texts import lacking_sentence, mapped_years, told_of, unknown_parts
from ibic_eval.display.county_words import (
    BEGUN,
    JUDGED,
    PARTS,
    Chapter,
    Row,
    group_name,
    in_area,
    municipalities,
    nouns,
    own_is_member,
    part_row,
    possible_in_text,
    whole,
)
from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import enumeration

_MOST_LISTED = 3
# What the Uppsala report says that an introduction may have suffered from the lack of.
_WEAK = ("plan", "consequences", "local_goals", "providers", "maintenance_plan")
_STARTED: Mapping[str, str] = {
    "ja": "har börjat införa IBIC",
    "delvis": "har delvis börjat införa IBIC",
    "planerat": "har inte börjat, men planerat att införa IBIC",
    "nej": "har inte börjat införa IBIC",
}
_HOW: Mapping[str, str] = {
    "langt": "att den har kommit långt",
    "en_bit": "att den har kommit en bit på väg",
    "i_borjan": "att den är i början",
    "inte_borjat": "att den inte har börjat",
}


def summary(chapter: Chapter) -> Prose:
    """Tell what is known of the group and of the own municipality, each thing with its numbers."""
    context = chapter.context
    if not context["available"]:
        return Prose((lacking_sentence(context),), as_list=True, kind="sammanfattning")
    invented = "Påhittade data. " if context["fictional"] else ""
    sentences = (f"{invented}{_known(chapter)}", _own(chapter), _unknown(chapter), _rare(chapter))
    return Prose(tuple(filter(None, sentences)), as_list=True, kind="sammanfattning")


def _known(chapter: Chapter) -> str:
    context = chapter.context
    begun = possible_in_text(part_row(chapter.counts, BEGUN))
    far = possible_in_text(part_row(chapter.counts, JUDGED))
    years = mapped_years(chapter)
    group = f"{group_name(context)} {years}".strip()
    return (
        f"Införandet {in_area(context)} i {group}: kartläggningen säger något om "
        f"{integer(len(told_of(chapter)))} av {municipalities(context['n'])}. "
        f"{begun[:1].upper()}{begun[1:]} har börjat, och {far} bedömer själva att de har kommit "
        "långt."
    )


def _own(chapter: Chapter) -> str:
    """Say which parts the own municipality has and lacks, and how common the lacking ones are."""
    if not own_is_member(chapter):
        return ""
    rows = [row for row in row_dicts(chapter.counts) if not is_missing(row["own"])]
    parts = [row for row in rows if row["part"] not in (BEGUN, JUDGED)]
    told = [*_begun(chapter), *_standing(parts), *_judgement(chapter)]
    return f"{chapter.context['name']} {enumeration(told)}." if told else ""


def _begun(chapter: Chapter) -> list[str]:
    own = part_row(chapter.counts, BEGUN)["own"]
    return [] if is_missing(own) else [_STARTED[str(own)]]


def _standing(rows: Sequence[Row]) -> list[str]:
    has, partly, lacks = (
        [row for row in rows if row["own"] in codes]
        for codes in (("ja",), ("delvis",), ("nej", "planerat"))
    )
    total = integer(len(PARTS) - 2)
    return [
        *([f"har {integer(len(has))} av {total} andra delar ({_named(has)})"] if has else []),
        *([f"har {integer(len(partly))} delvis ({_named(partly)})"] if partly else []),
        *([f"saknar {integer(len(lacks))} ({_named(lacks)}{_beside(lacks)})"] if lacks else []),
    ]


def _named(rows: Sequence[Row]) -> str:
    return nouns(row["part"] for row in rows)


def _beside(rows: Sequence[Row]) -> str:
    """Say how many of the others that are known of have what the own municipality lacks."""
    known = [row for row in rows if row["others_known"]]
    if len(rows) > _MOST_LISTED or len(known) < len(rows):
        return ""
    each = " respektive ".join(
        f"{integer(row['others_yes'])} av {integer(row['others_known'])}" for row in rows
    )
    return f", som {each} andra kommuner med uppgift har"


def _judgement(chapter: Chapter) -> list[str]:
    own = part_row(chapter.counts, JUDGED)["own"]
    return [] if is_missing(own) else [f"bedömer själv {_HOW[str(own)]}"]


def _unknown(chapter: Chapter) -> str:
    """Say what can't be told, and where it would be filled in."""
    context = chapter.context
    unknown = unknown_parts(chapter) if own_is_member(chapter) else []
    if not unknown:
        return ""
    return (
        f"För {context['name']} saknas {_lacking(unknown)}, så det kan inte jämföras; fyll i det "
        f"som är känt på en rad i {context['own_file']}."
    )


def _lacking(unknown: Sequence[str]) -> str:
    if len(unknown) == len(PARTS):
        return "alla uppgifter"
    if len(unknown) > _MOST_LISTED:
        return f"{integer(len(unknown))} av {integer(len(PARTS))} uppgifter"
    return f"uppgift om {nouns(unknown)}"


def _rare(chapter: Chapter) -> str:
    """Name the parts that certainly less than half of the group have."""
    rows = [part_row(chapter.counts, part) for part in _WEAK]
    rare = [row for row in rows if 2 * row["high"] < row["n"]]
    if not rare:
        return ""
    told = enumeration(f"{PARTS[row['part']].noun} ({possible_in_text(row)})" for row in rare)
    if not any(row["by_words"] for row in rare):
        return f"Färre än hälften av kommunerna har {told}."
    return (
        f"Så som källans ord om hela {whole(chapter.context)} kan läsas har färre än hälften av "
        f"kommunerna {told}. Källan nämner inte vilka de är."
    )
