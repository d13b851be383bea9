"""Why a text that somebody wants quoted may say who a person is.

The rules go by the look of words, so that each can be explained. They are rather too strict than
too lenient, and don't see everything: people read every quote as well.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

from ibic_eval.tables.personal_numbers import holds_personal_number


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST = 300
# Names of laws, methods, authorities and case systems, which stand with a capital in a sentence.
TERMS = _words(
    "BAS BBIC Combine Cosmic HSL IBIC ICF IVO JO KSI KVÅ Kolada LOV LSS LVM Lifecare Magna Nestor "
    "PPP Pascal Procapita Pulsen SIP SKR SoL Socialstyrelsen Sverige Treserva Viva Vårdanalys "
    "ÄBIC"
)
# Common first names in Sweden that are no other words, and some that are but stand with a capital.
_NAMES = _words(
    "ahmed ali anders andreas ann anna annika astrid barbro bengt berit birgitta britt carina "
    "carl christer christina daniel elin elisabeth elsa emil emma erik erika eva fatima fredrik "
    "gun gunilla gunnel gunnar gustav göran hans helena henrik håkan inga inger ingrid irene jan "
    "jenny johan johanna jonas josefin julia kalle karin karl kerstin kristina kurt lars lennart "
    "lena linda lisa magnus maria marianne marie martin mats mattias maud mikael mohamed monica "
    "nils olle olof oskar patrik peter petra pia pär ove rolf rune sara sofia sofie stefan susanne "
    "sven thomas tomas tommy torbjörn ulf ulla ulrika victoria yvonne åke åsa östen"
)
_NAMES_THAT_ARE_WORDS = _words("Berg Björn Bo Dag Gerd Ida Kim Per Siv Sten Stig Tor Ylva")
_MONTH = "(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_TITLE = (
    "(?:doktor|dr|läkaren?|sköterskan?|syster|systern|bror|brodern|sonen|dottern|maken|makan|"
    "mamma|pappa|tant|farbror|chefen|enhetschef(?:en)?|handläggare(?:n)?|kollegan|ombudet)"
)
_PLACE = "(?:gata[n]?|väg(?:en)?|gränd(?:en)?|torget?|allén?|stig(?:en)?|backen?|plan|esplanaden)"
_HOME = (
    "(?:rum(?:met)?|lägenhet(?:en)?|lgh|avdelning(?:en)?|avd|våning(?:en)?|plan|hus(?:et)?|"
    "trapphus|enhet(?:en)?|grupp(?:en)?|boendet|äldreboendet|gruppbostaden|hemtjänsten|distrikt)"
)
_UPPER = "[A-ZÅÄÖÉ]"
_PATTERNS: Mapping[str, tuple[str, int]] = {
    "en e-postadress": (r"\S\s?@\s?\S|\(at\)", re.IGNORECASE),
    "en webbadress": (r"https?:|www\.|\b\w+\.(?:se|nu|com|org|net|eu)\b", re.IGNORECASE),
    "ett långt nummer": (r"(?:\d[\s()./+-]{0,2}){5,}", 0),
    "ett datum": (
        rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}\s?[/.]\s?\d{{1,2}}\b(?!\s?%)|"
        rf"\b\d{{1,2}}(?:\s?:?e)?\s{_MONTH}|\bfödd\w*\b",
        re.IGNORECASE,
    ),
    "en ålder": (
        r"\b\d{1,3}[\s-]?(?:år(?!s)\b|åri\w+|års\s?ålder)|\b(?:fyllt?|fyllde|fyller)\s\d|"
        r"\w*(?:tio|tjugo|hundra|ett|två|tre|fyra|fem|sex|sju|åtta|nio)åri(?:g|ng)\w*",
        re.IGNORECASE,
    ),
    "en adress": (
        rf"\b{_UPPER}\w+{_PLACE}\b|\b\w+{_PLACE}\s\d|\b\d{{3}}\s\d{{2}}\s{_UPPER}",
        0,
    ),
    "ett rum eller en enhet": (
        rf"(?i:\b{_HOME}\s(?:nr\.?\s?)?\d)|(?i:\b{_HOME})\s{_UPPER}|"
        rf"\b{_UPPER}\w+s?\s(?i:{_HOME}|äldreboende|servicehus|hemtjänst)\b",
        0,
    ),
    "en person med titel": (
        rf"(?i:\b(?:fru|herr|fröken)\s\w)|(?i:\b{_TITLE}\.?)\s{_UPPER}",
        0,
    ),
    "initialer": (rf"\b{_UPPER}\.\s?{_UPPER}\b", 0),
    "ett efternamn": (r"\b\w{2,}ssons?\b", re.IGNORECASE),
}
_COMPILED = {reason: re.compile(*pattern) for reason, pattern in _PATTERNS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:…]|\n)[\s\"'”’“«»()\[\]–—-]*$")
_PLAIN_DASHES = str.maketrans("‐‑‒–−", "-----")


def quote_faults(text: str, allowed: Collection[str] = ()) -> tuple[str, ...]:
    """Return in Swedish what keeps a quote from being shown, empty where nothing does.

    A fault is what the quote seems to hold ("en ålder") or that it is too long. `allowed` are
    words that may stand with a capital besides TERMS, such as the municipality's name. No fault
    repeats anything of the text.
    """
    plain = _plain(text)
    known = {word for term in (*TERMS, *allowed) for word in _WORD.findall(_plain(term))}
    tests: dict[str, Callable[[], bool]] = {
        "ett personnummer": lambda: holds_personal_number(plain),
        **{reason: _finder(found, plain) for reason, found in _COMPILED.items()},
        "ett namn": lambda: _holds_name(plain, known),
        f"mer än {LONGEST} tecken": lambda: len(text) > LONGEST,
    }
    return tuple(reason for reason, test in tests.items() if test())


def _finder(pattern: re.Pattern[str], text: str) -> Callable[[], bool]:
    return lambda: pattern.search(text) is not None


def _plain(text: str) -> str:
    """Return the text with one form of each sign, and without signs that aren't seen."""
    whole = unicodedata.normalize("NFKC", text)
    kept = "".join(sign for sign in whole if unicodedata.category(sign) != "Cf")
    return kept.translate(_PLAIN_DASHES)


def _holds_name(text: str, known: Collection[str]) -> bool:
    """Tell whether a common name stands anywhere, or a capital where no sentence begins."""
    for found in _WORD.finditer(text):
        word = found[0]
        bare = word.removesuffix("s")
        if word in known or bare in known:
            continue
        if {word.lower(), bare.lower()} & _NAMES or {word, bare} & _NAMES_THAT_ARE_WORDS:
            return True
        inside = not _OPENS_SENTENCE.search(text[: found.start()])
        if inside and word[0].isupper():
            return True
    return False
