"""A round of part of the nation beside the nation's figures: a difference, never a change."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import integer, interval, month_of, percent, points, points_interval
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table
from ibic_eval.display.wording import AREAS, GROUPS_SHORT, answer_label, area_order, lower_first

Labels = Mapping[str, str]
EVERYONE = "alla svarade"


def beside(
    context: Mapping[str, Any],
    differences: pd.DataFrame,
    answers: pd.DataFrame,
    labels: Labels,
    items: Sequence[str],
) -> tuple[Shown, ...]:
    """Show a round beside the nation, and its answers by municipality where they aren't secret.

    `differences` is the frame of `estimates.round_differences`, `answers` the prepared table;
    `items` those whose answers are shown by municipality. Shows nothing where there is no round.
    """
    told = context["round"]
    if told is None:
        return ()
    tables = [
        *(
            [_differences(told, context["national"], differences, labels)]
            if len(differences)
            else []
        ),
        *([_answers(told, answers, labels, items)] if len(answers) else []),
    ]
    return (_about(told, context["national"]), *tables)


def answered(told: Mapping[str, Any]) -> str:
    """Tell what a round is about and how many of those asked answered."""
    of_those = f" av {integer(told['population'])} tillfrågade" if told["population"] else ""
    return (
        f"Omgången {told['title']} ({month_of(told['date'])}) gäller {told['name']}: "
        f"{integer(told['answered'])}{of_those} svarade."
    )


def _about(told: Mapping[str, Any], national: Mapping[str, Any]) -> Prose:
    everyone = (
        "Alla i omgången har svarat. Andelarna är därför inte skattade ur ett urval och har inget "
        "konfidensintervall, utom där någon har lämnat frågan tom."
        if told["everyone"]
        else ""
    )
    beside = (
        f"Omgången är inte landet. Landets siffror är från {month_of(national['date'])}. En "
        "skillnad mellan dem är inte en förändring: det är andra kommuner och en annan tid."
    )
    secret = "" if told["secret"] else "Svaren är offentliga och visas kommun för kommun."
    return Prose(tuple(filter(None, (answered(told), everyone, beside, secret))))


def _differences(
    told: Mapping[str, Any], national: Mapping[str, Any], differences: pd.DataFrame, labels: Labels
) -> Shown:
    rows = pd.DataFrame([_difference_row(row, labels) for row in row_dicts(differences)])
    notes = (
        "KI är 95 procents konfidensintervall, och n antalet svarande. Skillnaden är omgången "
        "minus landet, i procentenheter; dess intervall är gjort av båda andelarnas. "
        "Landets n är ibland bara känt som högst, och intervallet då det smalaste tänkbara.",
    )
    return table(
        rows,
        slug="omgang-landet",
        caption=f"Omgången ({told['name']}) bredvid landet, där båda har en siffra.",
        source=f"{told['title']}; {national['title']}; egna beräkningar",
        notes=notes,
        words=["Område"],
        group_by="Del",
    )


def _difference_row(row: Mapping[Any, Any], labels: Labels) -> dict[str, str]:
    limits = EVERYONE if pd.isna(row["ci_low"]) else interval(row["ci_low"], row["ci_high"])
    return {
        "Del": GROUPS_SHORT[row["group"]],
        "Fråga": f"{labels[row['item']]}: {lower_first(answer_label(row['answer']))}",
        "Område": AREAS[row["area"]] or "Alla",
        "Omgången": percent(row["share"]),
        "KI, omgången": limits,
        "n, omgången": integer(row["n"]),
        "Landet": percent(row["nation_share"]),
        "KI, landet": interval(row["nation_ci_low"], row["nation_ci_high"]),
        "Skillnad": points(row["difference"], "").strip(),
        "KI, skillnad": points_interval(row["low"], row["high"]),
    }


def _answers(
    told: Mapping[str, Any], answers: pd.DataFrame, labels: Labels, items: Sequence[str]
) -> Shown:
    """Show which municipalities gave each answer, in the order of the survey."""
    chosen = answers[answers["item"].isin(list(items))]
    given: dict[tuple[str, str, str], list[str]] = {}
    for row in row_dicts(chosen):
        given.setdefault((row["item"], row["area"], row["answer"]), []).append(row["name"])
    areas = area_order(chosen["area"])
    order = sorted(given, key=lambda cell: (list(items).index(cell[0]), areas.index(cell[1])))
    rows = pd.DataFrame([_answer_row(cell, given[cell], labels) for cell in order])
    return table(
        rows,
        slug="omgang-kommuner",
        caption="Svaren i omgången, kommun för kommun.",
        source=told["title"],
        words=["Område", "Svar", "Kommuner"],
    )


def _answer_row(cell: tuple[str, str, str], names: Sequence[str], labels: Labels) -> dict[str, str]:
    item, area, answer = cell
    return {
        "Fråga": labels[item],
        "Område": AREAS[area] or "Alla",
        "Svar": answer_label(answer),
        "Antal": integer(len(names)),
        "Kommuner": ", ".join(sorted(names)),
    }
