"""The rules by which small groups are hidden, in words, by the exhibits that they hold for.

The rules themselves are in the code that releases each kind of table; this says what they are, for
the log of what a report hides. Nobody may override them: who may see a single answer or case reads
it where it is kept, not in a report.
"""

from collections.abc import Mapping

from ibic_eval.disclosure.counts import MINIMUM

WHO_MAY_OVERRIDE = "ingen"

_COVER = "och fler tal döljs där ett dolt tal annars kunde räknas fram ur en summa"
_PERSONS = f"Tal om 1–{MINIMUM - 1} personer döljs, {_COVER}."
_MUNICIPALITIES = (
    f"Grupper av färre än {MINIMUM} svarande kommuner döljs, {_COVER}. Svaren är myndigheters, och "
    "kommunens egna visas."
)
_USERS = (
    "Resultat från färre än 30 svarande i brukarundersökningen (5 inom LSS) döljs, som källan "
    "kräver."
)
_LINKED = (
    f"Tal om 1–{MINIMUM - 1} personer döljs, och fler tal i alla tabeller som delar summor, tills "
    f"varje dolt tal kan vara vart och ett av minst {MINIMUM + 1} tal."
)
_RULES: Mapping[str, str] = {
    "tid": (
        f"Grupper av 1–{MINIMUM - 1} personer eller färre än tio ärenden döljs, {_COVER}. Antalen "
        "ärenden, planer och personer är i tiotal."
    ),
    "tid-enkat": _MUNICIPALITIES,
    "tid-kolada": "Värden som vilar på för få beslut döljs, som källan kräver.",
    "mal": _LINKED,
    "granskning": f"Tal om 1–{MINIMUM - 1} dokument döljs, {_COVER}.",
    "kommentarer": (
        f"Tal om 1–{MINIMUM - 1} kommentarer döljs, {_COVER}. Kommentarer visas bara som de citat "
        "som någon har valt ut."
    ),
    "plan": (
        f"Indikatorer där täljaren, nämnaren eller skillnaden mellan dem är 1–{MINIMUM - 1} döljs."
    ),
    "slutrapport": "Det som är dolt i ett kapitel är dolt också i slutrapporten.",
    "historik": (
        "Ett tidigare resultat döljs där det skiljer sig från ett senare genom "
        f"1–{MINIMUM - 1} personer."
    ),
    **dict.fromkeys(("utbildning", "moten", "medarbetare", "beredskap"), _PERSONS),
    **dict.fromkeys(("beredskap-landet", "beredskap-pastaenden"), _MUNICIPALITIES),
    **dict.fromkeys(("nojdhet", "gruppmedel", "lss", "ibic", "effekt", "startar"), _USERS),
    **dict.fromkeys(("likvardighet", "egen", "syntetisk", "nyckeltal"), _USERS),
}


def rule_for(slug: str) -> str:
    """Return the rule for an exhibit, by the longest beginning of its slug that has one.

    Exhibits without a rule of their own are of the survey to the municipalities.
    """
    words = slug.split("-")
    starts = ("-".join(words[:length]) for length in range(len(words), 0, -1))
    return next((_RULES[start] for start in starts if start in _RULES), _MUNICIPALITIES)
