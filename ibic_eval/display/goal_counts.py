"""What came of the goals, how many are split into sub-goals, and the life areas in use."""

from collections.abc import Mapping

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.goal_words import (
    ALL,
    AREAS,
    LACKING,
    LIFE_AREAS_IN_FULL,
    NOTHING,
    PLANS,
    Context,
    Row,
    anything,
    bare_interval,
    chosen,
    count,
    hidden_or,
    legend,
    only,
    share_in_text,
    source,
)
from ibic_eval.display.numbers import NBSP, integer, is_missing, percent, percent_span
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.selection import Share, national
from ibic_eval.display.share_bars import count_text
from ibic_eval.display.tables import table
from ibic_eval.display.wording import enumeration

SUB_GOALS_ITEM = "q1_5"
_REGULARLY = "arligen+vartannat_ar+mer_sallan"
_HABITS: Mapping[str, str] = {
    "q2a_1": "enskilda personer",
    "q2a_3": "varje utförare",
    "q2a_2": "grupper av personer",
}
_PERSONS, _GOALS = "Personer med bedömning", "Bedömningar"
_STATES: Mapping[str, str] = {
    ALL: "Alla",
    "utan_mal": "Inget mål som går att följa upp",
    "inte_uppfoljt": "Inget mål uppföljt",
    "kan_inte_bedomas": "Uppföljt, men kan inte bedömas",
    "helt": "Nådde alla uppföljda mål",
    "delvis": "Nådde eller närmade sig minst ett",
    "nej": "Nådde inget",
}
_OUTCOMES: Mapping[str, str] = {
    ALL: "Alla",
    "utan_avsett": "Utan avsett läge: går inte att följa upp",
    "avsett_ospecificerat": "Avsett läge ej specificerat: går inte att följa upp",
    "inte_uppfoljt": "Inte uppföljda",
    "kan_inte_bedomas": "Uppföljda, men kan inte bedömas",
    "helt": "Målet nått",
    "bibehallet": "Målet att behålla läget nått",
    "delvis": "Målet delvis nått",
    "nej": "Målet inte nått",
}


def outcome_table(persons: pd.DataFrame, goals: pd.DataFrame, context: Context) -> Shown:
    """Show by area what came of the persons' and the assessments' goals, as counts.

    `persons` and `goals` are the tables with those names.
    """
    areas = [area for area in AREAS if goals["area"].eq(area).any()]
    lines = [
        *_lines(persons, "state", _STATES, _PERSONS, areas),
        *_lines(goals, "outcome", _OUTCOMES, _GOALS, areas),
    ]
    if not (anything(persons, "n") or anything(goals, "n")):
        return NOTHING
    frame = pd.DataFrame(lines)
    notes = (
        "En person räknas en gång, med sina senaste uppföljda bedömningar och i området för den "
        "senaste. Nederst räknas alla bedömningar.",
        *legend(frame),
    )
    return table(
        frame, slug="mal-utfall", caption="Vad det blev av målen.", group_by="Räknas",
        source=source(context), notes=notes,
    )  # fmt: skip


def _lines(
    rows: pd.DataFrame, column: str, labels: Mapping[str, str], group: str, areas: list[str]
) -> list[dict[str, str]]:
    cells = {(row["area"], row[column]): row for row in row_dicts(rows)}
    return [
        {
            "Utfall": label,
            "Räknas": group,
            **{AREAS[area]: count(cells.get((area, code))) for area in areas},
        }
        for code, label in labels.items()
        if any((area, code) in cells for area in areas)
    ]


def without_goal(goals: pd.DataFrame) -> tuple[str, ...]:
    """Say how many assessments have no goal that can be followed up, of how many."""
    whole = only(goals, area=ALL, outcome=ALL)
    lacking = only(goals, area=ALL, outcome="utan_avsett")
    if whole is None or lacking is None or not whole["n"]:
        return ()
    vague = only(goals, area=ALL, outcome="avsett_ospecificerat")
    also = f", och {integer(vague['n'])} har ett som inte är specificerat" if vague else ""
    share = percent(int(lacking["n"]) / int(whole["n"]))
    return (
        f"Av {integer(whole['n'])} bedömningar har {integer(lacking['n'])} ({share}) inget avsett "
        f"läge{also}: där finns inget mål att följa upp.",
    )


def habit_sentences(shares: pd.DataFrame, context: Context) -> Prose:
    """Tell how many municipalities say that they follow up at each level.

    `shares` are the released shares of the survey; the unit is municipalities, not persons. They
    stand beside the municipality's own numbers, and not without them.
    """
    if not context["available"]:
        return NOTHING
    found = [
        each
        for each in national(shares, list(_HABITS), ["svarande"])
        if each.shown and each.answer == _REGULARLY
    ]
    if not found:
        return NOTHING
    named = enumeration(
        f"{percent_span(each.low, each.high)} för {_HABITS[each.item]} (n{NBSP}{_equals(each)})"
        for each in found
    )
    read = "; rapporten ger dem i ord" if any(each.read_from_words for each in found) else ""
    return Prose(
        (
            f"Andelen kommuner som regelbundet följer upp är enligt enkäten {named}{read}. Där "
            "räknas kommuner och inte bedömningar, så talen kan inte jämföras rakt av.",
        )
    )


