"""What the chapter on users' satisfaction rests on, and where no conclusion is drawn."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown, missing
from ibic_eval.display.numbers import integer, percent
from ibic_eval.display.satisfaction_summary import not_estimated
from ibic_eval.display.satisfaction_words import (
    AREAS,
    COMPARED,
    DISABILITY,
    ESTIMATED,
    FETCH,
    GROUPS,
    SERVICES_IN_TEXT,
    USE_FILE,
    Context,
    main_effects,
)
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration, lower_first

_STATUS: Mapping[str, str] = {
    "visas": "visas",
    "dold": "är dolda för att för få har svarat",
    "saknas": "saknas",
}


def unavailable(context: Context) -> Prose:
    """Say how to get the values and the use of IBIC, where there are no values."""
    return Prose(
        (
            "Det här kapitlet behöver resultat från brukarundersökningarna, och de är inte hämtade "
            f"för {context['name']}.",
            f"Kommandot {FETCH} hämtar dem från Kolada; de är öppna och kostar ingenting.",
            f"Fyll också i vilka kommuner som använder IBIC, och sedan när, i {USE_FILE}. Utan det "
            "kan bara kommunens egna resultat visas, inte jämförelsen.",
            "Kör sedan rapporten igen. Tills dess är kapitlets figurer tomma.",
        ),
        kind="saknas",
    )


def basis(context: Context, sizes: pd.DataFrame) -> Prose:
    """Tell where the results come from, how many they are, what is hidden and who uses IBIC."""
    if not context["available"]:
        return unavailable(context)
    source = f"{context['source']}, {context['date']}"
    invented = "Alla kommuner, resultat och uppgifter om IBIC i kapitlet är påhittade."
    first, last = context["years"]
    return Prose(
        (
            *((invented,) if context["fictional"] else ()),
            f"Resultaten: {source}. De gäller {integer(context['municipalities'])} kommuner, "
            f"{first}–{last}.",
            _statuses(context["statuses"]),
            _use(context, sizes),
            _own_use(context),
            *_left_out(int(context["left_out"])),
        )
    )


def _statuses(statuses: Mapping[str, int]) -> str:
    total = sum(statuses.values())
    told = [
        f"{percent(statuses[status] / total)} {words}"
        for status, words in _STATUS.items()
        if statuses.get(status)
    ]
    return f"Av alla resultat, för varje kommun, fråga, år och kön: {enumeration(told)}."


def _use(context: Context, sizes: pd.DataFrame) -> str:
    analysed = sizes[sizes["group"].isin(list(COMPARED))]
    count = int(analysed.loc[analysed["area"].eq("aldreomsorg"), "n_municipalities"].sum())
    known = integer(context["use_known"])
    return (
        f"Uppgifter om IBIC finns för {known} kommuner; {integer(count)} av dem kan jämföras i "
        f"äldreomsorgen {context['first']} och {context['second']}."
    )


def _own_use(context: Context) -> str:
    groups, starts = context["own_groups"], context["own_start"]
    told = []
    for area in AREAS:
        began = f" (start enligt uppgift {starts[area]})" if area in starts else ""
        if area in groups:
            told.append(f"{AREAS_IN_TEXT[area]} ”{lower_first(GROUPS[groups[area]])}”{began}")
    if not told:
        return f"Hur {context['name']} använder IBIC är inte ifyllt i {USE_FILE}."
    # A real start may come from a plan: the file says so in its notes, the report in these words.
    planned = f" En uppgift om start kan vara en plan; källan står i {USE_FILE}."
    stated = planned if starts and not context["fictional"] else ""
    return f"{context['name']} hör till grupperna: inom {enumeration(told)}.{stated}"


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{integer(count)} felaktiga uppgifter är utelämnade; ibic-eval check visar vilka.",)


def coverage_sentences(coverage: pd.DataFrame) -> Prose:
    """Say for which of the LSS services no conclusion is drawn, and for which one could be."""
    rows = coverage[coverage["service"].isin(DISABILITY)]
    if rows.empty:
        return missing("Täckning inom LSS.")
    enough = rows.groupby("service")["conclusion"].agg(lambda told: told.eq("slutsats").any())
    if not enough.any():
        return Prose(
            (
                "Ingen slutsats dras för LSS: i ingen av verksamheterna har minst hälften av "
                "kommunerna i varje grupp resultat båda åren.",
                "De som saknar resultat är då så många att de ensamma kunde vända vilket medel "
                "som helst.",
            )
        )
    named = enumeration(SERVICES_IN_TEXT[str(service)] for service in enough[enough].index)
    return Prose((f"Täckningen räcker för en slutsats inom {named}.",))


def reasons(effects: pd.DataFrame, context: Context, shown: Shown) -> Shown:
    """Return what is shown, or why the effects couldn't be estimated though there are values."""
    rows = main_effects(effects)
    if context["available"] and not rows["status"].eq(ESTIMATED).any():
        return not_estimated(rows)
    return shown
