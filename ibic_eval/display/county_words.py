"""The words, numbers and source lines of the chapter that compares municipalities."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import DASH, NBSP, integer, is_missing
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration

Context = Mapping[str, Any]
Row = Mapping[Any, Any]
NOTHING = Prose(())
UNKNOWN = "uppgift saknas"
NO_AREA = "alla"
BY_WORDS = "*"
BY_WORDS_NOTE = f"{BY_WORDS} = källans ord om länet har lästs som tal."
_MOST_SOURCES = 3
_SWEDISH = str.maketrans("åäö", "{|}")


class PartWords(NamedTuple):
    """A part as a row's label, as a column's head, and as a noun in a sentence."""

    label: str
    head: str
    noun: str


PARTS: Mapping[str, PartWords] = {
    "start": PartWords("Införandet har börjat", "Införandet\nhar börjat", "start"),
    "decision": PartWords("Beslut om att införa IBIC", "Beslut om\nIBIC", "beslut"),
    "plan": PartWords(
        "Skriftlig plan för införandet, nu eller tidigare", "Skriftlig\nplan",
        "skriftlig plan för införandet",
    ),
    "consequences": PartWords(
        "Skriftlig analys av konsekvenserna", "Analys av\nkonsekvenser",
        "skriftlig analys av konsekvenserna",
    ),
    "local_goals": PartWords("Egna mål för införandet", "Egna mål", "egna mål"),
    "organisation": PartWords(
        "Utsedd organisation för införandet", "Utsedd\norganisation", "utsedd organisation"
    ),
    "providers": PartWords(
        "Utförarna med i planeringen", "Utförarna med\ni planeringen",
        "utförarna med i planeringen",
    ),
    "maintenance_plan": PartWords(
        "Skriftlig plan för att förvalta IBIC", "Plan för\nförvaltning",
        "skriftlig plan för att förvalta IBIC",
    ),
    "induction": PartWords(
        "IBIC i introduktionen av nya", "Introduktion\nav nya", "IBIC i introduktionen av nya"
    ),
    "review": PartWords(
        "Granskning av dokumentationen", "Granskning av\ndokumentation",
        "granskning av dokumentationen",
    ),
    "how_far": PartWords(
        "Har kommit långt, enligt egen bedömning", "Bedömer sig\nha kommit",
        "egen bedömning av hur långt kommunen har kommit",
    ),
}  # fmt: skip
BEGUN, JUDGED = "start", "how_far"
ANSWERS: Mapping[str, str] = {
    "ja": "ja",
    "delvis": "delvis",
    "planerat": "planerat",
    "nej": "nej",
    "langt": "långt",
    "en_bit": "en bit på väg",
    "i_borjan": "i början",
    "inte_borjat": "inte börjat",
}
LEVELS: Mapping[str, str] = {
    "langt": "Långt",
    "en_bit": "En bit på väg",
    "i_borjan": "I början",
    "inte_borjat": "Inte börjat",
    "okant": "Uppgift saknas",
}


class Chapter(Protocol):
    """The chapter's tables for one group, in the GROUP_SCHEMAS of runs.county_comparison."""

    @property
    def context(self) -> Context: ...
    @property
    def members(self) -> pd.DataFrame: ...
    @property
    def answers(self) -> pd.DataFrame: ...
    @property
    def statements(self) -> pd.DataFrame: ...
    @property
    def counts(self) -> pd.DataFrame: ...
    @property
    def starts(self) -> pd.DataFrame: ...
    @property
    def levels(self) -> pd.DataFrame: ...


def answer_word(code: object) -> str:
    """Return the word of an answer; one that isn't known is said to lack."""
    return UNKNOWN if is_missing(code) else ANSWERS[str(code)]


def group_name(context: Context) -> str:
    """Name the group in a sentence: "Uppsala län", or "den valda gruppen"."""
    return str(context["county"]) if context["is_county"] else "den valda gruppen"


def whole(context: Context) -> str:
    """Return what the group is: "länet" or "gruppen"."""
    return "länet" if context["is_county"] else "gruppen"


def in_area(context: Context) -> str:
    """Return the area as a sentence says it: "i äldreomsorgen"."""
    return f"i {AREAS_IN_TEXT[context['area']]}"


def municipalities(count: int) -> str:
    """Write a number of municipalities: "1 kommun", "8 kommuner"."""
    return f"{integer(count)}{NBSP}kommun{'' if count == 1 else 'er'}"


def possible(low: int, high: int, n: int) -> str:
    """Write bounds for a table: "2–8 av 8", "3 av 8" where they meet."""
    ends = integer(low) if low == high else f"{integer(low)}{DASH}{integer(high)}"
    return f"{ends} av {integer(n)}".replace(" ", NBSP)


def possible_in_text(row: Row) -> str:
    """Write the bounds of a part for a sentence: "mellan 2 och 7 av 8", "högst 3 av 8"."""
    low, high, n = (int(row[name]) for name in ("low", "high", "n"))
    of = f"av{NBSP}{integer(n)}"
    if low == high:
        return f"{integer(low)} {of}"
    if high == n and low:
        return f"minst {integer(low)} {of}"
    if low == 0 and high < n:
        return f"högst {integer(high)} {of}"
    return f"mellan {integer(low)} och {integer(high)} {of}"


def nouns(parts: Iterable[str]) -> str:
    """List parts in a sentence."""
    return enumeration(PARTS[part].noun for part in parts)


def part_row(counts: pd.DataFrame, part: str) -> Row:
    """Return the counts of one part."""
    row: Row = row_dicts(counts[counts["part"].eq(part)])[0]
    return row


def own_is_member(chapter: Chapter) -> bool:
    """Tell whether the municipality whose report this is belongs to the group."""
    return bool(chapter.members["code"].eq(chapter.context["code"]).any())


def known_parts(row: Row) -> list[str]:
    """Return the parts that a row of answers tells of."""
    return [part for part in PARTS if not is_missing(row[part])]


def source_of(chapter: Chapter) -> str:
    """Return the source line: what the answers and the statements rest on."""
    if chapter.context["fictional"]:
        return "Påhittade uppgifter"
    named = pd.concat([chapter.answers["source"], chapter.statements["source"]]).dropna()
    sources = list(dict.fromkeys(named))
    more = len(sources) - _MOST_SOURCES
    rest = [f"och {integer(more)} källor till; se kartlaggning.csv"] if more > 0 else []
    return "; ".join([*sources[:_MOST_SOURCES], *rest])


def names_of(chapter: Chapter, codes: list[str]) -> str:
    """Name municipalities in a sentence, by name in Swedish order as in the register."""
    names = dict(zip(chapter.members["code"], chapter.members["name"], strict=True))
    return enumeration(sorted((str(names[code]) for code in codes), key=swedish))


def swedish(name: str) -> str:
    """Return a key that sorts names with å, ä and ö last, in that order."""
    return name.lower().translate(_SWEDISH)
