"""What changed at the same time, what the chapter rests on and what cannot be estimated."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.numbers import integer
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.time_words import (
    CLOCKS_IN_TEXT,
    CONFOUNDED,
    EVERY_AREA,
    LACKING,
    NOTHING,
    SUPPRESSED,
    Chapter,
    Context,
    day_in_words,
    follow_ups,
    within,
)
from ibic_eval.display.wording import AREAS_IN_TEXT, enumeration, lower_first

INTRODUCTION = "inforande.yml"
IN_TENS = (
    "Antalen ärenden, planer och personer är i hela kapitlet avrundade till närmaste tiotal: samma "
    "ärenden räknas på flera sätt, och skillnaden mellan två exakta antal kunde röja några få. "
    "Allt annat är räknat på de exakta antalen."
)
FROM_START = "start"
# Where nine in ten or more are decided within the follow-up, what it leaves out is little.
_DECIDED: Mapping[float, str] = {0.5: "hälften", 0.75: "tre fjärdedelar"}
COLUMNS = ("arende", "person", "omrade", "start", "ingang")


def unavailable(context: Context) -> Prose:
    """Say which file would give the chapter its figures, where there are no cases."""
    if context["available"]:
        return NOTHING
    return Prose(
        (
            f"{context['name']} har inte lämnat några ärenden ur verksamhetssystemet, så tid, "
            "komplexitet och kostnad kan inte visas.",
            f"Filen {context['missing_file']} ger dem: en utredning per rad, med kolumnerna "
            f"{enumeration(COLUMNS)} ifyllda och gärna beslut och ansokan. Ärenden från tiden före "
            "införandet behövs för att kunna jämföra.",
        ),
        kind="saknas",
    )


def changes_at_once(context: Context, confounders: pd.DataFrame) -> Prose:
    """Tell when IBIC began, and what else changed so near that the two can't be told apart.

    `confounders` is the table `confounders`.
    """
    starts = context.get("starts") or {}
    if not starts:
        return Prose(
            (
                *same_time(confounders, starts),
                f"Det står inte i {INTRODUCTION} när IBIC började användas (ibic_start), så tiden "
                "före och efter kan inte jämföras.",
            ),
            kind="saknas",
        )
    told = (_began(context, starts), *same_time(confounders, starts), *_nothing_else(confounders))
    mixed = confounders["attribution"].eq(CONFOUNDED).any()
    return Prose(told, as_list=True, kind="ruta" if mixed else "text")


def _began(context: Context, starts: Mapping[str, str]) -> str:
    days: dict[str, list[str]] = {}
    for area, day in starts.items():
        days.setdefault(day, []).append(AREAS_IN_TEXT[area])
    told = enumeration(
        f"{day_in_words(day)} i {enumeration(areas)}" for day, areas in sorted(days.items())
    )
    plan = "skulle enligt planen börja" if context.get("from_plan") else "började"
    months = int(context.get("transition_months") or 0)
    apart = (
        f" De första {integer(months)} månaderna är en övergång och räknas varken som före eller "
        "efter."
        if months
        else ""
    )
    return f"IBIC {plan} användas {told}.{apart}"


def same_time(confounders: pd.DataFrame, starts: Iterable[str]) -> tuple[str, ...]:
    """Return what changed near the start, each sentence once, with the areas where not all."""
    found: dict[str, list[str]] = {}
    for row in row_dicts(confounders):
        found.setdefault(str(row["sentence"]), []).append(str(row["area"]))
    every = set(starts)
    return tuple(
        sentence
        if set(areas) in (every, {EVERY_AREA})
        else f"{_named(areas)}: {lower_first(sentence)}"
        for sentence, areas in found.items()
    )


def _named(areas: Iterable[str]) -> str:
    return f"Inom {enumeration(AREAS_IN_TEXT[area] for area in areas)}"


def _nothing_else(confounders: pd.DataFrame) -> tuple[str, ...]:
    if len(confounders):
        return ()
    return (
        f"Inget annat som står i {INTRODUCTION}, och ingen av de nationella ändringar som "
        "programmet känner till, kom inom tre månader från införandet. Annat kan ändå ha ändrats.",
    )


def basis(context: Context) -> Prose:
    """Tell how many cases and plans there are, until when, and what is left out or only decided."""
    if not context["available"]:
        return NOTHING
    invented = ("Alla ärenden i kapitlet är påhittade.",) if context.get("fictional") else ()
    told = (
        *invented,
        f"Underlaget är {_how_many(context)}, uttagna {day_in_words(context['extracted'])}.",
        IN_TENS,
        *_followed(context),
        *_without_start(context),
        *_left_out(context.get("left_out") or {}),
        *_only_decided(context),
    )
    return Prose(told)


def _how_many(context: Context) -> str:
    cases = context.get("n_cases")
    told = "färre än fem ärenden" if cases is None else f"omkring {integer(cases)} ärenden"
    plans = context.get("n_plans")
    return f"{told} och {integer(plans)} planer och uppföljningar" if plans else told


def _followed(context: Context) -> tuple[str, ...]:
    """Tell how long each case is followed, by clock where the two differ, and what that means."""
    each = {clock: follow_ups(context, clock) for clock in CLOCKS_IN_TEXT}
    told = [f"{CLOCKS_IN_TEXT[clock]} {enumeration(days)}" for clock, days in each.items() if days]
    if not told:
        return ()
    return (
        "I jämförelserna före och efter följs varje ärende lika länge i båda tiderna: "
        f"{'; '.join(told)}. Ett ärende räknas först när det är så gammalt, avgjort eller inte, "
        "och dagar därefter räknas inte. De senaste månadernas snabba beslut jämförs alltså inte "
        "med alla beslut från förr.",
        *_long_ones(context),
    )


def _long_ones(context: Context) -> tuple[str, ...]:
    """Say where a good part takes longer than that, so that a change is told as less than it is."""
    known = (context.get("follow_up") or {}).get(FROM_START) or {}
    told = [
        f"{within(area)} får minst {_DECIDED[each['decided']]} av ärendena beslut inom den tiden"
        for area, each in known.items()
        if each and each["decided"] in _DECIDED
    ]
    if not told:
        return ()
    words = enumeration(told)
    return (
        f"{words[:1].upper()}{words[1:]}. En ändring som gäller alla dagar ser därför mindre ut än "
        "den är.",
    )


def _without_start(context: Context) -> tuple[str, ...]:
    areas = context.get("areas_without_start") or ()
    if not areas or not context.get("starts"):
        return ()
    named = enumeration(AREAS_IN_TEXT[area] for area in areas)
    it, they = ("området", "det") if len(areas) == 1 else ("områdena", "de")
    return (
        f"För {named} står inget startdatum i {INTRODUCTION}: {it} räknas som att {they} inte har "
        "börjat med IBIC och är med som jämförelse.",
    )


def _left_out(files: Mapping[str, int]) -> tuple[str, ...]:
    told = [f"{integer(rows)} rader i {file}" for file, rows in files.items() if rows]
    if not told:
        return ()
    return (f"{enumeration(told)} är felaktiga och utelämnade; ibic-eval check visar vilka.",)


def _only_decided(context: Context) -> tuple[str, ...]:
    if not context.get("no_open_cases"):
        return ()
    return (
        "Uttaget har inga öppna ärenden. Omfattar det bara beslutade ärenden saknas de som tar "
        "längst tid bland de senaste. Därför jämförs bara ärenden som fick beslut inom de dagar "
        "som de följs, före som efter. Ett uttag med öppna ärenden säger mer.",
    )


def not_estimated(chapter: Chapter) -> Prose:
    """List what could not be estimated and why, each reason once for the whole chapter."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    begun = {*(context.get("starts") or {}), EVERY_AREA}
    gathered: dict[str, dict[str, list[str]]] = {}
    for topic, table in _topics(chapter).items():
        lacking = _wholly_lacking(table)
        for row in row_dicts(lacking[lacking["area"].isin(begun)]):
            areas = gathered.setdefault(str(row["reason"]), {}).setdefault(topic, [])
            areas.append(str(row["area"]))
    told = [_reason(reason, topics) for reason, topics in gathered.items()]
    return Prose(tuple(told), as_list=True, kind="saknas") if told else NOTHING


def _topics(chapter: Chapter) -> dict[str, pd.DataFrame]:
    return {
        "tiden före och efter": chapter.time_changes,
        "tiden månad för månad": chapter.interrupted,
        "inlärningen": chapter.learning_fit,
        "komplexiteten": chapter.complexity,
        "kostnaden": chapter.costs,
    }


def _wholly_lacking(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each area that has nothing shown in a table, with its first reason."""
    shown = set(table.loc[table["status"].isin(["visas", SUPPRESSED]), "area"])
    lacking = table[table["status"].eq(LACKING) & ~table["area"].isin(shown)]
    return lacking.dropna(subset=["reason"]).drop_duplicates("area")


def _reason(reason: str, topics: Mapping[str, list[str]]) -> str:
    areas = [area for names in topics.values() for area in names if area != EVERY_AREA]
    where = f" {enumeration(map(within, dict.fromkeys(areas)))}" if areas else ""
    named = enumeration(topics)
    return f"{named[:1].upper()}{named[1:]}{where} kan inte skattas. {reason}"