def _equals(share: Share) -> str:
    return count_text(share) if share.n_is_maximum else f"={NBSP}{count_text(share)}"


def sub_goal_sentences(sub_goals: pd.DataFrame, shares: pd.DataFrame) -> Prose:
    """Tell the share of goals that are split beside the share of municipalities that split them."""
    own = only(sub_goals, area=ALL)
    if own is None:
        return NOTHING
    told = [
        f"Av målen i genomförandeplanerna är {share_in_text(own, 'mål')} nedbrutna i delmål, i "
        f"{integer(own['n_plans'])} planer."
    ]
    for nation in national(shares, [SUB_GOALS_ITEM], ["anvandare"]):
        if nation.shown and nation.answer == "ja":
            count_of = "" if nation.n is None else f" ({integer(nation.n)} kommuner)"
            told += [
                f"I landet svarade {percent(nation.low)} av kommunerna som använder IBIC"
                f"{count_of} att utförarna bryter ner målen i delmål. Det är en andel av kommuner "
                "och inte av mål, så talen kan inte jämföras rakt av.",
            ]
    return Prose(tuple(told))


def sub_goal_table(sub_goals: pd.DataFrame, context: Context) -> Shown:
    """Show by area the share of goals that are split into sub-goals, where there are several."""
    rows = chosen(sub_goals[sub_goals["status"].ne(LACKING)])
    if len(rows) < 2 or not anything(rows, "n"):
        return NOTHING
    frame = pd.DataFrame(
        [
            {
                "Område": AREAS[row["area"]],
                "Andel med delmål": hidden_or(row, percent(row["share"])),
                "KI, %": hidden_or(row, bare_interval(row["ci_low"], row["ci_high"])),
                "Med delmål": count(row, "count"),
                "Mål": count(row),
                "Planer": count(row, "n_plans"),
                "Personer": count(row, "n_persons"),
            }
            for row in row_dicts(rows)
        ]
    )
    notes = ("KI är 95 procents konfidensintervall. Planer där antalet mål eller antalet med "
             "delmål saknas är inte med.", *legend(frame))  # fmt: skip
    return table(
        frame, slug="mal-delmal", caption="Mål i genomförandeplaner som är nedbrutna i delmål.",
        source=source(context, PLANS), notes=notes,
    )  # fmt: skip


def life_area_table(life_areas: pd.DataFrame, context: Context) -> Shown:
    """Show which of the eleven life areas are used and by how many, where some aren't."""
    found = {row["life_area"]: row for row in row_dicts(life_areas)}
    if not anything(life_areas, "n") or life_areas["in_use"].all():
        return NOTHING
    lines = [
        {
            "Livsområde": label,
            "Används": _used(found.get(code)),
            "Personer": count(found.get(code)),
        }
        for code, label in LIFE_AREAS_IN_FULL.items()
    ]
    frame = pd.DataFrame(lines)
    return table(
        frame, slug="mal-livsomraden-i-bruk", caption="Livsområden i bruk.", words=["Används"],
        source=source(context), notes=("Antal personer med minst en bedömning.", *legend(frame)),
    )  # fmt: skip


def _used(row: Row | None) -> str:
    if row is None or is_missing(row["in_use"]):
        return "–"
    return "ja" if row["in_use"] else "inte i underlaget"


def _between(known: pd.DataFrame) -> str:
    """Say how many persons are assessed in the least and the most used life area."""
    numbers = known["n"].dropna()
    if len(numbers) < len(known):
        return ""
    return f", för mellan {integer(numbers.min())} och {integer(numbers.max())} personer vardera"


def life_area_sentences(life_areas: pd.DataFrame) -> Prose:
    """Tell how many of the eleven life areas are in use and name the others."""
    known = life_areas.dropna(subset=["in_use"])
    if known.empty or not known["in_use"].any():
        return NOTHING
    used = int(known["in_use"].sum())
    unused = [
        LIFE_AREAS_IN_FULL[code] for code in known.loc[~known["in_use"].astype(bool), "life_area"]
    ]
    if not unused:
        return Prose((f"Alla elva livsområden används{_between(known)}.",))
    return Prose(
        (
            f"{used} av de elva livsområdena används. Ingen har bedömts i {enumeration(unused)}: "
            "det kan vara ett val eller något som förbises.",
        )
    )
