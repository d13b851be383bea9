"""Tables of the groups: how many they are, their means, and who has data within LSS."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Shown
from ibic_eval.display.numbers import MISSING, integer, interval, percent
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.satisfaction_words import (
    AREAS,
    COMPARED,
    DISABILITY,
    GROUPS,
    NOTHING,
    QUESTIONS,
    SERVICES,
    USE_FILE,
    Context,
    chosen,
    computed_source,
)
from ibic_eval.display.tables import table
from ibic_eval.display.wording import lower_first

_WEIGHTINGS = {"Oviktad (KI)": "oviktad", "Viktad (KI)": "viktad"}


def sizes_table(sizes: pd.DataFrame, context: Context) -> Shown:
    """Show how many municipalities each group has, and what puts a municipality there."""
    if sizes.empty:
        return NOTHING
    counts = sizes.set_index(["area", "group"])["n_municipalities"].to_dict()
    waves = {str(row["area"]): f"{row['first']} och {row['second']}" for row in row_dicts(sizes)}
    heads = {area: f"{AREAS[area]}, {waves[area]}" for area in AREAS if area in waves}
    rows = [
        {
            "Grupp": name,
            _ANSWERS: _RULES[group],
            **{head: integer(counts.get((area, group), 0)) for area, head in heads.items()},
        }
        for group, name in GROUPS.items()
    ]
    return table(
        pd.DataFrame(rows),
        slug="ibic-grupper",
        common=True,
        caption="Kommunernas grupper efter användning av IBIC, antal kommuner.",
        source=_use_source(context),
        words=[_ANSWERS],
    )


def questions_table(questions: pd.DataFrame, services: Sequence[str]) -> Shown:
    """Show what each question asks, in short, and the indicator of Kolada that it is."""
    rows = chosen(questions, services)
    if rows.empty:
        return NOTHING
    lines = [
        {
            "Kort namn": QUESTIONS[row["question"]],
            "Verksamhet": SERVICES[row["service"]],
            _MEANING: row["label_sv"],
            "Nyckeltal": row["kpi"],
        }
        for row in row_dicts(rows)
    ]
    return table(
        pd.DataFrame(lines),
        slug="nyckeltal",
        common=True,
        caption="Frågorna och deras nyckeltal i Kolada.",
        source="Koladas nyckeltal, med egna ord",
        group_by="Verksamhet",
        words=[_MEANING, "Nyckeltal"],
    )


def _use_source(context: Context) -> str:
    if context.get("fictional"):
        return "Påhittade uppgifter om användning av IBIC; reglerna efter Vårdanalys 2021:2"
    return f"Uppgifter i {USE_FILE}; reglerna efter Vårdanalys 2021:2, avsnitt 6.2.6"


def coverage_table(
    coverage: pd.DataFrame, context: Context, services: Sequence[str] = DISABILITY
) -> Shown:
    """Show how many municipalities have data in both waves, and whether that is enough.

    `coverage` is the frame of `estimates.coverage`, of which the question that most municipalities
    have data for is shown.
    """
    rows = coverage[coverage["service"].isin(services) & coverage["n_group"].gt(0)]
    if rows.empty:
        return NOTHING
    best = rows.sort_values("n_with_data").drop_duplicates(["service", "group"], keep="last")
    found = {(row["service"], row["group"]): row for row in row_dicts(best)}
    enough = set(rows.loc[rows["conclusion"].eq("slutsats"), "service"])
    lines = [
        {
            "Verksamhet": SERVICES[service],
            **{GROUPS[group]: _covered(found.get((service, group))) for group in COMPARED},
            "Räcker": "ja" if service in enough else "nej",
        }
        for service in services
        if service in set(rows["service"])
    ]
    return table(
        pd.DataFrame(lines),
        slug="lss-tackning",
        common=True,
        caption="Kommuner med resultat båda åren inom LSS, av alla i gruppen.",
        source=computed_source(context),
        notes=("För den fråga som flest kommuner har resultat för.",),
    )


def _covered(row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return MISSING
    have, size = integer(row["n_with_data"]), integer(row["n_group"])
    return f"{have} av {size} ({percent(row['share'])})"


def mean_table(groups: pd.DataFrame, context: Context, services: Sequence[str]) -> Shown:
    """Show the groups' means in the second wave, unweighted and weighted by respondents, with n."""
    second = groups["year"].eq(context["second"]) & groups["estimate"].notna()
    rows = chosen(groups[second], services)
    if rows.empty:
        return NOTHING
    keys = ["service", "question", "group", "weighting"]
    found = {tuple(row[key] for key in keys): row for row in row_dicts(rows)}
    lines = [
        {
            "Fråga": QUESTIONS[question],
            "Verksamhet": SERVICES[service],
            **{
                f"{GROUPS[group]}|{head}": _mean(found.get((service, question, group, weighting)))
                for group in COMPARED
                for head, weighting in _WEIGHTINGS.items()
            },
        }
        for service, question in dict.fromkeys(zip(rows["service"], rows["question"], strict=True))
    ]
    return table(
        pd.DataFrame(lines),
        slug="gruppmedel",
        common=True,
        caption=f"Gruppernas nöjdhet {context['second']}, oviktad och viktad med antalet svarande.",
        source=computed_source(context),
        group_by="Verksamhet",
        notes=("KI är 95 procents konfidensintervall.", *_numbers(rows, services)),
    )


def _mean(row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return MISSING
    return f"{percent(row['estimate'])} ({interval(row['ci_low'], row['ci_high'])})"


def _numbers(rows: pd.DataFrame, services: Sequence[str]) -> list[str]:
    """Say how many municipalities and respondents the groups have, service by service."""
    most = rows.groupby(["service", "group"])[["n_municipalities", "n_respondents"]].max()
    found = {key: (row.iloc[0], row.iloc[1]) for key, row in most.iterrows()}
    told = {
        service: [
            f"{lower_first(GROUPS[group])} {integer(found[service, group][0])} kommuner och "
            f"{integer(found[service, group][1])} svarande"
            for group in COMPARED
            if (service, group) in found
        ]
        for service in services
    }
    return [f"{SERVICES[service]}: {'; '.join(parts)}." for service, parts in told.items() if parts]


_MEANING = "Vad andelen gäller"
_ANSWERS = "Svar på frågan om IBIC"
_RULES: Mapping[str, str] = {
    "inte_anvant": "Nej båda åren",
    "borjat_mellan": "Nej första året; ja, för alla eller inte för alla, det andra",
    "anvant_bada": "Ja, för alla, båda åren",
    "ovrig": "Annat eller inget svar: ingår inte i jämförelsen",
}
