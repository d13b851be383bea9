"""The Swedish words of figures, tables and sentences for the codes that stand in the data."""

from collections.abc import Iterable, Mapping

from ibic_eval.codebook.instrument import Instrument

# In the order a scale is read, from the strongest answer to none: figures stack in this order.
ANSWERS: Mapping[str, str] = {
    "okat": "Ökat",
    "ja": "Ja",
    "stammer": "Stämmer",
    "viktig": "Viktigt",
    "etablerat": "Etablerat arbetssätt",
    "delvis": "Delvis",
    "ganska_viktig": "Ganska viktigt",
    "inlarning": "Inlärningsfas",
    "oforandrat": "Oförändrat",
    "minskat": "Minskat",
    "nej": "Nej",
    "stammer_inte": "Stämmer inte",
    "inte_viktig": "Inte viktigt",
    "arligen": "Varje år",
    "vartannat_ar": "Vartannat år",
    "mer_sallan": "Mer sällan",
    "inte_regelbundet": "Inte regelbundet",
    "arligen+vartannat_ar+mer_sallan": "Regelbundet",
    "vet_inte": "Vet inte",
    "inte_aktuellt": "Inte aktuellt",
    "anvander": "Använder IBIC",
    "anvander_inte": "Använder inte IBIC",
    "mellangrupp": "Mellangrupp",
}
AREAS: Mapping[str, str] = {
    "aldreomsorg": "Äldreomsorg",
    "annan_sol": "Annan SoL",
    "lss": "LSS",
    "alla": "",
    "spann": "",
}
AREAS_IN_TEXT: Mapping[str, str] = {
    "aldreomsorg": "äldreomsorgen",
    "annan_sol": "annan verksamhet enligt SoL",
    "lss": "verksamhet enligt LSS",
}
GROUPS: Mapping[str, str] = {
    "svarande": "alla svarande",
    "anvandare": "alla som använder IBIC",
    "ej_anvandare": "dem som inte använder IBIC",
    "mellangrupp": "mellangruppen",
    "etablerade": "dem där IBIC är ett etablerat arbetssätt",
    "inlarning": "dem i en inlärningsfas",
}
GROUPS_SHORT: Mapping[str, str] = {
    "svarande": "Alla svarande",
    "anvandare": "Använder IBIC",
    "ej_anvandare": "Använder inte IBIC",
    "mellangrupp": "Mellangrupp",
    "etablerade": "Etablerade",
    "inlarning": "I inlärning",
}
_NAMES = ("Socialstyrelsen", "Sverige")
LEVELS: Mapping[str, str] = {
    "riket": "Alla som svarat i landet",
    "omgang": "Omgången",
    "lan": "Länet",
    "skr": "Kommungruppen",
}


def item_labels(instrument: Instrument) -> dict[str, str]:
    """Return the short Swedish label of every item in the order asked, and of `klassning`."""
    return {**{item.id: item.short_sv for item in instrument.items}, "klassning": "Klassning"}


def answer_label(code: str) -> str:
    """Return the words of an answer; joined codes become one phrase."""
    if code in ANSWERS:
        return ANSWERS[code]
    words = [ANSWERS.get(part, part) for part in code.split("+")]
    return " eller ".join([words[0], *(word.lower() for word in words[1:])])


def answer_order(codes: Iterable[str]) -> list[str]:
    """Sort answer codes as their scale is read; unknown codes come last, by name."""
    known = {code: place for place, code in enumerate(ANSWERS)}
    return sorted(set(codes), key=lambda code: (known.get(code.split("+")[0], len(known)), code))


def area_order(codes: Iterable[str]) -> list[str]:
    """Sort area codes as the survey asks them."""
    known = list(AREAS)
    return sorted(set(codes), key=lambda code: (known.index(code) if code in known else 99, code))


def enumeration(words: Iterable[str]) -> str:
    """Join words as a Swedish sentence does: "a, b och c"."""
    *first, last = list(words)
    return f"{', '.join(first)} och {last}" if first else last


def lower_first(text: str) -> str:
    """Make a label fit inside a sentence, but leave abbreviations and names alone."""
    kept = text[1:2].isupper() or text.startswith(_NAMES)
    return text if kept else text[:1].lower() + text[1:]
